import { FIRST_ID3_BYTES, ID3_HEADER_BYTES, id3Bytes } from './id3.ts';

const APE_MARK = 'APETAGEX';
const APE_FOOTER_BYTES = 32;
const APE_HAS_HEADER = 0x8000_0000;
const EXTENDED_FIRST_ID3_BYTES = 227;
const LONGEST_NAME_BYTES = 255;
/** How far before its end a tag is sought whose size is wrong. */
const MOST_SOUGHT_BYTES = 1 << 16;
const LYRICS_BEGIN = 'LYRICSBEGIN';
/** Size in six digits and this mark (Lyrics3 v2.00). */
const LYRICS_END = /(\d{6})LYRICS200$/;

/**
 * A stream without the tags that taggers put behind it: ID3v1 and its extension, APE, Lyrics3, ID3v2.4 with a footer.
 * Decoders that wait for another frame lose the last one to them.
 */
export function withoutEndTags(stream: Buffer): Buffer {
  let rest = stream;
  for (let bytes = endTagBytes(rest); bytes > 0; bytes = endTagBytes(rest)) rest = rest.subarray(0, -bytes);
  return rest;
}

/** How many bytes the last tag has; 0 if none stands at the end, or if it claims more than there is. */
function endTagBytes(bytes: Buffer): number {
  const found = firstId3(bytes) || ape(bytes) || lyrics(bytes) || id3WithFooter(bytes);
  return found < bytes.length ? found : 0;
}

function markAt(bytes: Buffer, fromEnd: number, mark: string): boolean {
  const at = bytes.length - fromEnd;
  return at >= 0 && bytes.toString('latin1', at, at + mark.length) === mark;
}

function firstId3(bytes: Buffer): number {
  if (markAt(bytes, EXTENDED_FIRST_ID3_BYTES, 'TAG+')) return EXTENDED_FIRST_ID3_BYTES;
  return markAt(bytes, FIRST_ID3_BYTES, 'TAG') ? FIRST_ID3_BYTES : 0;
}

/**
 * The size in the footer holds the footer, not the header. One at which no tag begins is a lie, which would take sound
 * away or leave items behind it: then the tag begins where its items do, and is at least its footer.
 */
function ape(bytes: Buffer): number {
  if (!markAt(bytes, APE_FOOTER_BYTES, APE_MARK)) return 0;
  const at = bytes.length - APE_FOOTER_BYTES;
  const header = bytes.readUInt32LE(at + 20) >= APE_HAS_HEADER ? APE_FOOTER_BYTES : 0;
  const claimed = bytes.readUInt32LE(at + 12) + header;
  if (header > 0 && markAt(bytes, claimed, APE_MARK)) return claimed;
  const count = bytes.readUInt32LE(at + 16);
  const first = bytes.length - claimed + header;
  if (claimed >= APE_FOOTER_BYTES && areItems(bytes, first, at, count)) return claimed;
  for (let start = at; start >= Math.max(0, at - MOST_SOUGHT_BYTES); start--)
    if (areItems(bytes, start, at, count)) return bytes.length - start + headerBefore(bytes, start);
  return APE_FOOTER_BYTES;
}

/** Whether so many items (a size, flags, a name that ends at a zero, and a value) fill the bytes from a place on. */
function areItems(bytes: Buffer, from: number, end: number, count: number): boolean {
  let at = from;
  for (let item = 0; item < count; item++) {
    if (at < 0 || at + 8 > end) return false;
    const zero = bytes.subarray(at + 8, Math.min(end, at + 9 + LONGEST_NAME_BYTES)).indexOf(0);
    if (zero < 2) return false;
    at += 9 + zero + bytes.readUInt32LE(at);
  }
  return at === end;
}

function headerBefore(bytes: Buffer, start: number): number {
  return markAt(bytes, bytes.length - start + APE_FOOTER_BYTES, APE_MARK) ? APE_FOOTER_BYTES : 0;
}

/** Where no lyrics begin at the size that the end tells, they begin at the last mark of it; else the end alone goes. */
function lyrics(bytes: Buffer): number {
  const size = LYRICS_END.exec(bytes.toString('latin1', Math.max(0, bytes.length - 15)))?.[1];
  if (size === undefined) return 0;
  const end = size.length + 'LYRICS200'.length;
  const claimed = Number(size) + end;
  if (markAt(bytes, claimed, LYRICS_BEGIN)) return claimed;
  const begin = bytes.lastIndexOf(LYRICS_BEGIN, undefined, 'latin1');
  return begin >= 0 && bytes.length - begin <= MOST_SOUGHT_BYTES ? bytes.length - begin : end;
}

function id3WithFooter(bytes: Buffer): number {
  if (!markAt(bytes, ID3_HEADER_BYTES, '3DI')) return 0;
  const header = Buffer.from(bytes.subarray(-ID3_HEADER_BYTES));
  header.write('ID3', 0, 'latin1');
  return id3Bytes(header);
}
