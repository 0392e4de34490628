import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { candidates, columnWords } from '../text/columns.ts';
import { hasHeader, readDelimitedHead } from '../text/delimited.ts';
import type { FileHead } from '../files/source.ts';

/** What collections and reviews (Discogs, Rate Your Music, Metacritic, AOTY) say of an album, and no song has. */
const OF_ALBUM = new RegExp(
  '^(catalog ?#|catalogue? (no|number)|collection (folder|media condition|sleeve condition)|rym (album|rating)|' +
    'num of rym ratings|track listing|number of reviews|(metacritic|aoty) .*(score|reviews))$',
);
const ALBUM = /^(album|album (name|title)|rym album|release title)$/;
const SONG = /^(track|song|title|name|(track|song|recording) ?(name|title)|歌名|歌曲|歌曲名)$/;
const COLUMNS_SHOWN = 8;

/**
 * Whether the rows of a table are albums, whatever they call their titles: they would be read as songs of these names.
 * A table that says who listened, or when, is a history.
 */
function isOfAlbums(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const words = header.map(columnWords);
  if (candidates('listener', header).length > 0 || candidates('time', header, rows).length > 0) return false;
  if (words.some((name) => OF_ALBUM.test(name))) return true;
  const ofSongs = words.some((name) => SONG.test(name)) || candidates('key', header).length > 0;
  return !ofSongs && candidates('artist', header).length > 0 && words.some((name) => ALBUM.test(name));
}

/** @throws bad-input, saying what is read instead */
export function refuseAlbums(head: FileHead, file: string): void {
  const table = head.kind === 'text' ? readDelimitedHead(head) : null;
  if (!table || !hasHeader(table)) return;
  const [header, ...rows] = table.rows;
  if (rows.length === 0 || !isOfAlbums(header, rows)) return;
  const columns = header.filter((name) => name !== '').slice(0, COLUMNS_SHOWN);
  throw new AppError('bad-input', say('import.list-of-albums', { file: basename(file), columns }), { file });
}
