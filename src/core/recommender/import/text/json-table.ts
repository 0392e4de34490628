import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Checkpoint } from '../../../workers/worker-side.ts';
import { isObject, joinedValues, parsedJson } from '../../../imports/json-values.ts';
import { rowsOfObject, type TableRow } from './json-rows.ts';
import { unpackedText } from '../plays/packing.ts';
import type { ImportReport } from '../report.ts';
import { type FileHead, inspect, type Source, textLines } from '../files/source.ts';
import { quotedRow } from './quoted-lines.ts';

const FILE = 'rows-of-json.tsv';
const PART_CHARACTERS = 1 << 20;

/** What is read of a JSON text of objects: a line each, a list, or the only list in an object. */
interface NumberedRows {
  /** The line of the file, or the place in its list. */
  at: number;
  /** Null for what is no object. */
  rows: TableRow[] | null;
}

function isJson({ kind, head }: Pick<FileHead, 'kind' | 'head'>): boolean {
  return kind === 'text' && /^\s*[[{]/.test(head.toString('utf8', 0, 1000));
}

/** The beginning of a JSON text of objects as that of a table, so that it is recognised by its columns. */
export function tableHeadOf(head: FileHead): FileHead | null {
  if (!isJson(head)) return null;
  const text = head.head.toString('utf8');
  const whole = wholeObjects(text, 0);
  const rows = (whole.length > 0 ? whole : wholeObjects(text, 1)).flatMap(rowsOfObject);
  if (rows.length === 0) return null;
  const columns = columnsOf([{ at: 1, rows }]);
  const lines = [lineOf(columns), ...rows.map((row) => lineOf(columns.map((name) => row[name] ?? '')))];
  return { ...head, head: Buffer.from(`${lines.join('\n')}\n`) };
}

/**
 * A JSON text of objects as a table in the import's scratch folder, which readers of tables read. What is no object is
 * rejected.
 */
export async function jsonAsTable(
  { file, head }: Source,
  { scratch, report, checkpoint }: { scratch: string; report: ImportReport; checkpoint: Checkpoint },
): Promise<Source> {
  const list = isLines(head.head.toString('utf8')) ? null : listIn(await unpackedText(file, head), head.name, file);
  const rowsOf = () => (list ? rowsOfList(list) : rowsOfLines(file, head, checkpoint));
  const columns: string[] = [];
  for await (const row of rowsOf())
    for (const name of columnsOf([row])) if (!columns.includes(name)) columns.push(name);
  const places: number[] = [0];
  const path = join(scratch, FILE);
  await pipeline(async function* () {
    let text = `${lineOf(columns)}\n`;
    for await (const { at, rows } of rowsOf()) {
      if (!rows) {
        report.read++;
        report.reject(at, head.name, say('import.not-a-json-object'));
      }
      for (const row of rows ?? []) {
        text += `${lineOf(columns.map((name) => row[name] ?? ''))}\n`;
        places.push(at);
      }
      if (text.length > PART_CHARACTERS) {
        yield text;
        text = '';
      }
    }
    yield text;
  }, createWriteStream(path));
  report.notes.push(say('import.json-as-table', { rows: places.length - 1 }));
  const found = await inspect(path, 'utf-8');
  return { file: path, head: { ...found, name: head.name, lineOf: (line) => places[line - 1] ?? line } };
}

/** The objects of a JSON text, a line each; what is no object stays as it is. */
export async function* objectsAsLines({ file, head }: Source): AsyncGenerator<string> {
  if (isLines(head.head.toString('utf8')))
    for await (const { text } of textLines(file, head, () => {})) yield `${text}\n`;
  else for (const item of listIn(await unpackedText(file, head), head.name, file)) yield `${JSON.stringify(item)}\n`;
}

async function* rowsOfLines(file: string, head: FileHead, checkpoint: Checkpoint): AsyncGenerator<NumberedRows> {
  for await (const { line, text } of textLines(file, head, () => checkpoint(0, 'reading'))) {
    if (text.trim() === '') continue;
    const object = objectOf(text);
    yield { at: line, rows: object && rowsOfObject(object) };
  }
}

function* rowsOfList(list: readonly unknown[]): Generator<NumberedRows> {
  for (const [i, item] of list.entries()) yield { at: i + 1, rows: isObject(item) ? rowsOfObject(item) : null };
}

function listIn(text: string, name: string, file: string): unknown[] {
  let root: unknown;
  try {
    root = parsedJson(text);
  } catch (error) {
    const files = joinedValues(text)?.length;
    if (files !== undefined) throw new AppError('bad-input', say('import.json-is-joined', { name, files }), { file });
    const reason = (error as Error).message;
    throw new AppError('bad-input', say('import.export-not-json', { name, reason }), { file });
  }
  return Array.isArray(root) ? root : [root];
}

/** One object a line. */
function isLines(text: string): boolean {
  return objectOf(text.split('\n').find((line) => line.trim() !== '') ?? '') !== null;
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value = parsedJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The objects that are whole in the beginning of a text: of a list or lines, or of a list in an object (base 1). */
function wholeObjects(text: string, base: number): Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = [];
  let [depth, start, isQuoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === '\\' && isQuoted) i++;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '{' && depth++ === base) start = i;
    else if (sign === '}' && --depth === base) {
      const object = objectOf(text.slice(start, i + 1));
      if (object) objects.push(object);
    }
  }
  return objects;
}

function columnsOf(all: Iterable<NumberedRows>): string[] {
  const names = new Set<string>();
  for (const { rows } of all) for (const row of rows ?? []) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

/** One line of the table, whatever its fields hold. */
function lineOf(fields: readonly string[]): string {
  return quotedRow(fields.map((field) => field.replaceAll(/[\r\n]+/g, ' ')));
}
