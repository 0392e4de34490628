// AssemblyScript, compiled to softmax.wasm.ts by `npm run kernels`.
// A linear map from sparse terms to vectors, trained on a softmax over songs, single precision. Rows are padded with
// zeros to whole blocks of 32 bytes. Addresses are bytes.

@inline
function sum4(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Four listeners' scores of every song, into four rows of `scores`. */
function scoreFour(p: usize, rowBytes: usize, q: usize, songs: u32, scores: usize): void {
  const row = <usize>((songs + 3) & ~3) << 2;
  const p1 = p + rowBytes;
  const p2 = p1 + rowBytes;
  const p3 = p2 + rowBytes;
  for (let song: u32 = 0, out = scores; song < songs; song++, q += rowBytes, out += 4) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const v = v128.load(q + j);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(p + j)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(p1 + j)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(p2 + j)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(p3 + j)));
    }
    store<f32>(out, sum4(s0));
    store<f32>(out + row, sum4(s1));
    store<f32>(out + 2 * row, sum4(s2));
    store<f32>(out + 3 * row, sum4(s3));
  }
}

/** eˣ for x ≤ 0, relative error below 3e-7: 2 to the whole part, times the series of 2 to the rest. */
@inline
function exponential(x: v128): v128 {
  const t = f32x4.max(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(-126));
  const whole = f32x4.nearest(t);
  const f = f32x4.sub(t, whole);
  let s = f32x4.splat(1.5403530e-4);
  s = f32x4.add(f32x4.mul(s, f), f32x4.splat(1.3333558e-3));
  s = f32x4.add(f32x4.mul(s, f), f32x4.splat(9.6181291e-3));
  s = f32x4.add(f32x4.mul(s, f), f32x4.splat(5.5504109e-2));
  s = f32x4.add(f32x4.mul(s, f), f32x4.splat(2.4022651e-1));
  s = f32x4.add(f32x4.mul(s, f), f32x4.splat(6.9314718e-1));
  s = f32x4.add(f32x4.mul(s, f), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(s, power);
}

/**
 * Turns a row of scores into n · softmax − played, n being the number of songs played. Returns Σ (largest − score) over
 * them; the sum of e to the score less the largest goes to `total`.
 */
function residual(scores: usize, songs: u32, items: usize, plays: u32, total: usize): f64 {
  const width = <usize>((songs + 3) & ~3) << 2;
  const end = scores + width;
  store<f64>(total, 1);
  if (plays == 0) {
    memory.fill(scores, 0, width);
    return 0;
  }
  let largest = load<f32>(scores);
  for (let song: u32 = 1; song < songs; song++) largest = max(largest, load<f32>(scores + (<usize>song << 2)));
  for (let at = scores + (<usize>songs << 2); at < end; at += 4) store<f32>(at, -Infinity);
  let below: f64 = 0;
  for (let i: u32 = 0; i < plays; i++)
    below += <f64>(largest - load<f32>(scores + (<usize>load<u32>(items + (<usize>i << 2)) << 2)));
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let at = scores; at < end; at += 16) {
    const value = exponential(f32x4.sub(v128.load(at), shift));
    v128.store(at, value);
    sums = f32x4.add(sums, value);
  }
  const sum = <f64>sum4(sums);
  store<f64>(total, sum);
  const scale = f32x4.splat(<f32>(<f64>plays / sum));
  for (let at = scores; at < end; at += 16) v128.store(at, f32x4.mul(scale, v128.load(at)));
  for (let i: u32 = 0; i < plays; i++) {
    const at = scores + (<usize>load<u32>(items + (<usize>i << 2)) << 2);
    store<f32>(at, load<f32>(at) - 1);
  }
  return below;
}

/**
 * The gradient of −ln softmax(p · q), over the songs that each of `listeners` rows of `p` (a multiple of four) played,
 * is added to `gradient`, a row a song. That sum itself is the returned value plus plays · ln(total), listener by
 * listener. `scores` holds four rows of songs, each rounded up to a whole block.
 */
