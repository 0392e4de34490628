import type { JudgedLists } from '../../../shared/contract/referee.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { mean } from '../../statistics/descriptive.ts';
import { compare } from '../evaluation/summary.ts';
import { partOf, type Reporting } from '../numeric/yielding.ts';
import type { Compared } from '../evaluation/units.ts';
import { judgeList } from '../measures/lists.ts';
import { CATALOGUE_MEASURES, LIST_MEASURES } from '../measures/registry.ts';
import { CONVENTIONS, type WeightedList } from './conventions.ts';
import type { Lists } from './lists/entries.ts';
import type { SplitFiles, TestedListener } from './split-files.ts';

/** A place in a list that cannot be a hit. */
const MISS = -1;

/** The lists of one source, as the referee sees them; parallel to the tested listeners. */
interface Placed {
  /** Songs by number, or MISS for one that is unknown, known to the listener already or in the list before. */
  ranked: Int32Array[];
  listed: boolean[];
  counts: JudgedLists['lists'][string]['counts'];
}

/**
 * Judges lists made elsewhere as our own are judged: NDCG, MAP and the others over all tested listeners, one without
 * a list counting 0. Unknown songs, songs already heard and repeated songs keep their place and are no hit.
 *
 * @param cutoffs list lengths
 * @param primary the list length of tests and of measures that have one only
 */
export async function judge(
  split: SplitFiles,
  sources: Readonly<Record<string, Lists>>,
  cutoffs: readonly number[],
  primary: number,
  seed: number,
  context: Reporting,
): Promise<Pick<JudgedLists, 'lists' | 'statistics'>> {
  const songs = new Map(Array.from(split.catalogue, (song, index) => [song, index]));
  const tested = [...split.listeners];
  const test = { cases: tested.map((_, who) => ({ who })), scale: { minimum: 0, maximum: 1 } };
  const lists: JudgedLists['lists'] = {};
  const records: Parameters<typeof compare>[0] = {};
  const files = Object.entries(sources);
  for (const [index, [name, own]] of files.entries()) {
    context.progress(index / files.length / 2);
    const placed = place(own, split, songs, Math.max(...cutoffs));
    const measured = measure(placed, tested, songs, split, cutoffs, primary);
    records[name] = [{ repeats: [measured], test }];
    lists[name] = {
      counts: placed.counts,
      measures: measured.values,
      ofListed: Object.fromEntries(
        Object.entries(measured.perListener).map(([column, values]) => [
          column,
          meanOr(Array.from(values).filter((_, i) => placed.listed[i])),
        ]),
      ),
      conventions: byConvention(placed, tested, songs, cutoffs, measured.values),
    };
  }
  const { seeds: _, ...statistics } = await compare(
    records,
    { primary, cutoffs },
    false,
    seed,
    partOf(context, 0.5, 1),
  );
  return { lists, statistics };
}

function place(
  lists: Lists,
  { listeners: tested }: SplitFiles,
  songs: ReadonlyMap<string, number>,
  longest: number,
): Placed {
  const counts = {
    listeners: tested.size,
    withoutList: 0,
    untestedListeners: 0,
    shortLists: 0,
    unknownSongs: 0,
    alreadyHeard: 0,
    repeated: 0,
  };
  const listed: boolean[] = [];
  const ranked = Array.from(tested, ([listener, { known }]) => {
    const list = lists.get(listener);
    listed.push(list !== undefined);
    if (list === undefined) counts.withoutList++;
    else if (list.length < longest) counts.shortLists++;
    const before = new Set<string>();
    return Int32Array.from((list ?? []).slice(0, longest), (song) => {
      const isRepeated = before.has(song);
      before.add(song);
      const index = songs.get(song);
      if (isRepeated) counts.repeated++;
      else if (index === undefined) counts.unknownSongs++;
      else if (known.has(song)) counts.alreadyHeard++;
      else return index;
      return MISS;
    });
  });
  for (const listener of lists.keys()) if (!tested.has(listener)) counts.untestedListeners++;
  return { ranked, listed, counts };
}

