import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import { type Interactions, playedSongs } from '../data/dataset.ts';
import type { Fold } from '../splits/fold.ts';
import { givenFold } from '../splits/given-split.ts';
import { casesOf, type TestCase } from '../splits/held-out.ts';
import { listenerFolds, splitBy } from '../splits/split.ts';
import { FEWEST_SONGS_TO_RANK, type ProtocolDefinition, TEST_SHARE } from './protocol.ts';

/** A user-supplied split names its own listeners and songs. */
export const strongGeneralization: ProtocolDefinition = {
  name: 'strong-generalization',
  holdsOut: 'listeners',
  summary: say('protocol-summary.strong-generalization'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  takesSplit: 'listeners',
  needsTimes: false,
  ratingsToo: false,
  make: (data, spec, seed, { given }) => {
    if (!given) return heldOutListeners(data.interactions, spec.folds, seed);
    if (spec.folds > 1) throw new AppError('bad-request', say('evaluation.split-with-folds'));
    return () => givenFold(data, given);
  },
};

export const userKFold: ProtocolDefinition = {
  name: 'user-k-fold',
  holdsOut: 'listeners',
  summary: say('protocol-summary.user-k-fold'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 5,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make: ({ interactions }, spec, seed) => {
    if (spec.folds < 2) throw new AppError('bad-request', say('evaluation.user-k-fold-needs-two'));
    return heldOutListeners(interactions, spec.folds, seed);
  },
};

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
    const catalogue = playedSongs(training);
    const cases = casesOf(target)
      .filter(({ who }) => foldOf[who] === fold + 1)
      .map((one) => strongCase(one, target.training, catalogue));
    const usable = cases.filter(({ items, foldIn }) => items.length > 0 && foldIn && foldIn.items.length > 0);
    const heldOut = foldOf.reduce(
      (sum, own, u) => sum + (own === fold + 1 && data.offsets[u + 1] > data.offsets[u] ? 1 : 0),
      0,
    );
    return { training, cases: usable, candidates: catalogue, tooShort: heldOut - usable.length };
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
