import type { Recommendation } from '../../shared/contract/recommender.ts';

type Scored = Pick<Recommendation, 'reasons' | 'score'>;

/** From the lowest to the highest end that any bar of a list reaches; zero is always among them. */
export interface BarRange {
  low: number;
  high: number;
}

interface Part {
  label: string;
  from: number;
  to: number;
}

/** The parts of a score in the order of the models, those below zero to the left of it; else the score as one part. */
export function partsOf({ reasons, score }: Scored, placeOf: (label: string) => number): Part[] {
  const given = reasons
    .filter(({ kind, share }) => kind === 'component' && share !== null && share !== 0)
    .sort((a, b) => placeOf(a.label) - placeOf(b.label));
  if (given.length === 0) return [{ label: '', from: Math.min(0, score), to: Math.max(0, score) }];
  let [above, below] = [0, 0];
  return given.map(({ label, share }) => {
    const length = (share ?? 0) * Math.abs(score);
    if (length >= 0) return { label, from: above, to: (above += length) };
    return { label, to: below, from: (below += length) };
  });
}

export function rangeOf(items: readonly Scored[]): BarRange {
  const ends = items.flatMap((item) => partsOf(item, () => 0).flatMap(({ from, to }) => [from, to]));
  return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
}
