import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { auditSplitFolder } from '../../src/core/recommender/audit/split-folder-audit.ts';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import { readSplitParts } from '../../src/core/recommender/experiments/split-parts.ts';
import { printOfSplit } from '../../src/core/recommender/splits/given-split.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import type { SplitForm } from '../../src/shared/contract/referee.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
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
      .filter((name) => name !== 'split.json' && name.includes('.'))
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

  it.each(['recbole', 'elliot', 'cornac', 'lenskit', 'plain'] as const)(
    '%s: in parts, it comes back equal to the byte and gives the same results',
    async (form) => {
      const app = await withPlays();
      const first = await exported(app, 'ranking', form);
      const splitGrant = app.grants.add(first.folder);
      const again = await exported(app, 'ranking', form, { splitGrant });
      expect(contents(again.folder)).toEqual(contents(first.folder));
      if (form === 'recbole')
        expect(contents(join(again.folder, 'quadrille'))).toEqual(contents(join(first.folder, 'quadrille')));
      const own = await evaluated(app, { protocol: 'ranking', splitGrant });
      expect(own).toEqual(await evaluated(app, { protocol: 'ranking' }));
    },
  );

  describe('in parts that others made', () => {
    const given = (app: App, files: Record<string, string>) => {
      const folder = join(temporaryFolder(), 'theirs');
      mkdirSync(folder);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      return app.grants.add(folder);
    };
    const start = async (app: App, more: object) => {
      const spec = { protocol: 'ranking' as const, models: ['popularity'], cutoffs: [1], ...more };
      return finish<EvaluationResult>(app, (await app.call('evaluation/start', spec as never)).jobId);
    };
    /** Who has all songs but one; d is in the library, but not in the split. */
    const small = async () => {
      const app = await freshApp();
      const rows = ['u1 a 2', 'u1 b 1', 'u1 c 3', 'u2 a 1', 'u2 b 5', 'u3 a 1', 'u3 d 9'];
      await importFile(
        app,
        'triplets',
        fileOf('plays.csv', `user,song,plays\n${rows.join('\n').replaceAll(' ', ',')}\n`),
      );
      return app;
    };
    const TRAIN = 'user_id,item_id,plays\nu1,a,2\nu2,a,1\nu2,b,4\nu3,a,1\n';
    const TEST = 'user_id,item_id,plays\nu1,b,1\n';

    it('only rows of the training and validation parts are learned, only songs of the split compete', async () => {
      const app = await small();
      const splitGrant = given(app, { 'train.csv': TRAIN, 'test.csv': TEST, 'valid.csv': 'user_id,item_id\nu1,c\n' });
      const { counts, notes, models } = await start(app, { splitGrant });
      expect(counts).toMatchObject({ trainingRows: 5, testRows: 1, testListeners: 1 });
      expect(models.popularity).toMatchObject({ 'recall@1': 1 });
      expect(notes.map(({ id }) => id)).toContain('split-folder.validation-learned');
      const plain = await exported(app, 'ranking', 'plain', { splitGrant });
      expect(readFileSync(join(plain.folder, 'train.tsv'), 'utf8').trimEnd().split('\n').sort()).toEqual(
        ['u1\ta\t2', 'u1\tc\t3', 'u2\ta\t1', 'u2\tb\t5', 'u3\ta\t1'].sort(),
      );
      expect(plain.folds[0].songs).toBe(3);
    });

    it('other numbers than the library’s are told', async () => {
      const app = await small();
      const { notes } = await start(app, { splitGrant: given(app, { 'train.csv': TRAIN, 'test.csv': TEST }) });
      expect(notes).toContainEqual(saying('evaluation.split-values-differ', { rows: 1, all: 4 }));
      const own = given(app, { 'train.csv': TRAIN.replace('b,4', 'b,5'), 'test.csv': TEST });
      expect((await start(app, { splitGrant: own })).notes.map(({ id }) => id)).not.toContain(
        'evaluation.split-values-differ',
      );
      const log = given(app, { 'train.csv': `${TRAIN.replace('u2,b,4', 'u2,b,3')}u2,b,2\n`, 'test.csv': TEST });
      expect((await start(app, { splitGrant: log })).notes.map(({ id }) => id)).not.toContain(
        'evaluation.split-values-differ',
      );
      const less = given(app, { 'train.csv': `${TRAIN}u1,a,1\n`, 'test.csv': TEST });
      expect((await start(app, { splitGrant: less })).notes).toContainEqual(
        saying('evaluation.split-values-differ', { rows: 2, all: 4 }),
      );
      // Without a name, numbers may be anything.
      const unnamed = given(app, { 'train.tsv': 'u1\ta\t7\nu2\ta\t7\n', 'test.tsv': 'u1\tb\t1\n' });
      expect((await start(app, { splitGrant: unnamed })).notes.map(({ id }) => id)).not.toContain(
        'evaluation.split-values-differ',
      );
    });

    it('they are told by their pairs: other orders, numbers and folders are the same test set', async () => {
      const app = await small();
      const [head, ...rows] = TRAIN.trimEnd().split('\n');
      const print = async (train: string, test = TEST) => {
        const folder = join(temporaryFolder(), 'told');
        mkdirSync(folder);
        writeFileSync(join(folder, 'train.csv'), train);
        writeFileSync(join(folder, 'test.csv'), test);
        return printOfSplit(await readSplitParts(app.library.db, folder, {}, () => {}));
      };
      const own = await print(TRAIN);
      expect(await print(`${[head, ...rows.toReversed()].join('\n')}\n`)).toBe(own);
      expect(await print(TRAIN.replace('u2,b,4', 'u2,b,3\nu2,b,1'))).toBe(own);
      expect(await print(TRAIN.replace(/,[^,\n]*$/gm, ''))).toBe(own);
      expect(await print(TRAIN.replace('u2,b,4\n', ''))).not.toBe(own);
      expect(await print(TRAIN, TEST.replace('u1,b', 'u1,c'))).not.toBe(own);
      const pairs = { listeners: Uint32Array.of(2, 1, 1), songs: Uint32Array.of(3, 5, 4) };
      const ofListeners = (order: number[], catalogue: number[]) =>
        printOfSplit({
          catalogue: Uint32Array.from(catalogue),
          trainingListeners: Uint32Array.of(8, 9),
          foldInListeners: Uint32Array.of(1),
          foldInSongs: Uint32Array.of(7),
          targetListeners: Uint32Array.from(order, (i) => pairs.listeners[i]),
          targetSongs: Uint32Array.from(order, (i) => pairs.songs[i]),
        });
      expect(ofListeners([2, 0, 1], [7, 3, 4, 5])).toBe(ofListeners([0, 1, 2], [3, 4, 5, 7]));
      expect(ofListeners([0, 1], [3, 4, 5, 7])).not.toBe(ofListeners([0, 1, 2], [3, 4, 5, 7]));
    });

    it.each([
      ['songs', 'a:\nu1,2\nu2,1\nu3,1\nb:\nu2,4\n', 'b:\nu1,1\n'],
      ['listeners', 'u1:\na,2\nu2:\na,1\nb,4\nu3:\na,1\n', 'u1:\nb,1\n'],
    ])('in blocks, the ids of the library tell that these are of %s', async (_, train, test) => {
      const app = await small();
      const print = async (files: Record<string, string>) => {
        const folder = join(temporaryFolder(), 'told');
        mkdirSync(folder);
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        const parts = await readSplitParts(app.library.db, folder, {}, () => {}).catch(({ message }) =>
          String(message),
        );
        return typeof parts === 'string' ? parts : printOfSplit(parts);
      };
      expect(await print({ 'train.txt': train, 'test.txt': test })).toBe(
        await print({ 'train.csv': TRAIN, 'test.csv': TEST }),
      );
    });

    it.each([
      ['split-folder.targets-learned', { 'train.csv': `${TRAIN}u1,b,1\n`, 'test.csv': TEST }, {}],
      ['split-folder.unknown-ids', { 'train.csv': `${TRAIN}u1,zz,1\n`, 'test.csv': TEST }, {}],
      ['evaluation.split-rows-absent', { 'train.csv': `${TRAIN}u2,c,1\n`, 'test.csv': TEST }, {}],
      ['split-folder.lacks-part', { 'test.csv': TEST }, {}],
      ['referee.no-test-part', { 'plays.csv': TRAIN }, {}],
      ['referee.of-whole-listeners', { 'train.csv': TRAIN, 'test_tr.csv': TRAIN, 'test_te.csv': TEST }, {}],
      [
        'evaluation.split-of-other-form',
        { 'train.csv': TRAIN, 'test.csv': TEST },
        { protocol: 'strong-generalization' },
      ],
      ['evaluation.split-of-other-protocol', { 'train.csv': TRAIN, 'test.csv': TEST }, { protocol: 'leave-k-out' }],
      ['evaluation.split-with-folds', { 'train.csv': TRAIN, 'test.csv': TEST }, { folds: 2 }],
    ])('%s', async (id, files, more) => {
      const app = await small();
      const refused = start(app, { splitGrant: given(app, files as Record<string, string>), ...more });
      await expect(refused).rejects.toMatchObject(telling(id as Parameters<typeof telling>[0]));
    });
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
