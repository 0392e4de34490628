import { say } from '../../../shared/messages/say.ts';
import type { RoleName } from './columns.ts';
import type { ImportContext } from './importer.ts';
import { delimitedRows, fieldsOfLine } from './quoted-lines.ts';
import { type Answer, READING_SHARE, stageEach } from './row-staging.ts';
import type { FileHead } from './source.ts';

const SEPARATORS = ['\t', '::', ';', '|', ',', ' '] as const;
const SAMPLE_LINES = 50;

/** The beginning of delimited text, in the one separator that the file has. */
export interface DelimitedHead {
  separator: string;
  /** The fields of the first lines, the header among them if there is one. */
  rows: string[][];
  /** The share of these lines that have as many fields as the first. */
  alike: number;
}

/**
 * Recognises delimited text by its first lines: the separator is the one that splits most of them into as many fields
 * as the first. A space separates only if nothing else does.
 *
 * @returns null if no separator splits the lines alike
 */
export function readDelimitedHead(head: Pick<FileHead, 'kind' | 'head'>): DelimitedHead | null {
  if (head.kind !== 'text') return null;
  const lines = sampleLines(head.head);
  let best: (DelimitedHead & { score: number }) | null = null;
  for (const separator of SEPARATORS) {
    const rows = lines.map((line) => fieldsOfLine(line, separator)).filter((fields) => fields !== null);
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const alike = rows.filter((fields) => fields.length === width).length / lines.length;
    const score = alike - (separator === ' ' ? 0.5 : 0);
    if (!best || score > best.score + 1e-9) best = { separator, rows, alike, score };
  }
  return best;
}

/**
 * Whether the first row names columns: nothing in it is a number or a time, though the rows below have numbers or
 * times.
 */
export function hasHeader({ rows: [first, ...rest] }: DelimitedHead): boolean {
  const isNumeric = (field: string) =>
    /^[\d.,:+\-/ ]*\d[\d.,:+\-/ ]*$/.test(field) || /\b\d{1,2}:\d{2}\b/.test(field) || /^\d{8}T\d{4}/.test(field);
  if (first.some(isNumeric)) return false;
  return rest.length === 0 || rest.some((fields) => fields.some(isNumeric));
}

/** Whether a file has a table whose columns can be asked about: a header and rows of one width. */
export function isTable(file: FileHead): boolean {
  const head = readDelimitedHead(file);
  return head !== null && head.separator !== ' ' && head.alike === 1 && head.rows.length > 1 && hasHeader(head);
}

/** What is read if no separator was found: every row is rejected for its fields. */
export const NO_TABLE: DelimitedHead = { separator: ',', rows: [[]], alike: 0 };

function sampleLines(head: Buffer): string[] {
  const lines = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n');
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return whole
    .slice(0, SAMPLE_LINES)
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '');
}

/**
 * Runs `take` on the fields of every row. Rows of another width than the first, or than the columns need, are rejected.
 *
 * @param columns those that are read
 * @param skipFirst the first row is a header
 */
export async function stageDelimited(
  context: ImportContext,
  { separator, rows: [{ length }] }: DelimitedHead,
  columns: Partial<Record<RoleName, number>>,
  skipFirst: boolean,
  take: (fields: string[]) => Answer,
): Promise<void> {
  const width = Math.max(length, ...Object.values(columns).map((column) => column + 1));
  await stageEach(
    context,
    (lines) => (skipFirst ? belowFirst(delimitedRows(lines, separator)) : delimitedRows(lines, separator)),
    ({ fields }) => {
      if (fields === null) return ['line', say('import.quote-is-not-closed')];
      if (fields.length !== width)
        return ['line', say('import.wrong-fields', { fields: fields.length, expected: width })];
      return take(fields);
    },
    READING_SHARE,
  );
}

async function* belowFirst<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  let isFirst = true;
  for await (const row of rows) {
    if (!isFirst) yield row;
    isFirst = false;
  }
}
