import type { Choice } from './contract/experiments.ts';
import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';

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
      model,
      option,
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
