import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { songListeners } from '../data/dataset.ts';
import type { FittedModel } from '../models/model.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import { tagCosine } from '../measures/catalogue.ts';
import { ratingErrors } from '../measures/compute.ts';
import { judgeList } from '../measures/lists.ts';
import { CATALOGUE_MEASURES, LIST_MEASURES, RANKING_MEASURES, RATING_MEASURES } from '../measures/registry.ts';
import { EXCLUDED, judgeRanking, OTHER, RELEVANT } from '../measures/whole-ranking.ts';
import { byIndex, seededTies } from '../numeric/tie-order.ts';
import { topN } from '../numeric/top-n.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { Fold } from '../splits/fold.ts';
import { type HeldOut, heldOut } from '../splits/held-out.ts';
import type { CaseKeeper } from './keeper.ts';
import { depthToRedraw, type SongUnits, songUnits } from './song-units.ts';

export type Values = Record<string, number | null>;

/** A fold prepared for measuring. */
export interface TestRows {
  cases: (HeldOut & { who: number })[];
  /** Songs played by at least one training listener. */
  known: Uint8Array;
  candidates: Uint8Array | null;
  /** Popularity band of each song: 0 = most played … 2 = least, 3 = never in training. */
  bands: Uint8Array;
  listenersOf: Float64Array;
  /** Where songs are held out whole: what is drawn beside the listeners to tell how sure a result is. */
  redrawn?: SongUnits;
  /** The rating scale, from the training rows. */
  scale: { minimum: number; maximum: number };
  counts: Record<string, number>;
}

/**
 * All measurements of one model on one fold: means over the fold, values per test listener, hits by popularity band.
 */
export interface Measured {
  values: Values;
  /** Measures of rankings by name, in the order of the cases. */
  perListener: Record<string, Float64Array>;
  /**
   * Per case, the number of predicted ratings and their summed errors by measure; null if there are none. `rows`: where
   * songs are drawn again, the errors of each held-out song.
   */
  errors: {
    rated: Float64Array;
    sums: Record<string, Float64Array>;
    rows?: Record<string, Float32Array[]>;
  } | null;
  /** Per case, where songs are drawn again: more of the list than any measure looks at, and what in it was held out. */
  lists?: { songs: Uint32Array; hits: Uint8Array }[];
  bandHits: { hits: number[]; relevant: number[] };
  /** The same of the part that validation would have taken alone, for a model built from others. */
  bestAlone?: { type: string; measured: Measured };
}

export const BANDS = ['head', 'middle', 'tail', 'new'] as const;

/** Listeners without training rows cannot be scored: such cases are skipped and counted. */
export function testRows(fold: Fold, set: TrainingSet, most: number, folds = 1): TestRows {
  const { interactions } = set;
  const listenersOf = songListeners(interactions);
  const known = Uint8Array.from(listenersOf, (n) => (n > 0 ? 1 : 0));
  const all = fold.cases.map((one) => ({ ...heldOut(one, set), who: one.who }));
  const usable = all.filter(({ history }) => history.items.length > 0);
  if (usable.length === 0) {
    const { listeners } = interactions;
    const reason = folds > 1 ? say('evaluation.fold-empty', { folds, listeners }) : say('evaluation.test-set-empty');
    throw new AppError('bad-input', reason);
  }
  const stride = Math.max(1, Math.ceil(usable.length / most));
  const cases = usable.filter((_, i) => i % stride === 0);
  const counts: Record<string, number> = {
    trainingRows: interactions.items.length,
    testRows: fold.cases.reduce((sum, { items }) => sum + items.length, 0),
    testRowsWithoutTraining: usable.reduce((sum, { items }) => sum + items.filter((item) => !known[item]).length, 0),
    testListeners: cases.length,
    listenersSkipped: all.length - usable.length + (fold.tooShort ?? 0) + (fold.untested ?? 0),
    songs: interactions.songs,
  };
  if (usable.length > cases.length) counts.listenersNotSampled = usable.length - cases.length;
  const redrawn = songUnits(set);
  return {
    ...(redrawn ? { redrawn } : {}),
    cases,
    known,
    candidates: fold.candidates,
    bands: popularityBands(listenersOf),
    listenersOf,
    scale: set.scale,
    counts,
  };
}

/** Thirds of the training plays: few songs make the head, many the tail. */
function popularityBands(listenersOf: Float64Array): Uint8Array {
  const order = Array.from(listenersOf.keys())
    .filter((song) => listenersOf[song] > 0)
    .sort((a, b) => listenersOf[b] - listenersOf[a] || a - b);
  const total = order.reduce((sum, song) => sum + listenersOf[song], 0);
  const bands = new Uint8Array(listenersOf.length).fill(3);
  let seen = 0;
  for (const song of order) {
    bands[song] = Math.min(2, Math.floor((3 * seen) / total));
    seen += listenersOf[song];
  }
  return bands;
}

/**
 * Rating errors per rating. A song without a training row has no rating to predict, unless the protocol is about such
 * songs.
 */
