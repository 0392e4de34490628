import { inverse, Matrix, solve } from 'ml-matrix';
import { say } from '../../../../shared/messages/say.ts';
import { springRank } from '../../../statistics/networks/springrank.ts';
import { Random } from '../../../statistics/random.ts';
import { unusable } from '../../../statistics/result.ts';
import { percentileInterval, wilsonInterval } from '../../../statistics/intervals.ts';
import { printed, readData } from '../r-code.ts';
import { column, type FindingDefinition, HIGH, type Heard, LOW, table } from './finding.ts';

/** More institutions take too long to be solved for each scholar apart. */
const MOST_INSTITUTIONS = 1500;
const BOOTSTRAPS = 100;
/** Of a scholar without whose moves an institution hangs on nothing. */
const DISCONNECTED = 1e-9;
const LEVELS = 4;

interface Edge {
  scholar: number;
  from: string;
  to: string;
}

/**
 * Prestige of institutions from the study's own moves (SpringRank), also for those that no ranking lists. Whether a
 * scholar moved down is told from scores to which this scholar's moves did not contribute.
 */
export const PRESTIGE: FindingDefinition = {
  name: 'prestige',
  question: say('finding.prestige'),
  inputs: [],
  reads: { moves: 'all', scholars: [] },
  compute(input, heard) {
    const all = input.moves
      .filter(({ outcome, from, to }) => outcome === 'moved' && from !== to)
      .map(({ scholar, from, to }): Edge => ({ scholar, from, to }));
    if (all.length < 3) throw unusable(say('statistics.springrank-needs-moves'));
    const kept = largestPart(all);
    const edges = all.filter(({ from }) => kept.has(from));
    const names = [...kept];
    if (names.length > MOST_INSTITUTIONS)
      throw unusable(say('finding.too-many-institutions', { n: names.length, most: MOST_INSTITUTIONS }));
    const scores = scoresOf(edges);
    heard(0.1);
    const own = edges.filter(({ from, to }) => scores[from] > scores[to]).length;
    const { down, rated } = withoutThemselves(edges, names, scores);
    heard(0.4);
    const ranges = bootstrapRanges(edges, names, (fraction) => heard(0.4 + 0.6 * fraction));
    const order = names.toSorted((a, b) => scores[b] - scores[a]);
    const share = (count: number, of: number) => ({
      number: of === 0 ? null : (100 * count) / of,
      style: 'result' as const,
      decimals: 1,
    });
    const interval = wilsonInterval(down, rated) ?? [0, 1];
    const data = {
      head: ['scholar', 'from', 'to'],
      rows: edges.map(({ scholar, from, to }) => [scholar + 1, names.indexOf(from) + 1, names.indexOf(to) + 1]),
    };
    return {
      p: null,
      title: say('finding.prestige-title'),
      tables: [
        table(
          'scores',
          say('finding.scores'),
          [
            column('institution', say('finding.institution')),
            column('score', say('finding.score')),
            column('rank', say('finding.rank')),
            column('low', say('finding.best-rank')),
            column('high', say('finding.worst-rank')),
            column('level', say('finding.level-of-score')),
            column('moves', say('finding.moves'), 'count'),
          ],
          order.map((name, i) => [
            name,
            scores[name],
            i + 1,
            ...(ranges.get(name) as [number, number]),
            Math.min(LEVELS, 1 + Math.floor((LEVELS * i) / order.length)),
            edges.filter(({ from, to }) => from === name || to === name).length,
          ]),
        ),
        table(
          'downward',
          say('finding.downward-shares'),
          [
            column('scores', say('finding.whose-scores')),
            column('downward', say('flow.downward'), 'count'),
            column('n', say('finding.moves'), 'count'),
            column('percent', '%'),
            LOW,
            HIGH,
          ],
          (
            [
              ['without the scholar', say('finding.without-the-scholar'), down, rated],
              ['with the scholar', say('finding.with-the-scholar'), own, edges.length],
            ] as const
          ).map(([key, label, count, of]) => {
            const [low, high] = wilsonInterval(count, of) ?? [null, null];
            return [
              { key, label },
              count,
              of,
              of === 0 ? null : (100 * count) / of,
              low === null ? null : 100 * low,
              high === null ? null : 100 * high,
            ];
          }),
        ),
      ],
      sentences: [
        say('finding.prestige-sentence', {
          down,
          rated,
          percent: share(down, rated),
          low: { number: 100 * interval[0], style: 'result', decimals: 1 },
          high: { number: 100 * interval[1], style: 'result', decimals: 1 },
          own: share(own, edges.length),
        }),
      ],
      methods: [say('finding.prestige-methods', { bootstraps: BOOTSTRAPS })],
      notes: [
        ...(edges.length < all.length ? [say('finding.smaller-parts', { n: all.length - edges.length })] : []),
        ...(rated < edges.length ? [say('finding.only-link', { n: edges.length - rated })] : []),
        say('finding.overlapping-ranks'),
      ],
      plot: null,
      code: {
        data,
        packages: [],
        script: [
          readData(data),
          'k <- max(data$from, data$to)',
          'a <- unclass(table(factor(data$from, 1:k), factor(data$to, 1:k)))',
          'score <- function(a) { l <- diag(rowSums(a) + colSums(a)) - a - t(a)',
          '  s <- solve(l + 1 / k, rowSums(a) - colSums(a)); s - min(s) }',
          's <- score(a)',
          printed('highest', 'max(s)'),
          printed('own', 'sum(s[data$from] > s[data$to])'),
          '# Each scholar by scores without their moves; those that alone link an institution are left out.',
          'down <- rated <- 0',
          'for (one in unique(data$scholar)) { mine <- data[data$scholar == one, ]',
          '  b <- a - unclass(table(factor(mine$from, 1:k), factor(mine$to, 1:k)))',
          '  l <- diag(rowSums(b) + colSums(b)) - b - t(b) + 1 / k',
          '  if (min(abs(eigen(l, TRUE, TRUE)$values)) < 1e-8) next',
          '  t <- solve(l, rowSums(b) - colSums(b)); rated <- rated + nrow(mine)',
          '  down <- down + sum(t[mine$from] - t[mine$to] > 1e-9) }',
          printed('rated', 'rated'),
          printed('down', 'down'),
        ].join('\n'),
        values: { highest: Math.max(...names.map((name) => scores[name])), own, rated, down },
      },
    };
  },
};

