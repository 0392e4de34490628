import { isObject, type JsonObject, parsedJson } from '../../../imports/json-values.ts';

/** What lists of records call the list: answers of interfaces, and what programs write. */
const LISTS = ['results', 'data', 'items', 'records', 'rows', 'bindings', 'hits'];

/** Whether the beginning of a text is that of JSON. */
export function looksLikeJson(text: string): boolean {
  return /^\uFEFF?\s*(?:\[\s*\{|\{\s*")/.test(text);
}

/**
 * A list of records as the rows of a table, the names of their fields first: a JSON array, one object a line, or the
 * list in an answer of Wikidata or another service. Null for JSON of another structure.
 */
export function jsonRows(text: string): string[][] | null {
  const records = recordsIn(text.replace(/^\uFEFF/, '').trim());
  if (records === null || records.length === 0 || !records.every(isObject)) return null;
  const flat = records.map((record) => new Map(fieldsOf(record)));
  const head = [...new Set(flat.flatMap((fields) => [...fields.keys()]))];
  return head.length < 2 ? null : [head, ...flat.map((fields) => head.map((name) => fields.get(name) ?? ''))];
}

function recordsIn(text: string): unknown[] | null {
  try {
    return listIn(parsedJson(text));
  } catch {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    try {
      return lines.map(parsedJson);
    } catch {
      return null;
    }
  }
}

function listIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  for (const name of LISTS) {
    const found = listIn(value[name]);
    if (found !== null) return found;
  }
  return null;
}

/**
 * A record's values; those of SPARQL are wrapped, lists of words become one cell, and objects in it `name.inner`. Lists
 * of objects stay JSON in their cell, so that their column is told as one that was not used.
 */
function fieldsOf(record: JsonObject, prefix = ''): [string, string][] {
  return Object.entries(record).flatMap(([name, value]): [string, string][] => {
    const plain = isObject(value) && 'value' in value ? value.value : value;
    if (isObject(plain)) return fieldsOf(plain, `${prefix}${name}.`);
    return [[prefix + name, cellOf(plain)]];
  });
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return String(value);
  return value.every((one) => typeof one === 'string') ? value.join('; ') : JSON.stringify(value);
}
