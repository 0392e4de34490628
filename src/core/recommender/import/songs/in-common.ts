import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { type ImportKind, METADATA, TAGS, TRACKS } from '../kinds.ts';
import { toldOfTwins } from '../text/other-forms.ts';

const SONGS = 'DISTINCT song_key';
const DESCRIBING: readonly ImportKind[] = [TRACKS, METADATA, TAGS];

/**
 * What is said of the songs that a file and the library have in common: what describes songs belongs to plays of other
 * files by ids alone, and where these are others, it describes songs that nobody has heard.
 */
export function toldOfSongs(kind: ImportKind, library: ReadableDb, staging: ReadableDb): Message[] {
  const isStaged = (table: string) =>
    staging.get('SELECT 1 FROM sqlite_master WHERE name = ?', table) !== undefined && rowsOf(staging, table) > 0;
  if (kind.pairs) {
    // Songs of before that the file has plays of, too, are staged beside the new ones.
    const known = rowsOf(library, 'songs');
    if (known === 0 || !isStaged('new_songs') || isStaged('old_songs')) return [];
    return [say('import.no-song-known', { known, all: rowsOf(staging, 'new_songs') })];
  }
  if (!DESCRIBING.includes(kind) || !isStaged('tracks') || rowsOf(library, 'plays') === 0) return [];
  const isKnown = (id: string) => library.get('SELECT 1 FROM songs WHERE song_key = ?', id) !== undefined;
  const fresh = new Set<string>();
  for (const { id } of staging.iterate<{ id: string }>('SELECT DISTINCT song_key AS id FROM tracks'))
    if (!isKnown(id)) fresh.add(id);
  if (fresh.size === 0) return [];
  const all = kind === TAGS ? rowsOf(staging, 'key_tags', 'DISTINCT track_key') : rowsOf(staging, 'tracks', SONGS);
  const known = { ids: keysOf(library), has: isKnown };
  return [
    say('import.songs-unheard', { fresh: fresh.size, all }),
    ...toldOfTwins('songs', { ids: fresh, has: (id) => fresh.has(id) }, known),
  ];
}

function rowsOf(db: ReadableDb, table: string, counted = '*'): number {
  return db.get<{ rows: number }>(`SELECT count(${counted}) AS rows FROM ${table}`)?.rows ?? 0;
}

function* keysOf(library: ReadableDb): Generator<string> {
  for (const { id } of library.iterate<{ id: string }>('SELECT song_key AS id FROM songs')) yield id;
}
