// flags: --sharedMemory --maximumMemory 65536 --enable threads
// AssemblyScript, compiled to inverse.wasm.ts by `npm run kernels`.
// Inverse of a symmetric positive definite matrix by the sweep operator, a block of 32 pivots at a time, in double
// precision. The matrix is row major, its order a multiple of 32,
// only its lower triangle is read and written. One block takes: `panel` (once), `scale` and `update` (any rows, in any
// order, on any thread), then `place`. Addresses are bytes.

const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 256;

/**
 * Copies columns of the pivot block into `columns` (n × 32) and, transposed, into `rows` (32 × n); inverts the pivot
 * block into `pivot` (32 × 32).
 */
export function panel(a: usize, n: usize, block: usize, columns: usize, rows: usize, pivot: usize): void {
  const first = block * BLOCK;
  const rowBytes = n << 3;
  for (let i: usize = 0; i < n; i++) {
    for (let t: usize = 0; t < BLOCK; t++) {
      const value = i >= first + t
        ? load<f64>(a + i * rowBytes + ((first + t) << 3))
        : load<f64>(a + (first + t) * rowBytes + (i << 3));
      store<f64>(columns + i * BLOCK_BYTES + (t << 3), value);
      store<f64>(rows + t * rowBytes + (i << 3), value);
    }
  }
  for (let i: usize = 0; i < BLOCK; i++)
    memory.copy(pivot + i * BLOCK_BYTES, columns + (first + i) * BLOCK_BYTES, BLOCK_BYTES);
  for (let t: usize = 0; t < BLOCK; t++) {
    const tRow = pivot + t * BLOCK_BYTES;
    const d = 1 / load<f64>(tRow + (t << 3));
    for (let j: usize = 0; j < BLOCK; j++) store<f64>(tRow + (j << 3), load<f64>(tRow + (j << 3)) * d);
    store<f64>(tRow + (t << 3), d);
    for (let i: usize = 0; i < BLOCK; i++) {
      if (i == t) continue;
      const iRow = pivot + i * BLOCK_BYTES;
      const f = load<f64>(iRow + (t << 3));
      store<f64>(iRow + (t << 3), 0);
      for (let j: usize = 0; j < BLOCK; j++)
        store<f64>(iRow + (j << 3), load<f64>(iRow + (j << 3)) - f * load<f64>(tRow + (j << 3)));
    }
  }
}

/** scaled = columns × pivot, for some rows. */
export function scale(from: usize, to: usize, columns: usize, pivot: usize, scaled: usize): void {
  for (let i = from; i < to; i++) {
    const source = columns + i * BLOCK_BYTES;
    const target = scaled + i * BLOCK_BYTES;
    for (let j: usize = 0; j < BLOCK_BYTES; j += 32) {
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      for (let t: usize = 0; t < BLOCK; t++) {
        const f = v128.load_splat<f64>(source + (t << 3));
        s0 = f64x2.add(s0, f64x2.mul(f, v128.load(pivot + t * BLOCK_BYTES + j)));
        s1 = f64x2.add(s1, f64x2.mul(f, v128.load(pivot + t * BLOCK_BYTES + j, 16)));
      }
      v128.store(target + j, s0);
      v128.store(target + j, s1, 16);
    }
  }
}

/**
 * A −= scaled × rows, for rows `from` up to `to` (multiples of 4) and the columns up to their diagonal. Tiles of 4 × 4.
 */
export function update(from: usize, to: usize, a: usize, n: usize, scaled: usize, rows: usize): void {
  const rowBytes = n << 3;
  for (let i = from; i < to; i += 4) {
    const q = scaled + i * BLOCK_BYTES;
    const a0 = a + i * rowBytes;
    for (let j: usize = 0; j <= i << 3; j += 32) {
      let c00 = v128.load(a0 + j);
      let c01 = v128.load(a0 + j, 16);
      let c10 = v128.load(a0 + rowBytes + j);
      let c11 = v128.load(a0 + rowBytes + j, 16);
      let c20 = v128.load(a0 + 2 * rowBytes + j);
      let c21 = v128.load(a0 + 2 * rowBytes + j, 16);
      let c30 = v128.load(a0 + 3 * rowBytes + j);
      let c31 = v128.load(a0 + 3 * rowBytes + j, 16);
      let b = rows + j;
      for (let t = q, end = q + BLOCK_BYTES; t < end; t += 8, b += rowBytes) {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let f = v128.load_splat<f64>(t);
        c00 = f64x2.sub(c00, f64x2.mul(f, b0));
        c01 = f64x2.sub(c01, f64x2.mul(f, b1));
        f = v128.load_splat<f64>(t, 256);
        c10 = f64x2.sub(c10, f64x2.mul(f, b0));
        c11 = f64x2.sub(c11, f64x2.mul(f, b1));
        f = v128.load_splat<f64>(t, 512);
        c20 = f64x2.sub(c20, f64x2.mul(f, b0));
        c21 = f64x2.sub(c21, f64x2.mul(f, b1));
        f = v128.load_splat<f64>(t, 768);
        c30 = f64x2.sub(c30, f64x2.mul(f, b0));
        c31 = f64x2.sub(c31, f64x2.mul(f, b1));
      }
      v128.store(a0 + j, c00);
      v128.store(a0 + j, c01, 16);
      v128.store(a0 + rowBytes + j, c10);
      v128.store(a0 + rowBytes + j, c11, 16);
      v128.store(a0 + 2 * rowBytes + j, c20);
      v128.store(a0 + 2 * rowBytes + j, c21, 16);
      v128.store(a0 + 3 * rowBytes + j, c30);
      v128.store(a0 + 3 * rowBytes + j, c31, 16);
    }
  }
}

/** Writes the swept columns back: scaled beside the pivot block, −pivot inside it. After all blocks A holds −A⁻¹. */
export function place(a: usize, n: usize, block: usize, scaled: usize, pivot: usize): void {
  const first = block * BLOCK;
  const rowBytes = n << 3;
  for (let i: usize = 0; i < n; i++) {
    for (let t: usize = 0; t < BLOCK; t++) {
      if (i < first) store<f64>(a + (first + t) * rowBytes + (i << 3), load<f64>(scaled + i * BLOCK_BYTES + (t << 3)));
      else if (i >= first + BLOCK)
        store<f64>(a + i * rowBytes + ((first + t) << 3), load<f64>(scaled + i * BLOCK_BYTES + (t << 3)));
      else store<f64>(a + i * rowBytes + ((first + t) << 3), -load<f64>(pivot + (i - first) * BLOCK_BYTES + (t << 3)));
    }
  }
}
