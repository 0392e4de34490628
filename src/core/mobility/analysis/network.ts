import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import Graph from 'graphology';
import louvain from 'graphology-communities-louvain';
import gexf from 'graphology-gexf';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import betweenness from 'graphology-metrics/centrality/betweenness.js';
import eigenvector from 'graphology-metrics/centrality/eigenvector.js';
import { density } from 'graphology-metrics/graph/density.js';
import type { Network } from '../../../shared/mobility/analysis.ts';
import { Random } from '../../statistics/random.ts';
import { escapeAttribute, withoutForbidden } from '../../../shared/xml.ts';
import type { Career } from './flows.ts';

export interface Tie {
  source: string;
  target: string;
  kind: string;
  weight: number;
}

const LAYOUT_STEPS = 150;
const EXACT_BETWEENNESS = 2500;
/** Of two who are tied in more than one way. */
const BETWEEN_KINDS = ' + ';

/**
 * The cooperation network. People: imported ties and, on request, co-location (both at one institution in the same
 * stage). Institutions: careers that lead from one to the other.
 * Betweenness (Brandes 2001), eigenvector centrality, communities by Louvain (Blondel et al. 2008); all random choices
 * are seeded.
 */
export function buildGraph(kind: Network['kind'], ties: readonly Tie[], labels: ReadonlyMap<string, string>): Graph {
  const graph = new Graph({ type: 'undirected', multi: false });
  graph.setAttribute('kind', kind);
  for (const { source, target, kind: tie, weight } of ties) {
    for (const id of [source, target]) if (!graph.hasNode(id)) graph.addNode(id, { label: labels.get(id) ?? id });
    const edge = graph.edge(source, target);
    // A key of its own would count all edges that this process ever made, and be written into files.
    if (edge === undefined) graph.addEdgeWithKey(String(graph.size), source, target, { weight, kind: tie });
    else {
      graph.updateEdgeAttribute(edge, 'weight', (before: number) => before + weight);
      const kinds = graph.getEdgeAttribute(edge, 'kind').split(BETWEEN_KINDS) as string[];
      if (!kinds.includes(tie)) graph.setEdgeAttribute(edge, 'kind', [...kinds, tie].join(BETWEEN_KINDS));
    }
  }
  return graph;
}

/** Scholars who were at one institution in the same stage are tied; the tie's weight is the number of such stages. */
export function coLocation(careers: readonly Career[]): Tie[] {
  const groups = new Map<string, string[]>();
  for (const { scholar, places } of careers) {
    for (const { stage, institutionId } of places) {
      if (institutionId === null) continue;
      const key = `${stage} ${institutionId}`;
      groups.set(key, [...(groups.get(key) ?? []), scholar]);
    }
  }
  return [...groups.values()].flatMap((members) =>
    members.flatMap((a, i) =>
      members.slice(i + 1).map((b) => ({ source: a, target: b, kind: 'co-location', weight: 1 })),
    ),
  );
}

/** Institutions tied by the scholars who went from one to the other. */
export function institutionTies(careers: readonly Career[]): Tie[] {
  return careers.flatMap(({ places }) =>
    places.slice(1).flatMap((place, i) => {
      const [a, b] = [places[i].institutionId, place.institutionId];
      return a !== null && b !== null && a !== b
        ? [{ source: String(a), target: String(b), kind: 'career', weight: 1 }]
        : [];
    }),
  );
}

