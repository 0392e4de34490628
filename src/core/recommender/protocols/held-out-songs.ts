import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import { type Dataset, playedSongs } from '../data/dataset.ts';
import type { Fold } from '../splits/fold.ts';
import { splitBy } from '../splits/split.ts';
import { type FoldContext, type ProtocolDefinition, TEST_SHARE, weak } from './protocol.ts';

const FEWEST_SONGS_TO_SPLIT = 5;

/** Songs are held out before anything is learned; they alone compete. */
export const itemCold: ProtocolDefinition = {
  name: 'item-cold',
  holdsOut: 'songs',
  summary: say('protocol-summary.item-cold'),
  ranks: true,
  rates: true,
  bounds: true,
  folds: 5,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make: (data, spec, seed, { needs }) => heldOutSongs(data, spec, seed, needs, (song) => song),
};

/** No held-out song's artist has a song in training. */
export const artistCold: ProtocolDefinition = {
  name: 'artist-cold',
  holdsOut: 'artists',
  summary: say('protocol-summary.artist-cold'),
  ranks: true,
  rates: true,
  bounds: true,
  folds: 5,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make: (data, spec, seed, { needs }) =>
    heldOutSongs(data, spec, seed, needs, (song) =>
      data.features.artists[song] >= 0 ? data.interactions.songs + data.features.artists[song] : song,
    ),
};

/**
 * Songs are held out as in item-cold, and a fifth of the other plays too; all songs compete, so that lists mix warm and
 * cold ones and a model has to weigh them against each other.
 */
export const coldAmongAll: ProtocolDefinition = {
  name: 'cold-among-all',
  holdsOut: 'songs-among-all',
  summary: say('protocol-summary.cold-among-all'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 5,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make: (data, spec, seed, { needs }) => {
    const random = new Random(derivedSeed(seed, 'warm'));
    const warm = Uint8Array.from(data.interactions.items, () => (random.uniform() < TEST_SHARE ? 1 : 0));
    return heldOutSongs(data, spec, seed, needs, (song) => song, warm);
  },
};

function heldOutSongs(
  data: Dataset,
  spec: EvaluationSpec,
  seed: number,
  needs: FoldContext['needs'],
  groupOf: (song: number) => number,
  warmRows?: Uint8Array,
): (fold: number) => Fold {
  const { interactions, features } = data;
  const vectors = (features.vectorSets ?? []).filter(({ name }) => needs.has(`vectors:${name}`));
  const usable = (song: number) =>
    vectors.every(({ known }) => known[song]) &&
    (!needs.has('audio') || features.melTracks[song] !== 0) &&
    (!needs.has('tags') || features.tagOffsets[song + 1] > features.tagOffsets[song] || features.artists[song] >= 0);
  const played = playedSongs(interactions);
  const groups = new Map<number, number[]>();
  for (let song = 0; song < interactions.songs; song++) {
    if (!played[song] || !usable(song)) continue;
    const group = groupOf(song);
    const list = groups.get(group);
    if (list) list.push(song);
    else groups.set(group, [song]);
  }
  if (groups.size < Math.max(FEWEST_SONGS_TO_SPLIT, spec.folds))
    throw new AppError(
      'bad-input',
      say('evaluation.too-few-songs-to-split', {
        fewest: Math.max(FEWEST_SONGS_TO_SPLIT, spec.folds),
        found: groups.size,
      }),
    );
  const order = new Random(seed).shuffle(Uint32Array.from({ length: groups.size }, (_, i) => i));
  const foldOf = new Uint8Array(interactions.songs);
  const lists = [...groups.values()];
  order.forEach((group, i) => {
    const fold = spec.folds > 1 ? 1 + (i % spec.folds) : i < Math.max(1, Math.floor(groups.size * TEST_SHARE)) ? 1 : 0;
    for (const song of lists[group]) foldOf[song] = fold;
  });
  return (fold) => {
    const split = splitBy(interactions, (row) => foldOf[interactions.items[row]] === fold + 1 || warmRows?.[row] === 1);
    if (warmRows) return weak(split);
    return { ...weak(split), candidates: foldOf.map((own) => (own === fold + 1 ? 1 : 0)) };
  };
}
