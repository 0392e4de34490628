import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Dataset, playedSongs, type SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import { historyOf, type History, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import {
  catalogueOf,
  readUnplayed,
  UNHEARD_ARTIST,
  withUnplayed,
  writeUnplayed,
} from '../../src/core/recommender/data/unplayed.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import type { FittedModel, Options } from '../../src/core/recommender/models/model.ts';
import { readModelFile, writeModelFile } from '../../src/core/recommender/models/model-file.ts';
import { MODELS, modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { scoredSongs } from '../../src/core/recommender/models/scored-songs.ts';
import { songTerms } from '../../src/core/recommender/models/song-terms.ts';
import { typesIn } from '../../src/core/recommender/models/within-trained.ts';
import type { FieldInputs, NetworkTask, NetworkTrainer } from '../../src/core/recommender/networks/task.ts';
import { recommend } from '../../src/core/recommender/scoring/scoring.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { datasetOf, interactionsOf, UNWATCHED } from '../support/sets.ts';

/*
 * Two tastes: even listeners play even songs, which have tag 0, odd listeners odd songs with tag 1. After them come
 * songs that nobody played: of each taste, with and without an artist whom somebody plays, and one known by its vector.
 */

const [LISTENERS, SONGS, UNPLAYED, WIDTH, VECTORS] = [32, 30, 5, 2, 'heard'];
const EVEN = [SONGS, SONGS + 2];
const ODD = [SONGS + 1, SONGS + 3];
const BY_VECTOR = SONGS + 4;

const random = new Random(5);
const interactions = interactionsOf(
  Array.from({ length: LISTENERS }, (_, u) =>
    Object.fromEntries(Array.from({ length: 7 }, () => [2 * random.below(SONGS / 2) + (u % 2), 1 + random.below(5)])),
  ),
  SONGS,
);

/** All songs, as if those that nobody played had a clip. */
const whole = featuresOfAll();

function featuresOfAll(): SongFeatures {
  const songs = Array.from({ length: SONGS + UNPLAYED }, (_, song) => song);
  const tags = songs.map((song) => (song === BY_VECTOR ? [] : [song % 2, 2 + (song % 3)]));
  const offsets = [0];
  for (const own of tags) offsets.push(offsets[offsets.length - 1] + own.length);
  const values = Float32Array.from(songs.flatMap((song) => [song % 2 ? -1 : 1, 0.1 * random.normal()]));
  return {
    tagNames: ['even', 'odd', 'a', 'b', 'c'],
    tagOffsets: Uint32Array.from(offsets),
    tags: Uint32Array.from(tags.flat()),
    tagWeights: new Float32Array(offsets[offsets.length - 1]).fill(0.8),
    // The third and fourth of the new songs are by an artist of whom no other song is there.
    artists: Int32Array.from(songs, (song) => (song >= SONGS + 2 ? 6 : song % 6)),
    artistCount: 7,
    years: Uint16Array.from(songs, (song) => 1960 + song),
    melTracks: new Uint32Array(songs.length),
    melFolder: '',
    vectorSets: [{ name: VECTORS, width: WIDTH, encoder: null, values, known: new Uint8Array(songs.length).fill(1) }],
  };
}

/** The features of some songs, by the numbers that a library without the others gives. */
function part(from: number, to: number): SongFeatures {
  const { tagOffsets, tags, tagWeights, artists, years, melTracks, vectorSets = [] } = whole;
  const [first, last] = [tagOffsets[from], tagOffsets[to]];
  return {
    ...whole,
    artistCount: 6,
    tagOffsets: tagOffsets.slice(from, to + 1).map((at) => at - first),
    tags: tags.slice(first, last),
    tagWeights: tagWeights.slice(first, last),
    artists: artists.slice(from, to).map((artist) => (artist === 6 ? UNHEARD_ARTIST : artist)),
    years: years.slice(from, to),
    melTracks: melTracks.slice(from, to),
    vectorSets: vectorSets.map((set) => ({
      ...set,
      values: set.values.slice(from * WIDTH, to * WIDTH),
      known: set.known.slice(from, to),
    })),
  };
}

const data: Dataset = datasetOf(interactions, part(0, SONGS));
const newSongs = part(SONGS, SONGS + UNPLAYED);
const unplayed = {
  songIds: Uint32Array.from({ length: UNPLAYED }, (_, i) => 1000 + i),
  features: { ...newSongs, vectorSets: newSongs.vectorSets ?? [] },
};
const all = withUnplayed(data, unplayed);
const { ratings, scale } = fitRatings({ conversion: 'log-count', unit: 1 }, interactions);
const set: TrainingSet = { interactions, ratings, scale, features: data.features };
const wide: TrainingSet = { ...set, catalogue: all.features };

/** Learns nothing; what it says of a song depends on the song's first field or vector. */
const network: NetworkTrainer = {
  train: async ({ outputs }: NetworkTask) => ({
    weights: new Float32Array(outputs).fill(0.5),
    loss: [1],
    validationLoss: [1],
    bestEpoch: 1,
    engine: 'none',
    snapshots: new Map<number, Float32Array>(),
  }),
  predict: async ({ inputs, outputs }, weights, rows) =>
    Float32Array.from({ length: rows.length * outputs }, (_, i) => {
      const row = rows[Math.floor(i / outputs)];
      const { fields, vectors } = inputs as FieldInputs;
      const said =
        inputs.kind === 'vectors'
          ? inputs.values[row * inputs.width]
          : (fields[0]?.values[fields[0].offsets[row]] ?? vectors[0].values[row * WIDTH]);
      return weights[i % outputs] * (said + (i % outputs));
    }),
};

const fit = (type: string, of: TrainingSet, options: Options = {}): Promise<FittedModel> =>
  new FitSession(modelDefinition, network, 1).fit(type, of, options, () => {});

function scoresOf(model: FittedModel, history: History, songs: number): Float64Array {
  const scores = new Float64Array(songs);
  model.scores(history, scores);
  return scores;
}

const histories = [historyOf(set, 0), historyOf(set, 1), { ...historyOf(set, 3), listener: -1 }];
const small: Options = { k: 3, 'min-listeners': 1 };
const PARTS = { parts: 'als, content, funk-svd, popularity' };
const SETTINGS = MODELS.filter(({ needs }) => !needs.includes('audio')).map(({ type, combines, learnedElsewhere }) => ({
  type,
  options: combines ? PARTS : learnedElsewhere ? { inputs: VECTORS } : modelDefinition(type).neural ? small : {},
}));
const VECTOR_SETTINGS: { type: string; options: Options }[] = [
  { type: 'content', options: { inputs: VECTORS } },
  { type: 'ridge', options: { inputs: `tags, ${VECTORS}` } },
  { type: 'tags', options: { ...small, inputs: VECTORS } },
  { type: 'cnn', options: { ...small, encoder: VECTORS } },
];
const PLACING = ['content', 'ridge', 'tags', 'cnn', 'external-factors'];
const COMBINING = ['hybrid-weighted', 'hybrid-switching', 'hybrid-mixed'];

describe.each([...SETTINGS, ...VECTOR_SETTINGS])(
  '$type $options beside songs that nobody played',
  ({ type, options }) => {
    it('says the same of the songs it learned from, and of the others what it can', async () => {
      const [narrow, broad] = [await fit(type, set, options), await fit(type, wide, options)];
      expect(broad.facts?.chosen).toEqual(narrow.facts?.chosen);
      for (const history of histories) {
        const before = scoresOf(narrow, history, SONGS);
        const after = scoresOf(broad, history, SONGS + UNPLAYED);
        // To single precision: the last songs of all are summed in another order. In a mixed list new songs take turns.
        if (type !== 'hybrid-mixed') before.forEach((score, song) => expect(after[song]).toBeCloseTo(score, 5));
        const scored = Array.from(after.subarray(SONGS), (score) => !Number.isNaN(score));
        if (PLACING.includes(type)) expect(scored).toContain(true);
        else if (!COMBINING.includes(type)) expect(scored).not.toContain(true);
        if (!broad.ratings) continue;
        const rated = new Float64Array(UNPLAYED);
        broad.ratings(
          history,
          Uint32Array.from({ length: UNPLAYED }, (_, i) => SONGS + i),
          rated,
        );
        for (const rating of rated) expect(rating >= scale.minimum && rating <= scale.maximum, `${rating}`).toBe(true);
      }
    });

    it('is stored as before where it cannot place them, and read with them where it can', async () => {
      const broad = await fit(type, wide, options);
      const saved = broad.save();
      const places = typesIn(type, saved).some((own) => modelDefinition(own).placesUnplayed);
      expect(places).toBe(PLACING.includes(type) || COMBINING.includes(type));
      const file = join(temporaryFolder(), 'one.model');
      writeModelFile(file, type, scale, places ? { ...data, ...all } : data, saved);
      const read = readModelFile(file, 'test');
      const songs = places ? SONGS + UNPLAYED : SONGS;
      expect(read.songIds).toHaveLength(songs);
      for (const history of histories)
        expect(scoresOf(read.model, history, songs)).toEqual(
          scoresOf(broad, history, SONGS + UNPLAYED).subarray(0, songs),
        );
      const { unplayed: count } = await scoredSongs(broad, wide, places, UNWATCHED);
      if (type !== 'hybrid-switching') expect(count > 0).toBe(places);
    });
  },
);

describe('songs that nobody played', () => {
  it.each(['content', 'ridge', 'tags'])('are found by %s for those whose taste they are', async (type) => {
    const model = await fit(type, wide, type === 'tags' ? small : {});
    for (const [history, own, other] of [
      [histories[0], EVEN, ODD],
      [histories[1], ODD, EVEN],
    ] as const) {
      const scores = scoresOf(model, history, SONGS + UNPLAYED);
      for (const song of own) for (const wrong of other) expect(scores[song]).toBeGreaterThan(scores[wrong]);
      expect(scores[BY_VECTOR]).toBeNaN();
    }
  });

  it('are known as they would be with a clip, the artist of no other song included', () => {
    const clips = { ...set, interactions: { ...interactions, songs: SONGS + UNPLAYED }, features: whole };
    const [among, beside] = [songTerms(clips, 'tags', false, true), songTerms(catalogueOf(wide), 'tags', false, true)];
    const rowOf = ({ offsets, terms, weights }: typeof among, song: number) =>
      Array.from(terms.subarray(offsets[song], offsets[song + 1]), (term, i) => [
        term,
        weights[offsets[song] + i],
      ]).filter(([term]) => term !== whole.tagNames.length + 6);
    for (let song = 0; song < SONGS + UNPLAYED - 1; song++) expect(rowOf(beside, song)).toEqual(rowOf(among, song));
    expect(rowOf(beside, BY_VECTOR)).toEqual([]);
  });

  it('say nothing to a model of plays, neither as songs to score nor as songs that were played', async () => {
    for (const type of ['als', 'ease', 'funk-svd', 'user-cf']) {
      const model = await fit(type, wide);
      const own = { ...histories[0], listener: -1 };
      const later: History = {
        listener: -1,
        items: Uint32Array.from([...own.items, SONGS + 1]),
        counts: Uint32Array.from([...own.counts, 3]),
        ratings: Float32Array.from([...own.ratings, 3]),
      };
      const [before, after] = [own, later].map((history) => scoresOf(model, history, SONGS + UNPLAYED));
      expect(before.slice(0, SONGS).some((score) => score > 0)).toBe(true);
      expect(after).toEqual(before);
      expect(after.slice(SONGS).every(Number.isNaN)).toBe(true);
    }
  });

  it('are written and read as they were', () => {
    const file = join(temporaryFolder(), 'unplayed.bin');
    writeUnplayed(file, unplayed);
    const read = readUnplayed(file);
    expect(withUnplayed(data, read)).toEqual(all);
  });

  it('have rows of vectors only where there are some, and the others zeros', () => {
    const [set] = newSongs.vectorSets ?? [];
    const known = Uint8Array.from(set.known, (_, song) => song % 2);
    const rows = (of: number[]) => of.flatMap((song) => [...set.values.slice(song * WIDTH, (song + 1) * WIDTH)]);
    const few = {
      ...unplayed,
      features: { ...newSongs, vectorSets: [{ values: Float32Array.from(rows([1, 3])), known }] },
    };
    const file = join(temporaryFolder(), 'unplayed.bin');
    writeUnplayed(file, few);
    const [joined] = withUnplayed(data, readUnplayed(file)).features.vectorSets ?? [];
    const nothing = new Array<number>(WIDTH).fill(0);
    expect([...joined.values.slice(SONGS * WIDTH)]).toEqual([
      ...[...nothing, ...rows([1])],
      ...[...nothing, ...rows([3]), ...nothing],
    ]);
  });

  it('are told apart in a model from songs that were played', async () => {
    const file = join(temporaryFolder(), 'content.model');
    writeModelFile(file, 'content', scale, { ...data, ...all }, (await fit('content', wide)).save());
    const { played } = readModelFile(file, 'test');
    expect([...played]).toEqual([...playedSongs(interactions), ...new Array<number>(UNPLAYED).fill(0)]);
  });

  it('are counted among what a model can recommend, also those that have a clip', async () => {
    const clips: TrainingSet = {
      ...set,
      interactions: { ...interactions, songs: SONGS + UNPLAYED },
      features: whole,
    };
    // Of the last an artist is known; whose other songs nobody plays either.
    for (const [own, unheard] of [
      [clips, UNPLAYED],
      [wide, UNPLAYED - 1],
    ] as const)
      expect(await scoredSongs(await fit('content', own), own, true, UNWATCHED)).toEqual({
        songs: SONGS + unheard,
        unplayed: unheard,
      });
    expect((await scoredSongs(await fit('popularity', clips), clips, false, UNWATCHED)).unplayed).toBe(0);
  });

  it('leave those parts of a hybrid their word that have one for everybody', async () => {
    const loadedOf = async (type: string, parts: string) => {
      const file = join(temporaryFolder(), 'hybrid.model');
      const model = await fit(type, wide, { parts });
      writeModelFile(file, type, scale, { ...data, ...all }, model.save());
      return { loaded: readModelFile(file, 'test') };
    };
    // Models of plays know nothing of a song that nobody has played.
    const plays = { listenerId: 9999, songs: Uint32Array.of(1000 + BY_VECTOR - SONGS), counts: Uint32Array.of(1) };
    const history: History = {
      listener: -1,
      items: Uint32Array.of(BY_VECTOR),
      counts: plays.counts,
      ratings: Float32Array.of(3),
    };
    const popular = await fit('popularity', set);
    const { loaded } = await loadedOf('hybrid-mixed', 'content, als, popularity');
    expect(recommend(loaded, plays, 5).items).toHaveLength(5);
    for (const type of COMBINING) {
      const { loaded: silent } = await loadedOf(type, 'als, item-knn');
      expect(() => recommend(silent, plays, 5)).toThrow(telling('scoring.listener-unknown'));
    }
    const alone = await fit('popularity', wide);
    expect(scoresOf(alone, history, SONGS)).toEqual(scoresOf(popular, history, SONGS));
    expect(scoresOf(alone, history, SONGS + 1)[SONGS]).toBeNaN();
  });

  it('are recommended by a hybrid by its parts that know them, also after a play of one', async () => {
    const model = await fit('hybrid-mixed', wide, { parts: 'als, ridge' });
    const file = join(temporaryFolder(), 'mixed.model');
    writeModelFile(file, 'hybrid-mixed', scale, { ...data, ...all }, model.save());
    const loaded = readModelFile(file, 'test');
    const listed = (songs: number[]) =>
      recommend(
        loaded,
        { listenerId: 1, songs: Uint32Array.from(songs), counts: new Uint32Array(songs.length).fill(1) },
        12,
      ).items.map(({ songId }) => songId);
    const own = Array.from(histories[0].items, (song) => data.songIds[song]);
    expect(listed(own)).toContain(1000);
    const later = listed([...own, 1000]);
    expect(later.length).toBeGreaterThan(0);
    expect(later).not.toContain(1000);
    // Of a listener who played nothing else, models of plays know nothing.
    expect(listed([1000]).length).toBeGreaterThan(0);
  });
});
