import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { ID3_HEADER_BYTES, id3Bytes } from './id3.ts';
import { findMpegFrame } from './mpeg-frames.ts';
import { readAt } from '../../storage/read-at.ts';

export type AudioFormat = 'wav' | 'mp3' | 'flac' | 'ogg-vorbis' | 'ogg-flac' | 'opus';

/** Enough for the marks of all formats but MPEG's. */
const HEAD_BYTES = 512;
/** How far behind the tags the first MPEG frame is searched for. */
const MPEG_SEARCH_BYTES = 1 << 18;

/** What is recognised and not read, by its first bytes behind any tags. */
const NOT_READ: readonly { format: string; at: number; bytes: string }[] = [
  { format: 'AIFF', at: 0, bytes: 'FORM' },
  { format: "Monkey's Audio", at: 0, bytes: 'MAC ' },
  { format: 'WavPack', at: 0, bytes: 'wvpk' },
  { format: 'Windows Media Audio', at: 0, bytes: '\x30\x26\xb2\x75' },
  { format: 'Core Audio', at: 0, bytes: 'caff' },
  { format: 'Matroska', at: 0, bytes: '\x1a\x45\xdf\xa3' },
  { format: 'Wave64', at: 0, bytes: 'riff\x2e\x91\xcf\x11' },
  { format: 'big-endian WAV (RIFX)', at: 0, bytes: 'RIFX' },
];

/**
 * The format of an audio file by its content, never its name, and the byte where its stream begins: taggers and
 * downloaders put ID3v2 tags before FLAC streams and APE tags, zeros or stray bytes before MP3 frames.
 *
 * @throws bad-input that names the format if it is one that is not read
 */
export function recogniseAudio(file: string): { format: AudioFormat; start: number } {
  const name = basename(file);
  const fd = openSync(file, 'r');
  try {
    const start = endOfTags(fd);
    const text = readAt(fd, start, HEAD_BYTES).toString('latin1');
    if (text.startsWith('fLaC')) return { format: 'flac', start };
    if (text.startsWith('RIFF') || text.startsWith('RF64')) return { format: 'wav', start };
    if (text.startsWith('OggS')) return { format: oggFormat(text, name), start };
    if (text.slice(4, 8) === 'ftyp') throw new AppError('bad-input', say('audio.is-mp4', { file: name }), { file });
    const other = NOT_READ.find(({ at, bytes }) => text.startsWith(bytes, at));
    if (other) throw new AppError('bad-input', say('audio.format-not-read', { name, format: other.format }), { file });
    const frame = findMpegFrame(readAt(fd, start, MPEG_SEARCH_BYTES), 0);
    if (frame >= 0) return { format: 'mp3', start: start + frame };
    return { format: 'wav', start: 0 }; // its reader gives the best error for anything else
  } finally {
    closeSync(fd);
  }
}

/** The codec of the first stream of an Ogg file is named in its first packet. */
function oggFormat(text: string, name: string): AudioFormat {
  if (text.includes('\x7fFLAC')) return 'ogg-flac';
  if (text.includes('\x01vorbis')) return 'ogg-vorbis';
  if (text.includes('OpusHead')) return 'opus';
  const codec = text.includes('Speex   ') ? 'Speex' : text.includes('\x80theora') ? 'Theora' : 'Ogg';
  throw new AppError('bad-input', say('audio.format-not-read', { name, format: codec }));
}

/** The byte behind all ID3v2 tags at the beginning. */
function endOfTags(fd: number): number {
  let position = 0;
  while (true) {
    const bytes = id3Bytes(readAt(fd, position, ID3_HEADER_BYTES));
    if (bytes === 0) return position;
    position += bytes;
  }
}
