import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { suiteFolder } from '../support/fixtures.ts';
import { add, copyTree, quadrilleIn, scriptIn, typeProblems } from '../support/tree-copy.ts';

const STATISTIC = `import { z } from 'zod';
import { result } from '../result.ts';
import { statistic } from '../statistic.ts';

export const TOY = statistic({
  name: 'toy-range',
  summary: { id: '', text: 'largest minus smallest' },
  data: z.object({ x: z.array(z.number()).min(1) }),
  example: { x: [1, 5, 3] },
  run: ({ x }) => result('Toy range', { estimate: Math.max(...x) - Math.min(...x), n: x.length }),
});
`;

const IMPORTER = `import { readFileSync } from 'node:fs';
import { publishScholars } from './resumes/publish-scholars.ts';
import type { MobilityImporter } from './staged.ts';

export const TOY: MobilityImporter = {
  kind: 'toy-names',
  label: { id: '', text: 'Names' },
  summary: 'one name a line',
  fields: [],
  settings: [],
  example: {},
  sniff: (_head, text) => text.startsWith('# toy'),
  async stage(file, mapping) {
    const names = readFileSync(file, 'utf8').split('\\n').slice(1).filter(Boolean);
    const scholars = names.map((name, i) => ({
      key: name,
      name,
      attributes: { gender: i % 2 === 0 ? 'f' : 'm' },
      row: i + 2,
      lines: [],
    }));
    return {
      read: names.length,
      rejections: [],
      doubts: [],
      notes: [],
      headers: [],
      sample: [],
      encoding: 'utf-8',
      mapping,
      publish: (db) => publishScholars(db, scholars, 'toy'),
    };
  },
};
`;

const COMPARISON = `import { say } from '../../../../shared/messages/say.ts';
import { result } from '../../../statistics/result.ts';
import type { ComparisonDefinition } from './comparison.ts';

export const TOY: ComparisonDefinition = {
  name: 'toy-count',
  question: { id: '', text: 'How many are there?' },
  inputs: [],
  cautions: ['superpopulation'],
  compute: ({ cases, transition }) => ({
    title: say('analysis.level-before-by-after', { transition }),
    groups: [],
    table: { head: ['n'], rows: [[cases.length]] },
    tests: [['toy-range', () => result('Toy', { estimate: cases.length, n: cases.length })]],
    data: { head: ['n'], rows: [[cases.length]] },
    code: () => ({ script: 'nrow(data)', packages: [], values: { n: cases.length } }),
  }),
};
`;

const STAGE_KIND = `import { noneFound, oneOf } from './candidates.ts';
import type { StageKind } from './stage-kind.ts';

export const TOY: StageKind = {
  rule: 'toy-last-job',
  summary: { id: '', text: 'the job that began last' },
  role: null,
  dated: 'start',
  isCurrent: false,
  headerWords: [],
  endsTraining: false,
  find: (positions, book) => {
    const jobs = positions.filter(({ role }) => role === 'job');
    const latest = Math.max(...jobs.map(({ startYear }) => startYear ?? 0));
    const last = jobs.filter(({ startYear }) => startYear === latest);
    return last.length === 0 ? noneFound() : oneOf(last, book, []);
  },
};
`;

const CAREERS = 'scholar,institution,role,start,end\nz1,Alpha,job,1990,1992\nz1,Beta,job,1995,1999\n';

