import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { suiteFolder } from '../support/fixtures.ts';
import { type Addition, add, copyTree, quadrilleIn, servedBy } from '../support/tree-copy.ts';

const RECOMMENDER = 'src/core/recommender';

/** One of each that somebody may add; another kind of thing is one more entry here and a test of where it is seen. */
const ADDITIONS: readonly Addition[] = [
  {
    file: `${RECOMMENDER}/models/toy.ts`,
    registry: `${RECOMMENDER}/models/registry.ts`,
    list: 'MODELS',
    name: 'toyModel',
    source: `import type { FittedModel, ModelDefinition } from './model.ts';

export const toyModel: ModelDefinition = {
  type: 'toy-model',
  title: { id: '', text: 'Low numbers' },
  summary: { id: '', text: 'Likes songs of a low number.' },
  colour: 20,
  capabilities: ['exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: [],
  options: [{ name: 'taste', kind: 'integer', defaultValue: 7, minimum: 1, maximum: 9, help: { id: '', text: 'x' } }],
  fit: async (_set, options) => fitted(Number(options.taste)),
  load: ({ meta }) => fitted(Number(meta.taste)),
};

function fitted(taste: number): FittedModel {
  return {
    type: 'toy-model',
    scores: (_history, out) => out.forEach((_, song) => void (out[song] = -song * taste)),
    ratings: null,
    save: () => ({ meta: { taste }, arrays: {} }),
  };
}
`,
  },
  {
    file: `${RECOMMENDER}/measures/toy.ts`,
    registry: `${RECOMMENDER}/measures/registry.ts`,
    list: 'MEASURES',
    name: 'toyMeasure',
    source: `import type { ListMeasure } from './measure.ts';

export const toyMeasure: ListMeasure = {
  name: 'toy-measure',
  summary: { id: '', text: 'Half the precision.' },
  kind: 'list',
  lowerIsBetter: false,
  heading: 'Toy',
  curve: 'figure',
  tested: 7,
  printedAt: [0],
  of: ({ n, hitRanks }) => hitRanks.length / n / 2,
};
`,
  },
  {
    file: `${RECOMMENDER}/protocols/toy.ts`,
    registry: `${RECOMMENDER}/protocols/registry.ts`,
    list: 'PROTOCOLS',
    name: 'toyProtocol',
    source: `import { splitBy } from '../splits/split.ts';
import { type ProtocolDefinition, weak } from './protocol.ts';

export const toyProtocol: ProtocolDefinition = {
  name: 'toy-protocol',
  summary: { id: '', text: 'the first song of each listener is held out' },
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make: ({ interactions }) => () => weak(splitBy(interactions, (row, u) => row === interactions.offsets[u])),
};
`,
  },
  {
    file: `${RECOMMENDER}/import/toy.ts`,
    registry: `${RECOMMENDER}/import/registry.ts`,
    list: 'IMPORTERS',
    name: 'toyImporter',
    source: `import { HistoryStager } from './listens/history-stager.ts';
import type { Importer } from './importer.ts';
import { stageLines } from './row-staging.ts';

export const toyImporter: Importer = {
  kind: { name: 'toy-plays', label: 'Toy plays', summary: 'listener>song', place: 9, pairs: 'plays' },
  formats: ['toy'],
  sniff: (head) => (head.head.toString('latin1', 0, 4) === '#toy' ? 'toy' : null),
  async stage(context) {
    const stager = new HistoryStager(context);
    await stageLines(context, (text) => {
      if (text.startsWith('#')) return 'skip';
      const [listener, song] = text.split('>');
      stager.add(listener, { key: song, title: null, artist: null }, 1, 0);
      return null;
    });
    stager.finish();
  },
};
`,
  },
];

const LISTENERS = 20;
const SONGS_EACH = 6;

describe('one file and one line', () => {
  let tree = '';
  let library = '';
  beforeAll(() => {
    tree = copyTree(suiteFolder());
    for (const addition of ADDITIONS) add(tree, addition);
    library = join(tree, 'library');
    quadrilleIn(tree, 'library', 'create', library);
  });

  it.each([
    [['train', '--help'], /toy-model +Likes songs of a low number\.\n +taste=7/],
    [['explain', '--help'], /exact for .*toy-model/],
    [['evaluate', '--help'], /--protocol toy-protocol +the first song/],
    [['evaluate', '--help'], /toy-measure +Half the precision\./],
    [['import', '--help'], /toy-plays +listener>song/],
  ])('the help of %j tells of it', (args, words) => {
    expect(quadrilleIn(tree, ...args)).toMatch(words);
  });

  it('a page is served it', () => {
    const served = servedBy(tree, library, [
      'models/list-types',
      'evaluation/list-protocols',
      'evaluation/list-measures',
      'import/list-kinds',
    ]);
    expect(served['models/list-types']).toContainEqual(
      expect.objectContaining({ type: 'toy-model', colour: 20, capabilities: ['exact-shares'] }),
    );
    expect(served['evaluation/list-protocols']).toContainEqual(expect.objectContaining({ name: 'toy-protocol' }));
    expect(served['evaluation/list-measures']).toContainEqual(
      expect.objectContaining({ name: 'toy-measure', heading: 'Toy', curve: 'figure' }),
    );
    expect(served['import/list-kinds']).toContainEqual({
      kind: 'toy-plays',
      label: 'Toy plays',
      formats: [
        { format: 'auto', label: 'auto' },
        { format: 'toy', label: 'toy' },
      ],
    });
  });

  it('a file is imported, models are compared and a model is trained by what was added', () => {
    const file = join(tree, 'plays.toy');
    const lines = Array.from({ length: LISTENERS * SONGS_EACH }, (_, i) => {
      const listener = Math.floor(i / SONGS_EACH);
      return `listener${listener}>song${10 + ((listener + 3 * i) % 40)}`;
    });
    writeFileSync(file, `#toy\n${lines.join('\n')}\n`);
    const json = (...args: string[]) => JSON.parse(quadrilleIn(tree, ...args, '--library', library, '--json'));
    expect(json('import', 'toy-plays', file)).toMatchObject({
      read: lines.length,
      imported: lines.length,
      rejected: 0,
    });
    const result = json('evaluate', '--protocol', 'toy-protocol', '--models', 'toy-model,popularity');
    expect(result).toMatchObject({
      protocol: 'toy-protocol',
      counts: { testListeners: LISTENERS, testRows: LISTENERS },
    });
    for (const model of ['toy-model', 'popularity'])
      for (const n of [5, 10])
        expect(result.models[model][`toy-measure@${n}`]).toBeCloseTo(result.models[model][`precision@${n}`] / 2, 12);
    expect(result.models.popularity['toy-measure@10']).toBeGreaterThan(0);
    expect(result.statistics.tests.map(({ measure }: { measure: string }) => measure)).toContain('toy-measure@10');
    json('train', 'toy-model', '--name', 'mine', '--set', 'taste=3');
    const { items } = json('recommend', '--model', 'mine', '--listener', 'listener0');
    expect(items.length).toBeGreaterThan(0);
  });
});
