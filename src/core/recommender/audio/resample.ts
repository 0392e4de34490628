const ZERO_CROSSINGS = 32;
const KAISER_BETA = 10;
const ROLL_OFF = 0.96;
/** Usual rates need some hundreds. */
const MOST_PHASES_KEPT = 2048;

/** The filter around one output sample: its weights, and how far before the nearest earlier input it begins. */
interface Phase {
  first: number;
  weights: Float64Array;
}

let kept: { fromHz: number; toHz: number; phases: (Phase | undefined)[] } | null = null;

/**
 * Band-limited resampling: a Kaiser-windowed sinc (stop band below −90 dB). Output samples lie at as many different
 * places between two inputs as the reduced ratio of the rates has in its numerator; each place has its filter, made
 * once.
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const [up, down] = [toHz / divisor, fromHz / divisor];
  const phases = phasesFor(fromHz, toHz, up);
  const cutoff = ROLL_OFF * Math.min(1, toHz / fromHz);
  const out = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let i = 0; i < out.length; i++) {
    const place = (i * down) % up;
    const before = (i * down - place) / up;
    phases[place] ??= filterAt(place / up, cutoff);
    const { first, weights } = phases[place];
    const from = before + first;
    const end = Math.min(weights.length, samples.length - from);
    let sum = 0;
    for (let t = Math.max(0, -from); t < end; t++) sum += samples[from + t] * weights[t];
    out[i] = sum;
  }
  return out;
}

function phasesFor(fromHz: number, toHz: number, up: number): (Phase | undefined)[] {
  if (kept?.fromHz === fromHz && kept.toHz === toHz) return kept.phases;
  const phases = new Array<Phase | undefined>(up).fill(undefined);
  if (up <= MOST_PHASES_KEPT) kept = { fromHz, toHz, phases };
  return phases;
}

/** @param fraction of the way from one input sample to the next */
function filterAt(fraction: number, cutoff: number): Phase {
  const reach = ZERO_CROSSINGS / cutoff;
  const first = Math.ceil(fraction - reach);
  const windowScale = 1 / besselI0(KAISER_BETA);
  const weights = Float64Array.from({ length: Math.floor(fraction + reach) - first + 1 }, (_, t) => {
    const distance = first + t - fraction;
    const x = distance / reach;
    const window = besselI0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) * windowScale;
    return cutoff * sinc(cutoff * distance) * window;
  });
  return { first, weights };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
