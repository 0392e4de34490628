import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { auditSplitFolder } from '../../src/core/recommender/audit/split-folder-audit.ts';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import type { SplitForm } from '../../src/shared/contract/referee.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

async function withPlays(): Promise<App> {
  const app = await freshApp();
  const rows = Array.from({ length: 60 }, (_, u) =>
    Array.from({ length: 12 }, (_, i) => `"u,${u}","s ${(u % 5) * 7 + ((i * 3 + u) % 20)}",${1 + ((u * i) % 6)}\n`),
  );
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows.flat().join('')}`));
  return app;
}

type Exported = {
  folder: string;
  files: string[];
  folds: { training: number; foldIn: number; test: number; listeners: number; songs: number }[];
};

async function exported(app: App, protocol: string, form: SplitForm, more: object = {}): Promise<Exported> {
  const grant = app.grants.add(join(temporaryFolder(), 'split'));
  const spec = { protocol, models: ['popularity'], form, grant, ...more };
  return finish<Exported>(app, (await app.call('evaluation/export-split', spec)).jobId);
}

const evaluated = async (app: App, more: object) => {
  const spec = { protocol: 'strong-generalization', models: ['item-knn', 'popularity'], ties: 'index', ...more };
  const { models } = await finish<EvaluationResult>(app, (await app.call('evaluation/start', spec as never)).jobId);
  return models;
};

const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name !== 'split.json')
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

describe('a split that is exported', () => {
  it('is the one that evaluations use, and comes back equal to the byte', async () => {
    const app = await withPlays();
    const first = await exported(app, 'strong-generalization', 'plain');
    expect(first.files.sort()).toEqual(
      [
        ...['catalogue.txt', 'datapackage.json', 'split.json', 'test_fold_in.tsv', 'test_target.tsv', 'train.tsv'],
        'tuning_users.txt',
      ].sort(),
    );
    const splitGrant = app.grants.add(first.folder);
    const again = await exported(app, 'strong-generalization', 'plain', { splitGrant });
    expect(contents(again.folder)).toEqual(contents(first.folder));
    expect(await evaluated(app, { splitGrant })).toEqual(await evaluated(app, {}));
  });

  it.each(['recbole', 'elliot', 'cornac', 'lenskit', 'plain'] as const)('%s: no row is lost', async (form) => {
    const app = await withPlays();
    const { folder, folds, files } = await exported(app, 'ranking', form, { folds: 2 });
    expect(folds).toHaveLength(2);
    for (const [index, { training, test, listeners, songs }] of folds.entries()) {
      expect(training + test).toBe(720);
      const split = join(folder, `fold-${index + 1}`);
      expect(files.filter((name) => name.startsWith(`fold-${index + 1}/`))).toHaveLength(2);
      // A tool that recommends to each listener what is held out finds everything, by the same reader as all lists.
      const inner = form === 'recbole' ? join(split, 'quadrille') : split;
      const read = Object.values(contents(inner)).map((text) => text.trimEnd().split('\n').length);
      const heads = form === 'recbole' || form === 'lenskit' ? 2 : 0;
      expect(read.reduce((sum, lines) => sum + lines, 0) - heads).toBe(720);
      const lists = join(temporaryFolder(), 'lists.tsv');
      writeFileSync(lists, '"u,0"\t"s 0"\nu,0\ts 0\n');
      const result = await scoreFiles({ files: [lists], split, format: 'tsv', cutoffs: [5], seed: 1, answers: {} });
      expect(result).toMatchObject({ form: 'parts', songs, targets: test });
      expect(result.lists.lists.counts.listeners).toBe(listeners);
      const { audit } = await auditSplitFolder(split, {});
      expect(audit?.parts.map(({ part, rows }) => [part, rows])).toEqual([
        ['training', training],
        ['test', test],
      ]);
    }
  });

  it.each(['plain', 'lenskit'] as const)('%s: is described, file by file', async (form) => {
    const app = await withPlays();
    const { folder, files } = await exported(app, 'ranking', form, { folds: 2 });
    const { resources } = JSON.parse(readFileSync(join(folder, 'datapackage.json'), 'utf8')) as {
      resources: { path: string; rows: number; bytes: number; hash: string; dialect: { header: boolean } }[];
    };
    const described = resources.map(({ path }) => path);
    expect([...described, 'datapackage.json', 'split.json'].sort()).toEqual([...files].sort());
    for (const { path, rows, bytes, hash, dialect } of resources) {
      const content = readFileSync(join(folder, path));
      expect(bytes).toBe(content.length);
      expect(hash).toBe(`sha256:${createHash('sha256').update(content).digest('hex')}`);
      expect(rows + (dialect.header ? 1 : 0)).toBe(content.toString('utf8').trimEnd().split('\n').length);
    }
  });

  it('goes into a folder of its own in one that exists, and leaves what is there', async () => {
    const app = await withPlays();
    const there = join(temporaryFolder(), 'mine');
    mkdirSync(there);
    writeFileSync(join(there, 'train.tsv'), 'my own');
    const spec = { protocol: 'ranking', models: ['popularity'], form: 'plain' as const, grant: app.grants.add(there) };
    const { folder } = await finish<Exported>(app, (await app.call('evaluation/export-split', spec)).jobId);
    expect(folder.startsWith(join(there, 'ranking '))).toBe(true);
    expect(readFileSync(join(there, 'train.tsv'), 'utf8')).toBe('my own');
  });
});
