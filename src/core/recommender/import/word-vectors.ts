import { say } from '../../../shared/messages/say.ts';
import type { ImportContext } from './importer.ts';
import { type FileHead, textLines } from './source.ts';
import type { VectorRow } from './vector-table.ts';

const COUNTS = /^(\d+) (\d+)\s*$/;

interface WordVectorsHead {
  rows: number;
  width: number;
}

/** Vectors as word2vec, gensim and fastText write text: `rows width` above lines of an id and its values. */
export function wordVectorsHead({ kind, head }: Pick<FileHead, 'kind' | 'head'>): WordVectorsHead | null {
  if (kind !== 'text') return null;
  const [first, second] = head.toString('utf8').split('\n', 2);
  const [, rows, width] = COUNTS.exec(first) ?? [];
  if (rows === undefined || second === undefined) return null;
  const isRow = Number(width) > 0 && valuesOf(second, Number(width)) !== null;
  return isRow ? { rows: Number(rows), width: Number(width) } : null;
}

/** The id and the values behind it; ids may have spaces. Null if there are fewer values, or other ones. */
function valuesOf(line: string, width: number): { id: string; values: number[] } | null {
  const fields = line.trimEnd().split(' ');
  const values = fields.slice(-width);
  if (fields.length <= width || !values.every((value) => value !== '' && !Number.isNaN(Number(value)))) return null;
  return { id: fields.slice(0, -width).join(' '), values: values.map(Number) };
}

export async function* wordVectors(context: ImportContext): AsyncGenerator<VectorRow> {
  const { file, head, report } = context;
  const { rows, width } = wordVectorsHead(head) as WordVectorsHead;
  report.notes.push(say('vectors.word2vec-taken', { rows, width }));
  let found = 0;
  let fraction = 0;
  const lines = textLines(file, head, (bytes) => {
    fraction = bytes / Math.max(1, head.bytes);
  });
  for await (const { line, text } of lines) {
    if (line === 1 || text.trim() === '') continue;
    found++;
    if ((line & 0xff) === 0) context.checkpoint(fraction, 'reading');
    const row = valuesOf(text, width);
    const id = text.split(' ', 1)[0];
    yield row ? { line, ...row } : { line, id, values: say('vectors.not-so-many-values', { width }) };
  }
  if (found !== rows) report.reject(null, 'rows', say('vectors.other-count-of-rows', { rows, found }));
}
