import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { nameKey, storedKey } from '../../names/name-key.ts';
import { problem } from '../cells/fields.ts';

interface WithRelations {
  row: number;
  key: string;
  name: string;
  aliases: readonly { name: string }[];
  relations: readonly { kind: string; other: string }[];
}

/**
 * Rejects the rows that name an institution which neither the file nor the library has, or several of that name; then
 * those that named a rejected one. The others are imported.
 */
export function withKnownRelations<T extends WithRelations>(
  staged: readonly T[],
  library: ReadableDb,
  rejections: Problem[],
): T[] {
  const inLibrary = library.all<{ key: string; name: string }>(
    'SELECT i.institution_key AS key, n.name_key AS name FROM institutions i LEFT JOIN institution_names n ON ' +
      'n.institution_id = i.id',
  );
  let left = [...staged];
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const keys = new Set([...inLibrary, ...left].map(({ key }) => key));
    const bearers = new Map<string, Set<string>>();
    const bear = (name: string, key: string) => bearers.set(name, (bearers.get(name) ?? new Set()).add(key));
    for (const { key, name } of inLibrary) bear(storedKey(name ?? ''), key);
    for (const { key, name, aliases } of left)
      for (const one of [name, ...aliases.map((alias) => alias.name)]) bear(nameKey(one), key);
    left = left.filter(({ row, relations }) => {
      const unknown = relations.find(({ other }) => !keys.has(other) && bearers.get(nameKey(other))?.size !== 1);
      if (!unknown) return true;
      const { kind, other } = unknown;
      const several = (bearers.get(nameKey(other))?.size ?? 0) > 1;
      rejections.push(
        problem(
          row,
          kind,
          other,
          several
            ? say('study-import.institution-twice', { other })
            : say('study-import.institution-nowhere', { other }),
          several ? say('study-import.use-key') : say('study-import.add-row'),
        ),
      );
      return false;
    });
  }
  return left;
}
