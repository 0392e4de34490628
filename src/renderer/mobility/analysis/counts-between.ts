import type { Data } from 'plotly.js';
import { number } from '../../ui/format.ts';

/**
 * Flow paths for a figure one column wide: between the first and the last stage classes have their numbers only, since
 * names there would lie on those of the next stage. Their order and colour are those of the first stage.
 */
export function countsBetween(chart: readonly Data[], nodes: readonly { stage: string; count: number }[]): Data[] {
  const ends = new Set([nodes[0]?.stage, nodes.at(-1)?.stage]);
  return (chart as unknown as { node: { label: string[] } }[]).map((trace) => ({
    ...trace,
    node: {
      ...trace.node,
      label: trace.node.label.map((label, at) => (ends.has(nodes[at].stage) ? label : number(nodes[at].count))),
    },
  })) as never[];
}
