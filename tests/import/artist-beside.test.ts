import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const QUESTION = 'ask.artist-beside-title';
const DAY = '2021-03-04 10:0';

async function read(kind: string, text: string, answers: Record<string, string> = {}) {
  const app = await freshApp();
  const { jobId } = await app.call('import/start', { grant: app.grants.add(fileOf('t.csv', text)), kind, answers });
  const result = await finish<ImportResult>(app, jobId);
  const keys = app.library.db.all<{ key: string }>('SELECT song_key AS key FROM songs ORDER BY song_key');
  return { result, keys: keys.map(({ key }) => key) };
}

describe.each([
  ['triplets', 'count', '3', '2'],
  ['ratings', 'rating', '3', '2'],
  ['listens', 'time', `${DAY}1`, `${DAY}2`],
])('%s of titles beside a heading that nobody knows', (kind, heading, first, second) => {
  const text = `user,title,who_sang,${heading}\nu,Intro,Muse,${first}\nv,Intro,Queen,${second}\n`;

  it('ask for the artist', async () => {
    const { result, keys } = await read(kind, text);
    expect(result.questions.map(({ id }) => id)).toEqual([QUESTION]);
    expect(result.questions[0].choices.map(({ id }) => id)).toEqual(['who_sang', 'none']);
    expect(keys).toEqual([]);
  });

  it('know songs by it where it is told, else by the title', async () => {
    const { result, keys } = await read(kind, text, { [QUESTION]: 'who_sang' });
    expect(keys).toEqual(['muse – intro', 'queen – intro']);
    expect(result.questions).toEqual([]);
    expect((await read(kind, text, { [QUESTION]: 'none' })).keys).toEqual(['Intro']);
  });
});

describe('no artist is asked for', () => {
  it.each([
    ['without another column of names', 'user,title,count\nu,Intro,3\n'],
    ['where what stands beside says who listens', 'user,title,occupation,count\nu,Intro,artist,3\nv,Intro,writer,2\n'],
    ['where few words stand beside many titles', few()],
    ['where links or lists stand beside', 'user,title,cover,count\nu,Intro,https://a.b,3\nv,Help,https://a.c,2\n'],
    ['where songs have ids', 'user,song_id,who_sang,count\nu,s1,Muse,3\nv,s2,Queen,2\n'],
    ['where the values of a column called song are ids', 'user,song,who_sang,count\nu,s1,Muse,3\nv,s2,Queen,2\n'],
  ])('%s', async (_, text) => {
    const { result } = await read('triplets', text);
    expect([result.questions, result.rejected]).toEqual([[], 0]);
    expect(result.imported).toBeGreaterThan(0);
  });

  function few(): string {
    const rows = Array.from({ length: 30 }, (_, i) => `u,Song ${i},${i % 2 ? 'odd' : 'even'},1\n`);
    return `user,title,parity,count\n${rows.join('')}`;
  }
});

it('Plex: tracks below their artist and album, episodes left out, keys no ratings', async () => {
  const header =
    'date,user,media_type,rating_key,grandparent_rating_key,title,parent_title,grandparent_title,duration\n';
  const rows = [
    '1600000000,ann,track,11,13,Intro,Gold,Abba,200',
    '1600001000,bob,track,21,23,Intro,Best,Queen,200',
    '1600002000,ann,episode,41,43,Pilot,Season 1,Friends,1800',
  ];
  const { result, keys } = await read('listens', `${header}${rows.join('\n')}\n`);
  expect(result.questions).toEqual([]);
  expect(keys).toEqual(['abba – intro', 'queen – intro']);
  const left = { name: 't.csv', rows: 1, column: 'media_type', values: ['“episode” (1)'] };
  expect(result.notes).toContainEqual(saying('import.rows-no-plays', left));
});
