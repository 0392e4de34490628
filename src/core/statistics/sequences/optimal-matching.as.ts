// AssemblyScript, compiled to optimal-matching.wasm.ts by `npm run kernels`.
// Rows of the tables of four sequences at once, two in the lanes of each of two pairs of 64-bit floats: the greater of
// two is one instruction then, without a branch that no processor can foresee. Addresses are bytes; a cell has 32.

/** Where row y is: those up to `kept` stay, since the next sequence may begin alike; two more take turns. */
export function rowAt(table: usize, y: usize, kept: usize, rowBytes: usize): usize {
  return table + (y <= kept ? y : kept + 1 + ((y - kept) & 1)) * rowBytes;
}

/**
 * The rows for `other` (indices of states, 32 bits each) at `from` up to `to`. The first cell of a row is 0, and so is
 * row 0; `savings` has of each state a row of what a substitution saves at each place.
 */
export function fill(
  other: usize,
  from: usize,
  to: usize,
  kept: usize,
  table: usize,
  savings: usize,
  rowBytes: usize,
  width: usize,
): void {
  for (let y = from; y < to; y++) {
    let saved = savings + (<usize>load<i32>(other + (y << 2))) * rowBytes;
    let before = rowAt(table, y, kept, rowBytes) + 32;
    let now = rowAt(table, y + 1, kept, rowBytes) + 32;
    let left0 = f64x2.splat(0);
    let left1 = f64x2.splat(0);
    let corner0 = f64x2.splat(0);
    let corner1 = f64x2.splat(0);
    for (const end = saved + (width << 5); saved < end; saved += 32, before += 32, now += 32) {
      const above0 = v128.load(before);
      const above1 = v128.load(before, 16);
      left0 = f64x2.pmax(left0, f64x2.pmax(above0, f64x2.add(corner0, v128.load(saved))));
      left1 = f64x2.pmax(left1, f64x2.pmax(above1, f64x2.add(corner1, v128.load(saved, 16))));
      v128.store(now, left0);
      v128.store(now, left1, 16);
      corner0 = above0;
      corner1 = above1;
    }
  }
}