/** The institutions of the largest part that moves hold together. */
function largestPart(edges: readonly Edge[]): Set<string> {
  const parent = new Map<string, string>();
  const root = (name: string): string => {
    let at = name;
    while ((parent.get(at) ?? at) !== at) at = parent.get(at) as string;
    return at;
  };
  for (const { from, to } of edges) parent.set(root(from), root(to));
  const parts = Map.groupBy(new Set(edges.flatMap(({ from, to }) => [from, to])), root);
  const sizes = [...parts.values()].sort((a, b) => b.length - a.length);
  return new Set(sizes[0]);
}

function scoresOf(edges: readonly Edge[]): Record<string, number> {
  const counts = new Map<string, [string, string, number]>();
  for (const { from, to } of edges) {
    const known = counts.get(`${from}\n${to}`);
    if (known) known[2]++;
    else counts.set(`${from}\n${to}`, [from, to, 1]);
  }
  return springRank({ edges: [...counts.values()] }).scores as Record<string, number>;
}

/**
 * Which moves went down by scores without the scholar: taking k edges out of the Laplacian changes the differences δ
 * along them to (I − G)⁻¹ (δ − G 1), G being the edges' mutual resistances, so that nothing is solved again.
 */
function withoutThemselves(
  edges: readonly Edge[],
  names: readonly string[],
  scores: Readonly<Record<string, number>>,
): { down: number; rated: number } {
  const index = new Map(names.map((name, i) => [name, i]));
  const ties = edges.map(({ from, to }) => [index.get(from) as number, index.get(to) as number] as const);
  const laplacian = new Matrix(names.length, names.length).fill(1 / names.length);
  for (const [i, j] of ties) {
    laplacian.set(i, i, laplacian.get(i, i) + 1);
    laplacian.set(j, j, laplacian.get(j, j) + 1);
    laplacian.set(i, j, laplacian.get(i, j) - 1);
    laplacian.set(j, i, laplacian.get(j, i) - 1);
  }
  const inverted = inverse(laplacian);
  let down = 0;
  let rated = 0;
  for (const mine of Map.groupBy(edges.keys(), (at) => edges[at].scholar).values()) {
    const resistance = new Matrix(
      mine.map((a) =>
        mine.map((b) => {
          const [[i, j], [k, l]] = [ties[a], ties[b]];
          return inverted.get(i, k) - inverted.get(i, l) - inverted.get(j, k) + inverted.get(j, l);
        }),
      ),
    );
    const left = Matrix.eye(mine.length).sub(resistance);
    if (isSingular(left)) continue;
    const right = Matrix.columnVector(
      mine.map((at, a) => {
        const { from, to } = edges[at];
        return scores[from] - scores[to] - mine.reduce((total, _, b) => total + resistance.get(a, b), 0);
      }),
    );
    const differences = solve(left, right).to1DArray();
    rated += mine.length;
    down += differences.filter((difference) => difference > DISCONNECTED).length;
  }
  return { down, rated };
}

/** Of a symmetric matrix of few rows, by its smallest pivot. */
function isSingular(matrix: Matrix): boolean {
  const rows = matrix.to2DArray();
  for (let i = 0; i < rows.length; i++) {
    if (rows[i][i] < DISCONNECTED) return true;
    for (const below of rows.slice(i + 1)) {
      const factor = below[i] / rows[i][i];
      for (let j = i; j < rows.length; j++) below[j] -= factor * rows[i][j];
    }
  }
  return false;
}

/** The middle 95 % of an institution's ranks when scholars are drawn again. */
function bootstrapRanges(
  edges: readonly Edge[],
  names: readonly string[],
  heard: Heard,
): Map<string, [number, number]> {
  const scholars = [...Map.groupBy(edges, ({ scholar }) => scholar).values()];
  const random = new Random(1);
  const ranks = new Map(names.map((name) => [name, [] as number[]]));
  for (let draw = 0; draw < BOOTSTRAPS; draw++) {
    heard(draw / BOOTSTRAPS);
    const drawn = scholars.flatMap(() => scholars[random.below(scholars.length)]);
    const scores = scoresOf(drawn);
    Object.keys(scores)
      .sort((a, b) => scores[b] - scores[a])
      .forEach((name, i) => void ranks.get(name)?.push(i + 1));
  }
  return new Map(
    [...ranks].map(([name, list]) => [
      name,
      list.length === 0 ? [1, names.length] : percentileInterval(Float64Array.from(list)),
    ]),
  );
}
