import { plainLine } from '../../cv/plain-text.ts';
import { sentencesOfLine } from '../../cv/sentences.ts';
import { unquoted } from '../../cv/line-shape.ts';
import { joinsOf } from '../../cv/wrapped.ts';
import type { StagedLine } from '../staged.ts';

const HYPHEN = /(?<=\p{Ll}{2})-$/u;

/**
 * A free text as lines of evidence. Lines that a program broke at the width of a page are one, numbered as the first of
 * them; of prose each sentence is a line, so that a digit takes one position.
 */
export function linesOfText(text: string): StagedLine[] {
  const written = text.split(/\r\n|[\n\r\v\u2028\u2029]/);
  const joins = joinsOf(written.map((line) => ({ text: plainLine(line), written: line })));
  const lines: StagedLine[] = [];
  for (let from = 0, to = 0; from < written.length; from = to) {
    let whole = written[from].trim();
    for (to = from + 1; to < written.length; to++) {
      const next = unquoted(written[to].trim());
      const parted = HYPHEN.test(whole) && /^\p{Ll}{3}/u.test(next);
      const join = parted ? '' : joins[to - 1];
      if (join === null) break;
      whole = `${parted ? whole.slice(0, -1) : whole}${join}${next}`;
    }
    lines.push(...sentencesAsLines(whole, from + 1, written.slice(from, to)));
  }
  return lines;
}

function sentencesAsLines(whole: string, row: number, broken: readonly string[]): StagedLine[] {
  if (whole === '') return [];
  const parts = sentencesOfLine(whole);
  const before = [[whole], broken.map((line) => line.trim()), broken.flatMap((line) => sentencesOfLine(line.trim()))];
  const earlier = parts.length > 1 || broken.length > 1 ? { earlier: before } : {};
  return parts.map((text) => ({ row, text, positions: [], ...earlier }));
}

/**
 * Prose that the library has otherwise, from before sentences were lines of their own or broken lines put together,
 * stays as it is there.
 */
export function asStored(lines: readonly StagedLine[], stored: ReadonlySet<string>): StagedLine[] {
  return lines.flatMap((line, i) => {
    const { earlier, row } = line;
    const known = earlier?.find((texts) => texts.every((text) => stored.has(text)));
    if (!known || stored.has(line.text)) return [line];
    return lines[i - 1]?.earlier === earlier ? [] : known.map((text) => ({ row, text, positions: [] }));
  });
}
