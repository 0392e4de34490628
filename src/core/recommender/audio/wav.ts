import { closeSync, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import wav from 'node-wav';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAt } from '../../storage/read-at.ts';
import type { Message } from '../../../shared/messages/message.ts';

const FORMAT_PCM = 1;
const FORMAT_FLOAT = 3;
/** Telephone recordings: a byte a sample, on a logarithmic scale (ITU-T G.711). */
const LAWS: ReadonlyMap<number, Law> = new Map([
  [6, 'a-law'],
  [7, 'µ-law'],
]);
const FORMAT_EXTENSIBLE = 0xfffe;
const HEADER_SEARCH_BYTES = 1 << 20;
const LARGEST_CHANNELS = 64;

type Law = 'a-law' | 'µ-law';

export interface WavHeader {
  float: boolean;
  /** Of samples that are no plain numbers. */
  law?: Law;
  bits: number;
  channels: number;
  sampleRate: number;
  /** Where the samples start, and how many whole frames the file actually contains. */
  dataOffset: number;
  frames: number;
  /** Set if the header's length is wrong: streamed or truncated files are read to their end. */
  warning: Message | null;
}

export interface WavExcerpt {
  header: WavHeader;
  /** One array a channel, full scale ±1. */
  channels: Float32Array[];
}

/** What a format chunk says. */
type WavFormat = Pick<WavHeader, 'float' | 'law' | 'bits' | 'channels' | 'sampleRate' | 'warning'>;

/** Reads the chunks of a RIFF, RF64 or BW64 WAVE file that begins at byte `start`, without trusting the sizes in it. */
export function readWavHeader(fd: number, name: string, start = 0): WavHeader {
  const fileBytes = fstatSync(fd).size;
  if (fileBytes === 0) throw bad(say('audio.empty', { name }));
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
      return { ...format, ...dataExtent(format, body, bytes, fileBytes) };
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

function dataExtent(format: WavFormat, body: number, size: number, fileBytes: number) {
  const there = fileBytes - body;
  const streamed = size === 0 || size === 0xffffffff;
  const frameBytes = (format.bits / 8) * format.channels;
  const frames = Math.floor((streamed ? there : Math.min(size, there)) / frameBytes);
  let { warning } = format;
  if (streamed && there > 0) warning = say('audio.no-length');
  else if (size > there) warning = say('audio.cut-off', { promised: size, present: there });
  return { dataOffset: body, frames, warning };
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
  if (!(law ? [8] : float ? [32, 64] : [8, 16, 24, 32]).includes(bits))
    throw bad(say('audio.unsupported-samples', { name, bits, format: float ? 'float' : 'integer' }));
  if (channels < 1 || channels > LARGEST_CHANNELS) throw bad(say('audio.too-many-channels', { name, channels }));
  if (sampleRate < 1000 || sampleRate > 768_000) throw bad(say('audio.bad-sample-rate', { name, sampleRate }));
  const warning = frameBytesWarning(bytes.readUInt16LE(12), bits, channels, name);
  return { float, ...(law ? { law } : {}), bits, channels, sampleRate, warning };
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

/**
 * Decodes `seconds` from `offsetSeconds` on; only those bytes are read, whatever the header claims. The file begins at
 * byte `start`.
 */
export function readWavExcerpt(file: string, offsetSeconds: number, seconds: number, start = 0): WavExcerpt {
  const name = basename(file);
  const fd = openSync(file, 'r');
  try {
    const header = readWavHeader(fd, name, start);
    if (header.frames === 0) throw bad(say('audio.no-samples', { name }));
    const wanted = Math.ceil(seconds * header.sampleRate);
    const first = Math.min(Math.floor(offsetSeconds * header.sampleRate), Math.max(0, header.frames - wanted));
    const frames = Math.min(wanted, header.frames - first);
    const frameBytes = (header.bits / 8) * header.channels;
    return {
      header,
      channels: decodeSamples(readAt(fd, header.dataOffset + first * frameBytes, frames * frameBytes), header),
    };
  } finally {
    closeSync(fd);
  }
}

/**
 * Float samples go through node-wav behind a canonical 44-byte header. Integers are scaled here by 2^(bits − 1), as
 * librosa does: node-wav 0.0.2
 * divides positive samples by 2^(bits − 1) − 1, which distorts the signal, and reads 24-bit negative full scale as +1.
 */
export function decodeSamples(
  bytes: Buffer,
  header: Pick<WavHeader, 'float' | 'law' | 'bits' | 'channels' | 'sampleRate'>,
): Float32Array[] {
  if (header.float) {
    const decoded = wav.decode(withCanonicalHeader(bytes, header));
    return decoded.channelData.map((channel) =>
      channel instanceof Float32Array ? channel : Float32Array.from(channel),
    );
  }
  const { bits, channels } = header;
  const frames = Math.floor(bytes.length / ((bits / 8) * channels));
  const out = Array.from({ length: channels }, () => new Float32Array(frames));
  const scale = 1 / 2 ** (bits - 1);
  const width = bits / 8;
  const expand = header.law === 'a-law' ? fromALaw : header.law ? fromMuLaw : null;
  for (let frame = 0, at = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++, at += width) {
      if (expand) out[channel][frame] = expand(bytes[at]) / 2 ** 15;
      else out[channel][frame] = (width === 1 ? bytes[at] - 128 : bytes.readIntLE(at, width)) * scale;
    }
  }
  return out;
}

function fromMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return (bits & 0x80) !== 0 ? -magnitude : magnitude;
}

function fromALaw(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (bits & 0x80) !== 0 ? magnitude : -magnitude;
}

function withCanonicalHeader(data: Buffer, header: Pick<WavHeader, 'bits' | 'channels' | 'sampleRate'>): ArrayBuffer {
  const frameBytes = (header.bits / 8) * header.channels;
  const file = new ArrayBuffer(44 + data.length);
  const bytes = Buffer.from(file);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + data.length, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(FORMAT_FLOAT, 20);
  bytes.writeUInt16LE(header.channels, 22);
  bytes.writeUInt32LE(header.sampleRate, 24);
  bytes.writeUInt32LE(header.sampleRate * frameBytes, 28);
  bytes.writeUInt16LE(frameBytes, 32);
  bytes.writeUInt16LE(header.bits, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(data.length, 40);
  data.copy(bytes, 44);
  // node-wav makes a typed array at byte 44, which 8-byte samples do not allow; they are narrowed to float32 first.
  return header.bits === 64 ? narrowed(data, header) : file;
}

function narrowed(data: Buffer, header: Pick<WavHeader, 'channels' | 'sampleRate'>): ArrayBuffer {
  const samples = Buffer.alloc(data.length / 2);
  for (let i = 0; i + 8 <= data.length; i += 8) samples.writeFloatLE(data.readDoubleLE(i), i / 2);
  return withCanonicalHeader(samples, { ...header, bits: 32 });
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
