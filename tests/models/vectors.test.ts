import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Dataset,
  datasetHash,
  readDataset,
  type VectorSet,
  writeDataset,
} from '../../src/core/recommender/data/dataset.ts';
import { filterDataset } from '../../src/core/recommender/data/filter.ts';
import { standardised, vectorSetsNamed } from '../../src/core/recommender/data/song-vectors.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { modelDefinition, needsOf } from '../../src/core/recommender/models/registry.ts';
import { LIBRARY_FORMAT } from '../../src/core/storage/migrate.ts';
import { dataFilter, type EvaluationResult, evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { findingsOf } from '../../src/shared/findings.ts';
import { Random } from '../../src/core/statistics/random.ts';
import type { FittedModel } from '../../src/core/recommender/models/model.ts';
import { EngineTrainer } from '../../src/trainer/network-trainer.ts';
import { finish, freshApp, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { modelLabel } from '../../src/shared/evaluation-words.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { library30 } from '../support/plays.ts';
import { datasetOf, featuresOf, interactionsOf, trainingSetOf } from '../support/sets.ts';

const SONGS = 40;
/** Nobody has played the last ten. */
const PLAYED = 30;
const WIDTH = 6;

/** Even listeners play even songs; the first value of a song's vector says which it is. */
function tasteSet(vectors: VectorSet): TrainingSet {
  const random = new Random(5);
  const plays = Array.from({ length: 80 }, (_, u) => {
    const own: Record<number, number> = {};
    while (Object.keys(own).length < 8) {
      const song = random.below(PLAYED);
      if (song % 2 === u % 2) own[song] = 1;
    }
    return own;
  });
  const none = Array.from({ length: SONGS }, () => []);
  return trainingSetOf(interactionsOf(plays, SONGS), featuresOf(none, { vectorSets: [vectors] }));
}

function vectorsOf(change: (values: Float32Array) => void = () => {}, without: readonly number[] = []): VectorSet {
  const random = new Random(9);
  const values = Float32Array.from({ length: SONGS * WIDTH }, () => random.uniform());
  for (let song = 0; song < SONGS; song++) values[song * WIDTH] = song % 2 === 0 ? 100 : 103;
  change(values);
  const known = Uint8Array.from({ length: SONGS }, (_, song) => (without.includes(song) ? 0 : 1));
  return { name: 'ears', width: WIDTH, encoder: null, values, known };
}

/** One tag on every song: it tells nothing. */
const SAME_TAG = {
  tagNames: ['music'],
  tagOffsets: Uint32Array.from({ length: SONGS + 1 }, (_, song) => song),
  tags: new Uint32Array(SONGS),
  tagWeights: new Float32Array(SONGS).fill(1),
};

const fitModel = (type: string, set: TrainingSet, inputs = 'ears') =>
  new FitSession(modelDefinition, null, 1).fit(type, set, { ...(type === 'ridge' ? { k: 4 } : {}), inputs }, () => {});

describe.each(['content', 'ridge'])('%s with vectors', (type) => {
  it('ranks new songs by them; a song without one is unknown; the same after it was saved', async () => {
    const set = tasteSet(vectorsOf(() => {}, [39]));
    const model = await fitModel(type, set);
    const again = modelDefinition(type).load(model.save(), modelDefinition);
    const [scores, loaded] = [new Float64Array(SONGS), new Float64Array(SONGS)];
    for (const u of [0, 1]) {
      model.scores(historyOf(set, u), scores);
      again.scores(historyOf(set, u), loaded);
      expect(loaded).toEqual(scores);
      expect(scores[39]).toBeNaN();
      const best = [30, 31, 32, 33, 34, 35, 36, 37, 38].sort((a, b) => scores[b] - scores[a]);
      expect(best.slice(0, 4).every((song) => song % 2 === u)).toBe(true);
      const reasons = model.explain?.(historyOf(set, u), best[0], set.features) ?? [];
      expect(reasons.some(({ kind }) => kind === 'similar-played')).toBe(true);
      expect(reasons.some(({ kind }) => kind === 'shared-tags')).toBe(false);
    }
  });

  it("a held-out song's vector changes nothing but that song's score", async () => {
    const louder = (values: Float32Array) => values.fill(-1000, 35 * WIDTH, 36 * WIDTH);
    const [before, after] = [tasteSet(vectorsOf()), tasteSet(vectorsOf(louder))];
    const [a, b] = [new Float64Array(SONGS), new Float64Array(SONGS)];
    (await fitModel(type, before)).scores(historyOf(before, 3), a);
    (await fitModel(type, after)).scores(historyOf(after, 3), b);
    expect(a[35]).not.toBe(b[35]);
    a[35] = b[35] = 0;
    expect(b).toEqual(a);
  });

  it('a set that is not there is named, and so are those that are', async () => {
    await expect(fitModel(type, tasteSet(vectorsOf()), 'mert')).rejects.toMatchObject(
      telling('vectors.no-such-set', { name: 'mert', sets: ['ears'] }),
    );
    await expect(fitModel(type, tasteSet(vectorsOf()), ' , ')).rejects.toMatchObject(telling('vectors.no-inputs'));
  });
});

describe('the network cnn on a set of vectors', { timeout: 60_000 }, () => {
  const fitCnn = async (set: TrainingSet) => {
    const trainer = new EngineTrainer('wasm', 1, temporaryFolder());
    onCleanup(() => trainer.close());
    const options = { k: 4, 'network-epochs': 15, encoder: 'ears' };
    return new FitSession(modelDefinition, trainer, 1).fit('cnn', set, options, () => {});
  };
  const scoresOf = (model: FittedModel, set: TrainingSet, u: number) => {
    const scores = new Float64Array(SONGS);
    model.scores(historyOf(set, u), scores);
    return scores;
  };

  it('ranks new songs by them; a held-out song changes only its own score; the same after it was saved', async () => {
    const louder = (values: Float32Array) => values.fill(-1000, 35 * WIDTH, 36 * WIDTH);
    const [set, other] = [tasteSet(vectorsOf(() => {}, [39])), tasteSet(vectorsOf(louder, [39]))];
    const model = await fitCnn(set);
    const [a, b] = [scoresOf(model, set, 1), scoresOf(await fitCnn(other), other, 1)];
    expect(a[39]).toBeNaN();
    const best = [30, 31, 32, 33, 34, 36, 37, 38].sort((x, y) => a[y] - a[x]);
    expect(best.slice(0, 3).every((song) => song % 2 === 1)).toBe(true);
    expect(a[35]).not.toBe(b[35]);
    a[35] = b[35] = 0;
    expect(b).toEqual(a);
    const again = modelDefinition('cnn').load(model.save(), modelDefinition);
    expect(scoresOf(again, set, 4)).toEqual(scoresOf(model, set, 4));
    expect(model.network?.hears).toBe(false); // these vectors cannot be made of a recording
  });

  it.each([
    ['tags', 'ears', [39]],
    ['tags', 'tags, ears', []],
  ] as const)('so does %s on %s; a song without a vector is unknown where nothing else is known', async (...given) => {
    const [type, inputs, unknown] = given;
    const fit = async (own: TrainingSet) => {
      const trainer = new EngineTrainer('wasm', 1, temporaryFolder());
      onCleanup(() => trainer.close());
      const options = { k: 4, 'preference-k': 4, 'network-epochs': 3, 'ranking-epochs': 5, inputs };
      return new FitSession(modelDefinition, trainer, 1).fit(type, own, options, () => {});
    };
    const louder = (values: Float32Array) => values.fill(-1000, 35 * WIDTH, 36 * WIDTH);
    const tagged = (set: TrainingSet) =>
      unknown.length > 0 ? set : { ...set, features: { ...set.features, ...SAME_TAG } };
    const [set, other] = [tagged(tasteSet(vectorsOf(() => {}, [39]))), tagged(tasteSet(vectorsOf(louder, [39])))];
    const model = await fit(set);
    const [a, b] = [scoresOf(model, set, 1), scoresOf(await fit(other), other, 1)];
    expect(Number.isNaN(a[39])).toBe(unknown.length > 0);
    const best = [30, 31, 32, 33, 34, 36, 37, 38].sort((x, y) => a[y] - a[x]);
    expect(best.slice(0, 3).every((song) => song % 2 === 1)).toBe(true);
    expect(a[35]).not.toBe(b[35]);
    a[35] = b[35] = 0;
    expect(b).toEqual(a);
    const again = modelDefinition(type).load(model.save(), modelDefinition);
    expect(scoresOf(again, set, 4)).toEqual(scoresOf(model, set, 4));
    // What ONNX cannot be written of says so: the network is kept without these inputs.
    expect([model, again].map((one) => one.network?.vectorsBeside)).toEqual([1, 1]);
  });

  it('are one more need of the network joint, beside sound and tags', () => {
    expect([...needsOf(['joint'], { joint: { inputs: 'tags, ears' } })].sort()).toEqual([
      'audio',
      'tags',
      'vectors:ears',
    ]);
    expect([...needsOf(['joint'], { joint: { inputs: 'ears' } })]).toEqual(['audio', 'vectors:ears']);
  });

  it('needs these vectors of a song, and no clip', () => {
    expect([...needsOf(['cnn'], { cnn: { encoder: 'ears' } })]).toEqual(['vectors:ears']);
    expect([...needsOf(['cnn'], { cnn: { encoder: 'none' } })]).toEqual(['audio']);
    expect(vectorSetsNamed([{ encoder: 'none' }, { 'cnn.encoder': 'musicnn' }])).toEqual(['musicnn']);
  });
});

describe('tags and vectors together', () => {
  it('each kind alone and both rank new songs; reasons name tags only', async () => {
    const set = tasteSet(vectorsOf());
    set.features = featuresOf(
      Array.from({ length: SONGS }, (_, song) => [song % 2]),
      { vectorSets: [vectorsOf()] },
    );
    for (const type of ['content', 'ridge'])
      for (const inputs of ['tags', 'tags, ears', 'ears,tags']) {
        const model = await fitModel(type, set, inputs);
        const scores = new Float64Array(SONGS);
        model.scores(historyOf(set, 1), scores);
        const best = [30, 31, 32, 33, 34, 35].sort((a, b) => scores[b] - scores[a]);
        expect(best.slice(0, 3).every((song) => song % 2 === 1)).toBe(true);
        const shared = (model.explain?.(historyOf(set, 1), 31, set.features) ?? []).filter(
          (one) => one.kind === 'shared-tags',
        );
        expect(shared.map(({ label }) => label)).toEqual(['tag 1']);
      }
  });

  it('what a model needs of a song follows its inputs', () => {
    const options = { ridge: { inputs: 'ears, mert' }, content: { inputs: 'tags,ears' } };
    expect([...needsOf(['ridge'], options)]).toEqual(['vectors:ears', 'vectors:mert']);
    expect([...needsOf(['ridge', 'content'], options)].sort()).toEqual(['tags', 'vectors:ears', 'vectors:mert']);
    expect([...needsOf(['ridge'])]).toEqual(['tags']);
    expect(vectorSetsNamed([{ inputs: 'tags,a' }, { 'ridge.inputs': 'b, none', k: 3 }])).toEqual(['a', 'b']);
  });
});

describe('vectors in a dataset', () => {
  const trained = new Uint8Array(SONGS).fill(1, 0, PLAYED);

  it('are standardised over the songs that were trained on', () => {
    const values = standardised(
      vectorsOf((all) => all.fill(7, 0, 0)),
      trained,
    );
    for (let v = 0; v < WIDTH; v++) {
      const column = Array.from({ length: PLAYED }, (_, song) => values[song * WIDTH + v] * Math.sqrt(WIDTH));
      const mean = column.reduce((a, b) => a + b) / PLAYED;
      expect(mean).toBeCloseTo(0, 4);
      expect(column.reduce((sum, value) => sum + value ** 2, 0) / PLAYED).toBeCloseTo(1, 4);
    }
    const flat = standardised(
      vectorsOf((all) => all.fill(3)),
      trained,
    );
    expect(flat.every((value) => value === 0)).toBe(true);
  });

  it('are written, read, filtered and part of its hash', () => {
    const set = tasteSet(vectorsOf());
    const data = datasetOf(set.interactions, set.features);
    const file = join(temporaryFolder(), 'dataset.bin');
    writeDataset(file, data);
    const again: Dataset = readDataset(file);
    expect(again.features.vectorSets).toEqual(data.features.vectorSets);
    expect(datasetHash(again)).toBe(datasetHash(data));
    const changed = datasetOf(set.interactions, {
      ...set.features,
      vectorSets: [vectorsOf((values) => values.fill(0, 0, 1))],
    });
    expect(datasetHash(changed)).not.toBe(datasetHash(data));
    const less = filterDataset(data, dataFilter.parse({ minListeners: 20 }));
    expect(less.songIds.length).toBeLessThan(PLAYED);
    const [{ values }] = less.features.vectorSets as VectorSet[];
    less.songIds.forEach((id, i) =>
      expect(values.subarray(i * WIDTH, (i + 1) * WIDTH)).toEqual(
        vectorsOf().values.subarray((id - 1) * WIDTH, id * WIDTH),
      ),
    );
  });
});

describe('rows where new songs compete', () => {
  it('are told of as tagged only if they read tags', async () => {
    const { interactions } = tasteSet(vectorsOf());
    const counts = interactions.counts.map((_, row) => 1 + (row % 3));
    const tags = Array.from({ length: SONGS }, (_, song) => [song % 2]);
    const data = datasetOf({ ...interactions, counts }, featuresOf(tags, { vectorSets: [vectorsOf()] }));
    const ears = { 'content.inputs': 'ears', 'ridge.inputs': 'ears', 'ridge.k': 4, parts: 'content,ridge' };
    const spec = evaluationSpec.parse({
      protocol: 'item-cold',
      models: ['ridge', 'content', 'hybrid-mixed'],
      conversion: 'log-count',
      options: { ridge: { inputs: 'ears', k: 4 }, content: { inputs: 'tags,ears' }, 'hybrid-mixed': ears },
    });
    const { notes } = await evaluate(data, spec, { network: null, threads: 1, progress: () => {} });
    expect(notes).toContainEqual(saying('evaluation.tagged-unplayed', { models: [modelLabel('content')] }));
  });
});

describe('rows whose encoder was trained on the songs', () => {
  it('stand last and apart where new songs compete, with the hybrids that take them; nowhere else', async () => {
    const { interactions } = tasteSet(vectorsOf());
    const heard = { ...vectorsOf(), encoder: 'musicnn', heard: true };
    const tags = Array.from({ length: SONGS }, (_, song) => [song % 2]);
    const counts = interactions.counts.map((_, row) => 1 + (row % 3));
    const data = datasetOf({ ...interactions, counts }, featuresOf(tags, { vectorSets: [heard] }));
    const run = (protocol: string, encoded: typeof heard) =>
      evaluate(
        { ...data, features: { ...data.features, vectorSets: [encoded] } },
        evaluationSpec.parse({
          protocol,
          models: ['hybrid-mixed', 'ridge', 'content'],
          conversion: 'log-count',
          options: {
            ridge: { inputs: heard.name, k: 4 },
            'hybrid-mixed': { 'ridge.inputs': heard.name, 'ridge.k': 4, parts: 'content,ridge' },
          },
        }),
        { network: null, threads: 1, progress: () => {} },
      );
    const result = await run('item-cold', heard);
    expect(result.heard).toEqual(['hybrid-mixed', 'ridge']);
    expect(Object.keys(result.models).slice(-2)).toEqual(['hybrid-mixed', 'ridge']);
    expect(result.notes).toContainEqual(
      saying('evaluation.heard', { models: ['hybrid-mixed', 'ridge'].map(modelLabel) }),
    );
    expect(findingsOf(result)?.best).toBe('content');
    expect(await run('item-cold', { ...heard, heard: false })).not.toHaveProperty('heard');
    expect(await run('ranking', heard)).not.toHaveProperty('heard');
  });
});

describe('in a library', () => {
  it('songs held out are those with vectors; an evaluation and a trained model use them', async () => {
    const app = await freshApp();
    const lines = Array.from({ length: 60 }, (_, u) =>
      Array.from({ length: 8 }, (_, i) => `u${u},s${(u % 2) + 2 * ((u * 3 + i * 2) % 15)},${1 + ((u + i) % 3)}\n`).join(
        '',
      ),
    );
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${lines.join('')}`));
    const vectors = Array.from({ length: 30 }, (_, song) => `s${song},${song % 2},${(song * 7) % 5}\n`).join('');
    await importFile(app, 'vectors', fileOf('ears.csv', `song,v0,v1\n${vectors}`));
    const { jobId } = await app.call('evaluation/start', {
      protocol: 'item-cold',
      models: ['ridge', 'content'],
      options: { ridge: { inputs: 'ears', k: 4 }, content: { inputs: 'ears' } },
    });
    const { models } = await finish<EvaluationResult>(app, jobId);
    for (const model of ['ridge', 'content'])
      expect(models[model]['ndcg@5']).toBeGreaterThan(models.chance['ndcg@5'] ?? 1);
    const trained = await app.call('models/train', { type: 'content', name: 'c', options: { inputs: 'ears' } });
    await expect(finish(app, trained.jobId)).resolves.toMatchObject({ name: 'c', type: 'content' });
    app.library.db.transaction(() => {
      const tracked = "SELECT 'T' || id, id FROM songs WHERE song_key IN ('s0', 's2')";
      app.library.db.run(`INSERT INTO tracks (track_key, song_id) ${tracked}`);
      app.library.db.run("INSERT INTO tags (id, name) VALUES (1, 'loud')");
      app.library.db.run('INSERT INTO track_tags (track_id, tag_id, weight) SELECT id, 1, 5 FROM tracks');
    });
    const map = await app.call('models/map', { vectors: 'ears' });
    expect(map).toMatchObject({ known: 30, tags: ['loud'] });
    expect(map.points).toHaveLength(30);
    // Alike in direction, so the same place: s0 and s10 have (0, 0) and (0, 0), s1 and s11 (1, 2) and (1, 2).
    const at = (songId: string) => map.points.find((point) => point.songId === songId);
    for (const [a, b] of [
      ['s0', 's10'],
      ['s1', 's11'],
    ])
      expect(at(a)?.x).toBeCloseTo(at(b)?.x ?? Number.NaN, 9);
    expect(Math.abs((at('s1')?.x ?? 0) - (at('s5')?.x ?? 0))).toBeGreaterThan(0.1);
    expect([at('s2')?.tag, at('s3')?.tag]).toEqual([0, -1]);
    expect((await app.call('models/map', { vectors: 'ears', most: 10 })).points).toHaveLength(10);
    await expect(app.call('models/map', {})).rejects.toMatchObject(telling('scoring.map-of-model-or-vectors'));
    await expect(app.call('models/map', { vectors: 'x' })).rejects.toMatchObject(telling('vectors.no-such-set'));
  });

  it('a library of before has none and takes some', async () => {
    const app = await library30();
    expect(app.library.db.pragma('user_version')).toBe(LIBRARY_FORMAT);
    expect(await app.call('vectors/list-sets', {})).toEqual([]);
    await importFile(app, 'vectors', fileOf('x.csv', 'song,v0\nartist – song,2\n'));
    expect(await app.call('vectors/list-sets', {})).toMatchObject([{ name: 'x', songs: 1, allPlayedSongs: 2 }]);
  });
});
