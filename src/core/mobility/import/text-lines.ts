import { sentencesOfLine } from '../cv/sentences.ts';
import type { StagedLine } from './staged.ts';

/** A line of a free text as lines of evidence: of prose each sentence, so that a digit takes one position. */
export function linesOfText(text: string, row: number): StagedLine[] {
  if (text === '') return [];
  const parts = sentencesOfLine(text);
  return parts.map((part) => ({ row, text: part, positions: [], ...(parts.length > 1 ? { whole: text } : {}) }));
}

/** Lines of prose that the library has whole, from before sentences were lines of their own, stay as they are there. */
export function asStored(lines: readonly StagedLine[], stored: ReadonlySet<string>): StagedLine[] {
  return lines.flatMap((line, i) => {
    const { whole, row } = line;
    if (whole === undefined || !stored.has(whole)) return [line];
    const isFirst = lines[i - 1]?.whole !== whole || lines[i - 1].row !== row;
    return isFirst ? [{ row, text: whole, positions: [] }] : [];
  });
}
