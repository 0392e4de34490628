const EPSILON = 2 ** -52;
/** R's default for uniroot. */
const TOLERANCE = EPSILON ** 0.25;

/**
 * Brent's (1973) root finder with exactly the steps and tolerance of R's uniroot, so that what R prints with it can be
 * matched; or to a tolerance of one's own.
 */
export function uniroot(f: (x: number) => number, from: number, to: number, tolerance = TOLERANCE): number {
  let [a, b] = [from, to];
  let [fa, fb] = [f(a), f(b)];
  let [c, fc] = [a, fa];
  if (fa === 0) return a;
  if (fb === 0) return b;
  for (let step = 0; step < 1000; step++) {
    const before = b - a;
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const enough = 2 * EPSILON * Math.abs(b) + tolerance / 2;
    let next = (c - b) / 2;
    if (Math.abs(next) <= enough || fb === 0) return b;
    if (Math.abs(before) >= enough && Math.abs(fa) > Math.abs(fb)) {
      const interpolated = interpolate(a, b, c, fa, fb, fc);
      if (
        interpolated.p < 0.75 * (c - b) * interpolated.q - Math.abs(enough * interpolated.q) / 2 &&
        interpolated.p < Math.abs((before * interpolated.q) / 2)
      )
        next = interpolated.p / interpolated.q;
    }
    if (Math.abs(next) < enough) next = next > 0 ? enough : -enough;
    [a, fa] = [b, fb];
    b += next;
    fb = f(b);
    if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) [c, fc] = [a, fa];
  }
  return b;
}

function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): { p: number; q: number } {
  const cb = c - b;
  let p: number;
  let q: number;
  if (a === c) {
    const t1 = fb / fa;
    p = cb * t1;
    q = 1 - t1;
  } else {
    const ratio = fa / fc;
    const t1 = fb / fc;
    const t2 = fb / fa;
    p = t2 * (cb * ratio * (ratio - t1) - (b - a) * (t1 - 1));
    q = (ratio - 1) * (t1 - 1) * (t2 - 1);
  }
  return p > 0 ? { p, q: -q } : { p: -p, q };
}
