import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readWavExcerpt } from './wav.ts';
import type { Message } from '../../../shared/messages/message.ts';

/** File extensions searched for in an audio folder. */
export const AUDIO_FILE = /\.(wav|wave|mp3|flac|ogg|oga)$/i;

const LARGEST_COMPRESSED_BYTES = 512 * 2 ** 20;

export interface AudioExcerpt {
  sampleRate: number;
  /** Samples of each channel, full scale ±1, of the wanted part only. */
  channels: Float32Array[];
  /** Of the whole file. */
  durationSeconds: number;
  warning: Message | null;
}

type Decoder = { ready: Promise<void>; free(): void };
interface Decoded {
  channelData: Float32Array[];
  samplesDecoded: number;
  sampleRate: number;
  errors: unknown[];
}

/**
 * Reads a part of an audio file: WAV directly, MP3, FLAC and Ogg Vorbis through WASM decoders. The format is detected
 * from the file's first bytes, not its name. A part that
 * begins too close to the end is moved forward, as in WAV files.
 *
 * @throws bad-input that names the file and says what is wrong with it
 */
export async function readAudioExcerpt(file: string, offsetSeconds: number, seconds: number): Promise<AudioExcerpt> {
  const kind = kindOf(file);
  if (kind === 'wav') {
    const { header, channels } = readWavExcerpt(file, offsetSeconds, seconds);
    return {
      sampleRate: header.sampleRate,
      channels,
      durationSeconds: header.frames / header.sampleRate,
      warning: header.warning,
    };
  }
  const name = basename(file);
  if (statSync(file).size > LARGEST_COMPRESSED_BYTES)
    throw new AppError('bad-input', say('audio.too-large', { name }), {
      file,
    });
  const { channelData, samplesDecoded, sampleRate, errors } = await decodeWhole(kind, readFileSync(file), name).catch(
    (error: Error) => {
      // Decoders throw on some damaged files, one of them a ReferenceError.
      throw error instanceof AppError
        ? error
        : new AppError(
            'bad-input',
            say('audio.unreadable', { name, format: kind.toUpperCase(), reason: error.message }),
            {
              file,
            },
          );
    },
  );
  // Garbage gives no error and an uninitialised rate: only the number of samples can be trusted.
  if (samplesDecoded === 0 || !(sampleRate > 0) || channelData.length === 0)
    throw new AppError('bad-input', say('audio.nothing-decoded', { name, format: kind.toUpperCase() }), { file });
  const wanted = Math.ceil(seconds * sampleRate);
  const first = Math.min(Math.floor(offsetSeconds * sampleRate), Math.max(0, samplesDecoded - wanted));
  return {
    sampleRate,
    channels: channelData.map((samples) => samples.slice(first, Math.min(samplesDecoded, first + wanted))),
    durationSeconds: samplesDecoded / sampleRate,
    warning: errors.length > 0 ? say('audio.damaged-frames', { frames: errors.length }) : null,
  };
}

function kindOf(file: string): 'wav' | 'mp3' | 'flac' | 'ogg' {
  const start = Buffer.alloc(12);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, start, 0, 12, 0);
  } finally {
    closeSync(fd);
  }
  const text = start.toString('latin1');
  if (text.startsWith('fLaC')) return 'flac';
  if (text.startsWith('OggS')) return 'ogg';
  if (text.startsWith('ID3') || (start[0] === 0xff && (start[1] & 0xe6) === 0xe2)) return 'mp3';
  if (text.slice(4, 8) === 'ftyp')
    throw new AppError('bad-input', say('audio.is-mp4', { file: basename(file) }), { file });
  return 'wav'; // whose reader gives the best error for anything else
}

async function decodeWhole(kind: 'mp3' | 'flac' | 'ogg', bytes: Buffer, name: string): Promise<Decoded> {
  if (kind === 'mp3') {
    const { MPEGDecoder } = await import('mpg123-decoder');
    return using(new MPEGDecoder(), (decoder) => decoder.decode(bytes));
  }
  if (kind === 'flac') {
    const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
    return using(new FLACDecoder(), (decoder) => decoder.decodeFile(bytes));
  }
  if (bytes.includes('OpusHead', 0, 'latin1') && bytes.indexOf('OpusHead', 0, 'latin1') < 200)
    throw new AppError('bad-input', say('audio.is-opus', { name }));
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
