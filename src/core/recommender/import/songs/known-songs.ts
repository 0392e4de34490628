import type { ImportContext } from '../importer.ts';

type Known = Pick<ImportContext, 'library'>;

export function isSong({ library }: Known, key: string): boolean {
  return library.get('SELECT 1 FROM songs WHERE song_key = ?', key) !== undefined;
}

export function isTrack({ library }: Known, key: string): boolean {
  return library.get('SELECT 1 FROM tracks WHERE track_key = ?', key) !== undefined;
}
