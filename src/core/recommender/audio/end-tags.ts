import { FIRST_ID3_BYTES, ID3_HEADER_BYTES, id3Bytes } from './id3.ts';

const APE_FOOTER_BYTES = 32;
const APE_HAS_HEADER = 0x8000_0000;
const EXTENDED_FIRST_ID3_BYTES = 227;
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

/** The size in the footer holds the footer, not the header. */
function ape(bytes: Buffer): number {
  if (!markAt(bytes, APE_FOOTER_BYTES, 'APETAGEX')) return 0;
  const at = bytes.length - APE_FOOTER_BYTES;
  const header = bytes.readUInt32LE(at + 20) >= APE_HAS_HEADER ? APE_FOOTER_BYTES : 0;
  return Math.max(bytes.readUInt32LE(at + 12), APE_FOOTER_BYTES) + header;
}

function lyrics(bytes: Buffer): number {
  const size = LYRICS_END.exec(bytes.toString('latin1', Math.max(0, bytes.length - 15)))?.[1];
  return size === undefined ? 0 : Number(size) + size.length + 'LYRICS200'.length;
}

function id3WithFooter(bytes: Buffer): number {
  if (!markAt(bytes, ID3_HEADER_BYTES, '3DI')) return 0;
  const header = Buffer.from(bytes.subarray(-ID3_HEADER_BYTES));
  header.write('ID3', 0, 'latin1');
  return id3Bytes(header);
}
