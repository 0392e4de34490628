import type { Recommendation } from '../../shared/contract/recommender.ts';
import { list, number, pair, percent } from '../ui/format.ts';
import { type ModelTypes, titleOf } from './model-types.ts';
import { type BarRange, partsOf } from './score-parts.ts';

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
            background: label ? types.fill(label) : undefined,
          }}
        />
      ))}
      {range.low < 0 ? <i style={{ left: at(0) }} /> : null}
    </div>
  );
}
