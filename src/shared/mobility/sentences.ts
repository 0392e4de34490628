import type { Bilingual, Label, Message } from '../messages/message.ts';
import { say } from '../messages/say.ts';
import { formatNumber, formatP, formatResult } from '../number-format.ts';

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

const EFFECTS: Record<string, { en: string; zh: string }> = {
  cramersV: { en: "Cramér's V", zh: "Cramér's V" },
  cohensW: { en: "Cohen's w", zh: "Cohen's w" },
  rankBiserial: { en: 'rank-biserial r', zh: '秩二列相关' },
  epsilonSquared: { en: 'ε²', zh: 'ε²' },
  sharePositive: { en: 'share that rose', zh: '上升比例' },
  shareAboveDiagonal: { en: 'share above the diagonal', zh: '对角线上方比例' },
  oddsRatio: { en: 'odds ratio', zh: '优势比' },
  cohensD: { en: "Cohen's d", zh: "Cohen's d" },
  cohensDz: { en: "Cohen's d_z", zh: "Cohen's d_z" },
  mcFaddenR2: { en: "McFadden's R²", zh: 'McFadden R²' },
};

/** The usual name of an effect size. */
export function effectLabel(name: string): Label {
  return EFFECTS[name] ?? name;
}

const METHODS_ZH: Record<string, string> = {
  'chi-square': 'χ² 独立性检验',
  'goodness-of-fit': 'χ² 拟合优度检验',
  fisher: 'Fisher 精确检验',
  mcnemar: 'McNemar 检验',
  bowker: 'Bowker 对称性检验',
  'stuart-maxwell': 'Stuart–Maxwell 边际齐性检验',
  sign: '符号检验',
  wilcoxon: 'Wilcoxon 符号秩检验',
  'mann-whitney': 'Mann–Whitney 检验',
  kruskal: 'Kruskal–Wallis 检验',
  't-test': 't 检验',
  logistic: '逻辑回归',
  ordinal: '有序逻辑回归',
  multinomial: '多项逻辑回归',
  wilson: 'Wilson 区间',
  adjust: 'p 值校正',
  kappa: 'Cohen κ',
  fleiss: 'Fleiss κ',
  alpha: 'Krippendorff α',
  ac1: 'Gwet AC1',
  transition: '转移矩阵',
};

/** The test's name; in English with the variant that was used. */
export function methodLabel({ name, method }: Pick<Told, 'name' | 'method'>): Bilingual {
  return { en: method, zh: METHODS_ZH[name] ?? method };
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
};

/** What the test shows or does not, with its numbers as papers print them: `χ²(2) = 0.710, p = 0.701, n = 169`. */
export function sentenceOf(test: Told): Message {
  const { name, method, statistic, df, p, n, excluded } = test;
  const degrees = typeof df === 'number' ? `(${formatResult(df, 'en')})` : '';
  const numbers: (string | Message | Bilingual)[] = [
    ...(statistic === null ? [] : [`${LETTERS[name] ?? 'T'}${degrees} = ${formatResult(statistic, 'en')}`]),
    ...(p === null ? [] : [`p ${formatP(p, 'en')}`]),
    ...effectTexts(test.effect),
    `n = ${formatNumber(n, 'en')}`,
    ...(excluded > 0 ? [say('test-sentence.left-out', { n: excluded })] : []),
  ];
  const values = { method: methodLabel({ name, method }), numbers };
  if (p === null) return say('test-sentence.not-possible', values);
  return p < SHOWN_BELOW ? say('test-sentence.difference', values) : say('test-sentence.no-difference', values);
}

function effectTexts(effect: Record<string, unknown>): Bilingual[] {
  const found = Object.entries(EFFECTS).find(([name]) => typeof effect[name] === 'number');
  if (!found) return [];
  const [name, { en, zh }] = found;
  const interval = effect[`${name}Interval`] as [number | null, number | null] | undefined;
  const known = Array.isArray(interval) && interval.every((bound) => typeof bound === 'number');
  const range = known ? ` [${interval.map((bound) => formatResult(bound, 'en')).join(', ')}]` : '';
  const value = ` = ${formatResult(effect[name] as number, 'en')}${range}`;
  return [{ en: `${en}${value}`, zh: `${zh}${value}` }];
}
