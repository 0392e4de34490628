import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const ROWS = 300;
const TAGS = ['rock', 'seen live', 'Pop', 'sad songs', 'female vocalists'];
const TITLES = 'Stan,Creep,Bad Guy,Royals,Hello,Levitating,Halo,Africa,Toxic,Clocks,Yellow,Zombie'.split(',');
const at = <T>(list: readonly T[], i: number) => list[(i * 7919) % list.length];
/** Of ten plays of a song by a listener seven are 1, as in histories. */
const PLAYS = [1, 1, 1, 1, 1, 1, 1, 2, 2, 9, 41];

const rows = (third: readonly number[], second = (i: number) => `s${i % 90}`, first = (i: number) => `u${i % 12}`) =>
  Array.from({ length: ROWS }, (_, i) => [first(i), second(i), at(third, i)].map(String));
const perSong = (i: number) => String(Math.floor(i / 3));

const CASES: [name: string, question: string | null, rows: string[][]][] = [
  ['plays', null, rows(PLAYS)],
  ['plays of each song once', null, rows([1])],
  ['few plays', null, rows([1, 1, 1, 1, 1, 1, 1, 2, 3])],
  ['plays of titles', null, rows(PLAYS, (i) => `Song ${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]}`)],
  ['stars', 'ask.counts-or-ratings', rows([1, 2, 3, 4, 5])],
  ['stars of Yahoo R3, most of them 1', 'ask.counts-or-ratings', rows([1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5])],
  ['points', 'ask.counts-or-ratings', rows([3, 5, 6, 7, 7, 8, 8, 9, 10])],
  ['tens of a hundred', 'ask.counts-or-ratings', rows([0, 10, 30, 50, 90, 100])],
  ['Yahoo R1', 'ask.counts-or-ratings', rows([0, 23, 47, 70, 90, 100, 255])],
  ['tags of songs', 'ask.counts-of-tags', rows(PLAYS, (i) => at(TAGS, i), perSong)],
  ['tags that nobody knows', 'ask.counts-of-tags', rows(PLAYS, (i) => at(['sehr', 'traurig', 'Küche'], i), perSong)],
  ['titles of few listeners', null, rows(PLAYS, (i) => at(TITLES, i))],
  ['few artists of few listeners', null, rows(PLAYS, (i) => at(TITLES.slice(0, 10), i))],
  ['titles, some of which are tags', null, rows(PLAYS, (i) => at([...TITLES, 'Love', 'Country'], i))],
  ['plays capped at 100', null, rows([1, 1, 1, 1, 2, 3, 4, 8, 11, 30, 64, 85, 100])],
  ['plays capped at 255', null, rows([1, 1, 1, 1, 2, 3, 4, 8, 11, 30, 64, 85, 255])],
  ['plays in tens', null, rows([10, 10, 10, 20, 30])],
  ['a hundred points', 'ask.counts-or-ratings', rows([12, 35, 55, 63, 71, 88, 97, 100])],
  ['stars, few of them halves', 'ask.counts-or-ratings', rows([1, 1, 1, 1, 2, 3, 4]).with(200, ['u9', 's1', '2.5'])],
];

async function importOf(
  name: string,
  table: readonly string[][],
  separator: string,
  answers = {},
  isKindSeen = true,
): Promise<ImportResult> {
  const app = await freshApp();
  const file = fileOf(name, table.map((fields) => `${fields.join(separator)}\n`).join(''));
  const { jobId } = await app.call('import/start', {
    grant: app.grants.add(file),
    kind: 'triplets',
    isKindSeen,
    answers,
  });
  return finish<ImportResult>(app, jobId);
}

describe('three columns without names', { timeout: 60_000 }, () => {
  it.each(CASES)('%s', async (_, question, table) => {
    for (const [name, separator] of [
      ['data.txt', '\t'],
      ['data.csv', ','],
    ]) {
      const { imported, questions } = await importOf(name, table, separator);
      expect([imported, questions.map(({ id }) => id)]).toEqual(question ? [0, [question]] : [ROWS, []]);
    }
  });

  it('are not doubted where somebody said that they are plays, unless high stars outweigh the others', async () => {
    const [, , stars] = CASES[4];
    expect(await importOf('a.txt', stars, '\t', {}, false)).toMatchObject({ imported: ROWS, questions: [] });
    const { imported, questions } = await importOf('a.txt', rows([3, 3, 4, 4, 4, 5, 5, 5]), '\t', {}, false);
    expect([imported, questions.map(({ id }) => id)]).toEqual([0, ['ask.counts-or-ratings']]);
  });

  it('are read as plays, or refused, as it was answered', async () => {
    const [, , stars] = CASES[4];
    const [, , tags] = CASES[9];
    expect(await importOf('a.csv', stars, ',', { 'ask.counts-or-ratings': 'plays' })).toMatchObject({ imported: ROWS });
    expect(await importOf('a.csv', tags, ',', { 'ask.counts-of-tags': 'plays' })).toMatchObject({ imported: ROWS });
    await expect(importOf('a.csv', stars, ',', { 'ask.counts-or-ratings': 'ratings' })).rejects.toMatchObject(
      telling('import.ratings-are-no-plays'),
    );
    await expect(importOf('a.csv', tags, ',', { 'ask.counts-of-tags': 'tags' })).rejects.toMatchObject(
      telling('import.tags-are-no-plays'),
    );
  });
});
