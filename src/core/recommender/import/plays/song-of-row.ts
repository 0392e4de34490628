import { candidates, fits, type RoleName } from '../text/columns.ts';
import { type ListenedSong, songKeyOf } from '../listens/history-stager.ts';

/**
 * Whether a table knows its songs by artist and title only: a title alone would make one song of all that share it.
 *
 * @param header the names of the columns
 */
export function areSongsByName(header: readonly string[]): boolean {
  const titles = candidates('title', header);
  return fits(['artist', 'title'], header) && candidates('song', header).every((column) => titles.includes(column));
}

/** Reads which song a row is about: by its id, or by artist and title. Null where the row does not say. */
export function songReader(columns: Partial<Record<RoleName, number>>): (fields: string[]) => ListenedSong | null {
  const { song, artist = 0, title = 0, album } = columns;
  if (song !== undefined) return (fields) => (fields[song] ? { key: fields[song], title: null, artist: null } : null);
  return (fields) => {
    if (!fields[artist] || !fields[title]) return null;
    const release = album === undefined ? null : fields[album] || null;
    const key = songKeyOf(fields[artist], fields[title]);
    return { key, title: fields[title], artist: fields[artist], release };
  };
}
