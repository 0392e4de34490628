import i18next from 'i18next';
import {
  decimalsFor,
  formatNumber,
  formatP,
  formatPercent,
  formatResult,
  formatSeconds,
  NOT_APPLICABLE,
} from '../../shared/number-format.ts';

export { NOT_APPLICABLE };

type Value = number | null | undefined;

/** Numbers in the interface's language; `digits` is the number of decimals. */
export function number(value: Value, digits = 0): string {
  return formatNumber(value, i18next.language, digits);
}

/** A share from 0 to 1. */
export function percent(share: Value, digits = 1): string {
  return formatPercent(share, i18next.language, digits);
}

/** A number of a result with sensible digits; `decimals` are those of its column. */
export function resultNumber(value: Value, decimals: number = decimalsFor([value])): string {
  return formatResult(value, i18next.language, decimals);
}

/** `= 0.034`, `< 0.001` */
export function pValue(p: Value): string {
  return formatP(p, i18next.language);
}

/** `0.046 – 0.050` */
export function interval([low, high]: readonly [number, number], decimals = decimalsFor([low, high])): string {
  return `${resultNumber(low, decimals)} – ${resultNumber(high, decimals)}`;
}

/** `Encoding: auto`, with the language's colon. */
export function pair(name: string, value: string | number): string {
  return i18next.t('common.pair', { name, value: String(value) });
}

/** `Upward (112)`, with the language's brackets. */
export function bracketed(text: string, inner: string | number): string {
  return i18next.t('common.bracketed', { text, inner: String(inner) });
}

/** `a, b, c`, with the language's comma between items of a list. */
export function list(items: readonly string[]): string {
  return items.reduce((before, item) => (before === '' ? item : i18next.t('common.list', { before, item })), '');
}

/** One after the other: Chinese has no space between sentences. */
export function sentences(texts: readonly string[], language = i18next.language): string {
  return texts.join(language === 'en' ? ' ' : '');
}

/** With seconds, for lists where the order within a minute matters. */
export function dateTime(iso: string | null, time: 'short' | 'medium' = 'medium'): string {
  if (iso === null) return NOT_APPLICABLE;
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'short', timeStyle: time }).format(new Date(iso));
}

export function bytes(value: number | null): string {
  if (value === null) return '';
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${number(value / 1000 ** power, power > 0 ? 1 : 0)} ${units[power]}`;
}

/** `< 0.1`, `3.2` */
export function seconds(value: number): string {
  return formatSeconds(value, i18next.language);
}

/** 0:41 */
export function clock(seconds: number | null): string {
  if (seconds === null) return '';
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
