import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const spotify = (artist: string, plays: number) =>
  JSON.stringify(
    Array.from({ length: plays }, (_, i) => ({
      endTime: `2021-01-0${i + 1} 10:00`,
      artistName: artist,
      trackName: 'Song',
      msPlayed: 200_000,
    })),
    null,
    1,
  );

const lastfm = (user: string) =>
  JSON.stringify({
    recenttracks: {
      track: [{ artist: { '#text': user }, name: 'Song', date: { uts: '1600000000' } }],
      '@attr': { user, totalPages: '1' },
    },
  });

function folderOf(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'study');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function read(path: string, answers: Record<string, string> = {}, kind = 'listens') {
  const app = await freshApp();
  const { jobId } = await app.call('import/start', { grant: app.grants.add(path), kind, answers });
  const { questions, notes } = await finish<ImportResult>(app, jobId);
  const rows = app.library.db.all<{ key: string; plays: number }>(
    'SELECT listener_key AS key, plays FROM listeners ORDER BY listener_key',
  );
  return { questions, notes, plays: Object.fromEntries(rows.map(({ key, plays }) => [key, plays])) };
}

describe('histories of several people in one folder', () => {
  it.each<[string[], string[]]>([
    [
      ['alice_StreamingHistory0.json', 'bob_StreamingHistory0.json'],
      ['alice', 'bob'],
    ],
    [
      ['StreamingHistory0.json', 'StreamingHistory0 (1).json'],
      ['StreamingHistory0', 'StreamingHistory0 (1)'],
    ],
    [
      ['StreamingHistory0.json', 'StreamingHistory0-bob.json'],
      ['StreamingHistory0', 'bob'],
    ],
    [
      ['ann.json', 'bea.json'],
      ['ann', 'bea'],
    ],
  ])('are asked about where the files are %j', async (names, people) => {
    const folder = folderOf({ [names[0]]: spotify('A', 2), [names[1]]: spotify('B', 3) });
    const asked = await read(folder);
    expect(asked.questions).toMatchObject([{ id: 'ask.who-listens', values: { people: [...people].sort() } }]);
    expect(asked.plays).toEqual({});
    expect((await read(folder, { 'ask.who-listens': 'each' })).plays).toEqual({ [people[0]]: 2, [people[1]]: 3 });
    expect((await read(folder, { 'ask.who-listens': 'one' })).plays).toEqual({ study: 5 });
  });

  it.each([
    ['StreamingHistory0.json', 'StreamingHistory1.json'],
    ['StreamingHistory_music_0.json', 'StreamingHistory_music_1.json'],
    ['page1.json', 'page2.json'],
  ])('are one listener’s where a service numbers them: %s and %s', async (first, second) => {
    const { questions, plays } = await read(folderOf({ [first]: spotify('A', 2), [second]: spotify('B', 3) }));
    expect([questions, plays]).toEqual([[], { study: 5 }]);
  });
});

describe('JSON that was joined end to end', () => {
  const fileOf = (text: string) => join(folderOf({ 'all.json': text }), 'all.json');

  it('is read, and it is asked whose its files are where they name nobody', async () => {
    const file = fileOf(`${spotify('A "[}', 2)}${spotify('B', 3)}`);
    expect(await read(file)).toMatchObject({ questions: [{ id: 'ask.joined-files' }], plays: {} });
    const each = await read(file, { 'ask.joined-files': 'each' });
    expect(each.plays).toEqual({ 'all-1': 2, 'all-2': 3 });
    expect(each.notes).toContainEqual(saying('import.joined-files', { files: 2, listeners: ['all-1', 'all-2'] }));
    expect((await read(file, { 'ask.joined-files': 'one' })).plays).toEqual({ all: 5 });
  });

  it('is of the accounts that its files name', async () => {
    expect(await read(fileOf(lastfm('ann') + lastfm('bea')))).toMatchObject({
      questions: [],
      plays: { ann: 1, bea: 1 },
    });
  });

  it('is refused as a table, with what to do', async () => {
    const one = (user: string) => JSON.stringify([{ user, song: 's', plays: 3 }]);
    await expect(read(fileOf(one('u') + one('v')), {}, 'triplets')).rejects.toMatchObject(
      telling('import.json-is-joined', { files: 2 }),
    );
  });
});
