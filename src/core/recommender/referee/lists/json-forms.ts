import { candidates } from '../../import/text/columns.ts';
import type { KnownIds } from './entries.ts';
import { areSongs, isBracketed, itemsIn } from './items.ts';
import { isText, textOf, type Value } from './literal.ts';
import { numberOf } from './numbers.ts';

/** A table that a JSON text holds. */
export interface JsonRows {
  header: readonly string[] | null;
  rows: Value[][];
}

type Fields = Map<string, Value>;

const LISTENER = 'listener';
const SONG = 'song';
const DEEPEST = 4;
const ID_KEYS = ['id', '_id', 'key'];
const MOSTLY = 0.5;

/**
 * The table in a JSON text: a list of records or of rows; listeners with their lists, under the names of models or not;
 * a table as pandas writes it by rows, columns, split or with its schema; or one of these in an object with other
 * things around it.
 */
export function rowsIn(root: Value, known: KnownIds, depth = 0): JsonRows | null {
  if (depth > DEEPEST || typeof root !== 'object' || root === null) return null;
  if (Array.isArray(root)) return ofList(root, known);
  const table = ofTable(root, known);
  if (table) return table;
  if (isKeyed(root, known)) return ofListeners(root);
  return (
    ofIndex(root, known) ??
    ofColumns(root, known) ??
    ofMatrix(root, known) ??
    ofRow(root, known) ??
    within(root, known, depth)
  );
}

/** Whether the fields of an object are listeners. */
export function isKeyed(fields: Fields, { listeners, songs }: KnownIds): boolean {
  const keys = [...fields.keys()];
  const found = keys.filter((key) => listeners.has(key)).length;
  if (found === 0 || found < keys.length * 0.1) return false;
  // Where numbers of listeners are those of songs too, what stands inside tells them apart.
  const inner = [...fields.values()].flatMap((value) => (value instanceof Map ? [...value.keys()] : []));
  const ofSongs = keys.filter((key) => songs.has(key)).length;
  return !(ofSongs > found && inner.length > 0 && share(inner, listeners) > share(inner, songs));
}

function share(ids: readonly string[], known: KnownIds['songs']): number {
  return ids.length === 0 ? 0 : ids.filter((id) => known.has(id)).length / ids.length;
}

function ofList(list: Value[], known: KnownIds): JsonRows | null {
  if (list.length > 0 && list.every((item) => item instanceof Map)) {
    const records = list as Fields[];
    return records.every((record) => isKeyed(record, known))
      ? joined(records.map(ofListeners))
      : ofRecords(records, known);
  }
  if (list.length > 0 && list.every((item) => Array.isArray(item) && item.length > 1))
    return { header: null, rows: list as Value[][] };
  return null;
}

function ofRecords(given: readonly Fields[], known: KnownIds): JsonRows {
  const records = given.map((record) => inOne(record, known));
  const header = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return { header, rows: records.map((record) => header.map((name) => record.get(name) ?? null)) };
}

/**
 * A record with the fields of those inside it, as `{"request": {"user_id": …}, "response": {"items": …}}` has them.
 * They keep their names, unless another has the same or it is one of an id; songs with their scores stay an object.
 */
export function inOne(record: Fields, known: KnownIds, depth = 0): Fields {
  const isInner = (value: Value): value is Fields => depth < DEEPEST && value instanceof Map && isRecord(value, known);
  const fields = [...record].flatMap(([name, value]) =>
    isInner(value)
      ? Array.from(inOne(value, known, depth + 1), ([inner, one]) => ({ within: name, name: inner, value: one }))
      : [{ within: '', name, value }],
  );
  const times = (name: string) => fields.filter((one) => one.name === name).length;
  return new Map(
    fields.map(({ within, name, value }) => {
      const isPlain = within === '' || (times(name) === 1 && !ID_KEYS.includes(name));
      return [isPlain ? name : `${within}.${name}`, value];
    }),
  );
}

/** Whether these are fields of a record, not songs with their scores. */
function isRecord(fields: Fields, { songs }: KnownIds): boolean {
  const names = [...fields.keys()];
  if (share(names, songs) > MOSTLY) return false;
  const isOther = (value: Value) => !isText(value) || numberOf(value, { comma: false, seen: false }) === null;
  const isNamed = ID_KEYS.some((key) => fields.has(key)) || candidates('listener', names).length > 0;
  return isNamed || [...fields.values()].some((value) => value !== null && isOther(value));
}

/** pandas' `split` and `table`. */
function ofTable(root: Fields, known: KnownIds): JsonRows | null {
  const [data, columns] = [root.get('data'), root.get('columns')];
  if (!Array.isArray(data)) return null;
  if (Array.isArray(columns) && data.every(Array.isArray))
    return { header: columns.map((name) => textOf(name)), rows: data as Value[][] };
  return root.has('schema') && data.every((row) => row instanceof Map) ? ofRecords(data as Fields[], known) : null;
}

/** Songs of each listener, or an object of several lists: then its fields are columns. */
function ofListeners(fields: Fields): JsonRows {
  const isRecord = (value: Value) =>
    value instanceof Map && [...value.values()].some((one) => typeof one === 'object' && one !== null);
  const records = [...fields.values()].filter(isRecord) as Fields[];
  if (records.length <= fields.size * MOSTLY) return { header: [LISTENER, SONG], rows: [...fields] };
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const rows = Array.from(fields, ([who, value]) => [
    who,
    ...names.map((name) => (value instanceof Map ? (value.get(name) ?? null) : null)),
  ]);
  return { header: [LISTENER, ...names], rows };
}

