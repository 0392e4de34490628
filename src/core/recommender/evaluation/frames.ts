import { CHANCE, COLLABORATIVE, TAG_COUNT, UPPER_BOUND } from '../../../shared/findings.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import type { Dataset, SongFeatures } from '../data/dataset.ts';
import { fitRatings, type RatingScale } from '../data/ratings.ts';
import { FitSession } from '../models/fit-session.ts';
import type { FittedModel } from '../models/model.ts';
import { modelDefinition } from '../models/registry.ts';
import { splitBy } from '../splits/split.ts';
import type { Score, TestRows } from './measure.ts';

/** Settings of the reference rows, whatever the model's defaults. */
const REFERENCE = { k: 64, alpha: 4, reg: 10 };
/** Each is left out once, so that its listeners' plays teach nothing about the songs that are ranked for them. */
const LISTENER_GROUPS = 5;

interface FrameContext {
  data: Dataset;
  test: TestRows;
  conversion: RatingScale['conversion'];
  seed: number;
  fold: number;
  threads: number;
  /** Throws when the run was cancelled. */
  progress(): void;
}

/** What stands beside the models where new songs compete: rows that no model may be confused with. */
export async function frames(context: FrameContext): Promise<[string, Score][]> {
  const { data, seed, fold } = context;
  const bound = await withPlaysOf(() => true, 'bound', context);
  return [
    [CHANCE, chance(derivedSeed(seed, `chance-${fold}`))],
    ...(data.features.tags.length > 0 ? [[TAG_COUNT, tagCount(data.features)] as [string, Score]] : []),
    [COLLABORATIVE, await fromOtherListeners(context)],
    [UPPER_BOUND, (history, out) => bound.scores(history, out)],
  ];
}

/** A random order for each listener. */
function chance(seed: number): Score {
  const random = new Random(seed);
  return (_history, out) => {
    for (let song = 0; song < out.length; song++) out[song] = random.uniform();
  };
}

/** One order for everybody, by how many tags a song has: listeners tag what they play, so tags tell what is played. */
function tagCount({ tagOffsets }: SongFeatures): Score {
  return (_history, out) => {
    for (let song = 0; song < out.length; song++) out[song] = tagOffsets[song + 1] - tagOffsets[song];
  };
}

/**
 * Factors of the held-out songs as the plays of other listeners give them; the tested listener is folded in from the
 * training songs. What a perfect prediction of the factors could reach.
 */
async function fromOtherListeners(context: FrameContext): Promise<Score> {
  const { test, seed } = context;
  const groupOf = new Random(derivedSeed(seed, 'reference')).shuffle(
    Uint32Array.from({ length: context.data.interactions.listeners }, (_, u) => u % LISTENER_GROUPS),
  );
  const models: FittedModel[] = [];
  for (let group = 0; group < LISTENER_GROUPS; group++) {
    models.push(await withPlaysOf((listener) => groupOf[listener] !== group, `reference-${group}`, context));
  }
  const whoOf = new Map(test.cases.map(({ history, who }) => [history, who]));
  return (history, out) => models[groupOf[whoOf.get(history) as number]].scores({ ...history, listener: -1 }, out);
}

/** Factors learned from all rows of these listeners, those of held-out songs included. */
function withPlaysOf(
  taught: (listener: number) => boolean,
  name: string,
  { data: { interactions: all, features, valueUnit }, conversion, seed, fold, threads, progress }: FrameContext,
): Promise<FittedModel> {
  const interactions = splitBy(all, (_row, listener) => !taught(listener)).training;
  const set = { interactions, features, ...fitRatings({ conversion, unit: valueUnit }, interactions) };
  const session = new FitSession(modelDefinition, null, derivedSeed(seed, `${name}-${fold}`), threads);
  const k = Math.min(REFERENCE.k, interactions.listeners, interactions.songs);
  return session.fit('als', set, { ...REFERENCE, k }, progress);
}
