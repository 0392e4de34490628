import { type AudioTags, tagsOf } from './tag-text.ts';

const NAMES: Readonly<Record<string, string>> = {
  TITLE: 'title',
  ARTIST: 'artist',
  ALBUMARTIST: 'album artist',
  'ALBUM ARTIST': 'album artist',
  ALBUM: 'album',
  DATE: 'year',
  YEAR: 'year',
  GENRE: 'genre',
};
const LONGEST_VALUE_BYTES = 1 << 16;

/** Comments as Vorbis, Opus and FLAC write them: a count of `NAME=value` in UTF-8, each with its length before it. */
export function readVorbisComment(block: Buffer): AudioTags {
  const values: Record<string, string[]> = {};
  let at = 0;
  const length = () => {
    if (at + 4 > block.length) return null;
    at += 4;
    return block.readUInt32LE(at - 4);
  };
  at = (length() ?? block.length) + at;
  const comments = length() ?? 0;
  for (let i = 0; i < comments; i++) {
    const bytes = length();
    if (bytes === null || at + bytes > block.length) break;
    const comment = bytes <= LONGEST_VALUE_BYTES ? block.toString('utf8', at, at + bytes) : '';
    at += bytes;
    const sign = comment.indexOf('=');
    const name = NAMES[comment.slice(0, Math.max(0, sign)).toUpperCase()];
    if (name) values[name] = [...(values[name] ?? []), comment.slice(sign + 1)];
  }
  return tagsOf(values);
}
