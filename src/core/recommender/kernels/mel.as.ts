// AssemblyScript, compiled to mel.wasm by `npm run kernels` (a test checks that the committed file is what this source
// gives).
// Power spectra of real frames, two at a time: lane 0 of every f64x2 belongs to the first frame, lane 1 to the second,
// so no lane ever moves.
// A real frame of 2048 is transformed as 1024 complex values (even samples real, odd ones imaginary) by five radix-4
// Stockham passes, then split.
// The caller places all tables and buffers; addresses are bytes.

const N: usize = 1024;

/**
 * Multiplies two frames of 2N samples by the window and stores them as lanes: `re` gets even samples, `im` odd ones.
 */
export function load(first: usize, second: usize, window: usize, re: usize, im: usize): void {
  for (let i: usize = 0; i < N; i++) {
    const at = i << 4;
    const w0 = f64x2.splat(load64(window + at));
    const w1 = f64x2.splat(load64(window + at + 8));
    v128.store(re + at, f64x2.mul(f64x2.replace_lane(f64x2.splat(load64(first + at)), 1, load64(second + at)), w0));
    const pair = f64x2.replace_lane(f64x2.splat(load64(first + at + 8)), 1, load64(second + at + 8));
    v128.store(im + at, f64x2.mul(pair, w1));
  }
}

// @ts-ignore: decorator
@inline
function load64(at: usize): f64 {
  return f64.load(at);
}

/**
 * Five radix-4 passes; `twiddles` holds, per pass and group, cos and sin of one, two and three steps. The result lies
 * in `yr`, `yi`.
 */
export function transform(xr: usize, xi: usize, yr: usize, yi: usize, twiddles: usize): void {
  let groups: usize = N / 4;
  let stride: usize = 1;
  let table = twiddles;
  while (groups >= 1) {
    pass(xr, xi, yr, yi, table, groups, stride);
    table += groups * 48;
    const r = xr;
    const i = xi;
    xr = yr;
    xi = yi;
    yr = r;
    yi = i;
    groups >>= 2;
    stride <<= 2;
  }
}

function pass(xr: usize, xi: usize, yr: usize, yi: usize, table: usize, groups: usize, stride: usize): void {
  const quarter: usize = (N / 4) << 4;
  const step = stride << 4;
  for (let p: usize = 0; p < groups; p++) {
    const t = table + p * 48;
    const c1 = f64x2.splat(load64(t));
    const s1 = f64x2.splat(load64(t + 8));
    const c2 = f64x2.splat(load64(t + 16));
    const s2 = f64x2.splat(load64(t + 24));
    const c3 = f64x2.splat(load64(t + 32));
    const s3 = f64x2.splat(load64(t + 40));
    let input = (stride * p) << 4;
    let output = (stride * 4 * p) << 4;
    const end = input + step;
    while (input < end) {
      const r0 = v128.load(xr + input);
      const r1 = v128.load(xr + input + quarter);
      const r2 = v128.load(xr + input + quarter * 2);
      const r3 = v128.load(xr + input + quarter * 3);
      const i0 = v128.load(xi + input);
      const i1 = v128.load(xi + input + quarter);
      const i2 = v128.load(xi + input + quarter * 2);
      const i3 = v128.load(xi + input + quarter * 3);
      const ar = f64x2.add(r0, r2);
      const ai = f64x2.add(i0, i2);
      const br = f64x2.sub(r0, r2);
      const bi = f64x2.sub(i0, i2);
      const cr = f64x2.add(r1, r3);
      const ci = f64x2.add(i1, i3);
      const dr = f64x2.sub(r1, r3);
      const di = f64x2.sub(i1, i3);
      v128.store(yr + output, f64x2.add(ar, cr));
      v128.store(yi + output, f64x2.add(ai, ci));
      const er = f64x2.add(br, di);
      const ei = f64x2.sub(bi, dr);
      v128.store(yr + output + step, f64x2.sub(f64x2.mul(er, c1), f64x2.mul(ei, s1)));
      v128.store(yi + output + step, f64x2.add(f64x2.mul(er, s1), f64x2.mul(ei, c1)));
      const fr = f64x2.sub(ar, cr);
      const fi = f64x2.sub(ai, ci);
      v128.store(yr + output + step * 2, f64x2.sub(f64x2.mul(fr, c2), f64x2.mul(fi, s2)));
      v128.store(yi + output + step * 2, f64x2.add(f64x2.mul(fr, s2), f64x2.mul(fi, c2)));
      const gr = f64x2.sub(br, di);
      const gi = f64x2.add(bi, dr);
      v128.store(yr + output + step * 3, f64x2.sub(f64x2.mul(gr, c3), f64x2.mul(gi, s3)));
      v128.store(yi + output + step * 3, f64x2.add(f64x2.mul(gr, s3), f64x2.mul(gi, c3)));
      input += 16;
      output += 16;
    }
  }
}