function measure(
  { ranked }: Placed,
  tested: readonly (readonly [string, TestedListener])[],
  songs: ReadonlyMap<string, number>,
  { training }: SplitFiles,
  cutoffs: readonly number[],
  primary: number,
): Compared {
  const perListener: Record<string, Float64Array> = {};
  const listenersOf = new Float64Array(songs.size);
  for (const [song, listeners] of training?.listenersOf ?? []) listenersOf[songs.get(song) as number] = listeners;
  const catalogue = { songs: songs.size, listeners: training?.listeners ?? 1, listenersOf, cosine: null };
  const tallies = CATALOGUE_MEASURES.filter(({ name }) => training !== null || name !== 'novelty').map((one) => ({
    name: `${one.name}@${primary}`,
    ...one.start(catalogue),
  }));
  tested.forEach(([, { targets }], c) => {
    const relevant = new Set(Array.from(targets.keys(), (song) => songs.get(song) as number));
    for (const n of cutoffs) {
      const list = judgeList(ranked[c], relevant, n);
      if (!list) continue;
      for (const one of LIST_MEASURES)
        (perListener[`${one.name}@${n}`] ??= new Float64Array(tested.length))[c] = one.of(list);
    }
    for (const tally of tallies) tally.add(ranked[c].subarray(0, primary).filter((song) => song !== MISS));
  });
  const values: Compared['values'] = {};
  for (const [column, own] of Object.entries(perListener)) values[column] = meanOr([...own]);
  for (const { name, value } of tallies) values[name] = value();
  return { values, perListener, errors: null };
}

function byConvention(
  { ranked, listed }: Placed,
  tested: readonly (readonly [string, TestedListener])[],
  songs: ReadonlyMap<string, number>,
  cutoffs: readonly number[],
  values: Compared['values'],
): JudgedLists['lists'][string]['conventions'] {
  return cutoffs.flatMap((n) => {
    const lists = tested.map(([, { targets }], c) => weighted(ranked[c], targets, songs, n));
    return CONVENTIONS.map(({ tool, measure: name, ours, averages, definition, of }) => {
      const own = lists.filter((_, c) => averages === 'all' || listed[c]).map(of);
      const meant = `${ours}@${n}`;
      const value = meanOr(own);
      const isNumber = value !== null && Number.isFinite(value);
      const about = { tool, measure: `${name}@${n}`, meant, definition };
      return { ...about, value: isNumber ? value : null, ours: values[meant] ?? null };
    });
  });
}

/** Where held-out counts give gains that another tool's numbers cannot hold, and what the tool does with them. */
export function overflows({ listeners }: SplitFiles, cutoffs: readonly number[]): Message[] {
  const n = Math.max(...cutoffs);
  const lists = Array.from(listeners.values(), ({ targets }) => weighted(new Int32Array(), targets, new Map(), n));
  return CONVENTIONS.flatMap(({ tool, measure, overflow }) => {
    const beyond = overflow ? lists.filter(overflow.of) : [];
    if (!overflow || beyond.length === 0) return [];
    const weight = beyond.reduce((most, { weights }) => Math.max(most, weights[0]), 0);
    return [say(overflow.note, { tool, measure, listeners: beyond.length, weight })];
  });
}

function weighted(
  ranked: Int32Array,
  targets: ReadonlyMap<string, number>,
  songs: ReadonlyMap<string, number>,
  n: number,
): WeightedList {
  const weightOf = new Map(Array.from(targets, ([song, weight]) => [songs.get(song) as number, weight]));
  const hits = Array.from(ranked.subarray(0, n), (song, i) => ({ rank: i + 1, weight: weightOf.get(song) })).filter(
    (hit): hit is { rank: number; weight: number } => hit.weight !== undefined,
  );
  return { n, hits, weights: [...targets.values()].sort((a, b) => b - a) };
}

function meanOr(values: readonly number[]): number | null {
  return values.length === 0 ? null : mean(values);
}
