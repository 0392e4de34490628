import type { Bilingual, Label, Message, MessageValue } from '../messages/message.ts';
import { type MessageId, say } from '../messages/say.ts';
import { formatNumber, formatP, formatResult } from '../number-format.ts';
import type { WeightedShares } from './results.ts';

/** One test in a plain sentence: what it shows or does not, its numbers, how many were left out. */
export interface Told {
  name: string;
  method: string;
  statistic: number | null;
  df: number | number[] | null;
  p: number | null;
  effect: Record<string, unknown>;
  n: number;
  excluded: number;
}

const SHOWN_BELOW = 0.05;

const EFFECTS = {
  cramersV: 'effect.cramersV',
  cohensW: 'effect.cohensW',
  rankBiserial: 'effect.rankBiserial',
  epsilonSquared: 'effect.epsilonSquared',
  sharePositive: 'effect.sharePositive',
  shareAboveDiagonal: 'effect.shareAboveDiagonal',
  oddsRatio: 'effect.oddsRatio',
  cohensD: 'effect.cohensD',
  cohensDz: 'effect.cohensDz',
  mcFaddenR2: 'effect.mcFaddenR2',
  pseudoR2: 'effect.pseudoR2',
  cohensG: 'effect.cohensG',
  share: 'effect.share',
  percent: 'effect.percent',
  shareStaying: 'effect.shareStaying',
} as const satisfies Record<string, MessageId>;

/** The usual name of an effect size. */
export function effectLabel(name: string): Label {
  return isKnownEffect(name) ? say(EFFECTS[name], { value: '' }) : name;
}

function isKnownEffect(name: string): name is keyof typeof EFFECTS {
  return Object.hasOwn(EFFECTS, name);
}

/** By the `method` of a result, which names the variant that was used. */
const METHODS: Readonly<Record<string, MessageId>> = {
  "Pearson's chi-square test of independence": 'method.chi-square',
  'Chi-square goodness of fit': 'method.goodness-of-fit',
  "Fisher's exact test": 'method.fisher',
  "Fisher's exact test, simulated": 'method.fisher-simulated',
  "McNemar's test": 'method.mcnemar',
  "Bowker's test of symmetry": 'method.bowker',
  'Stuart–Maxwell test of marginal homogeneity': 'method.stuart-maxwell',
  'Sign test': 'method.sign',
  'Wilcoxon signed-rank test, exact': 'method.wilcoxon-exact',
  'Wilcoxon signed-rank test, normal approximation with continuity correction': 'method.wilcoxon-normal',
  'Wilcoxon signed-rank test, normal approximation without continuity correction': 'method.wilcoxon-plain',
  'Mann–Whitney test, normal approximation without continuity correction': 'method.mann-whitney-plain',
  'Mann–Whitney test, exact': 'method.mann-whitney-exact',
  'Mann–Whitney test, normal approximation with continuity correction': 'method.mann-whitney-normal',
  'Kruskal–Wallis test': 'method.kruskal',
  'One-sample t test': 'method.one-sample-t',
  'Paired t test': 'method.paired-t',
  "Welch's t test": 'method.welch-t',
  "Student's t test": 'method.student-t',
  'Wilson score interval': 'method.wilson',
  "Cohen's kappa": 'method.kappa',
  "Fleiss' kappa": 'method.fleiss',
  "Gwet's AC1": 'method.ac1',
  'Transition matrix': 'method.transition',
  'Logistic regression': 'method.logistic',
  'Ordinal logistic regression': 'method.ordinal',
  'Multinomial logistic regression': 'method.multinomial',
  "Gwet's AC2, linear weights": 'method.ac2-linear',
  "Gwet's AC2, quadratic weights": 'method.ac2-quadratic',
  "Gwet's AC2, ordinal weights": 'method.ac2-ordinal',
  "Gwet's AC2, radical weights": 'method.ac2-radical',
  "Fleiss' kappa, linear weights": 'method.fleiss-linear',
  "Fleiss' kappa, quadratic weights": 'method.fleiss-quadratic',
  "Fleiss' kappa, ordinal weights": 'method.fleiss-ordinal',
  "Fleiss' kappa, radical weights": 'method.fleiss-radical',
  "Cohen's kappa, linear weights": 'method.kappa-linear',
  "Cohen's kappa, quadratic weights": 'method.kappa-quadratic',
  "Krippendorff's alpha (nominal)": 'method.alpha-nominal',
  "Krippendorff's alpha (ordinal)": 'method.alpha-ordinal',
  "Krippendorff's alpha (interval)": 'method.alpha-interval',
  'Kaplan–Meier estimate': 'method.kaplan-meier',
  'Cox regression (efron)': 'method.cox-efron',
  'Cox regression (breslow)': 'method.cox-breslow',
  'Competing risks': 'method.competing-risks',
  'Sequence distances (OM)': 'method.sequence-distances-om',
  'Sequence distances (HAM)': 'method.sequence-distances-ham',
  'Sequence distances (LCS)': 'method.sequence-distances-lcs',
  'Clusters of sequences (Ward)': 'method.sequence-clusters-ward',
  'Clusters of sequences (PAM)': 'method.sequence-clusters-pam',
  'Clusters of sequences, given': 'method.sequence-clusters-given',
  'Discrete-time hazards (cloglog)': 'method.discrete-time',
  SpringRank: 'method.springrank',
  'Mixed linear regression (REML)': 'method.mixed-linear-reml',
  'Mixed linear regression (ML)': 'method.mixed-linear-ml',
  'Mobility table': 'method.mobility-table',
  'Difference of two shares': 'method.share-difference',
  'Description of sequences': 'method.sequence-description',
  'Number of clusters': 'method.sequence-cluster-number',
  'Degree-preserving null model': 'method.null-model',
  'Mixed logistic regression': 'method.mixed-logistic',
  "Units for Cohen's kappa": 'method.kappa-sample-size',
  "Units for Krippendorff's alpha": 'method.alpha-sample-size',
  "Units for Gwet's AC1": 'method.ac1-sample-size',
  'Adjusted p values (holm)': 'method.adjust-holm',
  'Adjusted p values (bh)': 'method.adjust-bh',
  'Adjusted p values (bonferroni)': 'method.adjust-bonferroni',
  'Adjusted p values (hochberg)': 'method.adjust-hochberg',
  'Adjusted p values (hommel)': 'method.adjust-hommel',
  'Adjusted p values (by)': 'method.adjust-by',
};

