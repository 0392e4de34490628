import type { JudgedLists } from '../../../shared/contract/referee.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { compare } from '../evaluation/summary.ts';
import type { Compared } from '../evaluation/units.ts';
import { ratingErrors } from '../measures/compute.ts';
import { RATING_MEASURES } from '../measures/registry.ts';
import type { Reporting } from '../numeric/yielding.ts';
import { sameRating } from './lists/entries.ts';
import type { Predictions } from './lists/predictions.ts';
import type { SplitFiles } from './split-files.ts';

type Counts = NonNullable<JudgedLists['lists'][string]['predictions']>;
type Scale = NonNullable<JudgedLists['scale']>;

interface Placed {
  counts: Counts;
  truth: number[];
  predicted: number[];
  errors: NonNullable<Compared['errors']>;
}

/** List lengths are of no matter here. */
const NO_LISTS = { primary: 1, cutoffs: [] };

/**
 * Judges ratings that were predicted elsewhere as those of our own models are judged: MAE, NMAE, MSE, RMSE and MSLE
 * over the held-out ratings that have a prediction. Predictions are taken as they are, also outside the scale.
 *
 * @throws bad-input if a source predicts none of the held-out ratings
 */
export async function judgePredictions(
  split: SplitFiles,
  sources: Readonly<Record<string, Predictions>>,
  seed: number,
  context: Reporting,
): Promise<Pick<JudgedLists, 'kind' | 'scale' | 'lists' | 'statistics'>> {
  const scale = split.scale as Scale;
  const test = { cases: Array.from(split.listeners.keys(), (_, who) => ({ who })), scale };
  const lists: JudgedLists['lists'] = {};
  const records: Parameters<typeof compare>[0] = {};
  for (const [name, own] of Object.entries(sources)) {
    const { truth, predicted, errors, counts } = place(own, split, scale);
    if (truth.length === 0) throw new AppError('bad-input', say('referee.nothing-predicted', { name }));
    const values = onlyNumbers(ratingErrors(truth, predicted, scale));
    records[name] = [{ repeats: [{ values, perListener: {}, errors }], test }];
    lists[name] = { ...asList(own, split), measures: values, predictions: counts };
  }
  const { seeds: _, ...statistics } = await compare(records, NO_LISTS, false, seed, context);
  const intervals = Object.entries(statistics.intervals).map(([name, own]) => {
    const known = Object.entries(own).filter(([measure]) => lists[name].measures[measure] !== null);
    return [name, Object.fromEntries(known)];
  });
  return { kind: 'predictions', scale, lists, statistics: { ...statistics, intervals: Object.fromEntries(intervals) } };
}

/** Ratings of one value have no range to divide by, and those of -1 or less no logarithm. */
function onlyNumbers(values: Record<string, number>): Compared['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}

function place(own: Predictions, { listeners: tested, catalogue }: SplitFiles, scale: Scale): Placed {
  const counts: Counts = { pairs: 0, missing: 0, notHeldOut: 0, unknownSongs: 0, outside: 0, otherTruth: 0 };
  const column = () => new Float64Array(tested.size);
  const errors = { rated: column(), sums: Object.fromEntries(RATING_MEASURES.map(({ name }) => [name, column()])) };
  const [truth, predicted]: number[][] = [[], []];
  let who = 0;
  for (const [listener, { targets }] of tested) {
    const found = own.get(listener);
    for (const [song, rating] of targets) {
      counts.pairs++;
      const { value = Number.NaN, truth: theirs = rating } = found?.get(song) ?? {};
      if (!Number.isFinite(value)) {
        counts.missing++;
        continue;
      }
      if (value < scale.minimum || value > scale.maximum) counts.outside++;
      if (!sameRating(theirs, rating)) counts.otherTruth++;
      truth.push(rating);
      predicted.push(value);
      errors.rated[who]++;
      for (const { name, error } of RATING_MEASURES) errors.sums[name][who] += error(rating, value);
    }
    for (const song of found?.keys() ?? []) {
      if (!targets.has(song)) counts.notHeldOut++;
      if (!catalogue.has(song)) counts.unknownSongs++;
    }
    who++;
  }
  return { counts, truth, predicted, errors };
}

/** What the counts of lists tell of predictions, too. */
function asList(own: Predictions, { listeners }: SplitFiles): Omit<JudgedLists['lists'][string], 'measures'> {
  const names = [...own.keys()];
  const repeated = [...own.values()].flatMap((songs) => [...songs.values()]).filter(({ times }) => times > 1);
  return {
    ofListed: {},
    conventions: [],
    counts: {
      listeners: listeners.size,
      withoutList: [...listeners.keys()].filter((listener) => !own.has(listener)).length,
      untestedListeners: names.filter((listener) => !listeners.has(listener)).length,
      shortLists: 0,
      unknownSongs: 0,
      alreadyHeard: 0,
      repeated: repeated.reduce((sum, { times }) => sum + times - 1, 0),
    },
  };
}

/** What of the predictions did not count as it stands. */
export function notesOfPredictions({ lists, scale }: Pick<JudgedLists, 'lists' | 'scale'>): Message[] {
  return Object.entries(lists).flatMap(([name, one]) => notesOf(name, one, scale as Scale));
}

function notesOf(name: string, { counts, predictions, measures }: JudgedLists['lists'][string], scale: Scale) {
  if (!predictions) return [];
  const { pairs, missing, notHeldOut, unknownSongs, outside, otherTruth } = predictions;
  const { untestedListeners, repeated } = counts;
  const told: [number, Message][] = [
    [Number(measures.mae === 0), say('referee.predicted-exactly', { name })],
    [missing, say('referee.missing-predictions', { name, missing, pairs })],
    [untestedListeners, say('referee.untested-predictions', { name, listeners: untestedListeners })],
    [notHeldOut, say('referee.not-held-out', { name, predictions: notHeldOut, unknown: unknownSongs })],
    [repeated, say('referee.predicted-again', { name, predictions: repeated })],
    [outside, say('referee.outside-scale', { name, predictions: outside, ...scale })],
    [otherTruth, say('referee.other-truth', { name, ratings: otherTruth, pairs: pairs - missing })],
  ];
  return told.filter(([count]) => count > 0).map(([, message]) => message);
}
