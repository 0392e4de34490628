import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Encoding } from '../../../shared/mobility/imports.ts';
import { damagedShare, eastAsian, MOST_DAMAGED, pairedHighBytes } from '../../imports/east-asian-text.ts';
import { wideEncoding } from '../../imports/wide-text.ts';

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
    text: new TextDecoder(encoding, { fatal }).decode(bytes).replace(/^\uFEFF/, ''),
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
  return decode(pairedHighBytes(bytes) ? eastAsian(bytes) : 'latin1', false);
}
