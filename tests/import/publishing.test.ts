import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { publish } from '../../src/core/recommender/import/publish.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { openScratch } from '../../src/core/storage/sqlite.ts';
import { altered } from '../support/altered.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';

const ROWS = 40_000;
/** What a row takes by the clock of this test, which only transactions move. */
const MS_A_ROW = 0.02;

function stagedSongs(): string {
  const file = join(temporaryFolder(), 'staging.sqlite');
  const staging = openScratch(file);
  staging.exec(
    `CREATE TABLE new_songs (id INTEGER PRIMARY KEY, key TEXT, listeners INTEGER, plays INTEGER);
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
       INSERT INTO new_songs SELECT i, 'song ' || i, i % 7, i % 11 FROM n`,
  );
  staging.close();
  return file;
}

/** The length of each slice in milliseconds of that clock. */
async function slices(sinceAsked: () => number): Promise<number[]> {
  const library = await createLibrary(join(temporaryFolder(), 'library'));
  onCleanup(() => library.close());
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const took: number[] = [];
  const songs = () => library.db.get<{ n: number }>('SELECT count(*) AS n FROM songs')?.n ?? 0;
  const db = altered(library.db, {
    unsyncedTransaction: <T>(work: () => T): T => {
      const before = songs();
      const result = library.db.unsyncedTransaction(work);
      took.push((songs() - before) * MS_A_ROW);
      now += took[took.length - 1];
      return result;
    },
  });
  await publish({ db, paths: library.paths }, { database: stagedSongs(), spectrograms: '' }, () => {}, sinceAsked);
  expect(songs()).toBe(ROWS);
  return took;
}

describe('an import is published in slices', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('that are short while somebody asks, and longer when nobody has for a second', async () => {
    expect(Math.max(...(await slices(() => 0)))).toBeCloseTo(20);
    expect(Math.max(...(await slices(() => 999)))).toBeCloseTo(20);
    expect(Math.max(...(await slices(() => 1000)))).toBeCloseTo(100);
  });

  it('that are short again from the next one on when somebody asks', async () => {
    let asked = 0;
    const took = await slices(() => (asked++ < 10 ? 5000 : 0));
    expect(took[10]).toBeCloseTo(100);
    expect(took[11]).toBeCloseTo(20);
  });
});
