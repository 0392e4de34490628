import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { mean } from '../descriptive.ts';
import { Random } from '../random.ts';
import { percentileInterval } from '../intervals.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { nodeName, statistic } from '../statistic.ts';

type Move = [from: string, to: string, stratum?: string];
const DIRECTIONS = ['up', 'down', 'same'] as const;
type Direction = (typeof DIRECTIONS)[number];
type Counts = Record<Direction, number>;

interface NullModelData {
  moves: Move[];
  levels: Record<string, number | null>;
  draws?: number;
  seed?: number;
}

/** Moves of one stratum, by the index of their institutions. */
interface Stratum {
  from: Int32Array;
  to: Int32Array;
}

/** Fewer draws say little about small p. */
const ENOUGH_DRAWS = 1000;

/**
 * Moves up, down and within a level against chance: destinations are permuted among the moves of a stratum, so that
 * every institution keeps its numbers of leavers and arrivals, and nobody moves to where they are. Draws come from a
 * Markov chain over all such permutations (pairs exchanged, triples turned). p counts the draws with at least as many:
 * (b + 1) / (draws + 1). Level 1 is the highest.
 */
export function nullModel({ moves, levels, draws = ENOUGH_DRAWS, seed = 1 }: NullModelData): TestResult {
  const stayed = moves.filter(([from, to]) => from === to).length;
  const ranked = moves.filter(
    ([from, to]) => from !== to && levelOf(levels, from) !== null && levelOf(levels, to) !== null,
  );
  if (ranked.length < 2) throw unusable(say('statistics.null-model-needs-moves', { n: ranked.length }));
  const names = [...new Set(ranked.flatMap(([from, to]) => [from, to]))];
  const index = new Map(names.map((name, i) => [name, i]));
  const level = names.map((name) => levelOf(levels, name) as number);
  const strata = [...Map.groupBy(ranked, ([, , stratum = '']) => stratum).values()].map(
    (list): Stratum => ({
      from: Int32Array.from(list, ([from]) => index.get(from) as number),
      to: Int32Array.from(list, ([, to]) => index.get(to) as number),
    }),
  );
  const observed = countsOf(strata, level);
  const random = new Random(seed);
  const drawn = Object.fromEntries(DIRECTIONS.map((one) => [one, new Float64Array(draws)])) as Record<
    Direction,
    Float64Array
  >;
  const walking = strata.map(({ from, to }) => ({ from, to: to.slice() }));
  for (let draw = 0; draw < draws; draw++) {
    for (const stratum of walking) walk(stratum, random);
    const counts = countsOf(walking, level);
    for (const one of DIRECTIONS) drawn[one][draw] = counts[one];
  }
  const of = <T>(pick: (one: Direction) => T) =>
    Object.fromEntries(DIRECTIONS.map((one) => [one, pick(one)])) as Record<Direction, T>;
  const share = (values: Float64Array, holds: (count: number) => boolean) =>
    (values.filter(holds).length + 1) / (draws + 1);
  const unranked = moves.length - stayed - ranked.length;
  const notes: Message[] = [
    ...(stayed > 0 ? [say('statistics.self-moves-left-out', { n: stayed })] : []),
    ...(unranked > 0 ? [say('statistics.moves-without-level', { n: unranked })] : []),
    ...(draws < ENOUGH_DRAWS ? [say('statistics.few-draws', { draws })] : []),
    ...(DIRECTIONS.every((one) => drawn[one].every((count) => count === observed[one]))
      ? [say('statistics.null-model-fixed')]
      : []),
  ];
  return result('Degree-preserving null model', {
    observed,
    expected: of((one) => mean(drawn[one])),
    p: of((one) => share(drawn[one], (count) => count >= observed[one])),
    interval: of((one) => percentileInterval(drawn[one])),
    pFewer: of((one) => share(drawn[one], (count) => count <= observed[one])),
    draws,
    seed,
    strata: strata.length,
    n: ranked.length,
    excluded: moves.length - ranked.length,
    notes,
  });
}

function levelOf(levels: Record<string, number | null>, name: string): number | null {
  return Object.hasOwn(levels, name) ? levels[name] : null;
}

function countsOf(strata: readonly Stratum[], level: readonly number[]): Counts {
  const counts: Counts = { up: 0, down: 0, same: 0 };
  for (const { from, to } of strata)
    for (let i = 0; i < from.length; i++) {
      const change = level[to[i]] - level[from[i]];
      counts[change < 0 ? 'up' : change > 0 ? 'down' : 'same']++;
    }
  return counts;
}

/** Enough steps that a draw forgets the one before; some multiple of n ln n exchanges mixes a permutation. */
function walk({ from, to }: Stratum, random: Random): void {
  const n = from.length;
  if (n < 2) return;
  const steps = Math.ceil(n * (Math.log(n) + 3));
  for (let step = 0; step < steps; step++) {
    const i = random.below(n);
    const j = random.below(n);
    if (n > 2 && step % 2 === 1) {
      // Three institutions in a ring can only be turned, never exchanged in pairs.
      const k = random.below(n);
      if (i === j || j === k || i === k) continue;
      if (from[i] === to[j] || from[j] === to[k] || from[k] === to[i]) continue;
      [to[i], to[j], to[k]] = [to[j], to[k], to[i]];
    } else {
      if (from[i] === to[j] || from[j] === to[i]) continue;
      [to[i], to[j]] = [to[j], to[i]];
    }
  }
}

export const NULL_MODEL = statistic({
  name: 'null-model',
  summary: say('statistic.null-model'),
  data: z.object({
    moves: z.array(z.union([z.tuple([nodeName, nodeName, nodeName]), z.tuple([nodeName, nodeName])])).min(1),
    levels: z.record(z.string(), z.number().nullable()),
    draws: z.number().int().min(1).max(100_000).default(ENOUGH_DRAWS),
    seed: z.number().int().min(0).default(1),
  }),
  example: {
    moves: [
      ['Alpha', 'Beta', '2010s'],
      ['Beta', 'Gamma', '2010s'],
      ['Alpha', 'Gamma', '2010s'],
      ['Gamma', 'Alpha', '2010s'],
    ],
    levels: { Alpha: 1, Beta: 2, Gamma: 3 },
    draws: 1000,
    seed: 1,
  },
  run: nullModel,
});
