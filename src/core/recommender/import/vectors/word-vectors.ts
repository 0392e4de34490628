import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { type FileHead, textLines } from '../files/source.ts';
import type { VectorRow } from './vector-table.ts';

const COUNTS = /^\s*(\d+)\s+(\d+)\s*$/;
/** Rows that tell how many values stand behind an id where no line above them says it. */
const SAMPLE_ROWS = 50;
/** Fewer numbers than these may be a play's count, rating and time. */
const FEWEST_VALUES = 4;

interface WordVectorsHead {
  /** Null if no line above the rows counts them. */
  rows: number | null;
  width: number;
  /** What the line above the rows says of their width, if they have another. */
  said?: number;
}

/**
 * Vectors as word2vec, gensim and fastText write text: `rows width` above lines of an id and its values; or without
 * that line, as GloVe does.
 */
export function wordVectorsHead({ kind, head }: Pick<FileHead, 'kind' | 'head'>): WordVectorsHead | null {
  if (kind !== 'text') return null;
  const lines = head.toString('utf8').split('\n', SAMPLE_ROWS + 1);
  const [, rows, width] = COUNTS.exec(lines[0]) ?? [];
  if (rows === undefined) return headless(lines);
  const isRow = lines.length > 1 && Number(width) > 0 && valuesOf(lines[1], Number(width)) !== null;
  if (isRow) return { rows: Number(rows), width: Number(width) };
  const found = headless(lines.slice(1));
  return found && { ...found, rows: Number(rows), said: Number(width) };
}

/** The width is that of the row with the fewest numbers behind its id: an id may end with a number as well. */
function headless(lines: readonly string[]): WordVectorsHead | null {
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '');
  const width = whole.length === 0 ? 0 : Math.min(...whole.map(numbersBehindId));
  if (width < FEWEST_VALUES || isHeading(whole[0]) || whole.every(isMatrixRow)) return null;
  // Tables of plays have whole numbers in most columns: ids, counts and times.
  const values = whole.flatMap((line) => fieldsOf(line).slice(-width));
  return values.filter((value) => /[.e]/i.test(value)).length > values.length / 2 ? { rows: null, width } : null;
}

function numbersBehindId(line: string): number {
  const fields = fieldsOf(line);
  const last = fields.findLastIndex((field) => !isNumber(field));
  return fields.length - 1 - Math.max(0, last);
}

/** Names of columns as pandas gives them: 0, 1, 2, … */
function isHeading(line: string): boolean {
  const values = fieldsOf(line).slice(1);
  return values.every((value, i) => Number(value) === i + Number(values[0]));
}

/** A row without an id, as numpy's savetxt writes it. */
function isMatrixRow(line: string): boolean {
  const [first] = fieldsOf(line);
  return isNumber(first) && /[.e]/i.test(first);
}

const fieldsOf = (line: string) => line.trim().split(/[ \t]+/);
const isNumber = (text: string) => text !== '' && !Number.isNaN(Number(text));

/** The id and the values behind it; ids may have spaces. Null if there are fewer values, or other ones. */
function valuesOf(line: string, width: number): { id: string; values: number[] } | null {
  const fields = fieldsOf(line);
  const values = fields.slice(-width);
  if (fields.length <= width || !values.every(isNumber)) return null;
  return { id: fields.slice(0, -width).join(' '), values: values.map(Number) };
}

export async function* wordVectors(context: ImportContext): AsyncGenerator<VectorRow> {
  const { file, head, report } = context;
  const { rows, width, said } = wordVectorsHead(head) as WordVectorsHead;
  report.notes.push(
    rows === null ? say('vectors.glove-taken', { width }) : say('vectors.word2vec-taken', { rows, width }),
  );
  if (said !== undefined) report.notes.push(say('vectors.other-width', { said, width }));
  let found = 0;
  let fraction = 0;
  const lines = textLines(file, head, (bytes) => {
    fraction = bytes / Math.max(1, head.bytes);
  });
  for await (const { line, text } of lines) {
    if ((line === 1 && rows !== null) || text.trim() === '') continue;
    found++;
    if ((line & 0xff) === 0) context.checkpoint(fraction, 'reading');
    const row = valuesOf(text, width);
    const [id] = fieldsOf(text);
    yield row ? { line, ...row } : { line, id, values: say('vectors.not-so-many-values', { width }) };
  }
  if (rows !== null && found !== rows) report.reject(null, 'rows', say('vectors.other-count-of-rows', { rows, found }));
}
