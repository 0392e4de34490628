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

export type Language = 'en' | 'zh-CN';
const SHOWN_BELOW = 0.05;

const EFFECTS: Record<string, { en: string; zh: string }> = {
  cramersV: { en: "Cramér's V", zh: '克莱姆 V' },
  cohensW: { en: "Cohen's w", zh: '科恩 w' },
  rankBiserial: { en: 'rank-biserial r', zh: '秩二列相关' },
  epsilonSquared: { en: 'ε²', zh: 'ε²' },
  sharePositive: { en: 'share that rose', zh: '上升比例' },
  shareAboveDiagonal: { en: 'share above the diagonal', zh: '对角线上方比例' },
  oddsRatio: { en: 'odds ratio', zh: '优势比' },
  cohensD: { en: "Cohen's d", zh: '科恩 d' },
  cohensDz: { en: "Cohen's d_z", zh: '科恩 d_z' },
  mcFaddenR2: { en: "McFadden's R²", zh: '麦克法登 R²' },
};

/** The field's name for an effect size. */
export function effectName(name: string, language: Language): string {
  const words = EFFECTS[name];
  return words ? (language === 'en' ? words.en : words.zh) : name;
}

const METHODS_ZH: Record<string, string> = {
  'chi-square': '皮尔逊卡方独立性检验',
  fisher: '费希尔精确检验',
  mcnemar: '麦克尼马尔检验',
  bowker: '鲍克对称性检验',
  'stuart-maxwell': 'Stuart–Maxwell 边际齐性检验',
  sign: '符号检验',
  wilcoxon: '威尔科克森符号秩检验',
  'mann-whitney': '曼–惠特尼检验',
  kruskal: '克鲁斯卡尔–沃利斯检验',
  't-test': 't 检验',
  logistic: '逻辑回归',
  ordinal: '有序逻辑回归',
  multinomial: '多项逻辑回归',
};

/** The test's name; in English with the variant that was used. */
export function methodName({ name, method }: Pick<Told, 'name' | 'method'>, language: Language): string {
  return language === 'en' ? method : (METHODS_ZH[name] ?? method);
}

export function sentenceOf(test: Told, language: Language): string {
  const zh = language === 'zh-CN';
  const { p } = test;
  const verdict =
    p === null
      ? zh
        ? '无法检验'
        : 'No test possible'
      : p < SHOWN_BELOW
        ? zh
          ? '有差异'
          : 'A difference is shown'
        : zh
          ? '未显示差异'
          : 'No difference shown';
  const numbers = [
    test.statistic === null ? '' : `${zh ? '统计量' : 'statistic'} ${short(test.statistic)}`,
    typeof test.df === 'number' ? `${zh ? '自由度' : 'df'} ${short(test.df)}` : '',
    p === null ? '' : `p ${p < 0.001 ? '< .001' : `= ${p.toFixed(3)}`}`,
    effectText(test.effect, language),
    `n = ${test.n}`,
    test.excluded > 0 ? (zh ? `${test.excluded} 个未计入` : `${test.excluded} left out`) : '',
  ].filter(Boolean);
  return zh
    ? `${verdict}（${methodName(test, language)}：${numbers.join('，')}）。`
    : `${verdict} (${methodName(test, language)}: ${numbers.join(', ')}).`;
}

function effectText(effect: Record<string, unknown>, language: Language): string {
  const found = Object.entries(EFFECTS).find(([name]) => typeof effect[name] === 'number');
  if (!found) return '';
  const [name, words] = found;
  const interval = effect[`${name}Interval`] as [number | null, number | null] | undefined;
  const range =
    Array.isArray(interval) && interval.every((bound) => typeof bound === 'number')
      ? ` (95 % ${interval.map((bound) => short(bound as number)).join(language === 'en' ? ' to ' : ' 至 ')})`
      : '';
  return `${language === 'en' ? words.en : words.zh} ${short(effect[name] as number)}${range}`;
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3);
}
