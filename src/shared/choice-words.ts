import type { Choice, ExperimentResult } from './contract/experiments.ts';
import type { Message } from './messages/message.ts';
import { modelLabel } from './evaluation-words.ts';
import { say } from './messages/say.ts';
import { commonOptionLabel } from './option-words.ts';

/** Winners on the edge of what was tried: the best may lie outside. One sentence a model, option and edge. */
export function edgeMessages(choices: readonly Choice[] = []): Message[] {
  const edges = new Map<string, { model: string; option: string; value: number; end: string; times: number }>();
  for (const { model, edges: own } of choices)
    for (const edge of own) {
      const key = JSON.stringify([model, edge]);
      const known = edges.get(key) ?? { model, ...edge, times: 0 };
      edges.set(key, { ...known, times: known.times + 1 });
    }
  return [...edges.values()].map(({ model, option, value, end, times }) =>
    say('experiment.winner-on-edge', {
      model: modelLabel(model),
      option: commonOptionLabel(option),
      value: String(value),
      end,
      times,
      of: choices.filter((choice) => choice.model === model).length,
    }),
  );
}

/** How a choice reads in a list: of which comparison and fold, both from 1. */
export function placeOf({ evaluation, fold }: { evaluation?: number; fold?: number }): [number | null, number | null] {
  return [evaluation === undefined ? null : evaluation + 1, fold === undefined ? null : fold + 1];
}

/** The same of a grid alone: of its choice in every fold, or of the whole where choices were not recorded. */
export function gridEdges(
  { model, epochs, rows, best }: NonNullable<ExperimentResult['grid']>,
  choices?: readonly Choice[],
): Message[] {
  if (choices) return edgeMessages(choices.filter(({ by }) => by === 'grid'));
  const edges = [
    { option: 'k', value: best.k, tried: rows.map(({ k }) => k) },
    { option: 'epochs', value: best.epochs, tried: epochs },
  ].flatMap(({ option, value, tried }) => {
    const [low, high] = [Math.min(...tried), Math.max(...tried)];
    if (low === high || (value !== low && value !== high)) return [];
    return [{ option, value, end: value === low ? ('lowest' as const) : ('highest' as const) }];
  });
  return edgeMessages([{ evaluation: 0, fold: 0, by: 'grid', model, options: {}, score: null, edges }]);
}
