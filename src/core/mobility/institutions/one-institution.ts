import { gazetteerWith, lookUp } from '../cv/gazetteer.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { nameKey } from '../names/name-key.ts';

/**
 * What all names of an institution have in common, where the library or the list of well-known ones has several for it:
 * 北京大学 and Peking University. Other names are compared as they are written.
 */
export function institutionKeys(library: ReadableDb): (name: string) => string {
  const own = new Map<string, Set<number>>();
  for (const { key, id } of library.all<{ key: string; id: number }>(
    'SELECT name_key AS key, institution_id AS id FROM institution_names',
  ))
    own.set(key, (own.get(key) ?? new Set()).add(id));
  const read = new Map<string, string>();
  return (name) => {
    const key = nameKey(name);
    let found = read.get(key);
    if (found !== undefined) return found;
    const ids = own.get(key);
    const known = lookUp(gazetteerWith(), name.trim());
    found = ids?.size === 1 ? `#${[...ids][0]}` : nameKey(known?.english || known?.chinese || name);
    read.set(key, found);
    return found;
  };
}
