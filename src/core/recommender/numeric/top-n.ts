import { byIndex, type TieOrder } from './tie-order.ts';

/**
 * The first `n` candidates: higher score first, ties by the given order, by default to the lower index. NaN means "no
 * candidate"; so do excluded items.
 */
export function topN(
  scores: ArrayLike<number>,
  excluded: (item: number) => boolean,
  n: number,
  ties: TieOrder = byIndex,
): Uint32Array {
  const heap = new Uint32Array(n);
  let size = 0;
  const worse = (a: number, b: number) => scores[a] < scores[b] || (scores[a] === scores[b] && ties(a) > ties(b));
  for (let item = 0; item < scores.length; item++) {
    if (Number.isNaN(scores[item]) || excluded(item)) continue;
    if (size < n) {
      let at = size++;
      while (at > 0 && worse(item, heap[(at - 1) >> 1])) {
        heap[at] = heap[(at - 1) >> 1];
        at = (at - 1) >> 1;
      }
      heap[at] = item;
    } else if (n > 0 && worse(heap[0], item)) sink(heap, size, item, worse);
  }
  return heap.slice(0, size).sort((a, b) => scores[b] - scores[a] || ties(a) - ties(b));
}

function sink(heap: Uint32Array, size: number, item: number, worse: (a: number, b: number) => boolean): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && worse(heap[child + 1], heap[child])) child++;
    if (!worse(heap[child], item)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = item;
}

const TIE_DECIMALS = 1e10;

/** Sums that differ only by the order of summation must tie, so that the stated rule breaks the tie. */
export function roundedForTies(score: number): number {
  return Math.round(score * TIE_DECIMALS) / TIE_DECIMALS;
}
