import { inflateSync } from 'node:zlib';
import { genreOf } from './id3-genres.ts';
import { type AudioTags, tagsOf, textOfSystem, untilZero } from './tag-text.ts';

export const ID3_HEADER_BYTES = 10;
export const FIRST_ID3_BYTES = 128;
const LARGEST_TEXT_BYTES = 1 << 20;

/** Frames of texts, by their names in ID3v2.2 and from 2.3 on. */
const FRAMES: Readonly<Record<string, string>> = {
  TT2: 'title',
  TP1: 'artist',
  TP2: 'album artist',
  TAL: 'album',
  TYE: 'year',
  TCO: 'genre',
  TIT2: 'title',
  TPE1: 'artist',
  TPE2: 'album artist',
  TALB: 'album',
  TYER: 'year',
  TDRC: 'year',
  TDRL: 'year',
  TCON: 'genre',
};
const FLAG = { unsynchronised: 0x80, extended: 0x40 };

/**
 * How many bytes an ID3v2 tag has, its header and footer among them (ID3v2.4, section 3.1: 7 bits a byte); 0 if there
 * is none.
 */
export function id3Bytes(header: Buffer): number {
  if (header.length < ID3_HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return 0;
  const footer = (header[5] & 0x10) !== 0 ? ID3_HEADER_BYTES : 0;
  return ID3_HEADER_BYTES + sevenBits(header, 6) + footer;
}

/** The texts of a tag of ID3v2.2, 2.3 or 2.4; a tag that is damaged gives what stands before the damage. */
export function readId3(tag: Buffer): AudioTags {
  const values: Record<string, string[]> = {};
  for (const { name, body } of framesOf(tag)) {
    const meaning = FRAMES[name];
    if (!meaning || body.length < 2) continue;
    const texts = textsOf(body);
    values[meaning] = [...(values[meaning] ?? []), ...(meaning === 'genre' ? texts.flatMap(genreOf) : texts)];
  }
  return tagsOf(values);
}

/** The tag of ID3v1 at the end of a file. */
export function readFirstId3(end: Buffer): AudioTags | null {
  const tag = end.subarray(-FIRST_ID3_BYTES);
  if (tag.length < FIRST_ID3_BYTES || tag.toString('latin1', 0, 3) !== 'TAG') return null;
  const text = (from: number, bytes: number) => [textOfSystem(untilZero(tag.subarray(from, from + bytes)))];
  return tagsOf({
    title: text(3, 30),
    artist: text(33, 30),
    album: text(63, 30),
    year: text(93, 4),
    genre: genreOf(String(tag[127])),
  });
}

function* framesOf(tag: Buffer): Generator<{ name: string; body: Buffer }> {
  const version = tag[3];
  if (id3Bytes(tag) === 0 || version < 2 || version > 4) return;
  const isWhole = (tag[5] & FLAG.unsynchronised) !== 0;
  let data = tag.subarray(ID3_HEADER_BYTES, ID3_HEADER_BYTES + sevenBits(tag, 6));
  // From 2.4 on each frame is unsynchronised by itself.
  if (isWhole && version < 4) data = synchronised(data);
  let at = version > 2 && (tag[5] & FLAG.extended) !== 0 ? extendedBytes(data, version) : 0;
  const head = version === 2 ? 6 : 10;
  while (at + head <= data.length && data[at] !== 0) {
    const name = data.toString('latin1', at, at + (version === 2 ? 3 : 4));
    const size = frameBytes(data, at, version);
    if (!/^[A-Z][A-Z0-9]{2,3}$/.test(name) || size < 0 || at + head + size > data.length) return;
    if (name in FRAMES && size <= LARGEST_TEXT_BYTES) {
      const body = bodyOf(data.subarray(at + head, at + head + size), version, version > 2 ? data[at + 9] : 0, isWhole);
      if (body) yield { name, body };
    }
    at += head + size;
  }
}

function extendedBytes(data: Buffer, version: number): number {
  if (data.length < 4) return data.length;
  return version === 4 ? sevenBits(data, 0) : data.readUInt32BE(0) + 4;
}

/** In 2.4 sizes have 7 bits a byte; some writers give them 8, which shows where the next frame begins. */
function frameBytes(data: Buffer, at: number, version: number): number {
  if (version === 2) return data.readUIntBE(at + 3, 3);
  const plain = data.readUInt32BE(at + 4);
  if (version === 3) return plain;
  const size = sevenBits(data, at + 4);
  const isNext = (bytes: number) => {
    const next = at + 10 + bytes;
    return (
      next === data.length ||
      (next < data.length && (data[next] === 0 || /^[A-Z0-9]{4}$/.test(data.toString('latin1', next, next + 4))))
    );
  };
  const isPlain = data.subarray(at + 4, at + 8).some((byte) => byte > 0x7f) || (!isNext(size) && isNext(plain));
  return isPlain ? plain : size;
}

/** A frame's content, unpacked; null if it is encrypted or damaged. */
function bodyOf(given: Buffer, version: number, flags: number, isWhole: boolean): Buffer | null {
  let body = given;
  const flag =
    version === 3
      ? { packed: 0x80, encrypted: 0x40, grouped: 0x20, unsynchronised: 0, length: 0x80 }
      : { packed: 0x08, encrypted: 0x04, grouped: 0x40, unsynchronised: 0x02, length: 0x01 };
  if (version === 2) return body;
  if ((flags & flag.encrypted) !== 0) return null;
  if (version === 4 && (isWhole || (flags & flag.unsynchronised) !== 0)) body = synchronised(body);
  // 2.3 writes the length before the group, 2.4 behind it; both only have to be left out.
  if ((flags & flag.length) !== 0) body = body.subarray(4);
  if ((flags & flag.grouped) !== 0) body = body.subarray(1);
  if ((flags & flag.packed) === 0) return body;
  try {
    return inflateSync(body, { maxOutputLength: LARGEST_TEXT_BYTES });
  } catch {
    return null;
  }
}

/** Unsynchronisation puts a zero behind every FF, lest it looks like a frame of MPEG. */
function synchronised(bytes: Buffer): Buffer {
  const plain = Buffer.alloc(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    plain[length++] = bytes[i];
    if (bytes[i] === 0xff && bytes[i + 1] === 0) i++;
  }
  return plain.subarray(0, length);
}

function sevenBits(bytes: Buffer, at: number): number {
  return bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
}

/** A text begins with how it is written: Latin-1, UTF-16 with a mark, UTF-16BE, UTF-8. Zeros stand between several. */
function textsOf(body: Buffer): string[] {
  const bytes = body.subarray(1);
  const text = body[0] === 0 ? textOfSystem(bytes) : body[0] === 3 ? bytes.toString('utf8') : wideText(bytes, body[0]);
  return text.split('\0').map((one) => one.replaceAll('\uFEFF', ''));
}

function wideText(bytes: Buffer, kind: number): string {
  const isBig = kind === 2 ? !(bytes[0] === 0xff && bytes[1] === 0xfe) : bytes[0] === 0xfe && bytes[1] === 0xff;
  return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(bytes.subarray(0, bytes.length & ~1));
}
