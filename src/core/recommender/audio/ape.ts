import { readAt } from '../../storage/read-at.ts';
import { FIRST_ID3_BYTES } from './id3.ts';
import { type AudioTags, tagsOf } from './tag-text.ts';

const FOOTER_BYTES = 32;
const LARGEST_TAG_BYTES = 1 << 24;
const LONGEST_NAME_BYTES = 255;
/** Bits of an item's flags that say of what kind it is; text is 0. */
const KIND_OF_ITEM = 6;

const NAMES: Readonly<Record<string, string>> = {
  title: 'title',
  artist: 'artist',
  'album artist': 'album artist',
  album: 'album',
  year: 'year',
  genre: 'genre',
};

/** The APE tag (version 2) at the end of a file, perhaps with ID3v1 behind it; null if there is none. */
export function readApe(fd: number, size: number): AudioTags | null {
  for (const behind of [0, FIRST_ID3_BYTES]) {
    const end = size - behind;
    const footer = readAt(fd, Math.max(0, end - FOOTER_BYTES), FOOTER_BYTES);
    if (end < FOOTER_BYTES || footer.toString('latin1', 0, 8) !== 'APETAGEX') continue;
    // The size holds the footer and no header.
    const bytes = footer.readUInt32LE(12) - FOOTER_BYTES;
    if (bytes < 0 || bytes > Math.min(LARGEST_TAG_BYTES, end - FOOTER_BYTES)) continue;
    return readItems(readAt(fd, end - FOOTER_BYTES - bytes, bytes));
  }
  return null;
}

/** Items of a size, flags, a name that ends at a zero, and a value in UTF-8, in which zeros stand between several. */
function readItems(items: Buffer): AudioTags {
  const values: Record<string, string[]> = {};
  for (let at = 0; at + 8 < items.length; ) {
    const bytes = items.readUInt32LE(at);
    const kind = items[at + 4] & KIND_OF_ITEM;
    const zero = items.subarray(at + 8, at + 9 + LONGEST_NAME_BYTES).indexOf(0);
    const value = at + 9 + zero;
    if (zero < 0 || value + bytes > items.length) break;
    const name = NAMES[items.toString('latin1', at + 8, value - 1).toLowerCase()];
    if (name && kind === 0) values[name] = items.toString('utf8', value, value + bytes).split('\0');
    at = value + bytes;
  }
  return tagsOf(values);
}
