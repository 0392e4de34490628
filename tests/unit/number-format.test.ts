import { describe, expect, it } from 'vitest';
import {
  decimalsFor,
  formatNumber,
  formatP,
  formatPercent,
  formatResult,
  formatSeconds,
} from '../../src/shared/number-format.ts';
import { OKABE_ITO, viridis } from '../../src/shared/palette.ts';

describe('numbers', () => {
  it('have the separators of the language, a real minus, and a dash where they have no meaning', () => {
    expect(formatNumber(1234567.8, 'en', 1)).toBe('1,234,567.8');
    expect(formatNumber(-3.14159, 'en', 2)).toBe('−3.14');
    expect(formatNumber(-0.001, 'en', 2)).toBe('0.00');
    expect(formatNumber(1234.5, 'de', 1)).toBe('1.234,5');
    for (const missing of [null, undefined, Number.NaN]) expect(formatNumber(missing, 'zh-CN')).toBe('—');
    expect(formatPercent(0.3333, 'en')).toBe('33.3 %');
    expect(formatPercent(null, 'en')).toBe('—');
  });

  it('of a result have sensible digits, the same ones in a column', () => {
    expect(formatResult(0.93412, 'en')).toBe('0.934');
    expect(formatResult(0.04821, 'en')).toBe('0.0482');
    expect(formatResult(12.3456, 'en')).toBe('12.35');
    expect(formatResult(2019, 'en')).toBe('2019');
    expect(formatResult(48_373_586, 'en')).toBe('48,373,586');
    expect(formatResult(0.0000123, 'en')).toBe('1.2 × 10⁻⁵');
    expect(formatResult(8.18074840839092e22, 'en')).toBe('8.2 × 10²²');
    expect(decimalsFor([0.5, 1e22])).toBe(3);
    const column = [0.5, 0.04821, 0, null];
    expect(column.map((value) => formatResult(value, 'en', decimalsFor(column)))).toEqual([
      '0.500',
      '0.048',
      '0.000',
      '—',
    ]);
    expect(decimalsFor([3, 2000])).toBe(0);
    expect(decimalsFor([1234.5, 0.1])).toBe(1);
  });

  it('p is told as journals print it', () => {
    expect(formatP(0.0004, 'en')).toBe('< 0.001');
    expect(formatP(0.0342, 'en')).toBe('= 0.034');
    expect(formatP(null, 'en')).toBe('—');
  });

  it('of seconds are never none for what has run', () => {
    expect(formatSeconds(0.004, 'en')).toBe('< 0.1');
    expect(formatSeconds(0.099, 'en')).toBe('< 0.1');
    expect(formatSeconds(0.1, 'en')).toBe('0.1');
    expect(formatSeconds(1234.56, 'en')).toBe('1,234.6');
  });
});

describe('colours', () => {
  it('viridis runs from dark to light through its known middle', () => {
    expect(viridis(0)).toEqual([68, 1, 84]);
    expect(viridis(0.5)).toEqual([33, 145, 140]);
    expect(viridis(1)).toEqual([253, 231, 37]);
    expect(viridis(2)).toEqual(viridis(1));
    const lightness = Array.from({ length: 11 }, (_, i) => viridis(i / 10)).map(([r, g, b]) => 2 * r + 7 * g + b);
    expect(lightness).toEqual(lightness.toSorted((a, b) => a - b));
  });

  it("are Okabe and Ito's", () => {
    expect(Object.values(OKABE_ITO)).toEqual(['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#56B4E9']);
  });
});
