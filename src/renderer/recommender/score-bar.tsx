import type { Recommendation } from '../../shared/contract/recommender.ts';
import { list, number, pair, percent } from '../ui/format.ts';
import { type ModelTypes, titleOf } from './model-types.ts';

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
export function partsOf({ reasons, score }: Recommendation, placeOf: (label: string) => number): Part[] {
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

export function rangeOf(items: readonly Recommendation[]): BarRange {
  const ends = items.flatMap((item) => partsOf(item, () => 0).flatMap(({ from, to }) => [from, to]));
  return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
}

/** A bar for the score from zero, split by its sources if the model gives them. */
export function ScoreBar({ item, range, types }: { item: Recommendation; range: BarRange; types: ModelTypes }) {
  const placeOf = (label: string) => types.all?.findIndex(({ type }) => type === label) ?? 0;
  const parts = partsOf(item, placeOf);
  const width = range.high - range.low || 1;
  const at = (value: number) => `${(100 * (value - range.low)) / width}%`;
  const shares = item.reasons.filter(({ kind, share }) => kind === 'component' && share !== null);
  const words = list(shares.map(({ label, share }) => pair(titleOf(types.all, label), percent(share, 0))));
  return (
    <div className="score-bar" role="img" aria-label={words || number(item.score, 3)} title={words || undefined}>
      {parts.map(({ label, from, to }) => (
        <span
          key={label}
          className={to <= 0 ? 'negative' : undefined}
          style={{
            left: at(from),
            width: `${(100 * (to - from)) / width}%`,
            background: label ? types.colour(label) : undefined,
          }}
        />
      ))}
      {range.low < 0 ? <i style={{ left: at(0) }} /> : null}
    </div>
  );
}
