import type { Mutant } from './mutant.ts';

const EVALUATION = 'tests/models/evaluation.test.ts';
const GOLDEN = 'tests/models/golden.test.ts';
const PROTOCOLS = 'tests/models/protocols.test.ts';

/** Splits, measures and how sure they are. */
export const EVALUATIONS: readonly Mutant[] = [
  {
    name: 'evaluation/range of ratings from all rows',
    file: 'src/core/recommender/evaluation/evaluate.ts',
    from:
      'const { ratings, scale } = fitRatings({ conversion: this.#spec.conversion, unit: valueUnit }, ' +
      'interactions);',
    to: `const { ratings } = fitRatings({ conversion: this.#spec.conversion, unit: valueUnit }, interactions);
    const { scale } = fitRatings({ conversion: this.#spec.conversion, unit: valueUnit }, this.#data.interactions);`,
    tests: EVALUATION,
  },
  {
    name: 'evaluation/cold bootstrap not clustered',
    file: 'src/core/recommender/evaluation/summary.ts',
    from: 'cold ? fold : 0',
    to: 'cold ? 0 : 0 * fold',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/mean over seeds of one fold only',
    file: 'src/core/recommender/evaluation/summary.ts',
    from: 'meanOf(records.map(({ repeats }) => meanOf(',
    to: 'meanOf(records.slice(0, 1).map(({ repeats }) => meanOf(',
    tests: EVALUATION,
  },
  {
    name: "evaluation/the listener's own songs compete",
    file: 'src/core/recommender/evaluation/measure.ts',
    from: 'for (const item of own) states[item] = EXCLUDED;',
    to: '',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/songs that do not compete are in the lists',
    file: 'src/core/recommender/evaluation/measure.ts',
    from: '(candidate ? OTHER : EXCLUDED)',
    to: '(candidate ? OTHER : OTHER)',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/errors of songs that nobody played',
    file: 'src/core/recommender/evaluation/measure.ts',
    from: 'if (!test.known[items[i]] && !coldToo) continue;',
    to: '',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/NDCG: ideal of n songs, not of the relevant',
    file: 'src/core/recommender/measures/lists.ts',
    from: 'rank <= ideal(list); rank++) best',
    to: 'rank <= list.n; rank++) best',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/NDCG: natural discount',
    file: 'src/core/recommender/measures/lists.ts',
    from: 'gained += 1 / Math.log2(rank + 1)',
    to: 'gained += 1 / Math.log2(rank + 2)',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/precision divides by the hits possible',
    file: 'src/core/recommender/measures/lists.ts',
    from: 'of: ({ n, hitRanks }) => hitRanks.length / n',
    to: 'of: ({ n, relevant, hitRanks }) => hitRanks.length / Math.min(n, relevant)',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/MAP divides by all relevant',
    file: 'src/core/recommender/measures/lists.ts',
    from: 'return sum / ideal(list)',
    to: 'return sum / list.relevant',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/MSLE without the clip at 0',
    file: 'src/core/recommender/measures/rating-errors.ts',
    from: 'Math.log1p(truth) - Math.log1p(Math.max(0, predicted))',
    to: 'Math.log(truth) - Math.log(Math.max(0.1, predicted))',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/NMAE not divided by the range',
    file: 'src/core/recommender/measures/rating-errors.ts',
    from: 'meanError / (maximum - minimum)',
    to: 'meanError / (maximum - 0 * minimum)',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/ties of whole rankings count in full',
    file: 'src/core/recommender/measures/whole-ranking.ts',
    from: 'right -= 0.5',
    to: 'right -= 0',
    tests: 'tests/unit/statistics.test.ts',
  },
  {
    name: 'evaluation/ties to the higher index',
    file: 'src/core/recommender/numeric/top-n.ts',
    from: 'scores[b] - scores[a] || a - b',
    to: 'scores[b] - scores[a] || b - a',
    tests: 'tests/unit/metrics.test.ts',
  },
  {
    name: 'evaluation/half of equal counts forgotten in percentiles',
    file: 'src/core/recommender/data/ratings.ts',
    from: '(fewer + same / 2)',
    to: '(fewer + same)',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/percentiles of training rows from their end',
    file: 'src/core/recommender/data/ratings.ts',
    from: '(i + (end - i) / 2)',
    to: '(i + (end - i))',
    tests: GOLDEN,
  },
  {
    name: 'evaluation/novelty with natural logarithms',
    file: 'src/core/recommender/measures/catalogue.ts',
    from: 'information -= Math.log2(',
    to: 'information -= Math.log(',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/inequality of songs upside down',
    file: 'src/core/recommender/measures/catalogue.ts',
    from: '(2 * (i + 1) - songs - 1) * count',
    to: '(songs + 1 - 2 * (i + 1)) * count',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/search takes the worst',
    file: 'src/core/recommender/experiments/search.ts',
    from: 'trial.score > before.score',
    to: 'trial.score < before.score',
    tests: EVALUATION,
  },
  {
    name: 'evaluation/temporal: the past is tested',
    file: 'src/core/recommender/protocols/temporal.ts',
    from: 'times[row] >= cutOff',
    to: 'times[row] < cutOff',
    tests: PROTOCOLS,
  },
  {
    name: 'evaluation/held-out listeners stay in training',
    file: 'src/core/recommender/protocols/held-out-listeners.ts',
    from: 'splitBy(data, (_row, u) => foldOf[u] === fold + 1)',
    to: 'splitBy(data, (_row, u) => foldOf[u] === fold + 2)',
    tests: PROTOCOLS,
  },
  {
    name: 'evaluation/held-out rows stay in training',
    file: 'src/core/recommender/splits/split.ts',
    from: 'isHeld[row] = 1;',
    to: 'isHeld[row] = row % 7 === 0 ? 0 : 1;',
    tests: PROTOCOLS,
  },
  {
    name: 'evaluation/artist-cold by song only',
    file: 'src/core/recommender/protocols/held-out-songs.ts',
    from: 'data.features.artists[song] >= 0 ?',
    to: 'data.features.artists[song] >= 1e6 ?',
    tests: PROTOCOLS,
  },
  {
    name: 'evaluation/folds of one listener overlap',
    file: 'src/core/recommender/splits/split.ts',
    from: 'place[row] < (index + 1) * k',
    to: 'place[row] <= (index + 1) * k',
    tests: PROTOCOLS,
  },
];
