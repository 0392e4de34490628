import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../random.ts';
import { logGamma } from '../distributions.ts';
import { wilsonInterval } from '../intervals.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { logFactorials, randomTable } from './random-tables.ts';
import { alternative, onOneSide } from './sides.ts';
import { uniroot } from './zeroin.ts';
import { confidence, statistic } from '../statistic.ts';
import { countTable, margins, type Counts, usedOf, withoutEmpty } from '../count-tables.ts';

/** As R: tables whose probability is no more than the observed one's, but for rounding. */
const TIES = 1 + 1e-7;
/** Paths through the table beyond which the p value is simulated. */
const MOST_STATES = 1_000_000;
/** Steps of the enumeration, a few seconds. */
const MOST_STEPS = 2_000_000;
const SIMULATED = 100_000;
/** Counts beyond which sums over all tables would take minutes, and say what χ² says. */
const MOST_COUNTED = 1e10;
const MOST_COUNTED_IN_LARGE = 1e6;

/**
 * Fisher's exact test (1935). 2 × 2: conditional maximum-likelihood odds ratio and its exact interval; R's
 * fisher.test solves for the same numbers, coarsely (`estimateR`, `intervalR`). Larger tables: Freeman & Halton (1951).
 */
export function fisher({ table: given, confidence = 0.95 }: { table: Counts; confidence?: number }): TestResult {
  const { table, notes } = withoutEmpty(given);
  if (table.length < 2 || table[0].length < 2) throw unusable(say('statistics.fisher-needs-table', usedOf(given)));
  const four = table.length === 2 && table[0].length === 2;
  const { n } = margins(table);
  const most = four ? MOST_COUNTED : MOST_COUNTED_IN_LARGE;
  if (n > most) throw unusable(say('statistics.too-many-for-fisher', { n, most }));
  return four ? fisher2x2(table, notes, (1 - confidence) / 2) : fisherLarge(table, notes);
}

function fisher2x2(table: Counts, notes: Message[], outside: number): TestResult {
  const [[x, b], [c, d]] = table;
  const n = x + b + c + d;
  const row = x + b;
  const column = x + c;
  const low = Math.max(0, row + column - n);
  const last = Math.min(row, column);
  const tables = { row, column, n, low, last };
  const null_ = underNull(tables, x);
  const at = underOdds(tables, x);
  const estimate = x === low ? 0 : x === last ? Number.POSITIVE_INFINITY : solve((odds) => at(odds).excess);
  const estimateR = x === low || x === last ? estimate : asR((odds) => at(odds).excess);
  const interval = [
    x === low ? 0 : solve((odds) => at(odds).upper - outside),
    x === last ? Number.POSITIVE_INFINITY : solve((odds) => outside - at(odds).lower),
  ];
  const ofR = [
    x === low ? 0 : asR((odds) => at(odds).upper - outside),
    x === last ? Number.POSITIVE_INFINITY : asR((odds) => at(odds).lower - outside),
  ];
  if (interval.some((bound, i) => Math.abs(bound - ofR[i]) > 1e-3 * bound))
    notes.push(say('statistics.interval-of-r', { low: ofR[0].toPrecision(6), high: ofR[1].toPrecision(6) }));
  if (!Number.isFinite(estimate)) notes.push(say('statistics.infinite-odds-ratio'));
  return result("Fisher's exact test", {
    ...null_,
    estimate: finite(estimate),
    estimateR: finite(estimateR),
    interval: interval.map(finite),
    intervalR: ofR.map(finite),
    effect: { oddsRatio: finite(estimate), oddsRatioInterval: interval.map(finite) },
    n,
    notes,
  });
}

/** All 2 × 2 tables with the same margins, by their first cell. */
interface Tables {
  row: number;
  column: number;
  n: number;
  /** The smallest and the largest first cell. */
  low: number;
  last: number;
}

/** Cells so many standard deviations off, and so many more, have a probability below the smallest number. */
const REACH = 40;
const BEYOND = 200;

/**
 * Logarithms of the probabilities of the first cells within `reach` of `centre`, relative to that of `centre`: each
 * from the one before, since at counts of 10⁹ logarithms of factorials no longer tell which tables
 * are equally probable.
 */
function logsAround({ row, column, n, low, last }: Tables, centre: number, reach: number) {
  const from = Math.max(low, Math.floor(centre - reach));
  const to = Math.min(last, Math.ceil(centre + reach));
  const logs = new Float64Array(to - from + 1);
  const step = (k: number) => Math.log(((column - k) / (k + 1)) * ((row - k) / (n - column - row + k + 1)));
  for (let k = centre; k < to; k++) logs[k + 1 - from] = logs[k - from] + step(k);
  for (let k = centre - 1; k >= from; k--) logs[k - from] = logs[k + 1 - from] - step(k);
  return { from, logs };
}

