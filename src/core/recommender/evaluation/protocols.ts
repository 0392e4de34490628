import type { EvaluationSpec, Protocol } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Dataset, Interactions } from '../data/dataset.ts';
import { modelDefinition } from '../models/registry.ts';
import { Random } from '../../statistics/random.ts';
import type { Fold } from '../splits/fold.ts';
import { casesOf, type TestCase } from '../splits/held-out.ts';
import { type GivenSplit, givenFold } from '../splits/given-split.ts';
import { leaveOutFolds, listenerFolds, ratingFolds, splitBy } from '../splits/split.ts';

export interface ProtocolDefinition {
  name: Protocol;
  ranks: boolean;
  /** Measures rating errors too. */
  rates: boolean;
  /** Beside the models: chance, and factors learned from the held-out songs' own plays. */
  bounds: boolean;
  /** Folds that make sense when none were asked for. */
  folds: number;
  make(data: Dataset, spec: EvaluationSpec, seed: number, given: GivenSplit | null): (fold: number) => Fold;
}

/** Said before any work where the library is known, and by the protocol itself where only arrays are. */
export function noTimes(): AppError {
  return new AppError('bad-input', say('evaluation.temporal-split-needs-to-know-when'));
}

const TEST_SHARE = 0.2;
/** Listeners with fewer songs keep them all for training and are no test listeners. */
const FEWEST_SONGS_TO_RANK = 5;
const FEWEST_SONGS_TO_SPLIT = 5;

/** Random triplets are held out. */
const ratings: ProtocolDefinition = {
  name: 'ratings',
  ranks: false,
  rates: true,
  bounds: false,
  folds: 1,
  make({ interactions }, spec, seed) {
    if (spec.conversion === 'binary' && interactions.counts.every((count) => count === interactions.counts[0]))
      throw new AppError('bad-input', say('evaluation.every-play-count-is-same-so'));
    const split = ratingFolds(interactions, spec.folds, TEST_SHARE, seed);
    return (fold) => weak(split(fold));
  },
};

/** A fifth of each listener's songs is held out; with folds, each song once. */
const ranking: ProtocolDefinition = {
  name: 'ranking',
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  make({ interactions }, spec, seed) {
    const split = listenerFolds(interactions, spec.folds, TEST_SHARE, Math.max(FEWEST_SONGS_TO_RANK, spec.folds), seed);
    return (fold) => weak(split(fold));
  },
};

/** `leaveOut` songs of every listener are held out. */
const leaveKOut: ProtocolDefinition = {
  name: 'leave-k-out',
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  make({ interactions }, spec, seed) {
    const split = leaveOutFolds(
      interactions,
      spec.leaveOut,
      spec.leaveOut * spec.folds + FEWEST_SONGS_TO_RANK - 1,
      seed,
    );
    return (fold) => weak(split(fold));
  },
};

/**
 * Whole listeners are held out; a model sees 80 % of each one's songs (the fold-in) and is scored on the rest. A given
 * split names listeners and songs itself.
 */
const strongGeneralization: ProtocolDefinition = {
  name: 'strong-generalization',
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  make: ({ interactions, ...data }, spec, seed, given) => {
    if (!given) return heldOutListeners(interactions, spec.folds, seed);
    if (spec.folds > 1) throw new AppError('bad-request', say('evaluation.given-split-is-one-split-leave'));
    return () => givenFold({ interactions, ...data }, given);
  },
};

/** The same with every listener held out once. */
const userKFold: ProtocolDefinition = {
  ...strongGeneralization,
  name: 'user-k-fold',
  folds: 5,
  make: ({ interactions }, spec, seed) => heldOutListeners(interactions, Math.max(2, spec.folds), seed),
};

/** One global cut-off in time; what a listener heard first after it is held out. */
const temporal: ProtocolDefinition = {
  name: 'temporal',
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  make({ interactions, times }) {
    if (!times?.some((time) => time > 0)) throw noTimes();
    const sorted = times.filter((time) => time > 0).sort();
    const cutOff = sorted[Math.floor(sorted.length * (1 - TEST_SHARE))];
    return () => weak(splitBy(interactions, (row) => times[row] >= cutOff));
  },
};

