const ZERO_CROSSINGS = 32;
const KAISER_BETA = 10;
const ROLL_OFF = 0.96;

/** Band-limited resampling: a Kaiser-windowed sinc, evaluated at each output sample (stop band below −90 dB). */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const ratio = toHz / fromHz;
  const cutoff = ROLL_OFF * Math.min(1, ratio);
  const reach = ZERO_CROSSINGS / cutoff;
  const out = new Float32Array(Math.ceil(samples.length * ratio));
  const windowScale = 1 / besselI0(KAISER_BETA);
  for (let i = 0; i < out.length; i++) {
    const centre = i / ratio;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let j = first; j <= last; j++) {
      const distance = j - centre;
      const x = distance / reach;
      sum +=
        samples[j] *
        cutoff *
        sinc(cutoff * distance) *
        besselI0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) *
        windowScale;
    }
    out[i] = sum;
  }
  return out;
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
