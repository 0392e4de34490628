import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { CodecFrame } from 'codec-parser';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAiffHeader } from './aiff.ts';
import { readAuHeader } from './au.ts';
import { type AudioFormat, recogniseAudio } from './container.ts';
import { withoutEndTags } from './end-tags.ts';
import { readMpegStream } from './mpeg-frames.ts';
import { assertOneSound, flacSoundKinds, oggSoundKinds } from './one-sound.ts';
import { readPcmExcerpt } from './pcm.ts';
import { readWavHeader } from './wav.ts';
import { plainFile } from '../../storage/plain-file.ts';

const LARGEST_COMPRESSED_BYTES = 512 * 2 ** 20;
const MP3_PADDING_SAMPLES = 2 * 1152; // added by encoders; decoders may take it away
/** The marker, the header of the first block, and STREAMINFO. */
const STREAM_INFO_END = 4 + 4 + 34;
/** A last frame of few bytes, such as silence, is only found with as many behind it: its checksum allows zeros. */
const SHORTEST_FLAC_FRAME_BYTES = 32;
const FLAC_BITS = [8, 16, 24]; // the decoder scales samples of other depths wrongly

export interface AudioExcerpt {
  sampleRate: number;
  /** Samples of each channel, full scale ±1, of the wanted part only. */
  channels: Float32Array[];
  /** Of the whole file. */
  durationSeconds: number;
  warning: Message | null;
}

type PcmFile = 'wav' | 'aiff' | 'au';
type CompressedFormat = Exclude<AudioFormat, PcmFile>;
type Decoder = { ready: Promise<void>; free(): void };
interface Decoded {
  channelData: Float32Array[];
  samplesDecoded: number;
  sampleRate: number;
  errors: unknown[];
  /** Samples a channel that the stream announces, where only its decoder knows. */
  announced?: number | null;
}

/** What the headers of a compressed file say of its sound. */
interface Announced {
  /** Samples a channel, or null if no header counts them. */
  samples: number | null;
  channels: number | null;
  /** The share of the stream's bytes that belong to no frame. */
  lostShare: number;
  /** The stream has a mark for its end, and it is missing. */
  endMissing: boolean;
  /** Streams one behind the other of which the first is read. */
  streams: number;
}

/**
 * Reads a part of an audio file: WAV, AIFF and AU directly, MP3, FLAC (also in Ogg), Ogg Vorbis and Opus through WASM
 * decoders. The format is detected from the file's content, not its name. A part that begins too close to the end is
 * moved forward, as in WAV files. Sound that is not finite, or less than half of what the headers announce, is refused;
 * a smaller lack is a warning.
 *
 * @throws bad-input that names the file and says what is wrong with it
 */
export async function readAudioExcerpt(file: string, offsetSeconds: number, seconds: number): Promise<AudioExcerpt> {
  const { format, start } = recogniseAudio(file);
  const name = basename(file);
  const excerpt =
    format in PCM_HEADERS
      ? pcmExcerpt(file, format as PcmFile, start, offsetSeconds, seconds)
      : await compressedExcerpt(file, format as CompressedFormat, start, offsetSeconds, seconds);
  if (!excerpt.channels.every((samples) => samples.every(Number.isFinite)))
    throw new AppError('bad-input', say('audio.not-finite', { name }), { file });
  return excerpt;
}

function pcmExcerpt(
  file: string,
  format: PcmFile,
  start: number,
  offsetSeconds: number,
  seconds: number,
): AudioExcerpt {
  const { header, channels } = readPcmExcerpt(file, PCM_HEADERS[format], offsetSeconds, seconds, start);
  const durationSeconds = header.frames / header.sampleRate;
  return { sampleRate: header.sampleRate, channels, durationSeconds, warning: header.warning };
}

