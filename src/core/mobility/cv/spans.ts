export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Index of the first span that begins at a place or behind it; the spans stand in their order. */
function firstFrom(spans: readonly Span[], at: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle].from < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Those of ordered spans that stand between two places as a whole. */
export function within<T extends Span>(spans: readonly T[], from: number, to: number): T[] {
  const found: T[] = [];
  for (let i = firstFrom(spans, from); i < spans.length && spans[i].from < to; i++)
    if (spans[i].to <= to) found.push(spans[i]);
  return found;
}

/** The first of ordered spans, none of which overlap, that shares a character with what stands between two places. */
export function overlapping<T extends Span>(spans: readonly T[], from: number, to: number): T | null {
  const next = firstFrom(spans, from);
  const before = spans[next - 1];
  if (before !== undefined && before.to > from) return before;
  return spans[next] !== undefined && spans[next].from < to ? spans[next] : null;
}

/** Ordered spans by the lists that they stand in: of one list are those between which only such text stands. */
export function listsOf<T extends Span>(text: string, spans: readonly T[], between: RegExp): T[][] {
  const lists: T[][] = [];
  for (const span of spans) {
    const last = lists.at(-1)?.at(-1);
    if (last && span.from >= last.to && between.test(text.slice(last.to, span.from))) lists.at(-1)!.push(span);
    else lists.push([span]);
  }
  return lists;
}

/** Which characters of a text something has taken. */
export class Taken {
  private readonly signs: Uint8Array;

  constructor(length: number) {
    this.signs = new Uint8Array(length + 1);
  }

  has(from: number, to: number): boolean {
    return this.signs.subarray(from, to).includes(1);
  }

  take(from: number, to: number): void {
    this.signs.fill(1, from, to);
  }
}
