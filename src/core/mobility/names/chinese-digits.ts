const CHINESE_DIGITS = '〇一二三四五六七八九';

/** 一九三二 as 1932; whatever is no digit from 1 to 9 is a way to write 0. */
export function fromChineseDigits(text: string): string {
  return [...text].map((digit) => Math.max(0, CHINESE_DIGITS.indexOf(digit))).join('');
}

/** A number below a thousand in Chinese or in digits: 七十九 and 七九 are 79; 元 is the first. */
export function countOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === '元') return 1;
  if (/^[〇零○一二三四五六七八九]{2,3}$/.test(text)) return Number(fromChineseDigits(text));
  const [, hundreds, rest] = /^(?:([一二三四五六七八九])百[〇零]?)?(.*)$/.exec(text) as RegExpExecArray;
  const [, tens, ten, ones] = /^(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(rest) ?? [];
  const value = (sign: string | undefined) => (sign === undefined ? 0 : CHINESE_DIGITS.indexOf(sign));
  return 100 * value(hundreds) + 10 * (ten ? value(tens) || 1 : 0) + value(ones);
}

/** Years of the Republic count from 1912. */
export const REPUBLIC = 1911;
