import { textLines } from '../files/source.ts';
import type { ImportContext } from '../importer.ts';
import { isSong } from './known-songs.ts';
import { type DelimitedHead, tableRows } from '../text/delimited.ts';

/** Tracks known as songs that leave no doubt. */
const ENOUGH = 20;
const MOST_ROWS = 100_000;

/**
 * Whether a table with ids of tracks and of their songs is of a library that knows the tracks as songs: plays are
 * often of tracks, and the titles are theirs only by the same id.
 *
 * @param song the column of the songs' ids; where the library has one of them, it counts
 * @param track that of the tracks'
 */
export async function areTracksTheSongs(
  { library, file, head: given }: Pick<ImportContext, 'library' | 'file' | 'head'>,
  head: DelimitedHead,
  song: number,
  track: number,
): Promise<boolean> {
  const isKnown = (id: string | undefined) => id !== undefined && isSong({ library }, id);
  if (library.get('SELECT 1 FROM songs LIMIT 1') === undefined) return false;
  let [rows, tracks] = [0, 0];
  for await (const { fields } of tableRows(
    textLines(file, given, () => {}),
    head,
  )) {
    if (isKnown(fields?.[song])) return false;
    if (isKnown(fields?.[track])) tracks++;
    if (++rows >= MOST_ROWS || tracks >= ENOUGH) break;
  }
  return tracks > 0;
}
