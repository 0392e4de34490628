import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph, toGexf, toGraphml } from '../../src/core/mobility/analysis/network.ts';
import { temporaryFolder } from '../support/fixtures.ts';

const PYTHON = `
import json, sys, networkx as nx
g = (nx.read_gexf if sys.argv[1].endswith('gexf') else nx.read_graphml)(sys.argv[1])
print(json.dumps({
  'directed': g.is_directed(),
  'nodes': sorted([n, d['label']] for n, d in g.nodes(data=True)),
  'edges': sorted(sorted([a, b]) + [d['kind'], float(d['weight'])] for a, b, d in g.edges(data=True)),
}))`;
const NETWORKX = spawnSync('python3', ['-c', 'import networkx']).status === 0;

/** Names that XML, its attributes or a reader of it can change. */
const TITLES = {
  plain: 'Plain',
  'a\nb': 'two\nlines',
  'a b': 'one line',
  'tab\there': 'tab\there',
  '"&<>\'': '"quoted" & <b>bold</b> \'single\' ]]>',
  甲: '甲大学（“新”）',
  '  edges ': '  spaces  ',
  '𝄞': '𝄞 clef, e\u0301',
};

describe('networks as files', () => {
  const keys = Object.keys(TITLES);
  const ties = keys.slice(1).map((target, i) => ({
    source: keys[0],
    target,
    kind: i % 2 === 0 ? 'co-authorship' : 'advisor & "friend" <1>',
    weight: i + 0.5,
  }));
  const graph = buildGraph('people', ties, new Map(Object.entries(TITLES)));

  it('keep line breaks in names, and what ties two scholars', () => {
    expect(toGraphml(graph)).toContain('<node id="a&#10;b">');
    expect(toGexf(graph)).toMatch(/<attvalue for="\w+" value="co-authorship"\/>/);
    const twice = buildGraph(
      'people',
      ['advisor', 'co-authorship', 'advisor'].map((kind) => ({ source: 'a', target: 'b', kind, weight: 1 })),
      new Map(),
    );
    expect(twice.mapEdges((_, { kind, weight }) => [kind, weight])).toEqual([['advisor + co-authorship', 3]]);
  });

  it.skipIf(!NETWORKX).each([
    ['gexf', toGexf],
    ['graphml', toGraphml],
  ] as const)('are read back by networkx with every name, tie and weight: %s', (format, write) => {
    const file = join(temporaryFolder(), `network.${format}`);
    writeFileSync(file, write(graph));
    const { status, stdout, stderr } = spawnSync('python3', ['-c', PYTHON, file], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const byFirst = (a: unknown[], b: unknown[]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    const read = JSON.parse(stdout) as { directed: boolean; nodes: unknown[][]; edges: unknown[][] };
    expect(read.directed).toBe(false);
    expect(read.nodes.sort(byFirst)).toEqual(Object.entries(TITLES).sort(byFirst));
    const inOrder = (a: string, b: string) => [a, b].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    expect(read.edges.map(([a, b, ...rest]) => [...inOrder(a as string, b as string), ...rest]).sort(byFirst)).toEqual(
      ties.map(({ source, target, kind, weight }) => [...inOrder(source, target), kind, weight]).sort(byFirst),
    );
  });
});
