// AssemblyScript, compiled to sparse-ridge.wasm.ts by `npm run kernels`.
// Steps of conjugate gradients for many right sides at once, double precision. A row holds a value of each right side,
// padded with zeros to whole blocks of 64 bytes. Addresses are bytes. Each right side is summed in the order of the
// rows, so its numbers do not depend on the others.

/** out = A v, A in compressed rows. */
export function product(
  rows: u32, offsets: usize, terms: usize, weights: usize, v: usize, rowBytes: usize, out: usize,
): void {
  for (let row: u32 = 0; row < rows; row++, out += rowBytes) {
    const first = load<u32>(offsets + (<usize>row << 2));
    const last = load<u32>(offsets + (<usize>row << 2), 4);
    for (let strip: usize = 0; strip < rowBytes; strip += 64) {
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let s3 = f64x2.splat(0);
      for (let at = first; at < last; at++) {
        const from = v + <usize>load<u32>(terms + (<usize>at << 2)) * rowBytes + strip;
        const w = f64x2.splat(<f64>load<f32>(weights + (<usize>at << 2)));
        s0 = f64x2.add(s0, f64x2.mul(w, v128.load(from)));
        s1 = f64x2.add(s1, f64x2.mul(w, v128.load(from, 16)));
        s2 = f64x2.add(s2, f64x2.mul(w, v128.load(from, 32)));
        s3 = f64x2.add(s3, f64x2.mul(w, v128.load(from, 48)));
      }
      v128.store(out + strip, s0);
      v128.store(out + strip, s1, 16);
      v128.store(out + strip, s2, 32);
      v128.store(out + strip, s3, 48);
    }
  }
}

/** out += factor · v. */
export function addScaled(out: usize, v: usize, factor: f64, bytes: usize): void {
  const w = f64x2.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(w, v128.load(v + at))));
}

/** out = a − out. */
export function subtractFrom(a: usize, out: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(out + at, f64x2.sub(v128.load(a + at), v128.load(out + at)));
}

/** Right side by right side: Σ a b. */
export function dots(a: usize, b: usize, bytes: usize, rowBytes: usize, out: usize): void {
  memory.fill(out, 0, rowBytes);
  for (let row: usize = 0; row < bytes; row += rowBytes)
    for (let j: usize = 0; j < rowBytes; j += 16)
      v128.store(
        out + j,
        f64x2.add(v128.load(out + j), f64x2.mul(v128.load(a + row + j), v128.load(b + row + j))),
      );
}

/** x += length · direction, residual −= length · applied, with a length for each right side. */
export function step(
  x: usize, residual: usize, direction: usize, applied: usize, length: usize, bytes: usize, rowBytes: usize,
): void {
  for (let row: usize = 0; row < bytes; row += rowBytes)
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const at = row + j;
      const by = v128.load(length + j);
      v128.store(x + at, f64x2.add(v128.load(x + at), f64x2.mul(by, v128.load(direction + at))));
      v128.store(residual + at, f64x2.sub(v128.load(residual + at), f64x2.mul(by, v128.load(applied + at))));
    }
}

/** direction = residual + share · direction, with a share for each right side. */
export function turn(direction: usize, residual: usize, share: usize, bytes: usize, rowBytes: usize): void {
  for (let row: usize = 0; row < bytes; row += rowBytes)
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const at = row + j;
      v128.store(
        direction + at,
        f64x2.add(v128.load(residual + at), f64x2.mul(v128.load(share + j), v128.load(direction + at))),
      );
    }
}
