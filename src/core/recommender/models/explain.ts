import type { History } from '../data/training-set.ts';
import { dotAt, type Factors } from '../numeric/vectors.ts';
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

/** The played songs whose factors point the same way as the recommended one's; rows are `stride` values apart. */
export function similarByFactors(q: Factors, k: number, known: Uint8Array, history: History, song: number, stride = k) {
  const norm = (at: number) => Math.sqrt(dotAt(q, at, q, at, k));
  const own = norm(song * stride);
  const similar = Array.from(history.items)
    .filter((other) => known[other] && other !== song)
    .map((other) => ({
      song: other,
      cosine: dotAt(q, other * stride, q, song * stride, k) / (own * norm(other * stride) || 1),
    }))
    .sort((a, b) => b.cosine - a.cosine || a.song - b.song)
    .slice(0, 3);
  return similar
    .filter(({ cosine }) => cosine > 0)
    .map(({ song: other, cosine }) => ({
      kind: 'similar-played' as const,
      label: '',
      song: other,
      value: cosine,
      share: null,
    }));
}
