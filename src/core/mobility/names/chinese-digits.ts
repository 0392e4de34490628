export const CHINESE_DIGITS = '〇一二三四五六七八九';

/** 一九三二 as 1932; whatever is no digit from 1 to 9 is a way to write 0. */
export function fromChineseDigits(text: string): string {
  return [...text].map((digit) => Math.max(0, CHINESE_DIGITS.indexOf(digit))).join('');
}
