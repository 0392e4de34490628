import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { gatherDataset } from '../../src/core/recommender/data/gather.ts';
import { historyOf } from '../../src/core/recommender/data/training-set.ts';
import { externalFactors } from '../../src/core/recommender/models/external-factors.ts';
import type { FittedModel } from '../../src/core/recommender/models/model.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { modelLabel } from '../../src/shared/evaluation-words.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { trainingSetOf } from '../support/sets.ts';

/** Factors and scores of implicit, from tests/golden/factors/implicit_factors.py. */
const GOLDEN = join(ROOT, 'tests', 'golden', 'factors');
const TABLES = join(ROOT, 'tests', 'fixtures', 'tables');
const golden = JSON.parse(readFileSync(join(GOLDEN, 'implicit.json'), 'utf8')) as {
  alpha: number;
  reg: number;
  songs: string[];
  plays: [string, string][];
  scores: Record<string, number[]>;
};

async function withPlays(): Promise<App> {
  const app = await freshApp();
  const rows = golden.plays.map(([listener, song]) => `${listener},${song},1\n`).join('');
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows}`));
  return app;
}

async function take(app: App, folder: string, name: string): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', { grant: app.grants.add(folder), kind: 'factors', name });
  return finish<ImportResult>(app, jobId);
}

const options = { inputs: 'spark', alpha: golden.alpha, reg: golden.reg, confidence: 'binary' };

describe('factors of another program', () => {
  it.each(['npy', 'parquet'])(
    '%s: listeners are folded in as implicit does, and saved models score alike',
    async (form) => {
      const app = await withPlays();
      const { imported, notes } = await take(app, join(GOLDEN, form), 'spark');
      expect(imported).toBe(golden.songs.length);
      expect(notes.map(({ id }) => id)).toContain('factors.taken');
      const { interactions, features, listenerIds, songIds } = gatherDataset(
        app.library.db,
        temporaryFolder(),
        true,
        () => {},
        ['spark'],
      );
      const keys = (table: string, column: string, ids: Uint32Array) =>
        Array.from(
          ids,
          (id) => app.library.db.get<{ key: string }>(`SELECT ${column} AS key FROM ${table} WHERE id = ?`, id)?.key,
        );
      const listeners = keys('listeners', 'listener_key', listenerIds);
      const songs = keys('songs', 'song_key', songIds);
      const set = trainingSetOf(interactions, features);
      const model = await externalFactors.fit(set, options, {} as never);
      const again = externalFactors.load(model.save(), modelDefinition);
      for (const [listener, scores] of Object.entries(golden.scores)) {
        const history = { ...historyOf(set, listeners.indexOf(listener)), listener: -1 };
        const score = (one: FittedModel) => {
          const out = new Float64Array(interactions.songs);
          one.scores(history, out);
          return out;
        };
        songs.forEach((song, i) => {
          expect(score(model)[i], `${listener} ${song}`).toBeCloseTo(scores[golden.songs.indexOf(song as string)], 4);
        });
        expect(score(again)).toEqual(score(model));
      }
    },
  );

  it('in the parts that Spark writes are read as one table, and not before it is whole', async () => {
    const rows = golden.songs.map((song, i) => `${song},"[${i}.5, 1.25]"`);
    const folder = join(temporaryFolder(), 'factors');
    for (const [name, of] of [
      ['itemFactors', rows],
      ['half', rows.slice(3)],
    ] as const) {
      mkdirSync(join(folder, name, 'item_factors'), { recursive: true });
      for (const part of [0, 1, 2]) {
        const own = of.filter((_, i) => i % 3 === part);
        const file = join(folder, name, 'item_factors', `part-0000${part}.csv`);
        writeFileSync(file, `id,features\n${own.join('\n')}\n`);
      }
    }
    writeFileSync(join(folder, 'itemFactors', 'item_factors', '_SUCCESS'), '');
    const app = await withPlays();
    const { imported } = await take(app, join(folder, 'itemFactors'), 'parts');
    expect(imported).toBe(golden.songs.length);
    const kept = app.library.db.get<{ songs: number }>(
      `SELECT count(*) AS songs FROM song_vectors JOIN vector_sets ON vector_sets.id = set_id WHERE name = 'parts'`,
    );
    expect(kept?.songs).toBe(golden.songs.length);
    await expect(take(app, join(folder, 'half'), 'half')).rejects.toMatchObject(telling('factors.parts', { parts: 3 }));
  });

  it('are explained by the played songs, whose parts add up to the score', async () => {
    const app = await withPlays();
    await take(app, join(GOLDEN, 'npy'), 'spark');
    const { interactions, features } = gatherDataset(app.library.db, temporaryFolder(), true, () => {}, ['spark']);
    const set = trainingSetOf(interactions, features);
    const model = await externalFactors.fit(set, options, {} as never);
    const { items, counts, ratings } = historyOf(set, 0);
    const history = {
      listener: -1,
      items: items.slice(0, 2),
      counts: counts.slice(0, 2),
      ratings: ratings.slice(0, 2),
    };
    const scores = new Float64Array(interactions.songs);
    model.scores(history, scores);
    const explained = Array.from(scores.keys())
      .map((song) => ({ song, parts: model.explain?.(history, song, features) ?? [] }))
      .filter(({ parts }) => parts.length === 2);
    expect(explained.length).toBeGreaterThan(0);
    for (const { song, parts } of explained)
      expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(scores[song], 5);
  });

  it('take part in an evaluation, which says that they were learned elsewhere', async () => {
    const app = await withPlays();
    await take(app, join(GOLDEN, 'parquet'), 'spark');
    const { jobId } = await app.call('evaluation/start', {
      protocol: 'ranking',
      models: ['external-factors', 'popularity'],
      options: { 'external-factors': options },
    });
    const { models, notes } = await finish<EvaluationResult>(app, jobId);
    expect(models['external-factors']['ndcg@10']).toBeGreaterThan(models.popularity['ndcg@10'] ?? 1);
    expect(notes).toContainEqual(saying('evaluation.learned-elsewhere', { models: [modelLabel('external-factors')] }));
  });

  it.each(['ids.txt', 'item_ids.csv', 'items.txt', 'ids.csv'])(
    'as a numpy file are named by the ids in %s',
    async (ids) => {
      const app = await withPlays();
      const folder = join(temporaryFolder(), 'theirs');
      mkdirSync(folder);
      for (const side of ['user', 'item'])
        cpSync(join(GOLDEN, 'npy', 'item_factors.npy'), join(folder, `${side}_factors.npy`));
      writeFileSync(join(folder, 'users.txt'), 'u0\n');
      const text = readFileSync(join(GOLDEN, 'npy', 'item_factors.ids.txt'), 'utf8');
      let row = 0;
      const written: Record<string, string> = {
        'item_ids.csv': `item_id\n${text}`,
        // pandas: Series(ids).to_csv('ids.csv')
        'ids.csv': `,0\n${text.replaceAll(/^(?=.)/gm, () => `${row++},`)}`,
      };
      writeFileSync(join(folder, ids), written[ids] ?? text);
      const { notes, imported } = await take(app, folder, 'theirs');
      expect(imported).toBe(text.trimEnd().split('\n').length);
      expect(notes).toContainEqual(
        expect.objectContaining({ id: 'vectors.npy-taken', values: expect.objectContaining({ ids }) }),
      );
      writeFileSync(join(folder, 'song_ids.txt'), text);
      await expect(take(app, folder, 'again')).rejects.toMatchObject(telling('factors.several-ids'));
    },
  );

  it('are taken out of the archive that implicit saves, and from a text of word2vec of any name', async () => {
    const app = await withPlays();
    const archives = join(TABLES, 'factors');
    const { imported, notes } = await take(app, join(archives, 'implicit'), 'archive');
    expect(imported).toBe(4);
    expect(notes).toContainEqual(saying('factors.taken', { file: 'als.npz: item_factors.npy', name: 'archive' }));
    expect((await take(app, join(archives, 'gensim'), 'words')).imported).toBe(4);
    const rows = app.library.db.all<{ data: Uint8Array }>(
      `SELECT data FROM song_vectors JOIN vector_sets ON vector_sets.id = set_id
       WHERE name IN ('archive', 'words') ORDER BY song_id, name`,
    );
    expect(rows).toHaveLength(8);
    for (let i = 0; i < rows.length; i += 2) expect(rows[i].data).toEqual(rows[i + 1].data);
  });

  it.each([
    ['song_id,artist,title,year\ns1,A,T,1999\n', false],
    ['s1,Blue\ns2,Red\n', false],
    ['s1,Blue,1999\ns2,Red,2001\n', false],
    ['song,v0\ns1,1\n', true],
    [',song,0,1\n0,s1,0.5,-1e-3\n', true],
    ['song;factors\ns1;"[0.5, 1.5]"\n', true],
  ])('are in songs.csv if it begins like vectors: %j', async (text, areFactors) => {
    const app = await freshApp();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'songs.csv'), text);
    writeFileSync(join(folder, '2020-01.csv'), 'user,song,time\nu1,s1,2020-01-01T10:00:00Z\n');
    const { kind } = await app.call('import/sniff', { grant: app.grants.add(folder) });
    expect(kind === 'factors').toBe(areFactors);
  });

  it('are refused under a name that is taken, without songs, and without a name in a model', async () => {
    const app = await withPlays();
    await take(app, join(GOLDEN, 'npy'), 'spark');
    await expect(take(app, join(GOLDEN, 'parquet'), 'spark')).rejects.toMatchObject(
      telling('factors.name-taken', { name: 'spark' }),
    );
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'both'));
    cpSync(join(GOLDEN, 'parquet', 'songs.parquet'), join(folder, 'both', 'songs.parquet'));
    writeFileSync(join(folder, 'both', 'items.csv'), 'song,v0\nsong01,1\n');
    await expect(take(app, join(folder, 'both'), 'x')).rejects.toMatchObject(telling('factors.several'));
    mkdirSync(join(folder, 'none'));
    await expect(take(app, join(folder, 'none'), 'x')).rejects.toMatchObject(telling('factors.no-songs'));
    const { jobId } = await app.call('models/train', { type: 'external-factors', name: 'm' });
    await expect(finish(app, jobId)).rejects.toMatchObject(telling('model.external-factors-need-a-set'));
  });
});
