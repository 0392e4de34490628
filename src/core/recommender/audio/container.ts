import { closeSync, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { ID3_HEADER_BYTES, id3Bytes } from './id3.ts';
import { findMpegFrame } from './mpeg-frames.ts';
import { readAt } from '../../storage/read-at.ts';
import { plainFile } from '../../storage/plain-file.ts';

export type AudioFormat = 'wav' | 'aiff' | 'au' | 'mp3' | 'flac' | 'ogg-vorbis' | 'ogg-flac' | 'opus';

/** Enough for the marks of all formats but MPEG's. */
const HEAD_BYTES = 512;
/** How far behind the tags a stream is searched for. */
const STRAY_BYTES = 1 << 18;

/** What is recognised and not read, by its first bytes behind any tags. */
const NOT_READ: readonly { format: string; at: number; bytes: string }[] = [
  { format: "Monkey's Audio", at: 0, bytes: 'MAC ' },
  { format: 'WavPack', at: 0, bytes: 'wvpk' },
  { format: 'Windows Media Audio', at: 0, bytes: '\x30\x26\xb2\x75' },
  { format: 'Core Audio', at: 0, bytes: 'caff' },
  { format: 'Matroska', at: 0, bytes: '\x1a\x45\xdf\xa3' },
  { format: 'Wave64', at: 0, bytes: 'riff\x2e\x91\xcf\x11' },
  { format: 'big-endian WAV (RIFX)', at: 0, bytes: 'RIFX' },
  { format: 'AAC (ADTS)', at: 0, bytes: '\xff\xf1' },
  { format: 'AAC (ADTS)', at: 0, bytes: '\xff\xf9' },
  { format: 'True Audio', at: 0, bytes: 'TTA1' },
  { format: 'DSD', at: 0, bytes: 'DSD ' },
  { format: 'DSD', at: 0, bytes: 'FRM8' },
  { format: 'Musepack', at: 0, bytes: 'MPCK' },
  { format: 'Musepack', at: 0, bytes: 'MP+' },
];

/**
 * What streams begin with, and what belongs behind their marks (the block STREAMINFO, a form, the flag of a first
 * page): enough to be searched for behind stray bytes, as MPEG frames are.
 */
const BEGINNING = /fLaC.\0\0\x22|(?:RIFF|RF64|BW64).{4}WAVE|FORM.{4}AIF[FC]|OggS\0[^\0]/s;

/**
 * The format of an audio file by its content, never its name, and the byte where its stream begins: taggers and
 * downloaders put ID3v2 tags before FLAC streams and APE tags, zeros or stray bytes before any.
 *
 * @throws bad-input that names the format if it is one that is not read, or says that none is recognised
 */
export function recogniseAudio(file: string): { format: AudioFormat; start: number } {
  const name = basename(file);
  const fd = openSync(plainFile(file), 'r');
  try {
    const start = endOfTags(fd);
    const text = readAt(fd, start, HEAD_BYTES).toString('latin1');
    const format = formatOf(text, name);
    if (format) return { format, start };
    if (text.slice(4, 8) === 'ftyp') throw new AppError('bad-input', say('audio.is-mp4', { file: name }), { file });
    const other = NOT_READ.find(({ at, bytes }) => text.startsWith(bytes, at));
    if (other) throw new AppError('bad-input', say('audio.format-not-read', { name, format: other.format }), { file });
    return behindStrayBytes(readAt(fd, start, STRAY_BYTES), start, name);
  } finally {
    closeSync(fd);
  }
}

/** A stream that begins somewhere in these bytes, which stand at `start` in the file. */
function behindStrayBytes(bytes: Buffer, start: number, name: string): { format: AudioFormat; start: number } {
  const text = bytes.toString('latin1');
  const begin = BEGINNING.exec(text)?.index ?? -1;
  const format = begin < 0 ? null : formatOf(text.slice(begin, begin + HEAD_BYTES), name);
  if (format) return { format, start: start + begin };
  const frame = findMpegFrame(bytes, 0);
  if (frame >= 0) return { format: 'mp3', start: start + frame };
  if (bytes.length === 0) throw new AppError('bad-input', say('audio.empty', { name }));
  throw new AppError('bad-input', say('audio.not-recognised', { name }));
}

function formatOf(text: string, name: string): AudioFormat | null {
  if (text.startsWith('fLaC')) return 'flac';
  if (/^(RIFF|RF64|BW64)/.test(text)) return 'wav';
  if (/^FORM.{4}AIF[FC]/s.test(text)) return 'aiff';
  if (text.startsWith('.snd')) return 'au';
  return text.startsWith('OggS') ? oggFormat(text, name) : null;
}

/** The codec of the first stream of an Ogg file is named in its first packet. */
function oggFormat(text: string, name: string): AudioFormat {
  if (text.includes('\x7fFLAC')) return 'ogg-flac';
  if (text.includes('\x01vorbis')) return 'ogg-vorbis';
  if (text.includes('OpusHead')) return 'opus';
  const codec = text.includes('Speex   ') ? 'Speex' : text.includes('\x80theora') ? 'Theora' : 'Ogg';
  throw new AppError('bad-input', say('audio.format-not-read', { name, format: codec }));
}

/** The byte behind all ID3v2 tags at the beginning; of a tag that claims more than the file has, behind its header. */
function endOfTags(fd: number): number {
  const fileBytes = fstatSync(fd).size;
  let position = 0;
  while (true) {
    const bytes = id3Bytes(readAt(fd, position, ID3_HEADER_BYTES));
    if (bytes === 0) return position;
    if (position + bytes >= fileBytes) return position + ID3_HEADER_BYTES;
    position += bytes;
  }
}