export function analyseNetwork(graph: Graph, most: number): Network {
  const kind = graph.getAttribute('kind') as Network['kind'];
  const notes: Message[] = [];
  if (graph.order === 0)
    return {
      kind,
      edgeKinds: [],
      nodes: [],
      edges: [],
      totals: { nodes: 0, edges: 0, density: 0, components: 0, communities: 0, modularity: null },
      notes,
    };
  const random = new Random(1);
  const communities = graph.size > 0 ? louvain.detailed(graph, { rng: () => random.uniform() }) : null;
  const between = graph.order <= EXACT_BETWEENNESS ? betweenness(graph, { getEdgeWeight: null }) : null;
  if (!between) notes.push(say('analysis.betweenness-left-out', { mostNodes: EXACT_BETWEENNESS }));
  const eigen = eigenvectorOf(graph, notes);
  const components = componentCount(graph);
  if (components > 1) notes.push(say('analysis.network-in-parts', { components }));
  const kept = graph
    .nodes()
    .sort((a, b) => graph.degree(b) - graph.degree(a) || a.localeCompare(b))
    .slice(0, most);
  const index = new Map(kept.map((id, i) => [id, i]));
  const positions = layout(graph, kept);
  if (kept.length < graph.order)
    notes.push(say('analysis.network-drawn-in-part', { drawn: kept.length, nodes: graph.order }));
  return {
    kind,
    edgeKinds: [...new Set(graph.mapEdges((_, { kind: name }) => name as string))].sort(),
    nodes: kept.map((id) => ({
      id,
      label: graph.getNodeAttribute(id, 'label') as string,
      ...positions[id],
      degree: graph.degree(id),
      weightedDegree: graph.reduceEdges(id, (sum, _edge, { weight }) => sum + (weight as number), 0),
      betweenness: between?.[id] ?? 0,
      eigenvector: eigen?.[id] ?? null,
      community: communities?.communities[id] ?? 0,
    })),
    edges: graph.edges().flatMap((edge) => {
      const [source, target] = graph.extremities(edge).map((id) => index.get(id));
      return source === undefined || target === undefined
        ? []
        : [
            {
              source,
              target,
              weight: graph.getEdgeAttribute(edge, 'weight') as number,
              kind: graph.getEdgeAttribute(edge, 'kind') as string,
            },
          ];
    }),
    totals: {
      nodes: graph.order,
      edges: graph.size,
      density: density(graph),
      components,
      communities: communities?.count ?? 0,
      modularity: communities?.modularity ?? null,
    },
    notes,
  };
}

function eigenvectorOf(graph: Graph, notes: Message[]): Record<string, number> | null {
  try {
    return eigenvector(graph, { getEdgeWeight: 'weight', maxIterations: 1000, tolerance: 1e-8 });
  } catch {
    notes.push(say('analysis.eigenvector-left-out'));
    return null;
  }
}

/** ForceAtlas2 from seeded starting points. */
function layout(graph: Graph, kept: readonly string[]): Record<string, { x: number; y: number }> {
  const part = new Graph({ type: 'undirected' });
  const random = new Random(2);
  for (const id of kept) part.addNode(id, { x: random.uniform(), y: random.uniform() });
  graph.forEachEdge((_, { weight }, source, target) => {
    if (part.hasNode(source) && part.hasNode(target)) part.addEdge(source, target, { weight });
  });
  return forceAtlas2(part, {
    iterations: LAYOUT_STEPS,
    settings: {
      ...forceAtlas2.inferSettings(part),
      barnesHutOptimize: part.order > 500,
      edgeWeightInfluence: 0.5,
      adjustSizes: false,
    },
  }) as Record<string, { x: number; y: number }>;
}

function componentCount(graph: Graph): number {
  const seen = new Set<string>();
  let count = 0;
  for (const start of graph.nodes()) {
    if (seen.has(start)) continue;
    count++;
    const queue = [start];
    seen.add(start);
    while (queue.length > 0) {
      for (const next of graph.neighbors(queue.pop() as string)) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return count;
}

export function toGexf(graph: Graph): string {
  // The library writes names as they are; `kind` is a word of GEXF itself, which readers look for elsewhere.
  const formatEdge = (_edge: string, { weight, kind }: Record<string, unknown>) => ({
    weight: weight as number,
    attributes: { kind },
  });
  return withoutForbidden(gexf.write(graph, { formatEdge }));
}

/** GraphML, readable by yEd, Gephi and igraph. */
export function toGraphml(graph: Graph): string {
  const nodes = graph.mapNodes(
    (id, { label }) =>
      `    <node id="${escapeAttribute(id)}"><data key="label">${escapeAttribute(String(label))}</data></node>`,
  );
  const edges = graph.mapEdges(
    (_edge, { weight, kind }, source, target) =>
      `    <edge source="${escapeAttribute(source)}" target="${escapeAttribute(target)}"><data ` +
      `key="weight">${weight}</data><data key="kind">${escapeAttribute(String(kind))}</data></edge>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    '  <key id="label" for="node" attr.name="label" attr.type="string"/>',
    '  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
    '  <key id="kind" for="edge" attr.name="kind" attr.type="string"/>',
    '  <graph edgedefault="undirected">',
    ...nodes,
    ...edges,
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n');
}
