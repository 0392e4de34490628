import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import type { Answers } from '../../src/shared/questions.ts';
import { temporaryFolder } from './fixtures.ts';

/** A listener, a recommended song, its place from 1 and its score. */
export interface Row {
  who: string;
  song: string;
  rank: number;
  score: number;
}

const LISTENERS = Array.from({ length: 8 }, (_, i) => String(101 + i));
const PER_LIST = 10;
const SONGS = 40;

/** Lists of digit ids, as most data sets have them: ranks, counts, days and years are numbers of songs too. */
export const LISTS: Readonly<Record<string, string[]>> = Object.fromEntries(
  LISTENERS.map((who, i) => [
    who,
    Array.from({ length: PER_LIST }, (_, place) => String(((7 * i + 11 * place + i * place) % SONGS) + 1)),
  ]).map(([who, songs]) => [who, distinct(songs as string[])]),
);

/** Three held-out songs each: that of place 1 + i % 5, one of place 9 and one that is in no list. */
const TARGETS = Object.fromEntries(
  Object.entries(LISTS).map(([who, songs], i) => [
    who,
    [songs[i % 5], songs[8], String(Array.from({ length: SONGS }, (_, n) => n + 1).find((n) => !has(songs, n)))],
  ]),
);

/** NDCG@10 of these lists, written out. */
export const NDCG = (() => {
  const gain = (place: number) => 1 / Math.log2(place + 1);
  const ideal = gain(1) + gain(2) + gain(3);
  const each = LISTENERS.map((_, i) => (gain((i % 5) + 1) + gain(9)) / ideal);
  return each.reduce((sum, value) => sum + value, 0) / each.length;
})();

function has(songs: readonly string[], song: number): boolean {
  return songs.includes(String(song));
}

function distinct(songs: string[]): string[] {
  const free = Array.from({ length: SONGS }, (_, n) => String(n + 1)).filter((song) => !songs.includes(song));
  return songs.map((song, i) => (songs.indexOf(song) === i ? song : (free.shift() as string)));
}

/** Rows of all lists, the best first; or in another order, by which no reader that takes the file's is right. */
export function rows(isShuffled = true): Row[] {
  const all = Object.entries(LISTS).flatMap(([who, songs]) =>
    songs.map((song, i) => ({ who, song, rank: i + 1, score: Number(((PER_LIST - i) / 2.3).toFixed(3)) })),
  );
  return isShuffled ? all.sort((a, b) => ((Number(a.song) * 17) % SONGS) - ((Number(b.song) * 17) % SONGS)) : all;
}

/** A text of a line each row. */
export function lines(head: string | null, line: (row: Row) => string, isShuffled = true): string {
  return `${[...(head === null ? [] : [head]), ...rows(isShuffled).map(line)].join('\n')}\n`;
}

/** A text of a line each listener. */
export function perListener(head: string | null, line: (who: string, songs: string[]) => string): string {
  const body = Object.entries(LISTS).map(([who, songs]) => line(who, songs));
  return `${[...(head === null ? [] : [head]), ...body].join('\n')}\n`;
}

/** Judges one file of this name by the split of these lists. */
export async function judged(name: string, text: string, answers: Answers = {}) {
  const folder = temporaryFolder();
  const split = join(folder, 'split');
  mkdirSync(split);
  const pairs = Object.entries(TARGETS).flatMap(([who, songs]) => songs.map((song) => `${who}\t${song}`));
  writeFileSync(join(split, 'test_target.tsv'), `${pairs.join('\n')}\n`);
  writeFileSync(join(split, 'catalogue.txt'), Array.from({ length: SONGS }, (_, n) => `${n + 1}\n`).join(''));
  writeFileSync(join(folder, name), text);
  const files = [join(folder, name)];
  return scoreFiles({ files, split, format: 'auto', cutoffs: [PER_LIST], seed: 1, answers });
}