/** A test's name, with the variant that was used; one without a translation keeps its name. */
export function methodLabel(method: string): Label {
  return Object.hasOwn(METHODS, method) ? say(METHODS[method]) : method;
}

/** The symbol that papers use for a test's statistic. */
const LETTERS: Record<string, string> = {
  'chi-square': 'χ²',
  mcnemar: 'χ²',
  bowker: 'χ²',
  'stuart-maxwell': 'χ²',
  sign: 'S',
  wilcoxon: 'V',
  'mann-whitney': 'U',
  kruskal: 'H',
  't-test': 't',
  logistic: 'χ²',
  ordinal: 'χ²',
  multinomial: 'χ²',
  'kaplan-meier': 'χ²',
  cox: 'χ²',
};

/** What the test shows or does not, with its numbers as papers print them: `χ²(2) = 0.710, p = 0.701, n = 169`. */
export function sentenceOf(test: Told): Message {
  const { name, method, statistic, df, p, n, excluded } = test;
  const degrees = typeof df === 'number' ? `(${formatResult(df, 'en')})` : '';
  const numbers: (string | Message)[] = [
    ...(statistic === null ? [] : [`${LETTERS[name] ?? 'T'}${degrees} = ${formatResult(statistic, 'en')}`]),
    ...(p === null ? [] : [`p ${formatP(p, 'en')}`]),
    ...effectTexts(test.effect),
    `n = ${formatNumber(n, 'en')}`,
    ...(excluded > 0 ? [say('test-sentence.left-out', { n: excluded })] : []),
  ];
  const values = { method: methodLabel(method), numbers };
  if (p === null) return say('test-sentence.not-possible', values);
  return p < SHOWN_BELOW ? say('test-sentence.difference', values) : say('test-sentence.no-difference', values);
}

function effectTexts(effect: Record<string, unknown>): Message[] {
  const name = Object.keys(EFFECTS)
    .filter(isKnownEffect)
    .find((one) => typeof effect[one] === 'number');
  if (!name) return [];
  const interval = effect[`${name}Interval`] as [number | null, number | null] | undefined;
  const known = Array.isArray(interval) && interval.every((bound) => typeof bound === 'number');
  const range = known ? ` [${interval.map((bound) => formatResult(bound, 'en')).join(', ')}]` : '';
  return [say(EFFECTS[name], { value: ` = ${formatResult(effect[name] as number, 'en')}${range}` })];
}

/** Where coding went by use and is not finished: what the shares of all scholars are, by weights. */
export function weightedSentence(transition: Bilingual, { upward, downward, parallel }: WeightedShares): Message {
  if (upward.share === null) return say('study-report.not-weightable', { transition });
  const percent = (value: number) => ({ number: value, style: 'percent' as const });
  const share = ({ share: value, interval }: WeightedShares['upward']): MessageValue =>
    value === null || interval === null
      ? percent(value ?? 0)
      : say('study-report.weighted-share', {
          share: percent(value),
          low: percent(interval[0]),
          high: percent(interval[1]),
        });
  const shares = { upward: share(upward), downward: share(downward), parallel: share(parallel) };
  return say('study-report.weighted', { transition, ...shares });
}
