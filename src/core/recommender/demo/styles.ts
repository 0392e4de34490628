import { normalUpper } from '../../statistics/distributions.ts';

/** The sound of one synthetic track; every property is 0 to 1 unless a unit is named. */
export interface Sound {
  tempoBpm: number;
  /** 0 = dark, few partials; 1 = bright. */
  brightness: number;
  /** 0 = bass, 1 = high. */
  register: number;
  minor: boolean;
  /** 0 = sustained tones only, 1 = drums in front. */
  percussion: number;
  /** Notes a beat: 1, 2 or 4. */
  density: number;
}

/** How the tracks of a style sound: where each property is drawn around. */
export interface Style {
  name: string;
  tempoBpm: [number, number];
  brightness: number;
  register: number;
  minor: number;
  percussion: number;
  density: number;
}

export const STYLES: readonly Style[] = [
  { name: 'nocturne', tempoBpm: [56, 72], brightness: 0.2, register: 0.55, minor: 0.8, percussion: 0.02, density: 1 },
  { name: 'march', tempoBpm: [108, 124], brightness: 0.7, register: 0.5, minor: 0.1, percussion: 0.7, density: 2 },
  { name: 'waltz', tempoBpm: [84, 100], brightness: 0.5, register: 0.6, minor: 0.3, percussion: 0.2, density: 1 },
  { name: 'techno', tempoBpm: [126, 140], brightness: 0.6, register: 0.25, minor: 0.7, percussion: 0.95, density: 4 },
  { name: 'ambient', tempoBpm: [50, 60], brightness: 0.1, register: 0.4, minor: 0.4, percussion: 0, density: 1 },
  { name: 'folk', tempoBpm: [92, 112], brightness: 0.45, register: 0.65, minor: 0.25, percussion: 0.3, density: 2 },
  { name: 'chiptune', tempoBpm: [140, 168], brightness: 1, register: 0.9, minor: 0.4, percussion: 0.4, density: 4 },
  { name: 'dub', tempoBpm: [68, 80], brightness: 0.25, register: 0.1, minor: 0.6, percussion: 0.6, density: 2 },
  { name: 'toccata', tempoBpm: [120, 150], brightness: 0.8, register: 0.7, minor: 0.6, percussion: 0.05, density: 4 },
  { name: 'ballad', tempoBpm: [64, 80], brightness: 0.4, register: 0.5, minor: 0.45, percussion: 0.25, density: 1 },
];

/** Standard deviations of properties within a style; what falls outside 0 to 1 is put on the edge. */
export const SPREAD = { brightness: 0.12, register: 0.12, percussion: 0.1 } as const;
export const DENSITIES = [1, 2, 4];
/** The share of tracks that have the density of their style; the others draw any. */
export const KEEPS_DENSITY = 0.85;

/**
 * How probable each style is for a track that sounds so, by Bayes' rule over the very distributions that tracks are
 * drawn from: all that can be heard of a style.
 */
export function styleShares(sound: Sound): number[] {
  const likelihoods = STYLES.map((style) => likelihood(style, sound));
  const total = likelihoods.reduce((sum, value) => sum + value, 0);
  return likelihoods.map((value) => value / total);
}

function likelihood(style: Style, sound: Sound): number {
  const [slowest, fastest] = style.tempoBpm;
  const inRange = sound.tempoBpm >= slowest && sound.tempoBpm <= fastest;
  const drawnDensity = (1 - KEEPS_DENSITY) / DENSITIES.length;
  return (
    (inRange ? 1 / (fastest - slowest) : 0) *
    (sound.minor ? style.minor : 1 - style.minor) *
    (drawnDensity + (sound.density === style.density ? KEEPS_DENSITY : 0)) *
    (['brightness', 'register', 'percussion'] as const)
      .map((property) => around(sound[property], style[property], SPREAD[property]))
      .reduce((product, value) => product * value, 1)
  );
}

/** The density of a normal value that is cut to 0 to 1; on an edge, the probability of what was cut. */
function around(value: number, mean: number, deviation: number): number {
  const z = (value - mean) / deviation;
  if (value <= 0) return normalUpper(-z);
  if (value >= 1) return normalUpper(z);
  return Math.exp((-z * z) / 2) / (deviation * Math.sqrt(2 * Math.PI));
}
