import { createHash } from 'node:crypto';
import { Random } from '../../statistics/random.ts';
import { DENSITIES, KEEPS_DENSITY, SPREAD, STYLES, type Sound, styleShares } from './styles.ts';

export interface SyntheticTrack extends Sound {
  trackKey: string;
  songKey: string;
  title: string;
  artist: string;
  artistKey: string;
  release: string;
  year: number;
  popularity: number;
  tags: { tag: string; weight: number }[];
  seed: number;
}

export interface SyntheticListener {
  listenerKey: string;
  plays: { track: number; count: number }[];
}

export interface World {
  tracks: SyntheticTrack[];
  listeners: SyntheticListener[];
  /** listeners × tracks: the utility that selection and counts follow, without their noise. */
  utility: Float32Array;
  /** listeners × tracks: what of it can be heard by one who knows audible properties and tastes exactly. */
  audible: Float32Array;
}

const NOISE_TAGS = ['favourites', 'seen live', 'instrumental', 'check out', '2000s', 'beautiful', 'playlist'];
const ARTISTS_PER_STYLE = 6;
const MISSING_TAGS = 0.15;
const TASTE_WEIGHT = 1.35;
const SCENE_WEIGHT = 0.55;
const POPULARITY_WEIGHT = 0.7;
const COUNT_SLOPE = 0.45;

export interface WorldSize {
  tracks: number;
  listeners: number;
  seed: number;
}

export const DEMO_SIZE: WorldSize = { tracks: 600, listeners: 900, seed: 20_241_123 };

/**
 * Generates tracks and listeners. A listener's utility for a track is a taste over the track's audible properties,
 * plus a liking of scenes (styles, not fully audible), plus
 * popularity; which songs are played follows it with Gumbel noise, how often with geometric noise.
 */
export function makeWorld({ tracks: trackCount, listeners: listenerCount, seed }: WorldSize): World {
  const random = new Random(seed);
  const styleOf: number[] = [];
  const tracks = Array.from({ length: trackCount }, (_, i) => {
    styleOf.push(i % STYLES.length);
    return makeTrack(random, i, i % STYLES.length, seed);
  });
  const properties = standardised(tracks.map(propertyVector));
  const shares = tracks.map(styleShares);
  const utility = new Float32Array(listenerCount * trackCount);
  const audible = new Float32Array(utility.length);
  const listeners = Array.from({ length: listenerCount }, (_, u) => {
    const [row, heard] = [utility, audible].map((whole) => whole.subarray(u * trackCount, (u + 1) * trackCount));
    const { taste, scenes } = drawTaste(random, properties[0].length);
    for (let i = 0; i < trackCount; i++) {
      const affinity = TASTE_WEIGHT * weighted(taste, properties[i]);
      row[i] = affinity + SCENE_WEIGHT * scenes[styleOf[i]] + POPULARITY_WEIGHT * tracks[i].popularity;
      heard[i] = affinity + SCENE_WEIGHT * weighted(scenes, shares[i]);
    }
    return {
      listenerKey: createHash('sha1').update(`quadrille synthetic listener ${seed} ${u}`).digest('hex'),
      plays: listen(random, row),
    };
  });
  return { tracks, listeners, utility, audible };
}