export async function measureRatings(
  model: FittedModel,
  set: TrainingSet,
  test: TestRows,
  coldToo: boolean,
  context: Reporting,
  keeper: CaseKeeper | null = null,
): Promise<Measured> {
  const nothing = { perListener: {}, bandHits: noHits() };
  if (!model.ratings)
    return { ...nothing, values: Object.fromEntries(RATING_MEASURES.map(({ name }) => [name, null])), errors: null };
  const column = () => new Float64Array(test.cases.length);
  const rated = column();
  const sums = Object.fromEntries(RATING_MEASURES.map(({ name }) => [name, column()]));
  const rows: Record<string, Float32Array[]> | undefined = test.redrawn && coldToo ? {} : undefined;
  const truth: number[] = [];
  const predicted: number[] = [];
  for (const [c, { history, items, truth: own, who }] of test.cases.entries()) {
    if (heldLong()) await giveWay(context, c / test.cases.length);
    const out = new Float64Array(items.length);
    model.ratings?.(history, items, out);
    const from = truth.length;
    const judged: number[] = [];
    for (let i = 0; i < items.length; i++) {
      if (!test.known[items[i]] && !coldToo) continue;
      judged.push(items[i]);
      truth.push(own[i]);
      predicted.push(out[i]);
      for (const { name, error } of RATING_MEASURES) sums[name][c] += error(own[i], out[i]);
      rated[c]++;
    }
    keeper?.predictions(who, judged, truth.slice(from), predicted.slice(from));
    if (!rows) continue;
    for (const { name, error, tested } of RATING_MEASURES)
      if (tested) (rows[name] ??= []).push(Float32Array.from(own, (value, i) => error(value, out[i])));
  }
  const errors = { rated, sums, ...(rows ? { rows } : {}) };
  return { ...nothing, values: ratingErrors(truth, predicted, set.scale), errors };
}

function noHits(): Measured['bandHits'] {
  return { hits: BANDS.map(() => 0), relevant: BANDS.map(() => 0) };
}

export type Score = (history: History, out: Float64Array) => void;

/**
 * Ranks all candidates except the listener's training songs; every held-out play is relevant. `primary` is the list
 * length of the measures that have one only. Ties are broken by an order that `tieSeed` and the
 * listener settle, or by index if it is null.
 */
export async function measureRanking(
  score: Score,
  set: TrainingSet,
  test: TestRows,
  cutoffs: readonly number[],
  primary: number,
  tieSeed: number | null,
  context: Reporting,
  keeper: CaseKeeper | null = null,
): Promise<Measured> {
  const { songs } = set.interactions;
  const listeners = trainingListeners(set);
  const scores = new Float64Array(songs);
  const states = test.candidates
    ? test.candidates.map((candidate) => (candidate ? OTHER : EXCLUDED))
    : new Uint8Array(songs);
  const excluded = (item: number) => states[item] === EXCLUDED;
  const longest = Math.max(primary, ...cutoffs);
  const catalogue = { songs, listeners, listenersOf: test.listenersOf, cosine: tagCosine(set.features) };
  const tallies = CATALOGUE_MEASURES.map((measure) => ({ name: measure.name, ...measure.start(catalogue) }));
  const perListener: Record<string, Float64Array> = {};
  const column = (name: string) => (perListener[name] ??= new Float64Array(test.cases.length).fill(Number.NaN));
  const bandHits = noHits();
  const lists: Measured['lists'] = test.redrawn ? [] : undefined;
  for (const [c, { history, items, who }] of test.cases.entries()) {
    if (heldLong()) await giveWay(context, c / test.cases.length);
    score(history, scores);
    const own = history.items.filter((item) => states[item] === OTHER);
    for (const item of own) states[item] = EXCLUDED;
    for (const item of items) states[item] = RELEVANT;
    const ties = tieSeed === null ? byIndex : seededTies(tieSeed, who);
    const ranked = topN(scores, excluded, lists ? depthToRedraw(longest) : longest, ties);
    keeper?.list(who, ranked.subarray(0, longest), scores);
    const relevant = new Set(items);
    lists?.push({ songs: ranked, hits: Uint8Array.from(ranked, (song) => (relevant.has(song) ? 1 : 0)) });
    for (const n of cutoffs) {
      const list = judgeList(ranked, relevant, n);
      if (list) for (const measure of LIST_MEASURES) column(`${measure.name}@${n}`)[c] = measure.of(list);
    }
    const ranking = judgeRanking(scores, states, items, ties);
    for (const measure of RANKING_MEASURES) column(measure.name)[c] = measure.of(ranking) ?? Number.NaN;
    for (const item of own) states[item] = OTHER;
    for (const item of items) states[item] = OTHER;
    const list = ranked.subarray(0, primary);
    for (const tally of tallies) tally.add(list);
    const hits = new Set(list);
    for (const item of items) {
      bandHits.relevant[test.bands[item]]++;
      if (hits.has(item)) bandHits.hits[test.bands[item]]++;
    }
  }
  const values: Values = {};
  for (const [name, own] of Object.entries(perListener)) values[name] = meanOfKnown(own);
  for (const { name, value } of tallies) values[`${name}@${primary}`] = value();
  return { values, perListener, errors: null, bandHits, ...(lists ? { lists } : {}) };
}

/** Listeners with training rows: whole listeners that are held out know no song of the training set. */
function trainingListeners({ interactions: { listeners, offsets } }: TrainingSet): number {
  let known = 0;
  for (let u = 0; u < listeners; u++) if (offsets[u + 1] > offsets[u]) known++;
  return known;
}

function meanOfKnown(values: Float64Array): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
