import { logGamma } from './distributions.ts';

/**
 * x ln(x / m) + m − x, which keeps its digits where x is close to m (Loader 2000): half of what a count x adds to the
 * deviance of a Poisson mean m.
 */
export function deviancePart(x: number, m: number): number {
  if (x === 0) return m;
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** ln(n!) less Stirling's formula; from 16 on by its series. */
function stirlingError(n: number): number {
  if (n < 16) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n;
}

/** P(k heads in n throws of a fair coin), to all digits also for n = 10⁹, where factorials have lost theirs. */
function fairCoin(k: number, n: number): number {
  if (k === 0 || k === n) return Math.exp(-n * Math.LN2);
  const errors = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  const parts = deviancePart(k, n / 2) + deviancePart(n - k, n / 2);
  return Math.exp(errors - parts) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** Two-sided exact p of a fair coin: k successes in n. */
export function signTwoSided(k: number, n: number): number {
  if (2 * k === n) return 1;
  const fewer = Math.min(k, n - k);
  let term = fairCoin(fewer, n);
  let tail = 0;
  // Downwards each term is smaller; what does not change the sum any more ends it.
  for (let i = fewer; i >= 0 && tail + term !== tail; i--) {
    tail += term;
    term *= i / (n - i + 1);
  }
  return Math.min(1, 2 * tail);
}

/** The one-sided p of at least k of n fair coins. */
export function signUpper(k: number, n: number): number {
  const both = signTwoSided(k, n);
  if (2 * k > n) return both / 2;
  // At least k of them is at most n − k tails: all but what is above that.
  return k === 0 ? 1 : 1 - signLower(k - 1, n);
}

/** At most k of n, below the middle. */
function signLower(k: number, n: number): number {
  return signTwoSided(k, n) / 2;
}
