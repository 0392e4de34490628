import { closeSync, fstatSync, openSync } from 'node:fs';
import { readAt } from '../../storage/read-at.ts';
import { aiffChunks } from './aiff.ts';
import { readApe } from './ape.ts';
import { FIRST_ID3_BYTES, ID3_HEADER_BYTES, id3Bytes, readFirstId3, readId3 } from './id3.ts';
import { oggPackets } from './ogg.ts';
import { type AudioTags, joinedTags, tagsOf, textOfSystem, untilZero } from './tag-text.ts';
import { readVorbisComment } from './vorbis-comment.ts';
import { plainFile } from '../../storage/plain-file.ts';

/** Pictures make tags long. */
const LARGEST_TAG_BYTES = 1 << 26;
const LARGEST_TEXT_BYTES = 1 << 16;
const MOST_CHUNKS = 1000;
const FLAC_COMMENT = 4;
const AIFF_TEXTS: Readonly<Record<string, string>> = { NAME: 'title', AUTH: 'artist' };
const INFO: Readonly<Record<string, string>> = {
  INAM: 'title',
  IART: 'artist',
  IPRD: 'album',
  ICRD: 'year',
  IGNR: 'genre',
};

/** The tags inside an audio file: ID3, Vorbis comments, APE, RIFF INFO, texts of AIFF. */
export function readAudioTags(file: string): AudioTags {
  const fd = openSync(plainFile(file), 'r');
  try {
    const { size } = fstatSync(fd);
    const found: AudioTags[] = [];
    let start = 0;
    for (
      let bytes = id3Bytes(readAt(fd, 0, ID3_HEADER_BYTES));
      bytes > 0;
      bytes = id3Bytes(readAt(fd, start, ID3_HEADER_BYTES))
    ) {
      if (bytes <= LARGEST_TAG_BYTES) found.push(readId3(readAt(fd, start, bytes)));
      start += bytes;
    }
    const mark = readAt(fd, start, 4).toString('latin1');
    if (mark === 'fLaC') found.unshift(flacTags(fd, start + 4));
    else if (mark === 'OggS') found.unshift(oggTags(fd, start));
    else if (mark === 'RIFF' || mark === 'RF64') found.push(...riffTags(fd, start + 12, size));
    else if (mark === 'FORM') found.push(...aiffTags(fd, start));
    const first = readFirstId3(readAt(fd, Math.max(0, size - FIRST_ID3_BYTES), FIRST_ID3_BYTES));
    return joinedTags([...found, readApe(fd, size), first].filter((tags) => tags !== null));
  } finally {
    closeSync(fd);
  }
}

function flacTags(fd: number, from: number): AudioTags {
  let at = from;
  for (let block = 0; block < MOST_CHUNKS; block++) {
    const header = readAt(fd, at, 4);
    if (header.length < 4) break;
    const bytes = header.readUIntBE(1, 3);
    if ((header[0] & 0x7f) === FLAC_COMMENT) return readVorbisComment(readAt(fd, at + 4, bytes));
    if ((header[0] & 0x80) !== 0) break;
    at += 4 + bytes;
  }
  return tagsOf({});
}

/** The second packet of an Ogg stream of Vorbis or Opus, or the one of FLAC in Ogg that holds comments. */
function oggTags(fd: number, from: number): AudioTags {
  let packets = 0;
  for (const { bytes } of oggPackets((at, length) => readAt(fd, at, length), from)) {
    const mark = bytes.toString('latin1', 0, 8);
    if (mark.startsWith('\x03vorbis')) return readVorbisComment(bytes.subarray(7));
    if (mark === 'OpusTags') return readVorbisComment(bytes.subarray(8));
    const isComment = packets > 0 && (bytes[0] & 0x7f) === FLAC_COMMENT && bytes.length > 4;
    if (isComment) return readVorbisComment(bytes.subarray(4));
    if (++packets > MOST_CHUNKS) break;
  }
  return tagsOf({});
}

/** LIST INFO and ID3 chunks, wherever they stand. */
function riffTags(fd: number, from: number, size: number): AudioTags[] {
  const found: AudioTags[] = [];
  let at = from;
  for (let chunk = 0; chunk < MOST_CHUNKS && at + 8 <= size; chunk++) {
    const header = readAt(fd, at, 12);
    if (header.length < 8) break;
    const name = header.toString('latin1', 0, 4);
    const bytes = header.readUInt32LE(4);
    if (/^id3 $/i.test(name) && bytes <= LARGEST_TAG_BYTES) found.unshift(readId3(readAt(fd, at + 8, bytes)));
    if (name === 'LIST' && header.toString('latin1', 8, 12) === 'INFO' && bytes <= LARGEST_TAG_BYTES)
      found.push(infoTags(readAt(fd, at + 12, Math.max(0, bytes - 4))));
    at += 8 + bytes + (bytes % 2);
  }
  return found;
}

/** An ID3 chunk, and the texts of NAME and AUTH. */
function aiffTags(fd: number, start: number): AudioTags[] {
  const found: AudioTags[] = [];
  const texts: Record<string, string[]> = {};
  for (const { name, at, bytes } of aiffChunks(fd, start)) {
    if (/^id3 $/i.test(name) && bytes <= LARGEST_TAG_BYTES) found.push(readId3(readAt(fd, at, bytes)));
    const meaning = AIFF_TEXTS[name];
    if (meaning) texts[meaning] = [textOfSystem(untilZero(readAt(fd, at, Math.min(bytes, LARGEST_TEXT_BYTES))))];
  }
  return [...found, tagsOf(texts)];
}

function infoTags(list: Buffer): AudioTags {
  const values: Record<string, string[]> = {};
  for (let at = 0; at + 8 <= list.length; ) {
    const name = INFO[list.toString('latin1', at, at + 4)];
    const bytes = list.readUInt32LE(at + 4);
    const text = list.subarray(at + 8, at + 8 + Math.min(bytes, LARGEST_TEXT_BYTES));
    if (name) values[name] = [textOfSystem(untilZero(text))];
    at += 8 + bytes + (bytes % 2);
  }
  return tagsOf(values);
}
