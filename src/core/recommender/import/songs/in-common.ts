import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { type ImportKind, METADATA, TAGS, TRACKS } from '../kinds.ts';
import { toldOfTwins, twinsAmong } from '../text/other-forms.ts';

const SONGS = 'DISTINCT song_key';
const DESCRIBING: readonly ImportKind[] = [TRACKS, METADATA, TAGS];

/** Where tags are staged. */
const OF_TAGS = ['key_tags', 'tag_names'];

/** What is said of tags that differ only in how they are written: models take them for several. */
export function toldOfTags(library: ReadableDb, staging: ReadableDb): Message[] {
  const tables = OF_TAGS.filter((table) => isStaged(staging, table));
  const names = new Set(tables.flatMap((table) => [...textsOf(staging, `SELECT DISTINCT name AS text FROM ${table}`)]));
  const isKnown = (name: string) => library.get('SELECT 1 FROM tags WHERE name = ?', name) !== undefined;
  const known = { ids: textsOf(library, 'SELECT name AS text FROM tags'), has: isKnown };
  if (names.size === 0) return [];
  const { ids: tags, example, plain } = twinsAmong({ ids: names, has: (name) => names.has(name) }, known).others;
  return tags > 0 ? [say('import.tags-written-otherwise', { tags, example, plain })] : [];
}

/**
 * What is said of the songs that a file and the library have in common: what describes songs belongs to plays of other
 * files by ids alone, and where these are others, it describes songs that nobody has heard.
 */
export function toldOfSongs(kind: ImportKind, library: ReadableDb, staging: ReadableDb): Message[] {
  if (kind.pairs) {
    // Songs of before that the file has plays of, too, are staged beside the new ones.
    const known = rowsOf(library, 'songs');
    if (known === 0 || !isStaged(staging, 'new_songs') || isStaged(staging, 'old_songs')) return [];
    return [say('import.no-song-known', { known, all: rowsOf(staging, 'new_songs') })];
  }
  if (!DESCRIBING.includes(kind) || !isStaged(staging, 'tracks') || rowsOf(library, 'plays') === 0) return [];
  const isKnown = (id: string) => library.get('SELECT 1 FROM songs WHERE song_key = ?', id) !== undefined;
  const fresh = new Set<string>();
  for (const id of textsOf(staging, 'SELECT DISTINCT song_key AS text FROM tracks')) if (!isKnown(id)) fresh.add(id);
  if (fresh.size === 0) return [];
  const all = kind === TAGS ? rowsOf(staging, 'key_tags', 'DISTINCT track_key') : rowsOf(staging, 'tracks', SONGS);
  const known = { ids: textsOf(library, 'SELECT song_key AS text FROM songs'), has: isKnown };
  return [
    say('import.songs-unheard', { fresh: fresh.size, all }),
    ...toldOfTwins('songs', { ids: fresh, has: (id) => fresh.has(id) }, known),
  ];
}

function rowsOf(db: ReadableDb, table: string, counted = '*'): number {
  return db.get<{ rows: number }>(`SELECT count(${counted}) AS rows FROM ${table}`)?.rows ?? 0;
}

function isStaged(staging: ReadableDb, table: string): boolean {
  const found = staging.get('SELECT 1 FROM sqlite_master WHERE name = ?', table);
  return found !== undefined && rowsOf(staging, table) > 0;
}

function* textsOf(db: ReadableDb, sql: string): Generator<string> {
  for (const { text } of db.iterate<{ text: string }>(sql)) yield text;
}