/** The p values at odds of 1. */
function underNull(tables: Tables, x: number): { p: number; greater: number; less: number } {
  const { row, column, n, low, last } = tables;
  const mode = Math.min(last, Math.max(low, Math.floor(((row + 1) * (column + 1)) / (n + 2))));
  const spread = Math.sqrt((((row / n) * column) / n) * (n - row) * ((n - column) / Math.max(1, n - 1)));
  const { from, logs } = logsAround(tables, mode, REACH * spread + BEYOND);
  const raw = logs.map(Math.exp);
  const total = raw.reduce((a, v) => a + v, 0);
  const observed = raw[x - from] ?? 0;
  const sumOf = (counts: (k: number, value: number) => boolean) =>
    Math.min(1, raw.reduce((a, value, i) => (counts(from + i, value) ? a + value : a), 0) / total);
  return {
    p: sumOf((_, value) => value <= observed * TIES),
    greater: sumOf((k) => k >= x),
    less: sumOf((k) => k <= x),
  };
}

/** By how much the mean of the first cell is above the observed one at given odds, and the probabilities that it is at
 * least or at most that. */
function underOdds(tables: Tables, x: number) {
  const few = tables.last - tables.low < BEYOND ** 2;
  const all = few ? logsAround(tables, x, BEYOND ** 2) : null;
  return (odds: number): { excess: number; upper: number; lower: number } => {
    const slope = Math.log(odds);
    const { from, logs } = all ?? likelyUnder(tables, slope);
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < logs.length; i++) most = Math.max(most, logs[i] + (from + i - x) * slope);
    let [total, below, above, own] = [0, 0, 0, 0];
    let moment = 0;
    for (let i = 0; i < logs.length; i++) {
      const off = from + i - x;
      const value = Math.exp(logs[i] + off * slope - most);
      total += value;
      moment += value * off;
      if (off < 0) below += value;
      else if (off > 0) above += value;
      else own = value;
    }
    return { excess: moment / total, upper: (above + own) / total, lower: (below + own) / total };
  };
}

/**
 * Logarithms around the most probable first cell at these odds. R sums over all tables; those left out here have a
 * probability of 0 at these odds, but far from the observed table: its search, which goes by the size of the excess,
 * would end elsewhere if that were summed around the observed one.
 */
function likelyUnder(tables: Tables, slope: number) {
  const { row, column, n, low, last } = tables;
  const rises = (k: number) =>
    Math.log(((column - k) / (k + 1)) * ((row - k) / (n - column - row + k + 1))) + slope > 0;
  let [mode, beyond] = [low, last];
  while (mode < beyond) {
    const middle = Math.floor((mode + beyond) / 2);
    if (rises(middle)) mode = middle + 1;
    else beyond = middle;
  }
  const cells = [mode, row - mode, column - mode, n - row - column + mode];
  const spread = Math.sqrt(1 / cells.reduce((a, cell) => a + 1 / (cell + 1), 0));
  return logsAround(tables, mode, REACH * spread + BEYOND);
}

