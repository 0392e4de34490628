/** Shown in place of a number that has no meaning. */
export const NOT_APPLICABLE = '—';

type Value = number | null | undefined;

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, digits: number, grouped: boolean): Intl.NumberFormat {
  const key = `${locale} ${digits} ${grouped}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: grouped,
  });
  formats.set(key, made);
  return made;
}

function isNumber(value: Value): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

/** With so many decimals, a real minus sign, and the locale's separators. */
export function formatNumber(value: Value, locale: string, digits = 0, grouped = true): string {
  if (!isNumber(value)) return NOT_APPLICABLE;
  const text = formatOf(locale, digits, grouped).format(value).replace('-', '−');
  return /[1-9]/.test(text) ? text : text.replace('−', '');
}

/** A share from 0 to 1 as a percentage. */
export function formatPercent(share: Value, locale: string, digits = 1): string {
  return isNumber(share) ? `${formatNumber(100 * share, locale, digits)} %` : NOT_APPLICABLE;
}

const FEWEST_DECIMALS_FROM = 100;
/** Below this, three decimals leave fewer than two significant digits. */
const SMALL = 0.1;
const TINY = 0.0005;
/** From here on, digits are read as a power of ten. */
const HUGE = 1e9;
/** Smaller whole numbers are often years, ranks or counts, and read better without separators. */
const GROUPED_FROM = 10_000;

/**
 * The decimals that all numbers of one column are shown with: none for whole numbers, else as many as the largest needs
 * for about three digits that can be compared.
 */
export function decimalsFor(values: readonly Value[]): number {
  const numbers = values.filter(isNumber).filter((value) => Math.abs(value) < HUGE);
  if (numbers.every(Number.isInteger)) return 0;
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest >= FEWEST_DECIMALS_FROM) return 1;
  if (largest >= 10) return 2;
  return largest >= SMALL ? 3 : 4;
}

/**
 * The decimals of a column of coefficients: as many as its smallest slope needs, since an intercept of hundreds beside
 * it would leave it one.
 */
function decimalsOfEstimates(values: readonly Value[]): number {
  return values.reduce<number>((most, value) => Math.max(most, decimalsFor([value])), 0);
}

/** The decimals of a column of results or coefficients. */
export function decimalsOfColumn(values: readonly Value[], style: NumberStyle): number {
  return style === 'estimate' ? decimalsOfEstimates(values) : decimalsFor(values);
}

/** A result, with its own or its column's decimals; scientific notation if it would read 0.000. */
export function formatResult(value: Value, locale: string, decimals = decimalsFor([value])): string {
  if (!isNumber(value)) return NOT_APPLICABLE;
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return value > 0 ? '∞' : '−∞';
  if (Math.abs(value) >= HUGE) return formatPower(value, locale);
  if (value !== 0 && decimals > 0 && Math.abs(value) < TINY) return formatPower(value, locale);
  return formatNumber(value, locale, decimals, Math.abs(value) >= GROUPED_FROM);
}

const SHORTEST_SECONDS = 0.1;

/** Seconds with one decimal; what took less than can be shown did not take none. */
export function formatSeconds(value: number, locale: string): string {
  if (value < SHORTEST_SECONDS) return `< ${formatNumber(SHORTEST_SECONDS, locale, 1)}`;
  return formatNumber(value, locale, 1);
}

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((digit, i) => [digit, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][i]]),
);

function formatPower(value: number, locale: string): string {
  const [factor, power] = value.toExponential(1).split('e');
  const raised = [...String(Number(power))].map((digit) => RAISED[digit]).join('');
  return `${formatNumber(Number(factor), locale, 1)} × 10${raised}`;
}

/** A p value as journals print it: `= 0.034`, `< 0.001`. */
export function formatP(p: Value, locale: string): string {
  if (!isNumber(p)) return NOT_APPLICABLE;
  return p < 0.001 ? `< ${formatNumber(0.001, locale, 3)}` : `= ${formatNumber(p, locale, 3)}`;
}

/**
 * How a number is displayed: `count` as an integer with separators, `year` unchanged, `result` with as many
 * digits as are meaningful, `estimate` as a result among coefficients, `decimal` with the given decimals however small
 * it is, `percent` for a share from 0 to 1, `p` a probability with its sign of comparison.
 */
export const NUMBER_STYLES = ['count', 'year', 'result', 'estimate', 'decimal', 'percent', 'p'] as const;
export type NumberStyle = (typeof NUMBER_STYLES)[number];

/** @param decimals for a result or a percentage that should match its column */
export function writeNumber(value: Value, style: NumberStyle, locale: string, decimals?: number): string {
  switch (style) {
    case 'count':
      return formatNumber(value, locale);
    case 'year':
      return formatNumber(value, locale, 0, false);
    case 'percent':
      return formatPercent(value, locale, decimals);
    case 'p':
      return formatP(value, locale);
    case 'decimal':
      return formatNumber(value, locale, decimals);
    case 'result':
    case 'estimate':
      return formatResult(value, locale, decimals);
  }
}

/** The numbers of one column, alike: with the same decimals, and p without its equals sign. */
export function writeColumn(values: readonly Value[], style: NumberStyle, locale: string): string[] {
  const decimals = style === 'result' || style === 'estimate' ? decimalsOfColumn(values, style) : undefined;
  return values.map((value) => writeNumber(value, style, locale, decimals).replace(/^= /, ''));
}

/** A number as it is written beside others: with their decimals, as a power of ten only if all of them are tiny. */
export function alike(values: readonly number[]): (number: number) => {
  number: number;
  style: NumberStyle;
  decimals: number;
} {
  const decimals = decimalsFor(values);
  const style = values.every((value) => Math.abs(value) < TINY) ? 'result' : 'decimal';
  return (number) => ({ number, style, decimals });
}
