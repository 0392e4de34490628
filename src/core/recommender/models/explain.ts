import type { ScorePart } from './model.ts';

const REASONS_SHOWN = 3;

/** The played songs that add most to a score, each with its share of what all played songs add together. */
export function playedReasons(items: Uint32Array, contributions: ArrayLike<number>): ScorePart[] {
  let total = 0;
  for (let i = 0; i < items.length; i++) total += contributions[i];
  if (!(total > 0)) return [];
  return Array.from(items, (song, i) => ({ song, value: contributions[i] }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || a.song - b.song)
    .slice(0, REASONS_SHOWN)
    .map(({ song, value }) => ({ kind: 'similar-played' as const, label: '', song, value, share: value / total }));
}
