import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

const day = (date: string) => `${date}T10:00:00Z`;
const scrobbles = (...titles: string[]) =>
  `artist,track,played_at\n${titles.map((title, i) => `A,${title},${day(`2021-03-0${i + 1}`)}\n`).join('')}`;

function folderOf(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'study');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function importOf(files: Record<string, string>, answer?: string) {
  const app = await freshApp();
  const grant = app.grants.add(folderOf(files));
  const { kind } = await app.call('import/sniff', { grant });
  const answers: Record<string, string> = answer === undefined ? {} : { 'ask.file-in-folder': answer };
  const { jobId } = await app.call('import/start', { grant, kind: kind ?? 'listens', answers });
  const result = await finish<ImportResult>(app, jobId);
  const rows = app.library.db.all<{ name: string; plays: number }>(
    'SELECT listener_key AS name, plays FROM listeners ORDER BY 1',
  );
  return { kind, result, listeners: Object.fromEntries(rows.map(({ name, plays }) => [name, plays])) };
}

const choices = ({ questions }: ImportResult) => questions.flatMap(({ choices: some }) => some.map(({ id }) => id));

describe('a folder of tables', { timeout: 60_000 }, () => {
  it('of a file per person: whose they are is asked, and each has its own plays', async () => {
    const files = { 'anna.csv': scrobbles('x', 'y'), 'ben.csv': scrobbles('x'), 'notes.txt': 'n = 2\n' };
    const { kind, result } = await importOf(files);
    expect([kind, result.imported]).toEqual(['listens', 0]);
    expect(choices(result)).toEqual(['each', 'anna.csv', 'ben.csv', 'all']);
    const each = await importOf(files, 'each');
    expect(each.listeners).toEqual({ anna: 2, ben: 1 });
    expect(each.result.notes).toEqual(
      expect.arrayContaining([
        saying('import.listeners-by-name', { listeners: ['anna', 'ben'], count: 2 }),
        saying('import.folder-left-out', { names: ['notes.txt'], count: 1 }),
      ]),
    );
    expect((await importOf(files, 'all')).listeners).toEqual({ study: 2 });
    expect((await importOf(files, 'ben.csv')).listeners).toEqual({ study: 1 });
  });

  it('with counts alone, in a folder each', async () => {
    const files = { 'P1/plays.csv': 'song_id,plays\ns1,3\n', 'P2/plays.csv': 'song_id,plays\ns1,1\ns2,5\n' };
    const { kind, result } = await importOf(files);
    expect([kind, choices(result)]).toEqual(['triplets', ['each', 'P1/plays.csv', 'P2/plays.csv']]);
    expect((await importOf(files, 'each')).listeners).toEqual({ P1: 3, P2: 6 });
  });

  it('of a file per month, which name their listeners, is one import', async () => {
    const month = (date: string) => `user,track_id,played_at\nu1,s1,${day(date)}\nu2,s1,${day(date)}\n`;
    const { result, listeners } = await importOf({
      '2021-01.csv': month('2021-01-05'),
      '2021-02.csv': month('2021-02-05'),
    });
    expect([result.questions, listeners]).toEqual([[], { u1: 2, u2: 2 }]);
  });

  it('without names of columns is asked about too', async () => {
    const files = { 'a.csv': `A,B,x,${day('2021-01-01')}\n`, 'b.csv': `A,B,y,${day('2021-01-02')}\n` };
    expect(choices((await importOf(files)).result)).toEqual(['a.csv', 'b.csv', 'all']);
  });

  it('says of what is refused in which file and line it stands', async () => {
    const files = {
      'anna.csv': scrobbles('x', 'y'),
      'b, c.csv': `${scrobbles('x')}A,"z\nz",never\nA,v,${day('2022-01-01')}\n`,
    };
    const { result, listeners } = await importOf(files, 'each');
    expect(listeners).toEqual({ anna: 2, 'b, c': 2 });
    expect(result.rejections).toMatchObject([{ line: 3, field: 'b, c.csv: time' }]);
  });

  it('with one file that is read names the others', async () => {
    const entity = (kind: string) => `${kind}\t1\t-1\t{"name":"Abba/_/SOS"}\t{}\n`;
    const files = { 'tracks.idomaar': entity('track'), 'love.idomaar': entity('preference') };
    const { kind, result } = await importOf(files);
    expect([kind, result.imported]).toEqual(['tracks', 1]);
    expect(result.notes).toContainEqual(saying('import.folder-left-out', { names: ['love.idomaar'], count: 1 }));
  });
});
