import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type FileHead, textLines } from '../../import/files/source.ts';
import { unpackedText } from '../../import/plays/packing.ts';
import type { ListsReading } from './entries.ts';
import { inOne, isKeyed, type JsonRows, rowsIn } from './json-forms.ts';
import { BrokenLiteral, literalIn, readLiteral, type Value } from './literal.ts';
import { badEntry, type ListRows } from './rows.ts';

const SAMPLE_LINES = 200;
const COMMA_AT_END = /,\s*$/;

/**
 * A JSON text as a table: a value a line or one for all. Records of one row are read as the file is; other forms are
 * held in memory.
 *
 * @throws bad-input, naming the file and line
 */
export async function openJson(file: string, head: FileHead, reading: ListsReading): Promise<Omit<ListRows, 'sample'>> {
  reading.report.notes.push(say('referee.read-as-json'));
  const { known } = reading;
  if (!isByLine(head)) {
    const text = await unpackedText(file, head);
    return held(rowsIn(whole(text, file), known) ?? fail(file, 1));
  }
  const first: Map<string, Value>[] = [];
  let isStream = true;
  for await (const { value } of lineValues(file, head, reading)) {
    if (!(value instanceof Map) || isKeyed(value, known)) isStream = false;
    else first.push(inOne(value, known));
    if (!isStream || first.length >= SAMPLE_LINES) break;
  }
  if (!isStream || first.length === 1) return held(await gathered(file, head, reading));
  const header = [...new Set(first.flatMap((row) => [...row.keys()]))];
  return { header, separator: '', rows: () => streamed(file, head, header, reading) };
}

async function* streamed(file: string, head: FileHead, header: readonly string[], reading: ListsReading) {
  for await (const { line, value } of lineValues(file, head, reading)) {
    if (!(value instanceof Map)) throw badEntry(file, line);
    const row = inOne(value, reading.known);
    yield { line, fields: header.map((name) => row.get(name) ?? null) };
  }
}

async function gathered(file: string, head: FileHead, reading: ListsReading): Promise<JsonRows> {
  const values: Value[] = [];
  for await (const { value } of lineValues(file, head, reading)) values.push(value);
  return rowsIn(values.length === 1 ? values[0] : values, reading.known) ?? fail(file, 1);
}

function held({ header, rows }: JsonRows): Omit<ListRows, 'sample'> {
  async function* each() {
    for (const [i, fields] of rows.entries()) yield { line: i + 1, fields };
  }
  return { header, separator: '', rows: each };
}

/** A value a line, if the first line is a whole one and the next begins like it. */
function isByLine({ head }: FileHead): boolean {
  const [first = '', second] = head
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return (
    literalIn(first.replace(COMMA_AT_END, '')) !== undefined &&
    (second === undefined || second.trimStart()[0] === first.trimStart()[0])
  );
}

async function* lineValues(file: string, head: FileHead, { tick }: ListsReading) {
  for await (const { line, text } of textLines(file, head, tick)) {
    if (text.trim() === '') continue;
    const value = literalIn(text.replace(COMMA_AT_END, ''));
    if (value === undefined) throw badEntry(file, line);
    yield { line, value };
  }
}

function whole(text: string, file: string): Value {
  try {
    return readLiteral(text);
  } catch (error) {
    if (!(error instanceof BrokenLiteral)) throw error;
    const line = text.slice(0, error.offset).split('\n').length;
    throw new AppError('bad-input', say('referee.broken-json', { file: basename(file), line }), { file, line });
  }
}

function fail(file: string, line: number): never {
  throw badEntry(file, line);
}
