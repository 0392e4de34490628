import type { Counts } from '../count-tables.ts';
import { sum } from '../descriptive.ts';

/*
 * Observed zeros can leave a log-linear model of a table without finite effects. The cells that it then fits as 0,
 * whatever else is true, count neither as data nor, with the effects that only they know of, as parameters (Fienberg &
 * Rinaldo 2012, The Annals of Statistics 40: 996). Such a cell cannot be raised without taking from another one that
 * is 0 already: it is on no cycle of what may be moved where with all totals of the model kept.
 */

/** Row and column effects over the cells off the diagonal. */
export function freeOfQuasiIndependence(table: Counts): number {
  const k = table.length;
  // Rows, then columns: any cell of a row may be raised; lowered only if it is not 0.
  const rings = ringsOf(2 * k, (from, to) => {
    const [row, column] = from < k ? [from, to - k] : [to, from - k];
    if ((from < k && to < k) || (from >= k && to >= k) || row === column) return false;
    return from < k || table[row][column] > 0;
  });
  return sum(
    rings.map((ring) => {
      const columns = ring.filter((node) => node >= k).map((node) => node - k);
      const rows = ring.filter((node) => node < k);
      const cells = sum(rows.map((row) => columns.filter((column) => column !== row).length));
      return cells === 0 ? 0 : cells - ring.length + 1;
    }),
  );
}

/** An effect of each class on which way the moves between two go, as Bradley & Terry's model. */
export function freeOfQuasiSymmetry(table: Counts): number {
  const rings = ringsOf(table.length, (from, to) => from !== to && table[from][to] > 0);
  return sum(rings.map((ring) => pairsOf(table, ring) - ring.length + 1));
}

/** Of these classes, the pairs between which anybody moved. */
export function pairsOf(table: Counts, classes: readonly number[] = table.map((_, i) => i)): number {
  return sum(classes.map((i) => classes.filter((j) => j < i && table[i][j] + table[j][i] > 0).length));
}

/** What glm in R prints for quasi-symmetry: an effect of every class but one in each part of the table. */
export function countedOfQuasiSymmetry(table: Counts): number {
  const joined = ringsOf(table.length, (from, to) => table[from][to] + table[to][from] > 0);
  return pairsOf(table) - (table.length - joined.length);
}

/** Sets of nodes each of which leads to all others of its set and back. */
function ringsOf(size: number, leads: (from: number, to: number) => boolean): number[][] {
  const all = Array.from({ length: size }, (_, i) => i);
  const reached = all.map((from) => {
    const seen = new Set([from]);
    for (const node of seen) for (const to of all) if (!seen.has(to) && leads(node, to)) seen.add(to);
    return seen;
  });
  return all
    .map((node) => [...reached[node]].filter((other) => reached[other].has(node)).sort((a, b) => a - b))
    .filter((ring, node) => ring[0] === node);
}
