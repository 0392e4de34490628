/** Tables with fewer rows are in some order by chance. */
const FEWEST_ROWS = 4;

/** Whether values only rise or only fall from row to row; rows without one do not count. */
function isSorted(values: readonly (number | null)[]): boolean {
  const known = values.filter((value) => value !== null);
  if (known.length < FEWEST_ROWS || new Set(known).size < 2) return false;
  const rises = known.every((value, i) => i === 0 || value >= known[i - 1]);
  return rises || known.every((value, i) => i === 0 || value <= known[i - 1]);
}

/** Whether equal texts stand together, and some do. */
function isGrouped(texts: readonly string[]): boolean {
  if (texts.length < FEWEST_ROWS || texts.includes('')) return false;
  const changes = texts.filter((text, i) => i > 0 && text !== texts[i - 1]).length;
  const kinds = new Set(texts).size;
  return kinds > 1 && kinds * 2 <= texts.length && changes + 1 === kinds;
}

/** Whether the order of a table's rows is that of its years, or one kind of row after the other, and not of people. */
export function isInOrder(rows: readonly { year: number | null; kind: string }[]): boolean {
  return isSorted(rows.map(({ year }) => year)) || isGrouped(rows.map(({ kind }) => kind));
}