function makeTrack(random: Random, index: number, styleIndex: number, seed: number): SyntheticTrack {
  const style = STYLES[styleIndex];
  const near = (value: number, spread: number) => Math.min(1, Math.max(0, value + spread * random.normal()));
  const artistNumber = styleIndex * ARTISTS_PER_STYLE + random.below(ARTISTS_PER_STYLE);
  const sound: Sound = {
    tempoBpm: style.tempoBpm[0] + random.uniform() * (style.tempoBpm[1] - style.tempoBpm[0]),
    brightness: near(style.brightness, SPREAD.brightness),
    register: near(style.register, SPREAD.register),
    minor: random.uniform() < style.minor,
    percussion: near(style.percussion, SPREAD.percussion),
    density: random.uniform() < KEEPS_DENSITY ? style.density : DENSITIES[random.below(DENSITIES.length)],
  };
  const number = String(index).padStart(13, '0');
  return {
    ...sound,
    trackKey: `TRSYN${number}`,
    songKey: `SOSYN${number}`,
    title: `Synthetic ${style.name} no. ${Math.floor(index / STYLES.length) + 1}`,
    artist: `Synthetic Ensemble ${String(artistNumber + 1).padStart(2, '0')}`,
    artistKey: `ARSYN${String(artistNumber).padStart(13, '0')}`,
    release: `Synthetic Album ${artistNumber + 1}-${1 + random.below(4)}`,
    year: random.uniform() < 0.1 ? 0 : 1970 + random.below(40),
    popularity: random.normal(),
    tags: makeTags(random, style.name, sound),
    seed: seed + index,
  };
}

/** Tags as people give them: mostly right, some missing, some unrelated to the music. */
function makeTags(random: Random, style: string, sound: Sound): { tag: string; weight: number }[] {
  const tags = new Map<string, number>();
  const add = (tag: string, weight: number) =>
    void tags.set(tag, Math.round(Math.min(100, Math.max(1, weight + 12 * random.normal()))));
  if (random.uniform() < 0.8) add(style, 85);
  else if (random.uniform() < 0.5) add(STYLES[random.below(STYLES.length)].name, 60);
  const moods: [boolean, string][] = [
    [sound.tempoBpm > 120, 'fast'],
    [sound.tempoBpm < 75, 'slow'],
    [sound.brightness > 0.65, 'bright'],
    [sound.brightness < 0.3, 'dark'],
    [sound.minor, 'melancholic'],
    [!sound.minor, 'cheerful'],
    [sound.percussion > 0.55, 'rhythmic'],
    [sound.percussion < 0.1, 'calm'],
  ];
  for (const [holds, tag] of moods) if (holds && random.uniform() < 0.6) add(tag, 50);
  for (const tag of NOISE_TAGS) if (random.uniform() < 0.12) add(tag, 30);
  return random.uniform() < MISSING_TAGS ? [] : [...tags].map(([tag, weight]) => ({ tag, weight }));
}

function propertyVector(track: Sound): number[] {
  return [
    track.tempoBpm,
    track.brightness,
    track.register,
    track.minor ? 1 : 0,
    track.percussion,
    Math.log2(track.density),
  ];
}

function standardised(rows: number[][]): number[][] {
  const columns = rows[0].map((_, c) => {
    const values = rows.map((row) => row[c]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
    return { mean, deviation };
  });
  return rows.map((row) => row.map((value, c) => (value - columns[c].mean) / columns[c].deviation));
}

function drawTaste(random: Random, properties: number): { taste: number[]; scenes: number[] } {
  const taste = Array.from({ length: properties }, () => random.normal() / Math.sqrt(properties / 2));
  return { taste, scenes: STYLES.map(() => random.normal()) };
}

function weighted(weights: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * values[i], 0);
}

function listen(random: Random, utility: Float32Array): { track: number; count: number }[] {
  const songs = Math.min(utility.length >> 1, Math.max(8, Math.round(Math.exp(3.5 + 0.6 * random.normal()))));
  const chosen = Array.from(utility, (value, track) => ({
    track,
    key: value - Math.log(-Math.log(1 - random.uniform() * 0.999_999 - 5e-7)),
  }))
    .sort((a, b) => b.key - a.key || a.track - b.track)
    .slice(0, songs)
    .sort((a, b) => a.track - b.track);
  return chosen.map(({ track }) => {
    const mean = Math.exp(COUNT_SLOPE * utility[track]);
    const stop = 1 / (1 + mean);
    let count = 1;
    while (count < 200 && random.uniform() > stop) count++;
    return { track, count };
  });
}
