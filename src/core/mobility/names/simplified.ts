import { Converter } from 'opencc-js/t2cn';

const HAN = /\p{Script=Han}/u;
let converter: ((text: string) => string) | null = null;
const knownSigns = new Map<string, string>();

function convert(text: string): string {
  converter ??= Converter({ from: 't', to: 'cn' });
  return converter(text);
}

/** Traditional Chinese characters as simplified ones, for comparing only: what a file says is stored as written. */
export function simplified(text: string): string {
  return HAN.test(text) ? convert(text) : text;
}

/** The same character by character, whatever words they make, so that the length of the text stays. */
export function simplifiedSigns(text: string): string {
  return [...text].map(simplifiedSign).join('');
}

function simplifiedSign(sign: string): string {
  if (sign < '\u4E00' || sign > '\u9FFF') return sign;
  let plain = knownSigns.get(sign);
  if (plain === undefined) {
    plain = convert(sign);
    if (plain.length !== 1) plain = sign;
    knownSigns.set(sign, plain);
  }
  return plain;
}
