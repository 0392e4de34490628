import { gunzipSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';

/** Where parts of a text begin, in one byte a character or in two. */
const RECORDS = /\r\n?|\n|(?<=[{}[\],])/g;
/** What parts of a file begin with, wherever it stands: of Ogg, zip, gzip, zstd, bzip2, PDF and HDF5. */
const MARKS = [
  Buffer.from('OggS'),
  ...[
    [3, 4],
    [1, 2],
    [5, 6],
    [7, 8],
  ].map((rest) => Buffer.from([0x50, 0x4b, ...rest])),
  Buffer.from([0x1f, 0x8b, 8]),
  Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
  Buffer.from([0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
  ...['endobj', 'stream', 'xref', 'trailer', '%%EOF'].map((word) => Buffer.from(word)),
  ...['TREE', 'HEAP', 'SNOD', 'OHDR', 'FRHP', 'GCOL'].map((word) => Buffer.from(word)),
  ...['ID3', 'TAG', 'APETAGEX'].map((word) => Buffer.from(word)),
];
const MOST_PLACES = 400;

type Reader = (bytes: Buffer) => number[];

/**
 * Where a part of a file ends and the next begins: its lines, records, chunks, boxes, pages, row groups or entries. A
 * download that broke off, a disk that was full and a program that joins files leave just such files behind.
 *
 * @returns ascending places inside the file; none for one whose form is not known
 */
export function boundariesOf(sample: Uint8Array): number[] {
  const bytes = Buffer.from(sample);
  const found = new Set([...endsOfText(bytes), ...FORMS.flatMap((form) => form(bytes)), ...marked(bytes)]);
  const inside = [...found].filter((at) => at > 0 && at < bytes.length).sort((a, b) => a - b);
  const step = Math.ceil(inside.length / MOST_PLACES);
  return inside.filter((_, i) => i % step === 0);
}

/** The text of a gzip file that holds one, such as the tar of an archive. */
export function packedIn(sample: Uint8Array): Buffer | null {
  try {
    return gunzipSync(sample);
  } catch {
    return null;
  }
}

const endsOfText: Reader = (bytes) => {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = bytes.toString(isWide ? 'utf16le' : 'latin1');
  if (text.includes('\0')) return [];
  return [...text.matchAll(RECORDS)].flatMap(({ index, 0: { length } }) =>
    [index, index + length].map((at) => (isWide ? 2 * at : at)),
  );
};

function marked(bytes: Buffer): number[] {
  const places: number[] = [];
  for (const mark of MARKS)
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) places.push(at, at + mark.length);
  return places;
}

/** Chunks of RIFF and of AIFF, boxes of MP4, blocks of FLAC: each says its length. */
const chunks: Reader = (bytes) => {
  const kind = bytes.toString('latin1', 0, 4);
  if (kind === 'RIFF') return walk(bytes, 12, (at) => 8 + even(bytes.readUInt32LE(at + 4)), 8);
  if (kind === 'FORM') return walk(bytes, 12, (at) => 8 + even(bytes.readUInt32BE(at + 4)), 8);
  if (kind === 'fLaC') return walk(bytes, 4, (at) => 4 + bytes.readUIntBE(at + 1, 3), 4);
  if (bytes.toString('latin1', 4, 8) === 'ftyp') return walk(bytes, 0, (at) => bytes.readUInt32BE(at), 8);
  return [];
};

const even = (length: number) => length + (length % 2);

/** The beginnings of parts, and where the head of each ends. */
function walk(bytes: Buffer, from: number, lengthAt: (at: number) => number, head: number): number[] {
  const places: number[] = [];
  for (let at = from; at + head <= bytes.length && places.length < MOST_PLACES; ) {
    places.push(at, at + head);
    const length = lengthAt(at);
    if (length < head) break;
    at += length;
  }
  return places;
}

const parquet: Reader = (bytes) => {
  if (bytes.toString('latin1', 0, 4) !== 'PAR1') return [];
  const { metadata_length: foot, row_groups: groups } = parquetMetadata(new Uint8Array(bytes).buffer);
  const columns = groups.flatMap((group) => group.columns.flatMap(({ meta_data: column }) => column ?? []));
  const pages = columns.map((column) => Number(column.dictionary_page_offset ?? column.data_page_offset));
  return [4, ...pages, bytes.length - 8 - foot, bytes.length - 8, bytes.length - 4];
};

const sqlite: Reader = (bytes) => {
  if (bytes.toString('latin1', 0, 15) !== 'SQLite format 3') return [];
  const page = bytes.readUInt16BE(16) === 1 ? 65_536 : bytes.readUInt16BE(16);
  return [100, ...evenly(bytes, page)];
};

/** The head of arrays of numpy, of safetensors and of Sun's sound, each of which says how long it is. */
const heads: Reader = (bytes) => {
  if (bytes.toString('latin1', 1, 6) === 'NUMPY') return [6, 10, 10 + bytes.readUInt16LE(8)];
  if (bytes.toString('latin1', 0, 4) === '.snd') return [24, bytes.readUInt32BE(4)];
  if (bytes.length > 16 && bytes[8] === 0x7b) return [8, 8 + Number(bytes.readBigUInt64LE(0))];
  return [];
};

const tar: Reader = (bytes) => (bytes.toString('latin1', 257, 262) === 'ustar' ? evenly(bytes, 512) : []);

/** Frames of MPEG audio, whose signs may stand elsewhere too. */
const mpegFrames: Reader = (bytes) => {
  if (bytes.toString('latin1', 0, 3) !== 'ID3' && !isFrame(bytes, 0)) return [];
  return Array.from({ length: Math.max(0, bytes.length - 1) }, (_, at) => at).filter((at) => isFrame(bytes, at));
};

function isFrame(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xff && (bytes[at + 1] & 0xe6) === 0xe2;
}

function evenly(bytes: Buffer, step: number): number[] {
  return Array.from({ length: Math.floor(bytes.length / step) }, (_, i) => (i + 1) * step);
}

const FORMS: Reader[] = [chunks, parquet, sqlite, heads, tar, mpegFrames];
