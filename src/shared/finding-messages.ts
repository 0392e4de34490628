import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import { measureLabel, modelLabel, protocolLabel } from './evaluation-words.ts';
import { findingsOf } from './findings.ts';
import { overBestPartMessages } from './hybrid-tables.ts';
import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';
import { decimalsFor } from './number-format.ts';

/** States in words what the tests show about the best model, including when they show no difference. */
export function findingMessages(evaluation: EvaluationResult, measures: readonly MeasureInfo[]): Message[] {
  return [...bestMessages(evaluation, measures), ...overBestPartMessages(evaluation, measures)];
}

function bestMessages(evaluation: EvaluationResult, measures: readonly MeasureInfo[]): Message[] {
  const found = findingsOf(evaluation);
  if (!found) return [];
  const { best, value, listeners, lowerIsBetter, others } = found;
  return [
    say('report.best', {
      protocol: protocolLabel(evaluation.protocol),
      measure: measureLabel(found.measure, measures),
      lowerIsBetter: lowerIsBetter ? 'yes' : 'no',
      listeners,
      model: modelLabel(best),
      value: { number: value, style: 'result' },
    }),
    ...(found.tellsApart === false ? [say('report.cannot-tell-apart', { listeners })] : []),
    ...others.map(({ other, difference, lower, upper, pHolm, shown }) => {
      const decimals = decimalsFor([difference, lower, upper]);
      const result = (number: number) => ({ number, style: 'result' as const, decimals });
      const common = {
        model: modelLabel(best),
        other: modelLabel(other),
        lower: result(lower),
        upper: result(upper),
        p: { number: pHolm, style: 'p' as const },
      };
      return shown
        ? say('report.difference', {
            ...common,
            better: difference > 0 === !lowerIsBetter ? 'yes' : 'no',
            difference: result(Math.abs(difference)),
          })
        : say('report.no-difference', { ...common, difference: result(difference) });
    }),
  ];
}
