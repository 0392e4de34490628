import { Converter } from 'opencc-js/t2cn';

let convert: ((text: string) => string) | null = null;
const known = new Map<string, string>();

/** The simplified form of one character, or the character. */
export function simplified(sign: string): string {
  if (sign < '\u4E00' || sign > '\u9FFF') return sign;
  let plain = known.get(sign);
  if (plain === undefined) {
    convert ??= Converter({ from: 't', to: 'cn' });
    plain = convert(sign);
    if (plain.length !== 1) plain = sign;
    known.set(sign, plain);
  }
  return plain;
}
