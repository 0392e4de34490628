import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, datasetHash, readDataset, writeDataset } from '../../src/core/recommender/data/dataset.ts';
import { gatherDataset } from '../../src/core/recommender/data/gather.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { openProtocol } from '../../src/core/recommender/protocols/open.ts';
import { temporal } from '../../src/core/recommender/protocols/temporal.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { freshApp, importFile, ROOT, suiteFolder, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

/** Made by tests/golden/listens/make_listens.py with pandas. */
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'listens', 'listens.json'), 'utf8'));

let data: Dataset;
const [songKeys, listenerKeys] = [new Map<number, string>(), new Map<number, string>()];

async function libraryOf(lines: readonly string[]) {
  const app = await freshApp();
  const file = join(temporaryFolder(), 'history.csv');
  writeFileSync(file, ['user_id,song_id,listened_at', ...lines].join('\n'));
  await importFile(app, 'listens', file);
  return app;
}

beforeAll(async () => {
  const app = await libraryOf(golden.files.flat());
  const { db } = app.library;
  for (const { id, key } of db.all<{ id: number; key: string }>('SELECT id, song_key AS key FROM songs'))
    songKeys.set(id, key);
  for (const { id, key } of db.all<{ id: number; key: string }>('SELECT id, listener_key AS key FROM listeners'))
    listenerKeys.set(id, key);
  const file = join(suiteFolder(), 'dataset.bin');
  writeDataset(
    file,
    gatherDataset(db, '', true, () => {}),
  );
  data = readDataset(file);
  await app.close();
});

const specOf = (more: object = {}) => evaluationSpec.parse({ protocol: 'temporal', models: ['popularity'], ...more });

function split(of: Dataset, more: object = {}) {
  const spec = specOf(more);
  return openProtocol(temporal, of, spec, 1, { given: null, needs: new Set() }).foldAt(0);
}

describe('a split over time', () => {
  it.each([0, 1])('trains on the counts of before the cut-off, of songs that there were then (filter %i)', (which) => {
    const expected = golden.splits[which];
    const { minListeners, minSongs } = expected;
    const { data: seen, fold } = split(data, { filter: minListeners > 0 ? { minListeners, minSongs } : null });
    const pair = (u: number, song: number) =>
      `${listenerKeys.get(seen.listenerIds[u])} ${songKeys.get(seen.songIds[song])}`;
    const training: Record<string, number> = {};
    for (let u = 0; u < fold.training.listeners; u++)
      for (let row = fold.training.offsets[u]; row < fold.training.offsets[u + 1]; row++)
        training[pair(u, fold.training.items[row])] = fold.training.counts[row];
    expect(training).toEqual(expected.training);
    expect(fold.cases.flatMap(({ who, items }) => Array.from(items, (song) => pair(who, song))).sort()).toEqual(
      expected.tested,
    );
    expect(Array.from(seen.songIds, (id) => songKeys.get(id)).sort()).toEqual(expected.catalogue);
    expect(fold.notes).toContainEqual(
      saying('evaluation.cut-off', {
        time: new Date(golden.cutOff * 1000).toISOString().slice(0, 16).replace('T', ' '),
      }),
    );
    expect(fold.notes).toContainEqual(saying('evaluation.plays-of-later-songs', { plays: expected.later }));
    // The times of the training plays end before the cut-off, so that an inner split over time cannot see further.
    expect(Math.max(...(seen.listens?.seconds ?? []))).toBeLessThan(golden.cutOff);
    expect(seen.listens?.seconds.length).toBe(Object.values<number>(expected.training).reduce((a, b) => a + b));
  });

  it('one play before the cut-off and fifty after it are one play', async () => {
    const day = (n: number) => 1_230_768_000 + 86_400 * n;
    const lines = Array.from({ length: 100 }, (_, i) => `user_${i % 10},song_${Math.floor(i / 10)},${day(i)}`);
    const many = Array.from({ length: 50 }, (_, i) => `user_0,song_0,${day(200 + i)}`);
    const app = await libraryOf([...lines, ...many]);
    const { fold } = split(gatherDataset(app.library.db, '', true, () => {}));
    expect([...fold.training.counts].every((count) => count === 1)).toBe(true);
    expect(fold.training.items.length).toBe(80);
  });

  it('does not change with what comes after the cut-off: plays, songs, their tags and artists', () => {
    const described = { ...data, features: featuresBySong(data) };
    const { data: seen, fold } = split(described);
    const changed = afterCutOff(described, golden.cutOff);
    const other = split(changed);
    expect(other.fold.training).toEqual(fold.training);
    expect(other.data.features).toEqual(seen.features);
    expect(other.data.songIds).toEqual(seen.songIds);
    expect(other.fold.cases).not.toEqual(fold.cases);
  });

  it('leaves out pairs without times and says so; the hash of the data covers the times', async () => {
    const app = await libraryOf(golden.files.flat());
    const totals = join(temporaryFolder(), 'triplets.txt');
    writeFileSync(totals, 'listener-1\tonly-a-total\t7\nlistener-2\tonly-a-total\t7\n');
    await importFile(app, 'triplets', totals);
    const more = gatherDataset(app.library.db, '', true, () => {});
    const { data: seen, fold } = split(more);
    expect(seen.interactions.songs).toBe(golden.splits[0].catalogue.length);
    expect(fold.notes).toContainEqual(saying('evaluation.plays-without-times', { pairs: 2 }));
    const listens = more.listens as NonNullable<Dataset['listens']>;
    const seconds = listens.seconds.slice();
    seconds[0]++;
    expect(datasetHash({ ...more, listens: { ...listens, seconds } })).not.toBe(datasetHash(more));
  });

  it('is refused where all was heard at one moment, whatever the filter', async () => {
    const app = await libraryOf(
      ['u1', 'u2'].flatMap((user) => ['s1', 's2'].map((song) => `${user},${song},1600000000`)),
    );
    const file = join(temporaryFolder(), 'dataset.bin');
    writeDataset(
      file,
      gatherDataset(app.library.db, '', true, () => {}),
    );
    const refusal = telling('evaluation.nothing-before-cut-off', { time: '2020-09-13 12:26' });
    expect(() => split(readDataset(file))).toThrow(refusal);
  });

  it('is measured over the songs of the catalogue alone', async () => {
    const result = await evaluate(data, specOf({ models: ['popularity', 'item-knn'] }), {
      network: null,
      threads: 1,
      progress: () => {},
    });
    expect(result.counts.songs).toBe(golden.splits[0].catalogue.length);
    expect(result.counts.testRows).toBe(golden.splits[0].tested.length);
    expect(result.counts.testRowsWithoutTraining).toBe(0);
  });
});

