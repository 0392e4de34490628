import { closeSync, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import wav from 'node-wav';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAt } from '../../storage/read-at.ts';
import { plainFile } from '../../storage/plain-file.ts';

const FORMAT_FLOAT = 3;
const LARGEST_CHANNELS = 64;
/** Lengths that a writer puts down who cannot go back to the header. */
const OPEN_LENGTHS = [0, 0xffffffff];

/** Telephone recordings: a byte a sample, on a logarithmic scale (ITU-T G.711). */
export type Law = 'a-law' | 'µ-law';

/** How samples that are not compressed are written. */
export interface PcmFormat {
  float: boolean;
  /** Of samples that are no plain numbers. */
  law?: Law;
  bits: number;
  channels: number;
  sampleRate: number;
  /** The first byte is the highest; else as in WAV. */
  isBigEndian?: boolean;
  /** Integers of 8 bits have a sign; else, as in WAV, their middle is 128. */
  hasSignedBytes?: boolean;
}

export interface PcmHeader extends PcmFormat {
  /** Where the samples start, and how many whole frames the file actually contains. */
  dataOffset: number;
  frames: number;
  /** Set if the header's length is wrong: streamed or truncated files are read to their end. */
  warning: Message | null;
}

export interface PcmExcerpt {
  header: PcmHeader;
  /** One array a channel, full scale ±1. */
  channels: Float32Array[];
}

/** @throws bad-input unless its samples can be read and its numbers can be right */
export function checkedFormat<F extends PcmFormat>(format: F, name: string): F {
  const { float, law, bits, channels, sampleRate } = format;
  if (!(law ? [8] : float ? [32, 64] : [8, 16, 24, 32]).includes(bits))
    throw bad(say('audio.unsupported-samples', { name, bits, format: float ? 'float' : 'integer' }));
  if (channels < 1 || channels > LARGEST_CHANNELS) throw bad(say('audio.too-many-channels', { name, channels }));
  if (!(sampleRate >= 1000 && sampleRate <= 768_000)) throw bad(say('audio.bad-sample-rate', { name, sampleRate }));
  return format;
}

/**
 * What is there of samples whose header announces `size` bytes from byte `body` on.
 *
 * @param fileBytes the length of the file
 */
export function dataExtent(
  { bits, channels }: Pick<PcmFormat, 'bits' | 'channels'>,
  body: number,
  size: number,
  fileBytes: number,
): Pick<PcmHeader, 'dataOffset' | 'frames' | 'warning'> {
  const there = Math.max(0, fileBytes - body);
  const streamed = OPEN_LENGTHS.includes(size);
  const frames = Math.floor((streamed ? there : Math.min(size, there)) / ((bits / 8) * channels));
  let warning: Message | null = null;
  if (streamed && there > 0) warning = say('audio.no-length');
  else if (size > there) warning = say('audio.cut-off', { promised: size, present: there });
  return { dataOffset: body, frames, warning };
}

/**
 * Decodes `seconds` from `offsetSeconds` on; only those bytes are read, whatever the header claims. The file begins at
 * byte `start`.
 */
export function readPcmExcerpt(
  file: string,
  readHeader: (fd: number, name: string, start: number) => PcmHeader,
  offsetSeconds: number,
  seconds: number,
  start = 0,
): PcmExcerpt {
  const name = basename(file);
  const fd = openSync(plainFile(file), 'r');
  try {
    if (fstatSync(fd).size === 0) throw bad(say('audio.empty', { name }));
    const header = readHeader(fd, name, start);
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
 * librosa does: node-wav 0.0.2 divides positive samples by 2^(bits − 1) − 1, which distorts the signal, and reads
 * 24-bit negative full scale as +1.
 */
function decodeSamples(given: Buffer, header: PcmFormat): Float32Array[] {
  const bytes = header.isBigEndian ? turnedRound(given, header.bits / 8) : given;
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
  const isUnsigned = width === 1 && !header.hasSignedBytes;
  const expand = header.law === 'a-law' ? fromALaw : header.law ? fromMuLaw : null;
  for (let frame = 0, at = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++, at += width) {
      if (expand) out[channel][frame] = expand(bytes[at]) / 2 ** 15;
      else out[channel][frame] = (isUnsigned ? bytes[at] - 128 : bytes.readIntLE(at, width)) * scale;
    }
  }
  return out;
}

/** The same samples with their lowest byte first. */
function turnedRound(bytes: Buffer, width: number): Buffer {
  const turned = Buffer.alloc(bytes.length - (bytes.length % width));
  for (let at = 0; at < turned.length; at += width)
    for (let i = 0; i < width; i++) turned[at + i] = bytes[at + width - 1 - i];
  return turned;
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

function withCanonicalHeader(data: Buffer, header: Pick<PcmFormat, 'bits' | 'channels' | 'sampleRate'>): ArrayBuffer {
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

function narrowed(data: Buffer, header: Pick<PcmFormat, 'channels' | 'sampleRate'>): ArrayBuffer {
  const samples = Buffer.alloc(data.length / 2);
  for (let i = 0; i + 8 <= data.length; i += 8) samples.writeFloatLE(data.readDoubleLE(i), i / 2);
  return withCanonicalHeader(samples, { ...header, bits: 32 });
}

function bad(message: Message): AppError {
  return new AppError('bad-input', message);
}
