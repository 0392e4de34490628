import { describe, expect, it } from 'vitest';
import type { TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { historyOf } from '../../src/core/recommender/data/training-set.ts';
import { ArtistSongs, hasArtistSongs } from '../../src/core/recommender/models/artist-songs.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import type { FittedModel, Options } from '../../src/core/recommender/models/model.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { featuresOf, interactionsOf, type Plays, trainingSetOf } from '../support/sets.ts';
import { IDLE_TRAINER } from '../support/idle-trainer.ts';

const ARTISTS = 24;
const SONGS_EACH = 5;
const LISTENERS = 90;
const SONGS = ARTISTS * SONGS_EACH;
/** The last song of every artist is new. */
const isNew = (song: number) => song % SONGS_EACH === SONGS_EACH - 1;
const artistOf = (song: number) => Math.floor(song / SONGS_EACH);
const likes = (listener: number, artist: number) => artist % 6 === listener % 6;

/** Listeners love artists, and tags say nothing. */
function byArtist(holdsOut: TrainingSet['holdsOut']): TrainingSet {
  const random = new Random(11);
  const plays: Plays = Array.from({ length: LISTENERS }, (_, u) => {
    const own: Record<number, number> = {};
    for (let song = 0; song < SONGS; song++)
      if (!isNew(song) && random.uniform() < (likes(u, artistOf(song)) ? 0.7 : 0.03)) own[song] = 1;
    return own;
  });
  const tags = Array.from({ length: SONGS }, () => [
    ...new Set([random.below(12), random.below(12), random.below(12)]),
  ]);
  const features = featuresOf(tags, {
    artists: Int32Array.from({ length: SONGS }, (_, song) => artistOf(song)),
    artistCount: ARTISTS,
  });
  return { ...trainingSetOf(interactionsOf(plays, SONGS), features), holdsOut };
}

const SMALL: Record<string, Options> = { ridge: { k: 8 }, tags: { k: 4, 'preference-k': 8, 'min-listeners': 1 } };

function fitted(type: string, set: TrainingSet, options: Options = {}): Promise<FittedModel> {
  const session = new FitSession(modelDefinition, IDLE_TRAINER, 1);
  return session.fit(type, set, { ...SMALL[type], ...options }, () => {});
}

function scoresOf(model: FittedModel, set: TrainingSet, listener: number): Float64Array {
  const out = new Float64Array(SONGS);
  model.scores(historyOf(set, listener), out);
  return out;
}

/** How often a new song of a loved artist stands before one of another. */
function ordered(model: FittedModel, set: TrainingSet): number {
  let [right, pairs] = [0, 0];
  for (let u = 0; u < LISTENERS; u++) {
    const scores = scoresOf(model, set, u);
    const fresh = Array.from(scores.keys()).filter(isNew);
    for (const one of fresh.filter((song) => likes(u, artistOf(song))))
      for (const other of fresh.filter((song) => !likes(u, artistOf(song)))) {
        right += scores[one] > scores[other] ? 1 : 0;
        pairs++;
      }
  }
  return right / pairs;
}

describe("a known artist's new song", () => {
  it.each(['ridge', 'tags'])(
    '%s is told what plays taught of the other songs, if inner new songs say so',
    async (type) => {
      const set = byArtist('songs');
      const [own, off] = [await fitted(type, set), await fitted(type, set, { 'artist-songs': 'off' })];
      expect(own.facts?.chosen?.artistShare).toBeGreaterThan(0);
      expect(off.facts?.chosen).not.toHaveProperty('artistShare');
      expect(ordered(own, set)).toBeGreaterThan(ordered(off, set) + 0.02);
      expect(ordered(own, set)).toBeGreaterThan(0.9);
      const again = modelDefinition(type).load(own.save(), modelDefinition);
      expect(scoresOf(again, set, 3)).toEqual(scoresOf(own, set, 3));
    },
  );

  it.each(['ridge', 'tags'])('%s is told nothing where artists are held out', async (type) => {
    const set = byArtist('artists');
    const [own, off] = [await fitted(type, set), await fitted(type, set, { 'artist-songs': 'off' })];
    expect(own.facts?.chosen).not.toHaveProperty('artistShare');
    expect(scoresOf(own, set, 3)).toEqual(scoresOf(off, set, 3));
  });

  it('takes the mean of the others, never the song itself, at the length of what was predicted', () => {
    const played = Float32Array.of(2, 0, 0, 4, 0, 0, 5, 5);
    const songs = new ArtistSongs(Int32Array.of(7, 7, 7, -1), played, 2);
    expect(songs.meanOf(0)).toEqual(Float64Array.of(0, 4));
    expect(songs.meanOf(1)).toEqual(Float64Array.of(2, 0));
    expect(songs.meanOf(2)).toEqual(Float64Array.of(1, 2));
    expect(songs.meanOf(3)).toBeNull();
    // Lengths predicted for the two played songs: 1 and 1; of the others' means: 4 and 2.
    const predicted = Float32Array.of(1, 0, 0, 1, 0, 0, 3, 3);
    const { vectors, known } = songs.mixedInto(predicted, Uint8Array.of(1, 1, 0, 1), 0.5);
    const scale = Math.sqrt(2 / 20);
    const expected = [0.5, 0.5 * 4 * scale, 0.5 * 2 * scale, 0.5, scale, 2 * scale, 3, 3];
    expected.forEach((value, i) => expect(vectors[i]).toBeCloseTo(value, 6));
    expect([...known]).toEqual([1, 1, 1, 1]);
  });

  it('is not looked for without tags among the inputs, nor where no artist has two songs', () => {
    const set = byArtist('songs');
    expect(hasArtistSongs(set, { inputs: 'tags,mert' })).toBe(true);
    expect(hasArtistSongs(set, { inputs: 'mert' })).toBe(false);
    const alone = { ...set.features, artists: Int32Array.from({ length: SONGS }, (_, song) => song) };
    expect(hasArtistSongs({ ...set, features: alone }, {})).toBe(false);
  });
});