/** A tag and an artist for each song. */
function featuresBySong({ features, songIds }: Dataset): Dataset['features'] {
  return {
    ...features,
    tagNames: Array.from(songIds, (_, song) => `tag ${String(song).padStart(3, '0')}`),
    tagOffsets: Uint32Array.from({ length: songIds.length + 1 }, (_, i) => i),
    tags: Uint32Array.from(songIds.keys()),
    tagWeights: new Float32Array(songIds.length).fill(1),
    artists: Int32Array.from(songIds.keys()),
    artistCount: songIds.length,
  };
}

/** The pairs first heard after the cut-off lose every second listener's; later songs get other tags and artists. */
function afterCutOff(of: Dataset, cutOff: number): Dataset {
  const listens = of.listens as NonNullable<Dataset['listens']>;
  const counts = of.interactions.counts.slice();
  const seconds = listens.seconds.map((second) => (second > cutOff ? second + 1000 : second));
  const early = new Set(
    Array.from(of.interactions.items).filter((_, row) => listens.seconds[listens.offsets[row]] < cutOff),
  );
  const late = Array.from(of.songIds.keys()).filter((song) => !early.has(song));
  expect(late.length).toBeGreaterThan(0);
  const artists = of.features.artists.slice();
  const tags = of.features.tags.slice();
  for (const song of late) [artists[song], tags[song]] = [0, of.features.tagNames.length];
  for (let row = 0; row < counts.length; row++) if (listens.seconds[listens.offsets[row]] >= cutOff) counts[row] += 5;
  return {
    ...of,
    interactions: { ...of.interactions, counts },
    listens: { ...listens, seconds, counts: listens.counts.map((n, i) => (listens.seconds[i] >= cutOff ? n + 5 : n)) },
    features: { ...of.features, artists, tags, tagNames: [...of.features.tagNames, 'of later songs only'] },
  };
}