/** pandas' `index`: records by their numbers or names. */
function ofIndex(root: Fields, known: KnownIds): JsonRows | null {
  const records = [...root.values()];
  // Listeners may have names as columns do: `user_1`.
  const isRecord = (value: Value) =>
    value instanceof Map && !isKeyed(value, known) && candidates('listener', [...value.keys()]).length > 0;
  return records.length > 0 && records.every(isRecord) ? ofRecords(records as Fields[], known) : null;
}

/** pandas' `columns` and `list`: each column by itself, as a list or by the numbers of rows. */
function ofColumns(root: Fields, { listeners }: KnownIds): JsonRows | null {
  const columns = [...root].filter(([, values]) => typeof values === 'object' && values !== null);
  const names = columns.map(([name]) => name);
  if (columns.length < 2) return null;
  const keys = columns.map(([, values]) => (values instanceof Map ? [...values.keys()] : (values as Value[]).keys()));
  const [first, ...rest] = keys.map((own) => JSON.stringify([...own]));
  if (rest.some((own) => own !== first)) return null;
  const lists = columns.map(([, values]) => [...(values as Value[] | Fields).values()]);
  const isListener = (values: readonly Value[]) =>
    values.filter((value) => isText(value) && listeners.has(value)).length > values.length * MOSTLY;
  if (candidates('listener', names).length === 0 && !lists.some(isListener)) return null;
  return { header: names, rows: lists[0].map((_, row) => lists.map((list) => list[row])) };
}

/** Songs with the scores of listeners: a matrix of pandas by its columns. */
function ofMatrix(root: Fields, { listeners, songs }: KnownIds): JsonRows | null {
  const inner = [...root.values()].flatMap((value) => (value instanceof Map ? [...value.keys()] : []));
  if (share([...root.keys()], songs) <= MOSTLY || share(inner, listeners) <= MOSTLY) return null;
  const isOfLists = (scores: Value) => scores instanceof Map && [...scores.values()].some(Array.isArray);
  if ([...root.values()].some(isOfLists)) return null;
  const rows = Array.from(root).flatMap(([song, scores]) =>
    Array.from(scores as Fields, ([who, score]) => [who, song, score]).filter(([, , score]) => score !== null),
  );
  return { header: [LISTENER, SONG, 'score'], rows };
}

/** One listener's row; settings beside lists have numbers that may be those of listeners. */
function ofRow(root: Fields, known: KnownIds): JsonRows | null {
  const values = [...root.values()];
  const isHolder = (value: Value) =>
    value instanceof Map && isKeyed(value, known) && [...value.values()].every((one) => !isText(one));
  if (values.some(isHolder)) return null;
  const isNamed = candidates('listener', [...root.keys()]).some((column) => isId(values[column], known.listeners));
  return (isNamed && values.length > 1) || isBesideSongs(values, known) ? ofRecords([root], known) : null;
}

function isId(value: Value, ids: KnownIds['songs']): boolean {
  return isText(value) && ids.has(value);
}

/** Whether a listener of the split stands beside a list of songs. */
function isBesideSongs(row: readonly Value[], known: KnownIds): boolean {
  return row.some((value) => isId(value, known.listeners)) && row.some((value) => isSongs(value, known));
}

function isSongs(value: Value, known: KnownIds): boolean {
  return (typeof value === 'object' || isBracketed(value)) && areSongs(itemsIn(value) ?? [], known);
}

/** The one table in an object; of several, each under its name as that of a model. */
function within(root: Fields, known: KnownIds, depth: number): JsonRows | null {
  const found = Array.from(root, ([name, value]) => ({ name, table: rowsIn(value, known, depth + 1) })).flatMap(
    ({ name, table }) => (table && holds(table, known) ? [{ name, table }] : []),
  );
  const sure = found.filter(({ table }) => hasSongs(table, known));
  return tableOf(sure.length > 0 ? sure : found) ?? listsOf(root, depth);
}

/** The one table, or those of several models. */
function tableOf(found: readonly { name: string; table: JsonRows }[]): JsonRows | null {
  if (found.length === 1) return found[0].table;
  if (found.length > 1)
    return joined(
      found.map(({ name, table: { header, rows } }) => ({
        header: ['model', ...(header ?? [LISTENER, SONG, 'score'].slice(0, rows[0].length))],
        rows: rows.map((row) => [name, ...row]),
      })),
    );
  return null;
}

function listsOf(root: Fields, depth: number): JsonRows | null {
  const isLists = [...root.values()].every((value) => typeof value === 'object' && value !== null);
  return depth === 0 && isLists && root.size > 0 ? ofListeners(root) : null;
}

/** Whether there are listeners of the split in a table. */
function holds({ rows }: JsonRows, { listeners }: KnownIds): boolean {
  return rows.some((row) => row.some((value) => isText(value) && listeners.has(value)));
}

/** Whether songs of the split stand beside its listeners, which measures at a cut-off and settings have none of. */
function hasSongs({ rows }: JsonRows, known: KnownIds): boolean {
  return rows.some((row) =>
    row.some(
      (who, at) =>
        isId(who, known.listeners) &&
        row.some((value, i) => i !== at && (isId(value, known.songs) || isSongs(value, known))),
    ),
  );
}

function joined(tables: readonly JsonRows[]): JsonRows {
  const header = [...new Set(tables.flatMap(({ header: own }) => own ?? []))];
  return {
    header,
    rows: tables.flatMap(({ header: own, rows }) =>
      rows.map((row) => header.map((name) => row[own?.indexOf(name) ?? -1] ?? null)),
    ),
  };
}
