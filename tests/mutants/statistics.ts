import type { Mutant } from './mutant.ts';

const ROOM = 'src/core/statistics';
const AGAINST_R = 'tests/mobility/statistics.test.ts';
const LIMITS = 'tests/mobility/statistics-limits.test.ts';
const UNIT = 'tests/unit/statistics.test.ts';

/** Tests, coefficients and random numbers, each beside what R and others print. */
export const STATISTICAL: readonly Mutant[] = [
  {
    name: 'statistics/Holm as Bonferroni',
    file: `${ROOM}/tests/adjust.ts`,
    from: 'value * (order.length - rank)',
    to: 'value * order.length',
    tests: UNIT,
  },
  {
    name: 'statistics/Holm not monotone',
    file: `${ROOM}/tests/adjust.ts`,
    from: 'largest = Math.max(largest, Math.min(1, value',
    to: 'largest = Math.max(0, Math.min(1, value',
    tests: UNIT,
  },
  {
    name: 'statistics/paired t with n degrees of freedom',
    file: `${ROOM}/tests/paired-t.ts`,
    from: 'tTwoSided(t, n - 1)',
    to: 'tTwoSided(t, n)',
    tests: UNIT,
  },
  {
    name: 'statistics/bootstrap draws no listener twice',
    file: `${ROOM}/resamples.ts`,
    from: 'weights[cluster[random.below(cluster.length)]]++',
    to: 'weights[cluster[i]]++',
    tests: UNIT,
  },
  {
    name: 'statistics/90 % interval for 95 %',
    file: `${ROOM}/intervals.ts`,
    from: 'return [at(0.025), at(0.975)]',
    to: 'return [at(0.05), at(0.95)]',
    tests: UNIT,
  },
  {
    name: 'statistics/Wilson without its centre',
    file: `${ROOM}/intervals.ts`,
    from: '(share + z2 / (2 * total)) / (1 + z2 / total)',
    to: 'share',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/Fisher: no tolerance for ties',
    file: `${ROOM}/tests/fisher.ts`,
    from: 'const TIES = 1 + 1e-7;',
    to: 'const TIES = 1 - 1e-7;',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/McNemar without correction',
    file: `${ROOM}/tests/paired-tables.ts`,
    from: 'Math.max(0, Math.abs(b - c) - 1) ** 2',
    to: 'Math.max(0, Math.abs(b - c)) ** 2',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/Stuart–Maxwell: half a covariance',
    file: `${ROOM}/tests/paired-tables.ts`,
    from: '-(table[i][j] + table[j][i])',
    to: '-table[i][j]',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/χ²: a degree of freedom too many',
    file: `${ROOM}/tests/chi-square.ts`,
    from: '(rows.length - 1) * (columns.length - 1)',
    to: '(rows.length - 1) * columns.length',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/Kruskal without correction for ties',
    file: `${ROOM}/tests/ranks.ts`,
    from: '(1 - ties / (n ** 3 - n))',
    to: '(1 - (0 * ties) / (n ** 3 - n))',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/Wilcoxon without correction for ties',
    file: `${ROOM}/tests/ranks.ts`,
    from: '/ 24 - ties / 48)',
    to: '/ 24 - (0 * ties) / 48)',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/Wilcoxon without continuity correction',
    file: `${ROOM}/tests/ranks.ts`,
    from: 'const normal = normalTwoSided(Math.max(0, Math.abs(z) - 0.5) / deviation)',
    to: 'const normal = normalTwoSided(Math.max(0, Math.abs(z)) / deviation)',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/κ: weights exchanged',
    file: `${ROOM}/agreement/kappa.ts`,
    from: "weights === 'linear'",
    to: "weights !== 'linear'",
    tests: AGAINST_R,
  },
  {
    name: 'statistics/agreement not corrected for chance',
    file: `${ROOM}/agreement/chance-corrected.ts`,
    from: '(percent - expected) / (1 - expected)',
    to: '(percent - 0 * expected) / (1 - 0 * expected)',
    tests: AGAINST_R,
  },
  {
    name: 'statistics/a large intercept taken for separation',
    file: `${ROOM}/models/regression.ts`,
    from: 'Math.abs(fit.estimate[at] * spread[column])',
    to: 'Math.abs(fit.estimate[0])',
    tests: LIMITS,
  },
  {
    name: 'statistics/the first class is the reference',
    file: `${ROOM}/models/design.ts`,
    from: '.sort(([, a], [, b]) => b - a)',
    to: '.sort(([, a], [, b]) => 0 * (b - a))',
    tests: LIMITS,
  },
  {
    name: 'statistics/an absent class counts',
    file: `${ROOM}/models/design.ts`,
    from: 'levels.filter((level) => !absent.includes(level))',
    to: 'levels.filter((level) => absent.length >= 0 || !absent.includes(level))',
    tests: LIMITS,
  },
  {
    name: 'statistics/χ² underflows',
    file: `${ROOM}/distributions.ts`,
    from: 'const UNDERFLOWS = 1400;',
    to: 'const UNDERFLOWS = 14000000;',
    tests: LIMITS,
  },
  {
    name: 'statistics/ε² with the chance of the resamples',
    file: `${ROOM}/tests/ranks.ts`,
    from: '(resampled ?? 0) - (groups.length - 1)',
    to: '(resampled ?? 0)',
    tests: LIMITS,
  },
  {
    name: 'statistics/complete agreement is certain',
    file: `${ROOM}/agreement/units.ts`,
    from: 'export const NO_SPREAD = 1e-9;',
    to: 'export const NO_SPREAD = -1;',
    tests: LIMITS,
  },
  {
    name: 'statistics/every seed the same numbers',
    file: `${ROOM}/random.ts`,
    from: 'let s = seed >>> 0;',
    to: 'let s = (0 * seed) >>> 0;',
    tests: 'tests/mobility/rules.test.ts',
  },
];