/** Whole songs are held out, before anything is learned; they alone compete. */
const itemCold: ProtocolDefinition = {
  name: 'item-cold',
  ranks: true,
  rates: true,
  bounds: true,
  folds: 5,
  make: (data, spec, seed) => heldOutSongs(data, spec, seed, (song) => song),
};

/** The same by artist: no held-out song's artist has a song in training. */
const artistCold: ProtocolDefinition = {
  name: 'artist-cold',
  ranks: true,
  rates: true,
  bounds: true,
  folds: 5,
  make: (data, spec, seed) =>
    heldOutSongs(data, spec, seed, (song) =>
      data.features.artists[song] >= 0 ? data.interactions.songs + data.features.artists[song] : song,
    ),
};

/** Every protocol; a new one is a definition and a line here. */
const PROTOCOL_DEFINITIONS: readonly ProtocolDefinition[] = [
  ratings,
  ranking,
  leaveKOut,
  strongGeneralization,
  userKFold,
  temporal,
  itemCold,
  artistCold,
];

export function protocolDefinition(name: Protocol): ProtocolDefinition {
  return PROTOCOL_DEFINITIONS.find((protocol) => protocol.name === name) as ProtocolDefinition;
}

function weak(split: ReturnType<typeof splitBy>): Fold {
  return { training: split.training, cases: casesOf(split), candidates: null };
}

function heldOutListeners(data: Interactions, folds: number, seed: number): (fold: number) => Fold {
  const random = new Random(seed);
  const order = random.shuffle(Uint32Array.from({ length: data.listeners }, (_, u) => u));
  const foldOf = new Uint8Array(data.listeners);
  if (folds === 1) for (let i = 0; i < Math.floor(order.length * TEST_SHARE); i++) foldOf[order[i]] = 1;
  else
    order.forEach((u, i) => {
      foldOf[u] = 1 + (i % folds);
    });
  const target = listenerFolds(data, 1, TEST_SHARE, FEWEST_SONGS_TO_RANK, seed + 1)(0);
  return (fold) => {
    const { training } = splitBy(data, (_row, u) => foldOf[u] === fold + 1);
    const catalogue = new Uint8Array(data.songs);
    for (const song of training.items) catalogue[song] = 1;
    const cases = casesOf(target)
      .filter(({ who }) => foldOf[who] === fold + 1)
      .map((one) => strongCase(one, target.training, catalogue));
    return {
      training,
      cases: cases.filter(({ items, foldIn }) => items.length > 0 && foldIn && foldIn.items.length > 0),
      candidates: catalogue,
    };
  };
}

/** Songs that no training listener played are neither folded in nor scored. */
function strongCase({ who, items, counts }: TestCase, foldIn: Interactions, catalogue: Uint8Array): TestCase {
  const known = (songs: Uint32Array, values: Uint32Array) => ({
    items: songs.filter((song) => catalogue[song]),
    counts: values.filter((_, i) => catalogue[songs[i]]),
  });
  const own = { from: foldIn.offsets[who], to: foldIn.offsets[who + 1] };
  return {
    who,
    foldIn: known(foldIn.items.subarray(own.from, own.to), foldIn.counts.subarray(own.from, own.to)),
    ...known(items, counts),
  };
}

function heldOutSongs(
  data: Dataset,
  spec: EvaluationSpec,
  seed: number,
  groupOf: (song: number) => number,
): (fold: number) => Fold {
  const { interactions, features } = data;
  const needs = new Set(spec.models.flatMap((model) => modelDefinition(model).needs));
  const usable = (song: number) =>
    (!needs.has('audio') || features.melTracks[song] !== 0) &&
    (!needs.has('tags') || features.tagOffsets[song + 1] > features.tagOffsets[song] || features.artists[song] >= 0);
  const played = new Uint8Array(interactions.songs);
  for (const song of interactions.items) played[song] = 1;
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
      say('evaluation.cold-split-needs-at-least-songs', {
        fewestSongsToSplit: Math.max(FEWEST_SONGS_TO_SPLIT, spec.folds),
        groups: groups.size,
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
    const split = splitBy(interactions, (row) => foldOf[interactions.items[row]] === fold + 1);
    return { ...weak(split), candidates: foldOf.map((own) => (own === fold + 1 ? 1 : 0)) };
  };
}
