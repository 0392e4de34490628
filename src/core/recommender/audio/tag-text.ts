import { isUtf8 } from 'node:buffer';
import { judgeEncoding } from '../../imports/text-encoding.ts';

/** What the tags of a recording say of it. */
export interface AudioTags {
  title: string | null;
  artist: string | null;
  album: string | null;
  year: number | null;
  genres: string[];
}

const EARLIEST_YEAR = 1000;
const LATEST_YEAR = 2100;

const NO_TAGS: AudioTags = { title: null, artist: null, album: null, year: null, genres: [] };

/** Tags by their names in a form that all kinds of tags share; several values of a name stand in its list. */
export function tagsOf(values: Readonly<Record<string, readonly string[]>>): AudioTags {
  const of = (name: string) => (values[name] ?? []).map((value) => value.trim()).filter((value) => value !== '');
  const first = (name: string) => of(name)[0] ?? null;
  const year = Number(/\b\d{4}\b/.exec(first('year') ?? '')?.[0]);
  return {
    title: first('title'),
    artist: of('artist').join(', ') || first('album artist'),
    album: first('album'),
    year: year >= EARLIEST_YEAR && year <= LATEST_YEAR ? year : null,
    genres: [...new Set(of('genre'))],
  };
}

/** What one kind of tags leaves out is taken from the next. */
export function joinedTags(all: readonly AudioTags[]): AudioTags {
  return all.reduce(
    (tags, next) => ({
      title: tags.title ?? next.title,
      artist: tags.artist ?? next.artist,
      album: tags.album ?? next.album,
      year: tags.year ?? next.year,
      genres: tags.genres.length > 0 ? tags.genres : next.genres,
    }),
    NO_TAGS,
  );
}

/** Texts in fields of a fixed size end at a zero. */
export function untilZero(bytes: Buffer): Buffer {
  const zero = bytes.indexOf(0);
  return zero < 0 ? bytes : bytes.subarray(0, zero);
}

/**
 * Text that is said to be Latin-1, or of which nothing is said: writers of tags put the encoding of their system there.
 */
export function textOfSystem(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const { encoding, readings } = judgeEncoding(bytes);
  return new TextDecoder(readings.length > 0 || encoding === 'utf-8' ? 'windows-1252' : encoding).decode(bytes);
}
