import { CLIP_SAMPLES, SAMPLE_RATE_HZ } from '../audio/mel.ts';
import { Random } from '../../statistics/random.ts';
import type { Sound } from './styles.ts';

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const MINOR = [0, 2, 3, 5, 7, 8, 10];
const PROGRESSIONS = [
  [0, 3, 4, 0],
  [0, 5, 3, 4],
  [0, 4, 5, 3],
  [0, 2, 3, 4],
];
const MOST_PARTIALS = 16;
const NOISE_FLOOR = 0.002;

/**
 * Three seconds of generated music: chords, a bass, a melody in the track's scale, and drums as loud as its
 * percussion. Mono, 22,050 Hz.
 */
export function synthesise(sound: Sound, seed: number): Float32Array {
  const random = new Random(seed);
  const out = new Float32Array(CLIP_SAMPLES);
  const beat = (60 / sound.tempoBpm) * SAMPLE_RATE_HZ;
  const scale = sound.minor ? MINOR : MAJOR;
  const progression = PROGRESSIONS[random.below(PROGRESSIONS.length)];
  const root = Math.round(40 + 32 * sound.register) + random.below(5);
  const pitch = (degree: number) => root + scale[((degree % 7) + 7) % 7] + 12 * Math.floor(degree / 7);
  const level = 1 - 0.5 * sound.percussion;
  for (let b = 0; b * beat < CLIP_SAMPLES; b++) {
    const at = Math.round(b * beat);
    const chord = progression[Math.floor(b / 2) % progression.length];
    if (b % 2 === 0) {
      for (const step of [0, 2, 4])
        tone(out, at, pitch(chord + step), 0.12 * level, 2 * beat, sound.brightness, random);
      tone(out, at, pitch(chord) - 12, 0.2 * level, 1.5 * beat, sound.brightness * 0.5, random);
    }
    for (let n = 0; n < sound.density; n++) {
      const degree = chord + [0, 2, 4, 5, 7][random.below(5)] + 7;
      tone(
        out,
        at + Math.round((n * beat) / sound.density),
        pitch(degree),
        0.16 * level,
        beat / sound.density,
        sound.brightness,
        random,
      );
    }
    drums(out, at, beat, sound, b, random);
  }
  finish(out, random);
  return out;
}

/**
 * One note: partials that fall off by brightness, a fast attack and an exponential decay. Phases advance by rotation,
 * instead of one sine per sample.
 */
function tone(
  out: Float32Array,
  start: number,
  midi: number,
  level: number,
  length: number,
  brightness: number,
  random: Random,
): void {
  const hz = 440 * 2 ** ((midi - 69) / 12) * (1 + 0.001 * random.normal());
  const samples = Math.min(out.length - start, Math.round(length * 1.2));
  const decay = Math.exp(-3 / length);
  for (let h = 1; h <= MOST_PARTIALS && h * hz < SAMPLE_RATE_HZ * 0.45; h++) {
    const amplitude = level * h ** -(3 - 2.4 * brightness);
    if (amplitude < level * 0.004) break;
    const angle = (2 * Math.PI * h * hz) / SAMPLE_RATE_HZ;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    let x = amplitude;
    let y = 0;
    for (let i = 0; i < samples; i++) {
      const attack = i < 200 ? i / 200 : 1;
      out[start + i] += y * attack;
      const next = (x * c - y * s) * decay;
      y = (x * s + y * c) * decay;
      x = next;
    }
  }
}

function drums(out: Float32Array, at: number, beat: number, sound: Sound, b: number, random: Random): void {
  if (sound.percussion < 0.03) return;
  thump(out, at, 0.8 * sound.percussion);
  if (b % 2 === 1) burst(out, at, 0.5 * sound.percussion, 0.08 * SAMPLE_RATE_HZ, random);
  for (let n = 0; n < sound.density; n++)
    burst(out, at + Math.round((n * beat) / sound.density), 0.2 * sound.percussion, 0.02 * SAMPLE_RATE_HZ, random);
}

function thump(out: Float32Array, at: number, level: number): void {
  let phase = 0;
  for (let i = 0; i < 3000 && at + i < out.length; i++) {
    phase += (2 * Math.PI * (45 + 90 * Math.exp(-i / 400))) / SAMPLE_RATE_HZ;
    out[at + i] += level * Math.sin(phase) * Math.exp(-i / 900);
  }
}

function burst(out: Float32Array, at: number, level: number, samples: number, random: Random): void {
  for (let i = 0; i < 3 * samples && at + i < out.length; i++)
    out[at + i] += level * (2 * random.uniform() - 1) * Math.exp(-i / samples);
}

/** Adds a little noise, as in every recording, and normalises the loudness. */
function finish(out: Float32Array, random: Random): void {
  let peak = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] += NOISE_FLOOR * (2 * random.uniform() - 1);
    peak = Math.max(peak, Math.abs(out[i]));
  }
  for (let i = 0; i < out.length; i++) out[i] *= 0.8 / peak;
}
