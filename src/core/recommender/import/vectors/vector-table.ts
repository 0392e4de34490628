import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { AUDIO_FILE } from '../../audio/file-names.ts';
import { candidates, choiceOf, noteUnused } from '../text/columns.ts';
import { readDelimitedHead, tableRows } from '../text/delimited.ts';
import type { ImportContext } from '../importer.ts';
import { type ParquetColumn, ParquetFile } from '../files/parquet.ts';
import { type FileHead, textLines } from '../files/source.ts';

/** A row of a file of vectors: an id and its values, or the reason why it has none. */
export interface VectorRow {
  line: number;
  id: string;
  values: ArrayLike<number> | Message;
}

const ID_NAME = /^(id|ids|key|name|file|file ?name|filename)?$/i;
/** What pandas calls an index that it writes without a name. */
const INDEX_NAME = /^(unnamed: \d+|index|level_\d+)?$/i;
const VALUE_NAME = /^(v|x|f|d|dim|dimension|emb|embedding|embed|feat|feature|val|value|latent|factor)?[\s_:-]?\d+$/i;
const FEWEST_NAMED_VALUES = 2;

const isNumber = (text: string) => text.trim() !== '' && !Number.isNaN(Number(text));
/** Values in one field: `[0.1, 0.2]` or `0.1 0.2`. */
const isList = (text: string) => /^\[.*\]$/s.test(text.trim()) || /^\S+(\s+\S+)+$/.test(text.trim());

function isVector(text: string): boolean {
  const values = /^\[(.*)\]$/s.exec(text.trim())?.[1].split(',') ?? [];
  return values.length > 1 && values.every((value) => value.trim() !== '' && Number.isFinite(Number(value)));
}

/** Columns that say something else of a song than a feature of its sound or words. */
const OTHER_ROLES = [
  'listener',
  'count',
  'rating',
  'time',
  'artist',
  'album',
  'title',
  'year',
  'duration',
  'tag',
] as const;
const FEWEST_FEATURES = 3;
/** Two numbers are features where they say how a song feels (DEAM, PMEmo). */
const FEELING = /arousal|valence/i;

/** An id and features under names of any kind, all of them numbers and some no whole ones (Music4All-Onion, FMA). */
function isNamedFeatures(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const [key] = candidates('key', header);
  const areFew = header.length <= FEWEST_FEATURES && !header.slice(1).every((name) => FEELING.test(name));
  if (key !== 0 || rows.length === 0 || areFew) return false;
  if (OTHER_ROLES.some((role) => candidates(role, header).length > 0)) return false;
  const values = rows.flatMap((fields) => fields.slice(1));
  return values.every(isNumber) && values.some((value) => !Number.isInteger(Number(value)));
}

const FILE_NAME = /^(audio ?|track ?)?(file|file ?name|path|file ?path|audio)$/i;
const MOST_LABELS = 3;

/** Names of recordings and what was measured in them, perhaps with labels beside (GTZAN's features_30_sec.csv). */
function areFeaturesOfFiles(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const isNamed = FILE_NAME.test(header[0].trim().replaceAll('_', ' '));
  if (!isNamed || rows.length === 0 || !rows.every((fields) => AUDIO_FILE.test((fields[0] ?? '').trim()))) return false;
  const columns = header.slice(1).map((_, i) => rows.map((fields) => fields[i + 1] ?? ''));
  const measured = columns.filter((cells) => cells.every(isNumber));
  const isReal = measured.some((cells) => cells.some((cell) => !Number.isInteger(Number(cell))));
  return isReal && measured.length >= FEWEST_FEATURES && columns.length - measured.length <= MOST_LABELS;
}

/** Whether a table may be one of vectors: an id and columns named v0, v1, … or 0, 1, …, or a list of numbers. */
export function looksLikeVectors({ kind, packing, head, parquet }: FileHead): boolean {
  if (kind !== 'text') return false;
  if (packing === 'parquet') {
    const columns = parquet ?? [];
    if (columns.some(({ shape, values }) => shape === 'list' && values === 'real numbers'))
      return !columns.some(({ shape, values }) => shape === 'list' && values !== 'real numbers');
    return (
      columns.filter(({ name, values }) => VALUE_NAME.test(name) && values !== 'other').length >= FEWEST_NAMED_VALUES
    );
  }
  const table = readDelimitedHead({ kind, head });
  if (!table) return false;
  const [header, ...rows] = table.rows;
  if (rows.length > 0 && header.some((_, column) => rows.every((fields) => isVector(fields[column] ?? ''))))
    return true;
  if (isNamedFeatures(header, rows) || areFeaturesOfFiles(header, rows)) return true;
  const named = header.filter((name) => VALUE_NAME.test(name));
  // A first row of ids and counts has numbers too, but not 0, 1, 2 … in their order.
  const bare = named.filter(isNumber);
  const isHeader = !isNumber(header[0]) && (bare.length === 0 || isSequence(bare));
  const isLast = (name: string) => header.indexOf(name) >= header.length - named.length;
  return (
    isHeader &&
    named.length >= FEWEST_NAMED_VALUES &&
    named.every(isLast) &&
    rows.every((fields) => fields.slice(-named.length).every(isNumber))
  );
}

function isSequence(names: readonly string[]): boolean {
  return names.length > 1 && names.every((name, i) => Number(name) === i + Number(names[0]) && Number(names[0]) <= 1);
}

