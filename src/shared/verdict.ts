import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import { measureLabel, rowLabel } from './evaluation-words.ts';
import { type Finding, type Findings, findingsOf, FRAMES } from './findings.ts';
import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';
import { alike } from './number-format.ts';

/**
 * A sentence for whoever reads nothing else: which model is best, by how much, and from which others the tests cannot
 * tell it apart. Null where nothing was compared.
 */
export function verdictOf(evaluation: EvaluationResult, measures: readonly MeasureInfo[]): Message | null {
  const found = findingsOf(evaluation);
  if (!found) return null;
  const about = aboutBest(evaluation, found, measures);
  const { ties, next } = rivalsOf(found);
  if (ties.length === 0 && next === null) return say('verdict.alone', about);
  if (next === null) return say('verdict.none-apart', { ...about, ties: ties.length });
  const common = { ...about, ...differenceTo(next), other: rowLabel(evaluation, next.other) };
  if (ties.length === 0) return say('verdict.best', common);
  return say('verdict.tied', {
    ...common,
    ties: ties.map(({ other }) => rowLabel(evaluation, other)),
    count: ties.length,
  });
}

/** The best model with its value, as sentences name them. */
export function aboutBest(evaluation: EvaluationResult, found: Findings, measures: readonly MeasureInfo[]) {
  const { best, value, measure, listeners } = found;
  const interval = evaluation.statistics?.intervals[best]?.[measure];
  const result = alike([value]);
  return {
    model: rowLabel(evaluation, best),
    measure: measureLabel(measure, measures),
    value: result(value),
    bounded: interval ? 'yes' : 'no',
    lower: result(interval?.[0] ?? value),
    upper: result(interval?.[1] ?? value),
    listeners,
  };
}

/** Models that cannot be told apart from the best one, and the best of the rest. */
function rivalsOf({ others, lowerIsBetter }: Findings): { ties: Finding[]; next: Finding | null } {
  const competing = others.filter(({ other }) => !FRAMES.includes(other));
  const behind = (one: Finding) => (lowerIsBetter ? -one.difference : one.difference);
  const apart = competing.filter(({ shown }) => shown).sort((a, b) => behind(a) - behind(b));
  return { ties: competing.filter(({ shown }) => !shown), next: apart[0] ?? null };
}

function differenceTo({ difference, lower, upper, pHolm }: Finding) {
  const [low, high] = difference < 0 ? [-upper, -lower] : [lower, upper];
  const result = alike([difference, lower, upper]);
  return {
    difference: result(Math.abs(difference)),
    low: result(low),
    high: result(high),
    p: { number: pHolm, style: 'p' as const },
  };
}