async function compressedExcerpt(
  file: string,
  format: CompressedFormat,
  start: number,
  offsetSeconds: number,
  seconds: number,
): Promise<AudioExcerpt> {
  const name = basename(file);
  if (statSync(file).size > LARGEST_COMPRESSED_BYTES)
    throw new AppError('bad-input', say('audio.too-large', { name }), { file });
  const bytes = withoutEndTags(readFileSync(plainFile(file)).subarray(start));
  const announced = announcedBy(format, bytes, name);
  const decoded = await decodeWhole(format, bytes, name).catch((error: Error) => {
    // On some damaged files a decoder itself breaks, with a ReferenceError that is of no use to anybody.
    const told = { name, format: FORMAT_NAMES[format] };
    const isPlain = error.constructor === Error;
    const unreadable = isPlain
      ? say('audio.unreadable', { ...told, reason: error.message })
      : say('audio.nothing-decoded', told);
    throw error instanceof AppError ? error : new AppError('bad-input', unreadable, { file });
  });
  const warning = checkDecoded(name, format, decoded, announced);
  const { samplesDecoded, sampleRate } = decoded;
  // mpg123 gives two equal channels for a file that has one.
  const channelData = announced.channels === 1 ? decoded.channelData.slice(0, 1) : decoded.channelData;
  const wanted = Math.ceil(seconds * sampleRate);
  const first = Math.min(Math.floor(offsetSeconds * sampleRate), Math.max(0, samplesDecoded - wanted));
  return {
    sampleRate,
    channels: channelData.map((samples) => samples.slice(first, Math.min(samplesDecoded, first + wanted))),
    durationSeconds: samplesDecoded / sampleRate,
    warning,
  };
}

const PCM_HEADERS = { wav: readWavHeader, aiff: readAiffHeader, au: readAuHeader } as const;

const FORMAT_NAMES: Readonly<Record<CompressedFormat, string>> = {
  mp3: 'MP3',
  flac: 'FLAC',
  'ogg-flac': 'Ogg FLAC',
  'ogg-vorbis': 'Ogg Vorbis',
  opus: 'Opus',
};

/** Refuses what is mostly damaged; answers a warning about a smaller lack. */
function checkDecoded(name: string, format: AudioFormat, decoded: Decoded, announced: Announced): Message | null {
  const { samplesDecoded: present, sampleRate, channelData, errors } = decoded;
  const formatName = FORMAT_NAMES[format as CompressedFormat];
  // Garbage gives no error and an uninitialised rate: only the number of samples can be trusted.
  if (present === 0 || !(sampleRate > 0) || channelData.length === 0)
    throw new AppError('bad-input', say('audio.nothing-decoded', { name, format: formatName }));
  const promised = announced.samples ?? decoded.announced ?? present;
  if (announced.lostShare > 0.5) throw new AppError('bad-input', say('audio.mostly-damaged', { name }));
  if (present < promised / 2) throw new AppError('bad-input', say('audio.mostly-missing', { name, promised, present }));
  if (present < promised - (format === 'mp3' ? MP3_PADDING_SAMPLES : 0))
    return say('audio.samples-missing', { promised, present });
  if (errors.length > 0) return say('audio.damaged-frames', { frames: errors.length });
  if (announced.lostShare > 0.01) return say('audio.damaged-share', { share: announced.lostShare });
  if (announced.streams > 1) return say('audio.first-of-streams', { streams: announced.streams });
  return announced.endMissing ? say('audio.end-missing') : null;
}

