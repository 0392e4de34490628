import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { runMobilityDemo } from '../../src/core/mobility/demo/run-demo.ts';
import { EXPORT_FORMATS } from '../../src/shared/contract/mobility.ts';
import { LIST_FORMS, TABLE_FORMATS } from '../../src/shared/contract/exports.ts';
import type { ExperimentResult } from '../../src/shared/contract/experiments.ts';
import { SPLIT_FORMS } from '../../src/shared/contract/referee.ts';
import type { App } from '../../src/core/app/app.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { peerPrints, peerThere } from '../support/peer-python.ts';

interface Resource {
  name: string;
  path: string;
  profile: string;
  bytes: number;
  hash: string;
  rows?: number;
  encoding?: string;
  dialect?: { header: boolean; delimiter: string };
  schema?: { fields: { name: string }[] };
}

async function music(): Promise<App> {
  const app = await freshApp();
  const rows = Array.from({ length: 40 }, (_, u) =>
    Array.from({ length: 12 }, (_, i) => `"u,${u}","s ""${(u % 5) * 7 + ((i * 3 + u) % 20)}",${1 + ((u * i) % 6)}\n`),
  );
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
  await importFile(app, 'tracks', fileOf('songs.csv', 'song_id,title,artist\n"s ""7","七, ""im Sommer""",=Ann\n'));
  return app;
}

/** Every kind of export: its folders with data, and the files of a study. */
async function exports() {
  const packages: string[] = [];
  const app = await music();
  const out = () => app.grants.add(join(temporaryFolder(), 'out'));
  const written = async ({ jobId }: { jobId: number }) => finish<{ folder: string }>(app, jobId);
  for (const format of TABLE_FORMATS)
    packages.push((await written(await app.call('library/export-data', { grant: out(), format }))).folder);
  for (const form of SPLIT_FORMS)
    for (const protocol of ['ranking', 'strong-generalization'] as const) {
      const spec = { protocol, models: ['popularity'], form, grant: out(), folds: 2 };
      packages.push((await written(await app.call('evaluation/export-split', spec as never))).folder);
    }
  for (const form of LIST_FORMS.filter((one) => one !== 'trec')) {
    const spec = { protocol: 'ranking', models: ['popularity'], lists: { grant: out(), form }, withRatings: true };
    const { jobId } = await app.call('evaluation/start', spec as never);
    packages.push((await finish<{ lists: { folder: string } }>(app, jobId)).lists.folder);
  }
  const spec = { name: 'x', evaluations: [{ protocol: 'ranking', models: ['popularity', 'item-knn'], cutoffs: [5] }] };
  const { jobId } = await app.call('experiments/start', { spec: spec as never });
  const { id } = await finish<ExperimentResult & { id: number }>(app, jobId);
  packages.push((await written(await app.call('experiments/export', { id, grant: out() } as never))).folder);
  const careers = await freshApp();
  await runMobilityDemo(careers.study, temporaryFolder(), () => {});
  const study = async (formats: (typeof EXPORT_FORMATS)[number][]) => {
    const grant = careers.grants.add(join(temporaryFolder(), 'study'));
    const exported = await careers.call('mobility/export', { grant, formats });
    return finish<{ folder: string; files: string[] }>(careers, exported.jobId);
  };
  const whole = await study(EXPORT_FORMATS.filter((one) => one !== 'suppressed-tables'));
  const { folder } = await study(['suppressed-tables']);
  packages.push(whole.folder, join(whole.folder, 'pseudonymised'), join(folder, 'suppressed-tables'));
  return { packages, whole };
}

function expectDescribed(packages: readonly string[]): void {
  for (const folder of packages) {
    const { resources } = JSON.parse(readFileSync(join(folder, 'datapackage.json'), 'utf8')) as {
      resources: Resource[];
    };
    expect(resources.length, folder).toBeGreaterThan(0);
    expect(new Set(resources.map(({ name }) => name)).size).toBe(resources.length);
    for (const { path, bytes, hash, encoding, dialect, schema } of resources) {
      const content = readFileSync(join(folder, path));
      expect({ bytes, hash }).toEqual({
        bytes: content.length,
        hash: `sha256:${createHash('sha256').update(content).digest('hex')}`,
      });
      if (!dialect?.header) continue;
      const [head] = content.toString('utf8').split(/\r?\n/, 1);
      expect(head.startsWith('\uFEFF'), path).toBe(encoding === 'utf-8-sig');
      const [names] = parse(head.replace('\uFEFF', ''), { delimiter: dialect.delimiter });
      expect(names).toEqual(schema?.fields.map(({ name }) => name));
    }
  }
}

function expectWhole(whole: { folder: string; files: string[] }): void {
  // What is handed on under pseudonyms goes alone, with a description of its own.
  const apart = JSON.parse(readFileSync(join(whole.folder, 'pseudonymised', 'datapackage.json'), 'utf8')) as {
    resources: Resource[];
  };
  expect(apart.resources.map(({ path }) => path)).toEqual(expect.arrayContaining(['careers.csv', 'moves.csv']));
  const described = whole.files
    .filter((name) => name.endsWith('datapackage.json'))
    .flatMap((name) => {
      const folder = dirname(name) === '.' ? '' : `${dirname(name)}/`;
      const { resources } = JSON.parse(readFileSync(join(whole.folder, name), 'utf8')) as { resources: Resource[] };
      return resources.map(({ path }) => folder + path);
    });
  const data = whole.files.filter((name) => /\.(csv|json|xlsx)$/.test(name) && !name.endsWith('datapackage.json'));
  const undescribed = data.filter((name) => !described.includes(name));
  expect(undescribed).toEqual(['key-keep-apart/key.csv']);
  expect(existsSync(join(whole.folder, 'key-keep-apart', 'key.csv'))).toBe(true);
}

function expectValid(packages: readonly string[]): void {
  const script = `
import json, sys, os
from frictionless import Package, system
system.trusted = True
found = []
for folder in sys.argv[1:]:
    report = Package(os.path.join(folder, 'datapackage.json')).validate()
    found.append({'valid': report.valid, 'tasks': len(report.tasks),
                  'errors': report.flatten(['name', 'rowNumber', 'fieldName', 'type', 'note'])[:5]})
print(json.dumps(found))`;
  const found = peerPrints<{ valid: boolean; tasks: number; errors: unknown[] }[]>(script, ...packages);
  expect(found.map(({ errors }, i) => ({ folder: packages[i], errors }))).toEqual(
    packages.map((folder) => ({ folder, errors: [] })),
  );
  expect(found.every(({ valid, tasks }) => valid && tasks > 0)).toBe(true);
}

describe('every exported data set', () => {
  it('is described, file by file, and valid to the frictionless library where that is there', async () => {
    const { packages, whole } = await exports();
    expectDescribed(packages);
    expectWhole(whole);
    if (peerThere('frictionless')) expectValid(packages);
  }, 300_000);
});
