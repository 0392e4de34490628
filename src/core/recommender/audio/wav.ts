import { fstatSync } from 'node:fs';
import wav from 'node-wav';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAt } from '../../storage/read-at.ts';
import type { Message } from '../../../shared/messages/message.ts';
import {
  checkedFormat,
  dataExtent,
  type Law,
  type PcmExcerpt,
  type PcmFormat,
  type PcmHeader,
  readPcmExcerpt,
} from './pcm.ts';

const FORMAT_PCM = 1;
const FORMAT_FLOAT = 3;
const LAWS: ReadonlyMap<number, Law> = new Map([
  [6, 'a-law'],
  [7, 'µ-law'],
]);
const FORMAT_EXTENSIBLE = 0xfffe;
const HEADER_SEARCH_BYTES = 1 << 20;

/** What a format chunk says. */
type WavFormat = PcmFormat & Pick<PcmHeader, 'warning'>;

/** Reads the chunks of a RIFF, RF64 or BW64 WAVE file that begins at byte `start`, without trusting the sizes in it. */
export function readWavHeader(fd: number, name: string, start = 0): PcmHeader {
  const fileBytes = fstatSync(fd).size;
  const riff = readAt(fd, start, 12);
  const marks = [riff.toString('latin1', 0, 4), riff.toString('latin1', 8, 12)];
  if (!/^(RIFF|RF64|BW64)$/.test(marks[0]) || marks[1] !== 'WAVE') throw bad(say('audio.not-wav', { name }));
  let dataBytes: number | null = null;
  let format: WavFormat | undefined;
  let position = start + 12;
  while (position + 8 <= Math.min(fileBytes, start + HEADER_SEARCH_BYTES)) {
    const chunk = readAt(fd, position, 8);
    const id = chunk.toString('latin1', 0, 4);
    const size = chunk.readUInt32LE(4);
    const body = position + 8;
    if (id === 'fmt ') format = readFormat(readAt(fd, body, Math.min(size, 64)), name);
    if (id === 'ds64') dataBytes = readDataSize64(readAt(fd, body, 16));
    if (id === 'data') {
      if (!format) throw bad(say('audio.data-before-format', { name }));
      const bytes = size === 0xffffffff && dataBytes !== null ? dataBytes : size;
      const { warning, ...plain } = format;
      const extent = dataExtent(plain, body, bytes, fileBytes);
      return { ...plain, ...extent, warning: extent.warning ?? warning };
    }
    position = body + size + (size & 1 && !isUnpadded(readAt(fd, body + size, 4)) ? 1 : 0);
  }
  throw bad(format ? say('audio.no-data-chunk', { name }) : say('audio.no-format-chunk', { name }));
}

/** Some writers leave out the zero behind a chunk of odd length: the name of the next one stands in its place. */
function isUnpadded(next: Buffer): boolean {
  return /^[a-z][a-z0-9]{2}[a-z0-9 ]$/i.test(next.toString('latin1'));
}

/** The size of the data chunk in an RF64 or BW64 file's "ds64" chunk (EBU Tech 3306); 0 if the writer left it open. */
function readDataSize64(chunk: Buffer): number | null {
  return chunk.length < 16 ? null : Number(chunk.readBigUInt64LE(8)) || null;
}

function readFormat(bytes: Buffer, name: string): WavFormat {
  if (bytes.length < 16) throw bad(say('audio.format-chunk-cut-off', { name }));
  let tag = bytes.readUInt16LE(0);
  const channels = bytes.readUInt16LE(2);
  const sampleRate = bytes.readUInt32LE(4);
  const said = bytes.readUInt16LE(14);
  if (tag === FORMAT_EXTENSIBLE) {
    if (bytes.length < 26) throw bad(say('audio.extensible-chunk-cut-off', { name }));
    tag = bytes.readUInt16LE(24);
  }
  const law = LAWS.get(tag);
  if (tag !== FORMAT_PCM && tag !== FORMAT_FLOAT && !law)
    throw bad(say('audio.unsupported-encoding', { name, encoding: tag }));
  const float = tag === FORMAT_FLOAT;
  // Integers of 12 or 20 bits fill whole bytes from above, zeros below (Microsoft, "Multiple channel audio data").
  const bits = tag === FORMAT_PCM ? Math.ceil(said / 8) * 8 : said;
  const format = checkedFormat({ float, ...(law ? { law } : {}), bits, channels, sampleRate }, name);
  const warning = frameBytesWarning(bytes.readUInt16LE(12), bits, channels, name);
  return { ...format, warning };
}

/**
 * Samples with a gap behind each, as 24 bits in four bytes, are refused: writers differ on where the gap is. A frame
 * cannot be smaller than its samples, so such a size is only told.
 */
function frameBytesWarning(frame: number, bits: number, channels: number, name: string): Message | null {
  const expected = (bits / 8) * channels;
  if (frame > expected) throw bad(say('audio.frames-with-gaps', { name, frame, expected }));
  return frame === expected ? null : say('audio.frame-too-small', { frame, expected });
}

/** Decodes `seconds` from `offsetSeconds` on of a WAV file that begins at byte `start`. */
export function readWavExcerpt(file: string, offsetSeconds: number, seconds: number, start = 0): PcmExcerpt {
  return readPcmExcerpt(file, readWavHeader, offsetSeconds, seconds, start);
}

/** The mean of all channels. */
export function toMono(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0];
  const mono = new Float32Array(channels[0].length);
  for (const channel of channels) for (let i = 0; i < mono.length; i++) mono[i] += channel[i] / channels.length;
  return mono;
}

/** A 16-bit PCM WAV file from one channel. */
export function encodeWav16(samples: Float32Array, sampleRate: number): Buffer {
  return wav.encode([samples], { sampleRate, float: false, bitDepth: 16 });
}

function bad(message: Message): AppError {
  return new AppError('bad-input', message);
}