/** Rows of delimited text. */
export async function* textVectors(context: ImportContext): AsyncGenerator<VectorRow> {
  const table = readDelimitedHead(context.head);
  if (!table) throw notATable(context);
  const [first, ...rest] = table.rows;
  const values = first.slice(1);
  const headed =
    (isSequence(values) && !/\d/.test(first[0])) || values.some((field) => !isNumber(field) && !isList(field));
  const idColumn = headed ? idColumnOf(context, first) : 0;
  const sample = headed ? rest : table.rows;
  const taken = first.flatMap((name, column) => {
    const isValue = (fields: readonly string[]) => isNumber(fields[column] ?? '') || isList(fields[column] ?? '');
    const isIndex = headed && INDEX_NAME.test(name);
    return column !== idColumn && !isIndex && sample.some(isValue) ? [column] : [];
  });
  if (taken.length === 0) throw notATable(context);
  if (headed) {
    noteTaken(
      context,
      first[idColumn],
      taken.map((column) => first[column]),
    );
    noteUnused(context, first, Object.fromEntries([idColumn, ...taken].map((column) => [column, column])));
  }
  let isHeader = headed;
  let fraction = 0;
  const lines = textLines(context.file, context.head, (bytes) => {
    fraction = bytes / Math.max(1, context.head.bytes);
  });
  for await (const { line, fields } of tableRows(lines, table)) {
    if ((line & 0xff) === 0) context.checkpoint(fraction, 'reading');
    const isData = !isHeader;
    isHeader = false;
    if (!isData) continue;
    if (fields === null) yield { line, id: '', values: say('import.quote-is-not-closed') };
    else if (fields.length !== first.length)
      yield { line, id: '', values: say('import.wrong-fields', { fields: fields.length, expected: first.length }) };
    else yield { line, id: fields[idColumn], values: numbersOf(taken.map((column) => fields[column])) };
  }
}

function numbersOf(fields: readonly string[]): number[] | Message {
  const texts =
    fields.length === 1 && isList(fields[0])
      ? fields[0]
          .replace(/^\s*\[|\]\s*$/g, '')
          .split(/[\s,]+/)
          .filter((text) => text !== '')
      : fields;
  const wrong = texts.find((text) => !isNumber(text));
  return wrong === undefined ? texts.map(Number) : say('vectors.not-a-number', { value: wrong });
}

/** Rows of a Parquet file: a column of lists, or a column for each value. */
export async function* parquetVectors(context: ImportContext): AsyncGenerator<VectorRow> {
  const parquet = await ParquetFile.open(context.file);
  const single = parquet.columns.filter(({ shape }) => shape === 'value');
  const id =
    single[
      idColumnOf(
        context,
        single.map(({ name }) => name),
      )
    ];
  if (!id) throw notATable(context);
  const values = valueColumns(context, parquet.columns, id);
  if (values.length === 0) throw notATable(context);
  noteTaken(
    context,
    id.name,
    values.map(({ name }) => name),
  );
  const isLists = values[0].shape === 'list';
  let line = 0;
  const names = [id, ...values].map(({ name }) => name);
  for await (const { rows, columns } of parquet.read(names, (fraction) => context.checkpoint(fraction, 'reading'))) {
    for (let row = 0; row < rows; row++) {
      line++;
      const own = isLists ? columns[1][row] : columns.slice(1).map((column) => column[row]);
      const key = columns[0][row];
      yield { line, id: key === null || key === undefined ? '' : String(key), values: realNumbers(own) };
    }
  }
}

function realNumbers(list: unknown): number[] | Message {
  if (list === null || list === undefined) return say('vectors.no-vector');
  const values = Array.from(list as ArrayLike<unknown>);
  const wrong = values.find((value) => typeof value !== 'number' && typeof value !== 'bigint');
  return wrong === undefined && !values.includes(undefined)
    ? values.map(Number)
    : say('vectors.not-a-number', { value: String(wrong) });
}

function valueColumns(context: ImportContext, columns: readonly ParquetColumn[], id: ParquetColumn): ParquetColumn[] {
  const lists = columns.filter(({ shape, values }) => shape === 'list' && values !== 'other');
  if (lists.length <= 1) {
    if (lists.length === 1) return lists;
    return columns.filter(
      (column) =>
        column !== id && column.shape === 'value' && column.values !== 'other' && !INDEX_NAME.test(column.name),
    );
  }
  const answer = context.questions.ask(
    say('ask.column-vector'),
    lists.map(({ name }) => ({ id: name, label: say('ask.column', { column: name }) })),
  );
  context.questions.stopIfOpen();
  return lists.filter(({ name }) => name === answer);
}

/** The column of ids: by its name, the first if that has none or a vague one, or by the answer to a question. */
function idColumnOf(context: ImportContext, header: readonly string[]): number {
  const found = candidates('song', header);
  if (found.length === 1) return found[0];
  if (found.length === 0 && header.length > 0 && ID_NAME.test(header[0].trim())) return 0;
  const offered = found.length > 1 ? found : header.flatMap((name, column) => (VALUE_NAME.test(name) ? [] : [column]));
  if (offered.length === 1) return offered[0];
  if (offered.length === 0) return -1;
  const answer = context.questions.ask(
    say('ask.column-song'),
    offered.map((column) => choiceOf(header, column)),
  );
  context.questions.stopIfOpen();
  return offered.find((column) => choiceOf(header, column).id === answer) ?? -1;
}

function noteTaken({ report }: ImportContext, id: string, values: readonly string[]): void {
  report.notes.push(
    say('vectors.columns-taken', {
      id: id || '1',
      values: values.length > 3 ? [values[0], '…', values[values.length - 1]] : values,
      count: values.length,
    }),
  );
}

function notATable({ file }: ImportContext): AppError {
  return new AppError('bad-input', say('vectors.not-a-table', { name: basename(file) }), { file });
}