function announcedBy(format: CompressedFormat, bytes: Buffer, name: string): Announced {
  if (format === 'mp3') {
    const stream = readMpegStream(bytes, 0);
    assertOneSound(name, stream.sounds);
    const lostShare = stream.streamBytes > 0 ? stream.lostBytes / stream.streamBytes : 0;
    return { samples: stream.promisedSamples, channels: stream.channels, lostShare, endMissing: false, streams: 1 };
  }
  const endMissing = format !== 'flac' && !hasOggEnd(bytes);
  const kinds = format === 'flac' ? [] : oggSoundKinds(bytes);
  assertOneSound(name, kinds);
  const streams = format === 'opus' ? kinds.length : 1;
  if (format === 'ogg-vorbis' || format === 'opus')
    return { samples: null, channels: null, lostShare: 0, endMissing, streams };
  const { bits, channels, samples } = readStreamInfo(bytes.subarray(bytes.indexOf('fLaC', 0, 'latin1')));
  if (!FLAC_BITS.includes(bits))
    throw new AppError('bad-input', say('audio.unsupported-samples', { name, bits, format: 'integer' }));
  return { samples: samples > 0 ? samples : null, channels, lostShare: 0, endMissing, streams };
}

/** STREAMINFO behind the marker `fLaC` (RFC 9639, section 8.2); 0 samples means unknown. */
function readStreamInfo(bytes: Buffer): { bits: number; channels: number; samples: number } {
  if (!hasStreamInfo(bytes)) return { bits: 16, channels: 0, samples: 0 };
  const at = 8 + 12; // the marker and the block's header; sizes of blocks and frames and 12 bits of the rate
  return {
    channels: ((bytes[at] >> 1) & 7) + 1,
    bits: (((bytes[at] & 1) << 4) | (bytes[at + 1] >> 4)) + 1,
    samples: (bytes[at + 1] & 15) * 2 ** 32 + bytes.readUInt32BE(at + 2),
  };
}

/** Whether the first block is STREAMINFO, as it has to be. */
function hasStreamInfo(bytes: Buffer): boolean {
  return bytes.length >= STREAM_INFO_END && (bytes[4] & 0x7f) === 0;
}

/** The decoder is given frames only, and some leave their rate to STREAMINFO: the file's beginning with that alone. */
function streamInfoAlone(bytes: Buffer): Uint8Array {
  const alone = Uint8Array.from(bytes.subarray(0, STREAM_INFO_END));
  alone[4] |= 0x80;
  return alone;
}

/** Whether the last page of an Ogg file is marked as the end of its stream (RFC 3533, section 6). */
function hasOggEnd(bytes: Buffer): boolean {
  const page = bytes.lastIndexOf('OggS', undefined, 'latin1');
  return page >= 0 && page + 5 < bytes.length && (bytes[page + 5] & 4) !== 0;
}

async function decodeWhole(format: CompressedFormat, bytes: Buffer, name: string): Promise<Decoded> {
  if (format === 'mp3') {
    const { MPEGDecoder } = await import('mpg123-decoder');
    return using(new MPEGDecoder(), (decoder) => decoder.decode(bytes));
  }
  if (format === 'flac' || format === 'ogg-flac') {
    const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
    return using(new FLACDecoder(), async (decoder) => {
      if (format === 'ogg-flac') return decoder.decodeFile(bytes);
      const { default: CodecParser } = await import('codec-parser');
      const parser = new CodecParser<CodecFrame>('audio/flac', { enableFrameCRC32: false });
      const frames = parser.parseAll(Buffer.concat([bytes, Buffer.alloc(SHORTEST_FLAC_FRAME_BYTES)]));
      assertOneSound(name, flacSoundKinds(frames));
      const before = hasStreamInfo(bytes) ? [streamInfoAlone(bytes)] : [];
      return decoder.decodeFrames([...before, ...frames.map(({ data }) => data)]);
    });
  }
  if (format === 'opus') return (await import('./opus.ts')).decodeOpus(bytes);
  const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
  return using(new OggVorbisDecoder(), (decoder) => decoder.decodeFile(bytes));
}

async function using<D extends Decoder>(
  decoder: D,
  decode: (decoder: D) => Decoded | Promise<Decoded>,
): Promise<Decoded> {
  await decoder.ready;
  try {
    return await decode(decoder);
  } finally {
    decoder.free();
  }
}
