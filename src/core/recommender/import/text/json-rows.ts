import { isObject, type JsonObject, numberIn } from '../../../imports/json-values.ts';
import { candidates } from './columns.ts';

/** A row of a table as text, by the names of its columns. */
export type TableRow = Record<string, string>;

/**
 * The rows that an object of JSON is in a table: its values under their names, those of objects in it as `name.inner`.
 * A list of objects makes a row of each, a list of songs or of tags with weights one of each item; other lists stay
 * lists in one field.
 */
export function rowsOfObject(object: JsonObject): TableRow[] {
  const plain: TableRow = {};
  const lists: [name: string, items: TableRow[]][] = [];
  take(object, '', plain, lists);
  const [first, ...others] = lists.sort(([, a], [, b]) => b.length - a.length);
  if (!first) return [plain];
  // Lists of one length go together: the songs and the times of a listener.
  const beside = others.filter(([, items]) => items.length === first[1].length);
  return first[1].map((item, at) => {
    const row = { ...plain };
    for (const [name, items] of [[first[0], item] as const, ...beside.map(([of, all]) => [of, all[at]] as const)])
      for (const [field, value] of Object.entries(items)) row[nameIn(row, name, field)] = value;
    return row;
  });
}

/** `tags` of a row of a list is its `tag`; a name that is there already is told by the list's. */
function nameIn(row: TableRow, list: string, field: string): string {
  const one = singular(list);
  if (field === '') return one;
  return field in row ? `${one}.${field}` : field;
}

function singular(name: string): string {
  return name.replace(/(?<=[^s])s$/i, '');
}

function take(object: JsonObject, prefix: string, plain: TableRow, lists: [string, TableRow[]][] | null): void {
  for (const [key, value] of Object.entries(object)) {
    const name = prefix + key;
    if (isObject(value)) {
      const weights = lists && isTag(key) ? weightsOf(Object.entries(value)) : null;
      if (weights) lists?.push([name, weights]);
      // MongoDB's id of several parts.
      else take(value, key === '_id' ? prefix : `${name}.`, plain, lists);
    } else if (Array.isArray(value)) {
      const items = lists && itemsOf(key, value);
      if (items) lists.push([name, items]);
      else plain[name] = textOf(value.map((item) => (isObject(item) && 'name' in item ? item.name : item)));
    } else plain[name] = textOf(value);
  }
}

/** What makes a row each: objects, pairs of a tag and its weight, songs. */
function itemsOf(key: string, list: readonly unknown[]): TableRow[] | null {
  if (list.length === 0) return null;
  // Several artists of a song are one field.
  if (candidates('artist', [key]).length > 0) return null;
  if (list.every(isObject))
    return list.map((item) => {
      const row: TableRow = {};
      take(item, '', row, null);
      return row;
    });
  if (isTag(key) && list.every(Array.isArray)) return weightsOf(list as unknown[][]);
  const isScalars = list.every((item) => typeof item === 'string' || typeof item === 'number');
  return isScalars && isOfSongs(key) ? list.map((item) => ({ '': textOf(item) })) : null;
}

function weightsOf(pairs: readonly (readonly unknown[])[]): TableRow[] | null {
  const isWeight = (value: unknown) => value !== '' && Number.isFinite(numberIn(value));
  if (pairs.length === 0 || !pairs.every(([tag, weight]) => typeof tag === 'string' && isWeight(weight))) return null;
  return pairs.map(([tag, weight]) => ({ '': textOf(tag), count: textOf(weight) }));
}

function isTag(key: string): boolean {
  return candidates('tag', [key]).length > 0 || candidates('genre', [key]).length > 0;
}

/** Of a history in lists, as in Parquet: its songs, times and counts. */
function isOfSongs(key: string): boolean {
  const one = [singular(key)];
  return (['song', 'time', 'count', 'rating'] as const).some((role) => candidates(role, one).length > 0);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
