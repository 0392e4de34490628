// flags: --sharedMemory --maximumMemory 65536 --enable threads
// AssemblyScript, compiled to als.wasm.ts by `npm run kernels`.
// Alternating least squares for implicit feedback, each row by a few steps of conjugate gradients (Takács, Pilászy &
// Tikk 2011), single precision. Factor rows
// are padded with zeros to whole blocks of 32 bytes. Addresses are bytes. Rows are independent, so any number of
// threads gives the same bits.

@inline
function sum4(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

@inline
function dot(a: usize, b: usize, rowBytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  for (let end = a + rowBytes; a < end; a += 32, b += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
  }
  return sum4(f32x4.add(s0, s1));
}

/** out += MᵀM of some rows: k × k, row major. Four rows at a time. */
export function gram(from: u32, to: u32, m: usize, rowBytes: usize, out: usize): void {
  let row = from;
  for (; row + 4 <= to; row += 4) {
    const r0 = m + <usize>row * rowBytes;
    const r1 = r0 + rowBytes;
    const r2 = r1 + rowBytes;
    const r3 = r2 + rowBytes;
    let o = out;
    for (let i: usize = 0; i < rowBytes; i += 4) {
      const a0 = v128.load_splat<f32>(r0 + i);
      const a1 = v128.load_splat<f32>(r1 + i);
      const a2 = v128.load_splat<f32>(r2 + i);
      const a3 = v128.load_splat<f32>(r3 + i);
      for (let j: usize = 0; j < rowBytes; j += 16, o += 16) {
        const left = f32x4.add(f32x4.mul(a0, v128.load(r0 + j)), f32x4.mul(a1, v128.load(r1 + j)));
        const right = f32x4.add(f32x4.mul(a2, v128.load(r2 + j)), f32x4.mul(a3, v128.load(r3 + j)));
        v128.store(o, f32x4.add(v128.load(o), f32x4.add(left, right)));
      }
    }
  }
  for (; row < to; row++) {
    const r = m + <usize>row * rowBytes;
    let o = out;
    for (let i: usize = 0; i < rowBytes; i += 4) {
      const a = v128.load_splat<f32>(r + i);
      for (let j: usize = 0; j < rowBytes; j += 16, o += 16)
        v128.store(o, f32x4.add(v128.load(o), f32x4.mul(a, v128.load(r + j))));
    }
  }
}

/** out = G x for a symmetric G, four rows of G at a time. */
@inline
function multiply(g: usize, x: usize, rowBytes: usize, out: usize): void {
  for (let o = out, end = out + rowBytes; o < end; o += 16, g += 4 * rowBytes) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    const g1 = g + rowBytes;
    const g2 = g1 + rowBytes;
    const g3 = g2 + rowBytes;
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const v = v128.load(x + j);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(g + j)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(g1 + j)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(g2 + j)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(g3 + j)));
    }
    store<f32>(o, sum4(s0));
    store<f32>(o, sum4(s1), 4);
    store<f32>(o, sum4(s2), 8);
    store<f32>(o, sum4(s3), 12);
  }
}

/** out += s x */
@inline
function addScaled(s: f32, x: usize, rowBytes: usize, out: usize): void {
  const v = f32x4.splat(s);
  for (let j: usize = 0; j < rowBytes; j += 16)
    v128.store(out + j, f32x4.add(v128.load(out + j), f32x4.mul(v, v128.load(x + j))));
}

@inline
function factorOf(residual: bool, extra: f32, d: f32): f32 {
  return residual ? 1 + extra - extra * d : extra * d;
}

/**
 * out += Σ f y over the entries of a row, with f = extra · (y·x), or with `residual` f = 1 + extra − extra · (y·x).
 * `extra` is the confidence beyond 1:
 * an entry's own where `weights` is given, else `alpha`.
 */
