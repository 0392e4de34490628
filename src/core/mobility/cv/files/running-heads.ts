/** Lines at the top of a page, and at its foot, among which a running head is looked for. */
const DEPTH = 2;
const NAMED = /curriculum vit|\bc\.?v\.?\b|\bpage\b|r[eé]sum[eé]\b|简\s*历|履\s*历|第\s*#\s*页/i;
/** A number of a page, and of how many: "3", "- 3 -", "3 / 7". A year is none. */
const NUMBER = /(?<![\d.,:–-])\d{1,3}(?!\d|[.:]\d|\s*[–-]\s*\d)/g;

/** What a line has in common with the same line of another page. */
const shapeOf = (line: string) => line.trim().replace(NUMBER, '#').replace(/\s+/g, ' ');

/** Whether a line that so many pages have in the same place stands outside the text. */
function runs(shape: string, onAll: boolean, pages: number, isTitle: boolean): boolean {
  if (shape === '' || !onAll) return false;
  return NAMED.test(shape) || /^[\W_]*#[\W_#]*$/.test(shape) || isTitle || pages > 2;
}

/**
 * The text of pages without the lines that are repeated on each of them at the top or the foot, since such a line
 * stands between a row of a table and the next. The first page keeps its head, which names whose CV it is.
 */
export function withoutRunningHeads(pages: readonly string[]): string[] {
  if (pages.length < 2) return [...pages];
  const rest = pages.map((page) => page.split('\n'));
  for (const fromTop of [true, false])
    for (let depth = 0; depth < DEPTH; depth++) {
      const at = (lines: readonly string[]) => shapeOf((fromTop ? lines[0] : lines.at(-1)) ?? '');
      const kept = fromTop && depth === 0 ? rest[0][0] : null;
      const shape = at(rest[1]);
      const isFirst = at(rest[0]) === shape;
      const onAll = rest.slice(2).every((lines) => at(lines) === shape);
      if (!runs(shape, onAll && (isFirst || rest.length > 2), rest.length, fromTop && isFirst)) break;
      rest.forEach((lines, i) => {
        if (i === 0 && (!isFirst || kept !== null)) return;
        if (fromTop) lines.shift();
        else lines.pop();
      });
      if (kept !== null) break;
    }
  return rest.map((lines) => lines.join('\n'));
}
