import { z } from 'zod';
import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import { measureLabel, modelLabel } from './evaluation-words.ts';
import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';
import { decimalsFor } from './number-format.ts';
import type { KeyedTable } from './table.ts';

const byPart = z.record(z.string(), z.number().nullable());
/** Start of the name of a table of a hybrid's parts; the hybrid's follows. */
export const PARTS_TABLE = 'parts-of-';
/** What a weighted hybrid says of its parts. */
const weighted = z.object({ rankingWeights: byPart, ndcgAlone: byPart, ndcgWithout: byPart });

type OverBestPart = NonNullable<NonNullable<EvaluationResult['statistics']>['overBestPart']>[number];

/** Weights and ablation of each weighted hybrid (of the first fold), and what hybrids add to their best part. */
export function hybridTables(
  { fits, statistics }: Pick<EvaluationResult, 'fits' | 'statistics'>,
  measures: readonly MeasureInfo[],
): KeyedTable[] {
  const part = { key: 'part', label: say('column.part') };
  const parts = Object.entries(fits).flatMap(([model, { chosen }]): KeyedTable[] => {
    const { data: found } = weighted.safeParse(chosen);
    if (!found) return [];
    return [
      {
        name: `${PARTS_TABLE}${model}`,
        title: say('table.parts', { model: modelLabel(model) }),
        sheet: say('sheet.parts', { model: modelLabel(model) }),
        columns: [
          part,
          { key: 'weight', label: say('column.weight') },
          { key: 'alone', label: say('column.ndcg-alone') },
          { key: 'without', label: say('column.ndcg-without') },
        ],
        rows: Object.entries(found.rankingWeights).map(([name, weight]) => [
          { key: name, label: modelLabel(name) },
          weight,
          found.ndcgAlone[name] ?? null,
          found.ndcgWithout[name] ?? null,
        ]),
      },
    ];
  });
  const over: KeyedTable = {
    name: 'over-best-part',
    title: say('table.over-best-part', { over: statistics?.differencesOver ?? 'listeners' }),
    sheet: say('sheet.over-best-part'),
    columns: [
      { key: 'model', label: say('column.model') },
      part,
      { key: 'measure', label: say('column.measure') },
      { key: 'model − part', label: say('column.model-less-part') },
      { key: 'lower', label: say('column.lower') },
      { key: 'upper', label: say('column.upper') },
      { key: 'listeners', label: say('column.listeners'), numbers: 'count' },
    ],
    rows: (statistics?.overBestPart ?? []).map(({ model, parts, measure, difference, lower, upper, n }) => [
      { key: model, label: modelLabel(model) },
      { key: parts.join(', '), label: listed(parts) },
      { key: measure, label: measureLabel(measure, measures) },
      difference,
      lower,
      upper,
      n,
    ]),
  };
  return [over, ...parts];
}

function listed(parts: readonly string[]): Message {
  return say('report.listed', { items: parts.map(modelLabel) });
}

/** At the list length of the tests and at the longest. */
export function overBestPartMessages(
  { statistics }: Pick<EvaluationResult, 'statistics'>,
  measures: readonly MeasureInfo[],
): Message[] {
  const all = statistics?.overBestPart ?? [];
  const lengthOf = ({ measure }: OverBestPart) => Number(measure.split('@')[1]);
  const longest = Math.max(...all.map(lengthOf));
  return all
    .filter((one) => [statistics?.primary, longest].includes(lengthOf(one)))
    .map(({ model, parts, measure, difference, lower, upper, n }) => {
      const decimals = decimalsFor([difference, lower, upper]);
      const result = (number: number) => ({ number, style: 'result' as const, decimals });
      return say('report.over-best-part', {
        model: modelLabel(model),
        parts: listed(parts),
        measure: measureLabel(measure, measures),
        difference: result(difference),
        lower: result(lower),
        upper: result(upper),
        listeners: n,
      });
    });
}