@inline
function accumulate(
  first: u32, last: u32, items: usize, weights: usize, alpha: f32, fixed: usize, rowBytes: usize, x: usize, out: usize,
  residual: bool,
): void {
  let at = first;
  for (; at + 4 <= last; at += 4) {
    const entry = items + (<usize>at << 2);
    const y0 = fixed + <usize>load<u32>(entry) * rowBytes;
    const y1 = fixed + <usize>load<u32>(entry, 4) * rowBytes;
    const y2 = fixed + <usize>load<u32>(entry, 8) * rowBytes;
    const y3 = fixed + <usize>load<u32>(entry, 12) * rowBytes;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const v = v128.load(x + j);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(y0 + j)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(y1 + j)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(y2 + j)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(y3 + j)));
    }
    let e0 = alpha;
    let e1 = alpha;
    let e2 = alpha;
    let e3 = alpha;
    if (weights) {
      const w = weights + (<usize>at << 2);
      e0 = load<f32>(w);
      e1 = load<f32>(w, 4);
      e2 = load<f32>(w, 8);
      e3 = load<f32>(w, 12);
    }
    const f0 = f32x4.splat(factorOf(residual, e0, sum4(s0)));
    const f1 = f32x4.splat(factorOf(residual, e1, sum4(s1)));
    const f2 = f32x4.splat(factorOf(residual, e2, sum4(s2)));
    const f3 = f32x4.splat(factorOf(residual, e3, sum4(s3)));
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const left = f32x4.add(f32x4.mul(f0, v128.load(y0 + j)), f32x4.mul(f1, v128.load(y1 + j)));
      const right = f32x4.add(f32x4.mul(f2, v128.load(y2 + j)), f32x4.mul(f3, v128.load(y3 + j)));
      v128.store(out + j, f32x4.add(v128.load(out + j), f32x4.add(left, right)));
    }
  }
  for (; at < last; at++) {
    const y = fixed + <usize>load<u32>(items + (<usize>at << 2)) * rowBytes;
    const extra = weights ? load<f32>(weights + (<usize>at << 2)) : alpha;
    const f = f32x4.splat(factorOf(residual, extra, dot(y, x, rowBytes)));
    for (let j: usize = 0; j < rowBytes; j += 16)
      v128.store(out + j, f32x4.add(v128.load(out + j), f32x4.mul(f, v128.load(y + j))));
  }
}

/**
 * Solves rows `from` up to `to` of `out`, starting from their present values. `gramMatrix` has the regularisation on
 * its diagonal, to which `penalty` is added once for each of a row's entries; `scratch` holds three rows.
 */
export function solve(
  from: u32, to: u32, offsets: usize, items: usize, weights: usize, alpha: f32, fixed: usize, out: usize,
  gramMatrix: usize, rowBytes: usize, scratch: usize, steps: u32, penalty: f32,
): void {
  const r = scratch;
  const p = scratch + rowBytes;
  const ap = p + rowBytes;
  for (let row = from; row < to; row++) {
    const x = out + <usize>row * rowBytes;
    const first = load<u32>(offsets + (<usize>row << 2));
    const last = load<u32>(offsets + (<usize>row << 2), 4);
    if (first == last) {
      memory.fill(x, 0, rowBytes);
      continue;
    }
    const own = penalty * <f32>(last - first);
    multiply(gramMatrix, x, rowBytes, r);
    if (own != 0) addScaled(own, x, rowBytes, r);
    for (let j: usize = 0; j < rowBytes; j += 16) v128.store(r + j, f32x4.neg(v128.load(r + j)));
    accumulate(first, last, items, weights, alpha, fixed, rowBytes, x, r, true);
    memory.copy(p, r, rowBytes);
    let old = dot(r, r, rowBytes);
    for (let step: u32 = 0; step < steps; step++) {
      if (old < 1e-20) break;
      multiply(gramMatrix, p, rowBytes, ap);
      if (own != 0) addScaled(own, p, rowBytes, ap);
      accumulate(first, last, items, weights, alpha, fixed, rowBytes, p, ap, false);
      const length = f32x4.splat(old / dot(p, ap, rowBytes));
      for (let j: usize = 0; j < rowBytes; j += 16) {
        v128.store(x + j, f32x4.add(v128.load(x + j), f32x4.mul(length, v128.load(p + j))));
        v128.store(r + j, f32x4.sub(v128.load(r + j), f32x4.mul(length, v128.load(ap + j))));
      }
      const now = dot(r, r, rowBytes);
      const ratio = f32x4.splat(now / old);
      for (let j: usize = 0; j < rowBytes; j += 16)
        v128.store(p + j, f32x4.add(v128.load(r + j), f32x4.mul(ratio, v128.load(p + j))));
      old = now;
    }
  }
}

/** scores[row] = q_row · p, for rows `from` up to `to`; `out` holds doubles. */
export function score(from: u32, to: u32, q: usize, rowBytes: usize, p: usize, out: usize): void {
  let row = from;
  for (; row + 4 <= to; row += 4) {
    const y0 = q + <usize>row * rowBytes;
    const y1 = y0 + rowBytes;
    const y2 = y1 + rowBytes;
    const y3 = y2 + rowBytes;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const v = v128.load(p + j);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(y0 + j)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(y1 + j)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(y2 + j)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(y3 + j)));
    }
    const o = out + (<usize>row << 3);
    store<f64>(o, sum4(s0));
    store<f64>(o, sum4(s1), 8);
    store<f64>(o, sum4(s2), 16);
    store<f64>(o, sum4(s3), 24);
  }
  for (; row < to; row++) store<f64>(out + (<usize>row << 3), dot(q + <usize>row * rowBytes, p, rowBytes));
}