/** Asks the copy's app everything at once: what its contract lists, and each addition at work. */
const ASK =
  `import { createApp } from './src/core/app/create-app.ts';
import { createLibrary } from './src/core/storage/library.ts';
import { DEFAULT_CODEBOOK } from './src/shared/mobility/codebook.ts';

const app = createApp({ library: await createLibrary('FOLDER/library'), spawnTrainer: () => { throw new ` +
  `Error('none'); } });
const finished = (jobId: number) =>
  new Promise<unknown>((resolve) => {
    const look = () => {
      const job = app.jobs.get(jobId);
      if (job.state === 'queued' || job.state === 'running') setTimeout(look, 20);
      else resolve(job.result ?? job.error);
    };
    look();
  });
const imported = async (name: string, mapping = {}) =>
  finished((await app.call('mobility/start-import', { grant: app.grants.add('FOLDER/' + name), mapping })).jobId);
const lists = {
  statistics: await app.call('mobility/list-statistics', {}),
  comparisons: await app.call('mobility/list-comparisons', {}),
  importKinds: await app.call('mobility/list-import-kinds', {}),
  stageKinds: await app.call('mobility/list-stage-kinds', {}),
};
const computed = await app.call('mobility/compute-statistic', { name: 'toy-range', data: '{"x":[2,9]}' });
const names = await imported('names.txt', { kind: 'toy-names' });
await imported('careers.csv');
for (const [key, name] of [['a', 'Alpha'], ['b', 'Beta']])
  await app.call('mobility/save-institution', { key, name, kind: 'university', city: null, country: 'CN' });
const stages = DEFAULT_CODEBOOK.stages.map((one) => (one.key === 'current' ? { ...one, rule: 'toy-last-job' } : one));
await app.call('mobility/apply-codebook', { codebook: { ...DEFAULT_CODEBOOK, stages }, note: 'toy', author: 'Ana' });
const compared = await app.call('mobility/get-comparison', { name: 'toy-count', transition: 'elected:current' });
const [scholar] = await app.call('mobility/list-scholars', { coder: 'Ana', search: 'z1' });
const view = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: scholar.id });
const stage = view.stages.find(({ key }) => key === 'current');
await app.close();
console.log(JSON.stringify({ lists, computed, names, compared, suggested: stage?.suggestion?.value }));
`;

const ADDITIONS = [
  ['src/core/statistics/tests/toy.ts', STATISTIC, 'src/core/statistics/catalogue/registry.ts', 'STATISTICS'],
  ['src/core/mobility/import/toy.ts', IMPORTER, 'src/core/mobility/import/registry.ts', 'MOBILITY_IMPORTERS'],
  [
    'src/core/mobility/analysis/comparisons/toy.ts',
    COMPARISON,
    'src/core/mobility/analysis/comparisons/registry.ts',
    'COMPARISONS',
  ],
  ['src/core/mobility/stages/toy.ts', STAGE_KIND, 'src/core/mobility/stages/registry.ts', 'STAGE_KINDS'],
] as const;

describe('one file and one line, in a copy of the tree', () => {
  let folder: string;
  let tree: string;
  beforeAll(() => {
    folder = suiteFolder();
    tree = copyTree(join(folder, 'copy'));
    for (const [file, source, registry, list] of ADDITIONS) add(tree, { file, source, registry, list, name: 'TOY' });
  }, 60_000);

  it('nothing else needs to change for the compiler', () => expect(typeProblems(tree)).toBe(''), 120_000);

  it('the command line lists and runs them', () => {
    const help = (...command: string[]) => quadrilleIn(tree, ...command, '--help');
    expect(help('stats')).toMatch(/toy-range +largest minus smallest/);
    expect(help('mobility', 'import')).toMatch(/toy-names +one name a line/);
    expect(help('mobility', 'compare')).toMatch(/toy-count +How many are there\?/);
    expect(help('mobility', 'codebook')).toMatch(/toy-last-job +the job that began last/);
    expect(JSON.parse(quadrilleIn(tree, 'stats', 'toy-range', '--data', '{"x":[2,9]}', '--json')).estimate).toBe(7);
  }, 60_000);

  it('the contract serves them to the window, and each works', () => {
    writeFileSync(join(folder, 'names.txt'), '# toy\nAnn\nBob\n');
    writeFileSync(join(folder, 'careers.csv'), CAREERS);
    const { lists, ...answers } = scriptIn<{ lists: Record<string, unknown[]> }>(
      tree,
      ASK.replaceAll('FOLDER', folder.replaceAll('\\', '/')),
    );
    expect(lists.statistics).toContainEqual(expect.objectContaining({ name: 'toy-range', example: '{"x":[1,5,3]}' }));
    expect(lists.comparisons).toContainEqual(expect.objectContaining({ name: 'toy-count', inputs: [] }));
    expect(lists.importKinds).toContainEqual(
      expect.objectContaining({ kind: 'toy-names', label: { id: '', text: 'Names' } }),
    );
    expect(lists.stageKinds).toContainEqual({
      rule: 'toy-last-job',
      summary: { id: '', text: 'the job that began last' },
    });
    expect(answers).toMatchObject({
      computed: { test: { method: 'Toy range', n: 2 }, more: { estimate: 7 } },
      names: { kind: 'toy-names', read: 2 },
      compared: { name: 'toy-count', table: { rows: [[3]] }, cautions: ['superpopulation'] },
      suggested: { institution: 'b', year: 1995 },
    });
  }, 60_000);
});
