import { fstatSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAt } from '../../storage/read-at.ts';
import { checkedFormat, dataExtent, type PcmFormat, type PcmHeader } from './pcm.ts';

const MOST_CHUNKS = 1000;
const COMM_BYTES = 18;

/** Compression types of AIFF-C whose samples are plain; all others are big-endian integers. */
const PLAIN: Readonly<Record<string, Partial<PcmFormat>>> = {
  NONE: {},
  twos: {},
  in24: { bits: 24 },
  in32: { bits: 32 },
  sowt: { isBigEndian: false },
  'raw ': { hasSignedBytes: false },
  fl32: { float: true, bits: 32 },
  FL32: { float: true, bits: 32 },
  fl64: { float: true, bits: 64 },
  FL64: { float: true, bits: 64 },
  ulaw: { law: 'µ-law', bits: 8 },
  ULAW: { law: 'µ-law', bits: 8 },
  alaw: { law: 'a-law', bits: 8 },
  ALAW: { law: 'a-law', bits: 8 },
};

/** A chunk of an AIFF file: its name, where its content stands, and how many bytes its header announces. */
export interface AiffChunk {
  name: string;
  at: number;
  bytes: number;
}

/** The chunks of a FORM that begins at byte `start`. */
export function* aiffChunks(fd: number, start: number): Generator<AiffChunk> {
  let at = start + 12;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const header = readAt(fd, at, 8);
    if (header.length < 8) return;
    const bytes = header.readUInt32BE(4);
    yield { name: header.toString('latin1', 0, 4), at: at + 8, bytes };
    at += 8 + bytes + (bytes % 2);
  }
}

/** Reads the chunks of an AIFF or AIFF-C file, in any order (Apple, Audio Interchange File Format 1.3 and AIFF-C). */
export function readAiffHeader(fd: number, name: string, start: number): PcmHeader {
  let format: (PcmFormat & { announced: number }) | undefined;
  let data: { at: number; bytes: number } | undefined;
  for (const chunk of aiffChunks(fd, start)) {
    if (chunk.name === 'COMM') format = readCommon(readAt(fd, chunk.at, Math.min(chunk.bytes, 64)), name);
    if (chunk.name === 'SSND') {
      const offset = readAt(fd, chunk.at, 4);
      if (offset.length === 4) data = { at: chunk.at + 8 + offset.readUInt32BE(0), bytes: chunk.bytes - 8 };
    }
    if (format && data) break;
  }
  if (!format) throw new AppError('bad-input', say('audio.no-format-chunk', { name }));
  if (!data) throw new AppError('bad-input', say('audio.no-data-chunk', { name }));
  const { announced, ...plain } = format;
  const announcedBytes = announced * (plain.bits / 8) * plain.channels;
  // A writer that cannot go back leaves both lengths open.
  const isOpen = announced === 0 || data.bytes < 0;
  return { ...plain, ...dataExtent(plain, data.at, isOpen ? 0 : announcedBytes, fstatSync(fd).size) };
}

function readCommon(bytes: Buffer, name: string): PcmFormat & { announced: number } {
  if (bytes.length < COMM_BYTES) throw new AppError('bad-input', say('audio.format-chunk-cut-off', { name }));
  const compression = bytes.length >= COMM_BYTES + 4 ? bytes.toString('latin1', COMM_BYTES, COMM_BYTES + 4) : 'NONE';
  const plain = PLAIN[compression];
  if (!plain)
    throw new AppError('bad-input', say('audio.format-not-read', { name, format: `AIFF-C (${compression})` }));
  const format = {
    float: false,
    // Samples of 12 or 20 bits stand at the upper end of whole bytes.
    bits: Math.ceil(bytes.readUInt16BE(6) / 8) * 8,
    channels: bytes.readUInt16BE(0),
    sampleRate: extended(bytes.subarray(8, COMM_BYTES)),
    announced: bytes.readUInt32BE(2),
    isBigEndian: true,
    hasSignedBytes: true,
    ...plain,
  };
  return checkedFormat(format, name);
}

/** A number of 80 bits as the 68881 wrote them: sign and exponent in 16 bits, then 64 of the significand. */
function extended(bytes: Buffer): number {
  const exponent = (bytes.readUInt16BE(0) & 0x7fff) - 16_383 - 63;
  return Number(bytes.readBigUInt64BE(2)) * 2 ** exponent;
}
