import { Converter } from 'opencc-js/t2cn';

const HAN = /\p{Script=Han}/u;
let convert: ((text: string) => string) | null = null;

/** Traditional Chinese characters as simplified ones, for comparing only: what a file says is stored as written. */
export function simplified(text: string): string {
  if (!HAN.test(text)) return text;
  convert ??= Converter({ from: 't', to: 'cn' });
  return convert(text);
}