/** The odds at which a monotone function is 0, found as R's fisher.test finds it. */
function asR(f: (odds: number) => number): number {
  const inside = Math.sign(f(1));
  if (inside === 0) return 1;
  const nearZero = Math.sign(f(1e-300));
  return nearZero !== inside ? uniroot((t) => f(t || 1e-300), 0, 1) : 1 / uniroot((t) => f(1 / t), 2 ** -52, 1);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The odds at which a monotone function is 0, to all digits. */
function solve(f: (odds: number) => number): number {
  return Math.exp(uniroot((log) => f(Math.exp(log)), -60, 60, 1e-15));
}

function fisherLarge(table: Counts, notes: Message[]): TestResult {
  const { rows, columns, n } = margins(table);
  const constant = [...rows, ...columns].reduce((a, m) => a + logGamma(m + 1), 0) - logGamma(n + 1);
  const observed = constant - table.flat().reduce((a, count) => a + logGamma(count + 1), 0);
  const exact = exactTail(rows, columns, constant, observed + Math.log(TIES));
  if (exact !== null) return result("Fisher's exact test", { p: Math.min(1, exact), n, notes });
  const { p, interval } = simulatedTail(rows, columns, observed, constant);
  return result("Fisher's exact test, simulated", {
    p,
    pInterval: interval,
    n,
    notes: [
      ...notes,
      say('statistics.simulated-p', {
        simulated: SIMULATED,
        low: interval[0].toFixed(5),
        high: interval[1].toFixed(5),
      }),
    ],
  });
}

/**
 * The probability of all tables with these margins that are at most as probable as the observed one. Column by column;
 * the remaining row totals are a node, and paths that reach a node with the same probability are one
 * (the network of Mehta & Patel 1983). A path whose completions all count is closed with their known total, one of
 * which none counts is dropped. Null when there are too many.
 */
function exactTail(rows: number[], columns: number[], constant: number, limit: number): number | null {
  const [along, across] = rows.length <= columns.length ? [columns, rows] : [rows, columns];
  const order = [...along].sort((a, b) => b - a);
  let p = 0;
  let steps = 0;
  let layer = new Map<string, Map<number, Path>>([
    [[...across].sort((a, b) => b - a).join(), new Map([[0, { log: constant, ways: 1 }]])],
  ]);
  for (let step = 0; step < order.length; step++) {
    const next = new Map<string, Map<number, Path>>();
    const bounds = new Map<string, Completions>();
    const rest = order.slice(step + 1);
    let states = 0;
    for (const [key, paths] of layer) {
      const left = key.split(',').map(Number);
      for (const { taken, log } of fillings(left, order[step])) {
        if (++steps > MOST_STEPS) return null;
        const after = left.map((value, i) => value - taken[i]).sort((a, b) => b - a);
        const name = after.join();
        let ahead = bounds.get(name);
        if (!ahead) bounds.set(name, (ahead = completions(after, rest)));
        for (const path of paths.values()) {
          const total = path.log + log;
          if (total + ahead.least > limit) continue;
          if (total + ahead.most <= limit) {
            p += path.ways * Math.exp(total + ahead.all);
            continue;
          }
          let node = next.get(name);
          if (!node) next.set(name, (node = new Map()));
          const bin = Math.round(total * 1e9);
          const before = node.get(bin);
          if (before) before.ways += path.ways;
          else {
            node.set(bin, { log: total, ways: path.ways });
            if (++states > MOST_STATES) return null;
          }
        }
      }
    }
    layer = next;
  }
  return p;
}

interface Path {
  log: number;
  ways: number;
}

/**
 * For the tables with the remaining totals: bounds of −Σ ln(x!) and the logarithm of its sum, Σ Π 1/x! = N! / (Π row! Π
 * column!).
 */
interface Completions {
  least: number;
  most: number;
  all: number;
}

function completions(rows: readonly number[], columns: readonly number[]): Completions {
  const n = columns.reduce((a, v) => a + v, 0);
  if (n === 0) return { least: 0, most: 0, all: 0 };
  const factorials = (values: readonly number[]) => values.reduce((a, v) => a + logGamma(v + 1), 0);
  if (columns.length === 1) return { least: -factorials(rows), most: -factorials(rows), all: -factorials(rows) };
  // Each line spread evenly gives the most, each line in one cell the least; the other margin is left out of account.
  const even = (lines: readonly number[], cells: number) => lines.reduce((a, v) => a - spread(v, cells), 0);
  return {
    least: Math.max(-factorials(rows), -factorials(columns)),
    most: Math.min(even(rows, columns.length), even(columns, rows.length)),
    all: logGamma(n + 1) - factorials(rows) - factorials(columns),
  };
}

/** Σ ln(x!) of a whole number spread over cells as evenly as it goes. */
function spread(amount: number, cells: number): number {
  const low = Math.floor(amount / cells);
  const more = amount - low * cells;
  return more * logGamma(low + 2) + (cells - more) * logGamma(low + 1);
}

/** Every way to take `amount` from what is left, with −Σ ln(taken!). */
function* fillings(
  left: readonly number[],
  amount: number,
  at = 0,
  taken: number[] = [],
  log = 0,
): Generator<{ taken: number[]; log: number }> {
  if (at === left.length - 1) {
    if (amount <= left[at]) yield { taken: [...taken, amount], log: log - logGamma(amount + 1) };
    return;
  }
  const room = left.slice(at + 1).reduce((a, v) => a + v, 0);
  for (let count = Math.max(0, amount - room); count <= Math.min(left[at], amount); count++)
    yield* fillings(left, amount - count, at + 1, [...taken, count], log - logGamma(count + 1));
}

/** Random tables with the same margins. */
function simulatedTail(
  rows: number[],
  columns: number[],
  observed: number,
  constant: number,
): { p: number; interval: [number, number] } {
  const logFactorial = logFactorials(rows.reduce((a, v) => a + v, 0));
  const random = new Random(1);
  const table = new Float64Array(rows.length * columns.length);
  let extreme = 0;
  for (let run = 0; run < SIMULATED; run++) {
    randomTable(random, rows, columns, logFactorial, table);
    let log = constant;
    for (let cell = 0; cell < table.length; cell++) log -= logFactorial(table[cell]);
    if (log <= observed + Math.log(TIES)) extreme++;
  }
  return { p: (extreme + 1) / (SIMULATED + 1), interval: wilsonInterval(extreme, SIMULATED) ?? [0, 1] };
}

export const FISHER = statistic({
  name: 'fisher',
  summary: say('statistic.fisher'),
  data: countTable.extend({ alternative, confidence }),
  example: {
    table: [
      [3, 1],
      [1, 3],
    ],
  },
  run: ({ alternative: side, ...data }) => onOneSide(fisher(data), side),
});
