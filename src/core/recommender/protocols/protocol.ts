import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { EvaluationSpec, ModelTypeInfo, ProtocolInfo } from '../../../shared/contract/recommender.ts';
import type { Dataset, Interactions } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { Fold } from '../splits/fold.ts';
import { type GivenSplit, partsFold } from '../splits/given-split.ts';
import { casesOf } from '../splits/held-out.ts';
import type { Split } from '../splits/split.ts';

/** What a split may depend on besides the data. */
export interface FoldContext {
  given: GivenSplit | null;
  /** What the compared models need of a song; songs that lack it are never held out whole. */
  needs: ReadonlySet<ModelTypeInfo['needs'][number] | `vectors:${string}`>;
}

/** A protocol is one file that exports this, and one line in the registry. */
export interface ProtocolDefinition extends ProtocolInfo {
  /** What is held out whole; models choose their settings on an inner split that holds out the same. */
  holdsOut?: TrainingSet['holdsOut'];
  /** `make` applies the filter of the spec itself, since what passes depends on the split. */
  filtersItself?: boolean;
  make(data: Dataset, spec: EvaluationSpec, seed: number, context: FoldContext): (fold: number) => Fold;
}

/** What is held out by default. */
export const TEST_SHARE = 0.2;
/** Listeners with fewer songs keep them all for training and are not test listeners. */
export const FEWEST_SONGS_TO_RANK = 5;

/** Test listeners are in training too, and all songs compete. */
export function weak(split: Split, tooShort = 0): Fold {
  return { training: split.training, cases: casesOf(split), candidates: null, tooShort };
}

/**
 * The one fold of a user-supplied split in a training and a test part.
 *
 * @param rated whether the library's ratings of the test part are what is to be predicted
 */
export function parts(data: Dataset, { folds }: EvaluationSpec, given: GivenSplit, rated: boolean): () => Fold {
  if (folds > 1) throw new AppError('bad-request', say('evaluation.split-with-folds'));
  return () => partsFold(data, given, rated);
}

/** Listeners with songs, but fewer than are needed to test them. */
export function shorterThan({ listeners, offsets }: Interactions, songs: number): number {
  let short = 0;
  for (let u = 0; u < listeners; u++) {
    const own = offsets[u + 1] - offsets[u];
    if (own > 0 && own < songs) short++;
  }
  return short;
}
