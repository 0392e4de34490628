/**
 * Optimal-matching distances of all pairs (Needleman & Wunsch 1970), as the rows of a triangle: of i and j < i at
 * i (i − 1) / 2 + j.
 *
 * Deleting one sequence whole and inserting the other costs indel × both lengths; each substitution saves 2 indel less
 * its cost, so the distance is that sum less the most that can be saved, and a cell of the table is the greatest of its
 * neighbours. Neighbours in `sequences` that begin alike share the first rows of their tables: in an order by their
 * states that is a good part of them.
 *
 * @param sequences indices of states, best in an order by their states
 * @param between substitution costs, 0 on the diagonal
 * @param indel of one insertion or deletion
 */
export function optimalMatching(
  sequences: readonly Int32Array[],
  between: readonly (readonly number[])[],
  indel: number,
): Float64Array {
  const longest = Math.max(...sequences.map(({ length }) => length));
  const alike = sequences.map((sequence, i) => (i === 0 ? 0 : commonBeginning(sequences[i - 1], sequence)));
  const saved = between.map((costs) => costs.map((cost) => Math.max(0, 2 * indel - cost)));
  const savings = between.map(() => new Float64Array(longest));
  // Of each length of the other's beginning, the most saved with each beginning of the one at hand.
  const most = Array.from({ length: longest + 1 }, () => new Float64Array(longest + 1));
  const distances = new Float64Array((sequences.length * (sequences.length - 1)) / 2);
  for (let i = 1, at = 0; i < sequences.length; i++) {
    const one = sequences[i];
    for (const [state, row] of savings.entries()) for (let x = 0; x < one.length; x++) row[x] = saved[state][one[x]];
    for (let j = 0; j < i; j++, at++) {
      const other = sequences[j];
      for (let y = j === 0 ? 0 : alike[j]; y < other.length; y++)
        nextRow(most[y], most[y + 1], savings[other[y]], one.length);
      distances[at] = indel * (one.length + other.length) - most[other.length][one.length];
    }
  }
  return distances;
}

function nextRow(before: Float64Array, now: Float64Array, savings: Float64Array, width: number): void {
  let left = 0;
  let corner = 0;
  for (let x = 0; x < width; x++) {
    const above = before[x + 1];
    let most = corner + savings[x];
    if (above > most) most = above;
    if (left > most) most = left;
    now[x + 1] = most;
    left = most;
    corner = above;
  }
}

function commonBeginning(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}
