import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import type { TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { Random } from '../../src/core/statistics/random.ts';

const LISTENERS = 120;
export const SONGS = 60;
/** Of these nobody has a play. */
export const NEW_SONGS = [50, 51, 52, 53, 54, 55, 56, 57, 58, 59];

/** Even listeners play even songs, which have the tag "even". */
export function twoTastes(more: Partial<TrainingSet> = {}, tagOf = (song: number) => song % 2): TrainingSet {
  const random = new Random(7);
  const offsets = [0];
  const items: number[] = [];
  for (let u = 0; u < LISTENERS; u++) {
    const own = new Set<number>();
    while (own.size < 12) {
      const song = random.below(NEW_SONGS[0]);
      if (song % 2 === u % 2 || random.uniform() < 0.1) own.add(song);
    }
    items.push(...[...own].sort((a, b) => a - b));
    offsets.push(items.length);
  }
  const interactions = {
    listeners: LISTENERS,
    songs: SONGS,
    offsets: Uint32Array.from(offsets),
    items: Uint32Array.from(items),
    counts: new Uint32Array(items.length).fill(1),
  };
  return {
    interactions,
    ...fitRatings({ conversion: 'log-count', unit: 1 }, interactions),
    features: {
      tagNames: ['even', 'odd'],
      tagOffsets: Uint32Array.from({ length: SONGS + 1 }, (_, song) => Math.min(song, SONGS - 1)),
      tags: Uint32Array.from({ length: SONGS - 1 }, (_, song) => tagOf(song)),
      tagWeights: new Float32Array(SONGS - 1).fill(1),
      artists: Int32Array.from({ length: SONGS }, (_, song) => (song < SONGS - 1 ? Math.floor(song / 4) : -1)),
      artistCount: 15,
      years: new Uint16Array(SONGS),
      melTracks: new Uint32Array(SONGS),
      melFolder: '',
    },
    ...more,
  };
}
