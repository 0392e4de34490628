import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Encoding } from '../../../../shared/mobility/imports.ts';
import { damagedShare, eastAsian, MOST_DAMAGED, pairedHighBytes } from '../../../imports/east-asian-text.ts';
import { judgeEncoding } from '../../../imports/text-encoding.ts';
import { wideEncoding } from '../../../imports/wide-text.ts';

export interface Decoded {
  text: string;
  encoding: string;
}

/**
 * UTF-8 with or without a BOM, UTF-16, otherwise the encoding of East Asia or of the West that fits the bytes best. A
 * text in one of them but for a few damaged characters stays one: they become U+FFFD.
 */
export function decodeText(bytes: Buffer, wanted: Encoding): Decoded {
  const decode = (encoding: string, fatal: boolean): Decoded => ({
    text: marked(new TextDecoder(encoding, { fatal }).decode(bytes).replace(/^\uFEFF/, ''), encoding),
    encoding,
  });
  if (wanted !== 'auto') {
    // Chosen by a person: a damaged character is marked and told, and stops nothing.
    const chosen = decode(wanted, false);
    if (damagedShare(chosen.text) > MOST_DAMAGED)
      throw new AppError('bad-input', say('study-import.wrong-encoding', { wanted }));
    return chosen;
  }
  const wide = wideEncoding(bytes);
  if (wide) return decode(wide, false);
  try {
    return decode('utf-8', true);
  } catch {
    const utf8 = decode('utf-8', false);
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    if (hasMark || damagedShare(utf8.text) <= MOST_DAMAGED) return utf8;
  }
  if (!pairedHighBytes(bytes)) return decode('latin1', false);
  // Words of Cyrillic are pairs of high bytes too, which read as rare Chinese.
  return decode(judgeEncoding(bytes).encoding === CYRILLIC ? CYRILLIC : eastAsian(bytes), false);
}

const CYRILLIC = 'windows-1251';
// biome-ignore lint/suspicious/noControlCharactersInRegex: what bytes become that are no characters
const NO_CHARACTERS = /[\0\u0080-\u009F]/g;
/** Where GB18030 has characters of its own, decoders of other encodings put bytes that are none. */
const PRIVATE = /[\uE000-\uF8FF]/g;

/** Bytes that are no character of an encoding, and came through as signs that nobody sees, as U+FFFD. */
function marked(text: string, encoding: string): string {
  const plain = text.replace(NO_CHARACTERS, '\uFFFD');
  return /^(?:big5|shift_jis|euc-jp|euc-kr)$/.test(encoding) ? plain.replace(PRIVATE, '\uFFFD') : plain;
}
