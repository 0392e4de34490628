import jstat from 'jstat';

const { jStat } = jstat;

/**
 * P(Z > z) of the standard normal, with full relative precision in the tail: series for small |z|, continued fraction
 * (Abramowitz & Stegun 26.2.14) beyond.
 */
export function normalUpper(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - normalUpper(-z);
  if (z === Number.POSITIVE_INFINITY) return 0;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let i = 1; Math.abs(term) > 1e-18; i++) sum += term *= (z * z) / (2 * i + 1);
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let i = 200; i > 0; i--) fraction = z + i / fraction;
  return density / fraction;
}

/** The z below which a share p of the standard normal lies. */
export function normalQuantile(p: number): number {
  let [low, high] = [-40, 40];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (normalUpper(-middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalUpper(Math.abs(z)));
}

/** The two-sided 95 % point of the standard normal. */
export const Z95 = 1.959963984540054;

/** From here on e^(−x/2) is no longer a normal floating-point number. */
const UNDERFLOWS = 1400;

/**
 * P(χ² > x) for a whole number of degrees of freedom, by its finite closed form (Abramowitz & Stegun 26.4.4–5): exact
 * also far in the tail.
 */
export function chiSquareUpper(x: number, df: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1;
  const odd = df % 2;
  if (x > UNDERFLOWS) return Math.min(1, (odd ? 2 * normalUpper(Math.sqrt(x)) : 0) + closedFormTail(x, df));
  let term = odd ? Math.sqrt((2 * x) / Math.PI) : 1;
  let sum = 0;
  for (let i = odd; i < df; i += 2) {
    sum += term;
    term *= x / (i + 2);
  }
  const tail = Math.exp(-x / 2) * sum;
  return Math.min(1, odd ? 2 * normalUpper(Math.sqrt(x)) + tail : tail);
}

/** The i-th term of the closed form: P(χ²(i + 2) > x) − P(χ²(i) > x). */
function closedFormTerm(x: number, i: number): number {
  return Math.exp((i / 2) * Math.log(x / 2) - x / 2 - logGamma(i / 2 + 1));
}

/** The closed form's sum, for large x; terms some 40 standard deviations below the largest one are 0. */
function closedFormTail(x: number, df: number): number {
  let sum = 0;
  const first = Math.max(0, Math.floor(x / 2 - 40 * Math.sqrt(x / 2))) * 2;
  for (let i = (df % 2) + (df > 2000 ? first : 0); i < df; i += 2) sum += closedFormTerm(x, i);
  return sum;
}

/** Two-sided p of Student's t; degrees of freedom need not be whole. */
export function tTwoSided(t: number, df: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  return Math.min(1, incompleteBeta(df / (df + t * t), (t * t) / (df + t * t), df / 2, 0.5));
}

/** The regularised incomplete beta function of x, given x and 1 − x, by its continued fraction (Lentz 1976). */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(rest, x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) - logGamma(a) - logGamma(b) + logGamma(a + b)) / a;
  let ratio = 1;
  let above = 1;
  let below = 0;
  for (let i = 0; i <= 1000; i++) {
    const m = i >> 1;
    const term =
      i === 0
        ? 1
        : i % 2 === 0
          ? (m * (b - m) * x) / ((a + i - 1) * (a + i))
          : (-(a + m) * (a + b + m) * x) / ((a + i - 1) * (a + i));
    below = 1 / (1 + term * below || 1e-300);
    above = 1 + term / above || 1e-300;
    ratio *= above * below;
    if (Math.abs(above * below - 1) < 1e-15) break;
  }
  return front * (ratio - 1);
}

/** Refined from jStat's, which is good to 7 digits, by Newton's method. */
export function tQuantile(p: number, df: number): number {
  let t: number = jStat.studentt.inv(p, df);
  for (let step = 0; step < 3; step++) {
    const density = Math.exp(
      logGamma((df + 1) / 2) - logGamma(df / 2) - Math.log(df * Math.PI) / 2 - ((df + 1) / 2) * Math.log1p(t ** 2 / df),
    );
    const upper = t < 0 ? 1 - tTwoSided(t, df) / 2 : tTwoSided(t, df) / 2;
    t += (upper - (1 - p)) / density;
  }
  return t;
}

export function logGamma(x: number): number {
  return jStat.gammaln(x);
}

export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/**
 * The 95 % interval of an effect size √(λ / n) from χ², which always holds the estimate √(χ² / n): where χ² is smaller
 * than chance makes it, no noncentrality does.
 */
export function effectInterval(statistic: number, df: number, n: number): [number, number] {
  const [low, high] = noncentralityInterval(statistic, df);
  return [Math.sqrt(low / n), Math.sqrt(Math.max(high, statistic) / n)];
}

/**
 * The 95 % interval of χ²'s noncentrality, by inverting its distribution (Smithson 2003); for the intervals of Cramér's
 * V and w.
 */
function noncentralityInterval(statistic: number, df: number): [number, number] {
  const bound = (level: number) => {
    if (chiSquareUpper(statistic, df) > level) return 0;
    let low = 0;
    let high = statistic + 10 * Math.sqrt(statistic) + 40;
    while (high - low > 1e-12 * high) {
      const middle = (low + high) / 2;
      if (noncentralUpper(statistic, df, middle) < level) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return [bound(0.025), bound(0.975)];
}

/** From here on the noncentral χ² is normal to more digits than are printed. */
const LARGE_NONCENTRALITY = 1e7;

/** P(χ²(df, λ) > x): a Poisson mixture of central ones, each the one before and a term more. */
function noncentralUpper(x: number, df: number, lambda: number): number {
  if (lambda > LARGE_NONCENTRALITY) return normalUpper((x - df - lambda) / Math.sqrt(2 * (df + 2 * lambda)));
  const half = lambda / 2;
  const centre = Math.floor(half);
  const reach = Math.ceil(8 * Math.sqrt(half + 1)) + 12;
  const first = Math.max(0, centre - reach);
  let weight = Math.exp(-half + first * Math.log(half || 1e-300) - logGamma(first + 1));
  let central = chiSquareUpper(x, df + 2 * first);
  let term = closedFormTerm(x, df + 2 * first);
  let sum = 0;
  for (let j = first; j <= centre + reach; j++) {
    sum += weight * central;
    weight *= half / (j + 1);
    central = Math.min(1, central + term);
    // The next term from this one, unless it is too small to be multiplied.
    term = term < 1e-290 ? closedFormTerm(x, df + 2 * j + 2) : (term * x) / (df + 2 * j + 2);
  }
  return Math.min(1, sum);
}
