import { describe, expect, it } from 'vitest';
import { joinedValues } from '../../src/core/imports/json-values.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const ofOwner = (name: string, ...titles: string[]) =>
  `Artist;Album;Track;Date#${name}\n${titles.map((title, i) => `A;X;${title};${1_600_000_000_000 + i}\n`).join('')}`;
const HEADER = 'artist,album,track,time\n';
const heard = (...titles: string[]) => titles.map((title, i) => `A,X,${title},2020-09-1${i}T10:00:00Z\n`).join('');
const log = (...titles: string[]) =>
  `#AUDIOSCROBBLER/1.1\n#TZ/UTC\n${titles.map((title) => `A\tX\t${title}\t1\t200\tL\t1600000000\t\n`).join('')}`;

async function importOf(name: string, text: string, answers: Record<string, string> = {}, listener?: string) {
  const app = await freshApp();
  const grant = app.grants.add(fileOf(name, text));
  const { kind } = await app.call('import/sniff', { grant });
  const { jobId } = await app.call('import/start', { grant, kind: kind ?? 'listens', answers, listener });
  const result = await finish<ImportResult>(app, jobId);
  const rows = app.library.db.all<{ name: string; plays: number }>(
    'SELECT listener_key AS name, plays FROM listeners ORDER BY 1',
  );
  return { ...result, listeners: Object.fromEntries(rows.map(({ name: who, plays }) => [who, plays])) };
}

const asked = ({ questions }: ImportResult) => questions.map(({ id }) => id);

describe('histories that were put into one file', { timeout: 60_000 }, () => {
  it('are of the listener whom the header above them names', async () => {
    const joined = `${ofOwner('ann', 'S', 'T')}\uFEFF${ofOwner('bob', 'S', 'U', 'V')}${ofOwner('ann', 'W')}`;
    const { listeners, imported, rejected, questions, notes } = await importOf('all.csv', joined);
    expect([imported, rejected, questions]).toEqual([6, 0, []]);
    expect(listeners).toEqual({ ann: 3, bob: 3 });
    expect(notes).toContainEqual(saying('import.joined-files', { files: 3, listeners: ['ann', 'bob'] }));
    const given = await importOf('all.csv', joined, {}, 'zoe');
    expect([asked(given), given.listeners]).toEqual([['ask.joined-files'], {}]);
  });

  it.each([
    ['scrobbles', 'p.csv', HEADER + heard('S', 'T') + HEADER + heard('U'), 'p'],
    ['counts', 'q.csv', 'artist,title,count\nA,S,1\nA,T,1\nartist,title,count\nA,U,1\n', 'q'],
    ['logs of a player', 'r.log', log('S', 'T') + log('U'), 'r'],
  ])('are asked about where no header names anybody: %s', async (_, name, text, own) => {
    const open = await importOf(name, text);
    expect([asked(open), open.listeners]).toEqual([['ask.joined-files'], {}]);
    const one = await importOf(name, text, { 'ask.joined-files': 'one' });
    expect([one.listeners, one.rejected]).toEqual([{ [own]: 3 }, 0]);
    const each = await importOf(name, text, { 'ask.joined-files': 'each' });
    expect([each.listeners, each.rejected]).toEqual([{ [`${own}-1`]: 2, [`${own}-2`]: 1 }, 0]);
  });

  it('are no others where a header stands twice in a row, or rows name their listener', async () => {
    const twice = await importOf('p.csv', HEADER + HEADER + heard('S', 'T'));
    expect([asked(twice), twice.listeners]).toEqual([[], { p: 2 }]);
    const named = 'user,artist,track,time\nann,A,S,2020-09-10T10:00:00Z\n';
    const rows = await importOf('u.csv', named + named.replace('ann', 'bob'));
    expect([asked(rows), rows.listeners]).toEqual([[], { ann: 1, bob: 1 }]);
  });
});

describe('values of JSON that stand one behind the other', () => {
  it('are told apart by their brackets, not by those in texts', () => {
    expect(joinedValues('[{"a":"}{"}]\n\uFEFF[2] {"b":"\\"]["}\n')).toEqual(['[{"a":"}{"}]', '[2]', '{"b":"\\"]["}']);
    for (const text of ['[{"a":"}{"}]', '{"a":[1]} x {"a":[2]}"', '[1]][2]', '[1][2', '[1]["a'])
      expect(joinedValues(text), text).toBeNull();
  });

  it('may hold long texts, and end within a text full of quotes', () => {
    const picture = `[{"cover":"${'A'.repeat(20_000_000)}"}]`;
    expect(joinedValues(`${picture}[1]`)).toEqual([picture, '[1]']);
    expect(joinedValues(`[1][{"a":"${'\\"'.repeat(100_000)}`)).toBeNull();
  });
});
