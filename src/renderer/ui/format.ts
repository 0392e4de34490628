import i18next from 'i18next';

/** Numbers in the interface's language; `digits` is the number of decimals. */
export function number(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  return new Intl.NumberFormat(i18next.language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Measures between 0 and 1: three decimals, as papers print them. */
export function measure(value: number | null | undefined): string {
  return value === null ? 'n/a' : number(value, 3);
}

export function dateTime(iso: string | null): string {
  if (iso === null) return '–';
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));
}

export function bytes(value: number | null): string {
  if (value === null) return '';
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${number(value / 1000 ** power, power > 0 ? 1 : 0)} ${units[power]}`;
}

/** 0:41 */
export function clock(seconds: number | null): string {
  if (seconds === null) return '';
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