export function softmax(
  listeners: u32, p: usize, rowBytes: usize, q: usize, songs: u32, offsets: usize, items: usize, scores: usize,
  gradient: usize, totals: usize,
): f64 {
  let loss: f64 = 0;
  const row = <usize>((songs + 3) & ~3) << 2;
  for (let first: u32 = 0; first < listeners; first += 4) {
    const p0 = p + <usize>first * rowBytes;
    scoreFour(p0, rowBytes, q, songs, scores);
    for (let u: u32 = 0; u < 4; u++) {
      const from = load<u32>(offsets + (<usize>(first + u) << 2));
      const to = load<u32>(offsets + (<usize>(first + u) << 2), 4);
      loss += residual(scores + <usize>u * row, songs, items + (<usize>from << 2), to - from,
        totals + (<usize>(first + u) << 3));
    }
    const p1 = p0 + rowBytes;
    const p2 = p1 + rowBytes;
    const p3 = p2 + rowBytes;
    for (let song: u32 = 0, g = gradient, at = scores; song < songs; song++, g += rowBytes, at += 4) {
      const c0 = v128.load_splat<f32>(at);
      const c1 = v128.load_splat<f32>(at + row);
      const c2 = v128.load_splat<f32>(at + 2 * row);
      const c3 = v128.load_splat<f32>(at + 3 * row);
      for (let j: usize = 0; j < rowBytes; j += 16) {
        const left = f32x4.add(f32x4.mul(c0, v128.load(p0 + j)), f32x4.mul(c1, v128.load(p1 + j)));
        const right = f32x4.add(f32x4.mul(c2, v128.load(p2 + j)), f32x4.mul(c3, v128.load(p3 + j)));
        v128.store(g + j, f32x4.add(v128.load(g + j), f32x4.add(left, right)));
      }
    }
  }
  return loss;
}

/** Row i of `out` = the terms of the i-th song of `list` times the matrix. */
export function project(
  list: usize, songs: u32, offsets: usize, terms: usize, weights: usize, matrix: usize, rowBytes: usize, out: usize,
): void {
  for (let i: u32 = 0; i < songs; i++, out += rowBytes) {
    const song = offsets + (<usize>load<u32>(list + (<usize>i << 2)) << 2);
    memory.fill(out, 0, rowBytes);
    for (let at = load<u32>(song), end = load<u32>(song, 4); at < end; at++) {
      const w = v128.load_splat<f32>(weights + (<usize>at << 2));
      const row = matrix + <usize>load<u32>(terms + (<usize>at << 2)) * rowBytes;
      for (let j: usize = 0; j < rowBytes; j += 16)
        v128.store(out + j, f32x4.add(v128.load(out + j), f32x4.mul(w, v128.load(row + j))));
    }
  }
}

/** The transposed: every term of the i-th song of `list` adds its share of row i of `gradient` to the matrix. */
export function spread(
  list: usize, songs: u32, offsets: usize, terms: usize, weights: usize, gradient: usize, rowBytes: usize,
  matrix: usize,
): void {
  for (let i: u32 = 0; i < songs; i++, gradient += rowBytes) {
    const song = offsets + (<usize>load<u32>(list + (<usize>i << 2)) << 2);
    for (let at = load<u32>(song), end = load<u32>(song, 4); at < end; at++) {
      const w = v128.load_splat<f32>(weights + (<usize>at << 2));
      const row = matrix + <usize>load<u32>(terms + (<usize>at << 2)) * rowBytes;
      for (let j: usize = 0; j < rowBytes; j += 16)
        v128.store(row + j, f32x4.add(v128.load(row + j), f32x4.mul(w, v128.load(gradient + j))));
    }
  }
}

/** gradient = gradient / plays + reg · weights, over so many bytes. Returns the sum of its squares. */
export function regularise(gradient: usize, weights: usize, bytes: usize, plays: f32, reg: f32): f64 {
  const share = f32x4.splat(1 / plays);
  const decay = f32x4.splat(reg);
  let sum: f64 = 0;
  for (let at: usize = 0; at < bytes; at += 32) {
    const g = f32x4.add(f32x4.mul(share, v128.load(gradient + at)), f32x4.mul(decay, v128.load(weights + at)));
    const h = f32x4.add(
      f32x4.mul(share, v128.load(gradient + at, 16)),
      f32x4.mul(decay, v128.load(weights + at, 16)),
    );
    v128.store(gradient + at, g);
    v128.store(gradient + at, h, 16);
    sum += <f64>sum4(f32x4.add(f32x4.mul(g, g), f32x4.mul(h, h)));
  }
  return sum;
}

/** One step along the moving mean of the gradients, and the moving mean of the weights. */
export function descend(
  weights: usize, gradient: usize, moment: usize, average: usize, bytes: usize, momentum: f32, length: f32, kept: f32,
): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const m = f32x4.add(
      f32x4.mul(f32x4.splat(momentum), v128.load(moment + at)),
      f32x4.mul(f32x4.splat(1 - momentum), v128.load(gradient + at)),
    );
    const w = f32x4.sub(v128.load(weights + at), f32x4.mul(f32x4.splat(length), m));
    v128.store(moment + at, m);
    v128.store(weights + at, w);
    v128.store(
      average + at,
      f32x4.add(f32x4.mul(f32x4.splat(kept), v128.load(average + at)), f32x4.mul(f32x4.splat(1 - kept), w)),
    );
  }
}
