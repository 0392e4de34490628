/**
 * The frames of an MPEG audio stream (ISO 11172-3, 13818-3), without decoding them. mpg123 skips damage in silence and
 * gives two channels whatever the file has; the headers tell how many channels, frames and lost bytes there are.
 */

import type { SoundKind } from './one-sound.ts';

const KBITS_PER_SECOND: Readonly<Record<string, readonly number[]>> = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLE_RATES_HZ = [44_100, 48_000, 32_000];
const SINGLE_CHANNEL = 3;
/** Fewer frames of another kind in a row may be damage that looks like frames. */
const SHORTEST_RUN_FRAMES = 8;

interface FrameHeader {
  bytes: number;
  samples: number;
  sampleRate: number;
  channels: 1 | 2;
  /** Version and layer, which do not change within a stream. */
  kind: string;
  /** Where the Xing or Info header would be, counted from the frame's first byte. */
  sideInformationEnd: number;
}

export interface MpegStream {
  /** The most of any frame. */
  channels: 1 | 2;
  /** The first of each rate: of the frames, and of runs of another kind, where streams were joined end to end. */
  sounds: SoundKind[];
  /** Of whole frames that are there, the one with the stream's own header left out. */
  samples: number;
  /** By the Xing or Info header, or null if there is none. */
  promisedSamples: number | null;
  /** Bytes between the first and the last frame that belong to none. */
  lostBytes: number;
  streamBytes: number;
}

/** The position of the first frame that is followed by another of its kind (or by the end), or −1. */
export function findMpegFrame(bytes: Buffer, from: number): number {
  for (let at = from; at + 4 <= bytes.length; at++) {
    if (bytes[at] !== 0xff || (bytes[at + 1] & 0xe0) !== 0xe0) continue;
    const frame = readHeader(bytes, at);
    if (!frame) continue;
    const next = readHeader(bytes, at + frame.bytes);
    if (next ? next.kind === frame.kind : at > from ? false : at + frame.bytes >= bytes.length) return at;
  }
  return -1;
}

/** Walks over all frames of a stream that begins at `start`. */
export function readMpegStream(bytes: Buffer, start: number): MpegStream {
  const stream: MpegStream = {
    channels: 1,
    sounds: [],
    samples: 0,
    promisedSamples: null,
    lostBytes: 0,
    streamBytes: 0,
  };
  let at = start;
  let end = start;
  let kind = '';
  while (at + 4 <= bytes.length) {
    const frame = readHeader(bytes, at);
    if (frame && (kind === '' || frame.kind === kind)) {
      if (at + frame.bytes > bytes.length) break;
      if (kind === '') stream.sounds.push(frame);
      kind = frame.kind;
      stream.lostBytes += at - end;
      const frames = at === start ? framesByXing(bytes, at + frame.sideInformationEnd) : null;
      if (frames === null) stream.samples += frame.samples;
      else stream.promisedSamples = frames * frame.samples;
      if (frame.channels === 2) stream.channels = 2;
      at += frame.bytes;
      end = at;
    } else if (frame && isRun(bytes, at, frame)) {
      if (stream.sounds.every(({ sampleRate }) => sampleRate !== frame.sampleRate)) stream.sounds.push(frame);
      at += frame.bytes;
    } else {
      const next = findMpegFrame(bytes, at + 1);
      if (next < 0) break;
      at = next;
    }
  }
  stream.streamBytes = end - start;
  return stream;
}

/** Whether enough frames of one kind follow each other from here on. */
function isRun(bytes: Buffer, from: number, { kind }: FrameHeader): boolean {
  let at = from;
  for (let frames = 0; frames < SHORTEST_RUN_FRAMES; frames++) {
    const frame = readHeader(bytes, at);
    if (frame?.kind !== kind) return false;
    at += frame.bytes;
  }
  return true;
}

function framesByXing(bytes: Buffer, at: number): number | null {
  const tag = bytes.toString('latin1', at, at + 4);
  if ((tag !== 'Xing' && tag !== 'Info') || at + 12 > bytes.length) return null;
  return (bytes.readUInt32BE(at + 4) & 1) !== 0 ? bytes.readUInt32BE(at + 8) : null;
}

function readHeader(bytes: Buffer, at: number): FrameHeader | null {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1] & 0xe0) !== 0xe0) return null;
  const version = (bytes[at + 1] >> 3) & 3; // 3 is MPEG 1, 2 MPEG 2, 0 MPEG 2.5
  const layer = 4 - ((bytes[at + 1] >> 1) & 3);
  const bitrate = bytes[at + 2] >> 4;
  const rate = (bytes[at + 2] >> 2) & 3;
  if (version === 1 || layer === 4 || bitrate === 0 || bitrate === 15 || rate === 3) return null;
  const first = version === 3;
  const sampleRate = SAMPLE_RATES_HZ[rate] / (first ? 1 : version === 2 ? 2 : 4);
  const bitsPerSecond = KBITS_PER_SECOND[`${first ? 1 : 2}-${layer}`][bitrate] * 1000;
  const padding = (bytes[at + 2] >> 1) & 1;
  const samples = layer === 1 ? 384 : layer === 3 && !first ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const length = (Math.floor((samples * bitsPerSecond) / (8 * slot * sampleRate)) + padding) * slot;
  const channels = bytes[at + 3] >> 6 === SINGLE_CHANNEL ? 1 : 2;
  const sideInformation = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    bytes: length,
    samples,
    sampleRate,
    channels,
    kind: `${version}-${layer}-${rate}`,
    sideInformationEnd: 4 + sideInformation,
  };
}
