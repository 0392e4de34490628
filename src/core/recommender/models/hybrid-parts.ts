import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { SongFeatures } from '../data/dataset.ts';
import { type HeldOut, heldOutByListener } from '../splits/held-out.ts';
import { judgeList, ndcg } from '../measures/lists.ts';
import { topN } from '../numeric/top-n.ts';
import { listenerFolds } from '../splits/split.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { fitRatings } from '../data/ratings.ts';
import type { FitContext, FitFacts, FittedModel, ModelDefinition, ModelLookup, Options, SavedModel } from './model.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import { optionsOfPart } from './options.ts';

const VALIDATION_SHARE = 0.1;
const FEWEST_SONGS = 5;
const MOST_VALIDATION_LISTENERS = 500;
const RANKING_CUTOFF = 20;

export const PARTS_OPTION: ModelDefinition['options'][number] = {
  name: 'parts',
  kind: 'list',
  defaultValue: 'auto',
  help: say('model.hybrid-parts'),
};

export function partTypes(hybrid: string, choice: string, features: SongFeatures, definition: ModelLookup): string[] {
  if (choice !== 'auto') {
    const types = choice
      .split(',')
      .map((type) => type.trim())
      .filter(Boolean);
    for (const type of types)
      if (definition(type).combines) throw new AppError('bad-request', say('model.hybrid-of-hybrids'));
    if (types.length < 2) throw new AppError('bad-request', say('model.hybrid-needs-parts', { hybrid }));
    return types;
  }
  const hasTags = features.tags.length > 0;
  const hasAudio = features.melTracks.some((track) => track !== 0);
  return [
    'funk-svd',
    'user-cf',
    ...(hasTags ? ['content'] : []),
    ...(hasAudio ? ['cnn'] : []),
    ...(hasTags ? ['tags'] : []),
  ];
}

interface InnerSplit {
  inner: TrainingSet;
  cases: HeldOut[];
}

/** Hybrids of one run share the split, and so the fits of their parts. */
const innerSplits = new WeakMap<TrainingSet, Map<number, InnerSplit>>();

/**
 * Sets aside a tenth of each listener's training rows, so that the parts are combined on rows that no part has
 * seen.
 */
export function innerSplit(hybrid: string, set: TrainingSet, seed: number): InnerSplit {
  const ofSet = innerSplits.get(set) ?? new Map<number, InnerSplit>();
  innerSplits.set(set, ofSet);
  const known = ofSet.get(seed);
  if (known) return known;
  const validation = listenerFolds(set.interactions, 1, VALIDATION_SHARE, FEWEST_SONGS, derivedSeed(seed, 'hybrid'))(0);
  if (validation.testItems.length === 0)
    throw new AppError('bad-input', say('model.hybrid-needs-listeners', { hybrid, fewestSongs: FEWEST_SONGS }));
  const inner: TrainingSet = {
    interactions: validation.training,
    ...fitRatings(set.scale, validation.training),
    features: set.features,
  };
  const split = { inner, cases: heldOutByListener(validation, inner) };
  ofSet.set(seed, split);
  return split;
}

/** Fits the parts on a set, as the half of the run that starts at `from`. */
export async function fitParts(
  types: readonly string[],
  set: TrainingSet,
  options: Options,
  context: FitContext,
  from: number,
): Promise<FittedModel[]> {
  const parts: FittedModel[] = [];
  for (const type of types) {
    const done = parts.length;
    const part = await context.fit(type, set, optionsOfPart(options, type), (fraction, live) =>
      context.progress(from + (0.5 * (done + fraction)) / types.length, { ...live, model: type }),
    );
    parts.push(part);
    context.progress(from + (0.5 * parts.length) / types.length);
  }
  return parts;
}

/** One validation listener with the standardised scores of every part. */
export interface RankingCase extends HeldOut {
  z: Float64Array[];
  relevant: Set<number>;
  played: Set<number>;
}

export function rankingCases(parts: readonly FittedModel[], all: readonly HeldOut[], songs: number): RankingCase[] {
  const stride = Math.max(1, Math.ceil(all.length / MOST_VALIDATION_LISTENERS));
  return all
    .filter((_, i) => i % stride === 0)
    .map((one) => ({
      ...one,
      z: parts.map((part) => zScores(part, one.history, new Float64Array(songs))),
      relevant: new Set(one.items),
      played: new Set(one.history.items),
    }));
}

/** Sum over the cases of NDCG@20 of the scores that `join` writes. */
export function rankingQuality(
  cases: readonly RankingCase[],
  songs: number,
  join: (one: RankingCase, out: Float64Array) => void,
): number {
  const scores = new Float64Array(songs);
  let sum = 0;
  for (const one of cases) {
    join(one, scores);
    const ranked = topN(scores, (song) => one.played.has(song), RANKING_CUTOFF);
    const list = judgeList(ranked, one.relevant, RANKING_CUTOFF);
    if (list) sum += ndcg.of(list);
  }
  return sum;
}

/** Scores with mean 0 and deviation 1 over the songs that the part knows; unknown songs get 0, the middle. */
export function zScores(part: FittedModel, history: History, out: Float64Array): Float64Array {
  part.scores(history, out);
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const value of out) {
    if (Number.isNaN(value)) continue;
    n++;
    sum += value;
    squares += value * value;
  }
  const average = n === 0 ? 0 : sum / n;
  const deviation = n === 0 ? 1 : Math.sqrt(Math.max(0, squares / n - average * average)) || 1;
  for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(out[i]) ? 0 : (out[i] - average) / deviation;
  return out;
}

/** Parts inside a hybrid's own file, each under its number. */
export function saveParts(
  parts: readonly FittedModel[],
  meta: Record<string, unknown>,
  arrays: SavedModel['arrays'] = {},
): SavedModel {
  const saved = parts.map((part) => part.save());
  return {
    meta: { ...meta, parts: parts.map((part, m) => ({ type: part.type, meta: saved[m].meta })) },
    arrays: {
      ...arrays,
      ...Object.fromEntries(
        saved.flatMap((one, m) => Object.entries(one.arrays).map(([name, array]) => [`${m}/${name}`, array])),
      ),
    },
  };
}

export function loadParts({ meta, arrays }: SavedModel, definition: ModelLookup): FittedModel[] {
  return (meta.parts as { type: string; meta: Record<string, unknown> }[]).map(({ type, meta: own }, m) => {
    const prefix = `${m}/`;
    const mine = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
    const part = {
      meta: own,
      arrays: Object.fromEntries(mine.map(([name, array]) => [name.slice(prefix.length), array])),
    };
    return definition(type).load(part, definition);
  });
}

/** Details of a hybrid's fit: the loss and engine of its network, and its own choices. */
export function fitFactsOf(parts: readonly FittedModel[], chosen: Record<string, unknown>): FitFacts {
  return { ...parts.find((part) => part.facts?.engine)?.facts, chosen };
}

/** Properties of a hybrid that come from its parts. */
export function partFacts(
  parts: readonly FittedModel[],
): Pick<FittedModel, 'songSpace' | 'listenerSpace' | 'network' | 'certainty'> {
  const heard = parts.find((part) => part.network) ?? parts.find((part) => part.songSpace);
  const { songSpace, listenerSpace, network, certainty } = heard ?? {};
  return {
    ...(songSpace ? { songSpace } : {}),
    ...(listenerSpace ? { listenerSpace } : {}),
    ...(network ? { network } : {}),
    ...(certainty ? { certainty } : {}),
  };
}