/** Splits the packed transform into |X|² of bins 0 to N; `split` holds cos and sin of π k / N. */
export function power(zr: usize, zi: usize, split: usize, out: usize): void {
  const r0 = v128.load(zr);
  const i0 = v128.load(zi);
  const dc = f64x2.add(r0, i0);
  const nyquist = f64x2.sub(r0, i0);
  v128.store(out, f64x2.mul(dc, dc));
  v128.store(out + (N << 4), f64x2.mul(nyquist, nyquist));
  const half = f64x2.splat(0.5);
  for (let k: usize = 1; k < N; k++) {
    const a = k << 4;
    const b = (N - k) << 4;
    const ra = v128.load(zr + a);
    const rb = v128.load(zr + b);
    const ia = v128.load(zi + a);
    const ib = v128.load(zi + b);
    const er = f64x2.mul(half, f64x2.add(ra, rb));
    const ei = f64x2.mul(half, f64x2.sub(ia, ib));
    const or = f64x2.mul(half, f64x2.add(ia, ib));
    const oi = f64x2.mul(half, f64x2.sub(rb, ra));
    const c = f64x2.splat(load64(split + a));
    const s = f64x2.splat(load64(split + a + 8));
    const re = f64x2.add(er, f64x2.add(f64x2.mul(or, c), f64x2.mul(oi, s)));
    const im = f64x2.add(ei, f64x2.sub(f64x2.mul(oi, c), f64x2.mul(or, s)));
    v128.store(out + a, f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)));
  }
}

/**
 * Sparse mel filters: per band a first bin, a length (both i32) and its weights, one after another. Writes two
 * neighbouring frames of each band.
 */
export function filter(powers: usize, runs: usize, weights: usize, bands: i32, out: usize, bandBytes: usize): void {
  for (let band = 0; band < bands; band++) {
    let bin = powers + (<usize>i32.load(runs) << 4);
    const length = i32.load(runs + 4);
    runs += 8;
    let sum = f64x2.splat(0);
    for (let k = 0; k < length; k++) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(bin), f64x2.splat(load64(weights))));
      bin += 16;
      weights += 8;
    }
    v128.store(out, sum);
    out += bandBytes;
  }
}

/** The largest of `n` doubles from 0 on (an even number of them). */
export function largest(values: usize, n: usize): f64 {
  let most = f64x2.splat(0);
  for (const end = values + (n << 3); values < end; values += 16) most = f64x2.pmax(most, v128.load(values));
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/**
 * For `n` doubles (a multiple of four): a value, at least `smallest`, as `scale` · ln value − `reference`, at least
 * `least`, in single precision.
 */
export function decibels(
  values: usize, n: usize, smallest: f64, scale: f64, reference: f64, least: f64, out: usize,
): void {
  for (const end = values + (n << 3); values < end; values += 32, out += 16) {
    const a = decibel(v128.load(values), smallest, scale, reference, least);
    const b = decibel(v128.load(values, 16), smallest, scale, reference, least);
    v128.store(out, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  }
}

// @ts-ignore: decorator
@inline
function decibel(value: v128, smallest: f64, scale: f64, reference: f64, least: f64): v128 {
  const clamped = f64x2.pmax(f64x2.splat(smallest), value);
  const db = f64x2.sub(f64x2.mul(f64x2.splat(scale), logarithm(clamped)), f64x2.splat(reference));
  return f32x4.demote_f64x2_zero(f64x2.pmax(f64x2.splat(least), db));
}

/**
 * Natural logarithms of two positive doubles: x = 2^e · m with m from √½ to √2, ln m = 2 artanh((m − 1) / (m + 1)) by
 * its series up to the 13th power; the error is below 1e-11.
 */
// @ts-ignore: decorator
@inline
function logarithm(x: v128): v128 {
  const mantissa = i64x2.splat(0x000fffffffffffff);
  const one = i64x2.splat(0x3ff0000000000000);
  const onef = f64x2.splat(1);
  const limit = f64x2.splat(1.4142135623730951);
  // 1.5 · 2^52: an integer added to its bits is that integer added to the number
  const magic = i64x2.splat(0x4338000000000000);
  const magicf = f64x2.splat(6755399441055744.0);
  let m: v128 = v128.or(v128.and(x, mantissa), one);
  const large = f64x2.gt(m, limit);
  m = v128.bitselect(f64x2.mul(m, f64x2.splat(0.5)), m, large);
  // −1 in the lanes where m was halved: subtracting it adds one to the exponent.
  const e = i64x2.sub(i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023)), large);
  const exponent = f64x2.sub(i64x2.add(e, magic), magicf);
  const s = f64x2.div(f64x2.sub(m, onef), f64x2.add(m, onef));
  const q = f64x2.mul(s, s);
  let p = f64x2.splat(1.0 / 13.0);
  p = f64x2.add(f64x2.mul(p, q), f64x2.splat(1.0 / 11.0));
  p = f64x2.add(f64x2.mul(p, q), f64x2.splat(1.0 / 9.0));
  p = f64x2.add(f64x2.mul(p, q), f64x2.splat(1.0 / 7.0));
  p = f64x2.add(f64x2.mul(p, q), f64x2.splat(1.0 / 5.0));
  p = f64x2.add(f64x2.mul(p, q), f64x2.splat(1.0 / 3.0));
  p = f64x2.add(f64x2.mul(p, q), onef);
  const power = f64x2.mul(exponent, f64x2.splat(0.6931471805599453));
  return f64x2.add(power, f64x2.mul(f64x2.mul(s, p), f64x2.splat(2)));
}
