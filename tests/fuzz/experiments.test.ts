import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { readDataset } from '../../src/core/recommender/data/dataset.ts';
import { readSplitFolder } from '../../src/core/recommender/experiments/split-folder.ts';
import { readBundle } from '../../src/core/recommender/report/bundle.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import type { ExportResult } from '../../src/shared/contract/experiments.ts';
import { toErrorBody } from '../../src/shared/errors.ts';
import { finish, importFile, suiteFolder } from '../support/fixtures.ts';
import { fuzzFile } from './mutate.ts';

const codeOf = (error: unknown) => toErrorBody(error).code;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('what experiments read, changed at random', { timeout: 3_600_000 }, () => {
  let app: App;
  let bundle = '';

  beforeAll(async () => {
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    const plays = join(suiteFolder(), 'plays.txt');
    writeFileSync(
      plays,
      Array.from({ length: 400 }, (_, i) => `u${i % 20}\ts${(i * 7 + Math.floor(i / 20)) % 60}\t${1 + (i % 4)}\n`).join(
        '',
      ),
    );
    await importFile(app, 'triplets', plays);
    const { jobId } = await app.call('experiments/start', {
      spec: { name: 'x', evaluations: [{ protocol: 'ranking', models: ['popularity'], cutoffs: [5] }] } as never,
    });
    const { id } = await finish<{ id: number }>(app, jobId);
    const out = join(suiteFolder(), 'out');
    await finish<ExportResult>(app, (await app.call('experiments/export', { id, grant: app.grants.add(out) })).jobId);
    bundle = join(out, 'bundle');
  });

  afterAll(() => app.close());

  it.each(['catalogue.txt', 'test_fold_in.tsv', 'test_target.tsv', 'tuning_users.txt'])(
    'a split’s %s',
    async (name) => {
      const split = suiteFolder();
      const files: Record<string, string> = {
        'catalogue.txt': Array.from({ length: 60 }, (_, i) => `s${i}\n`).join(''),
        'test_fold_in.tsv': 'u1\ts7\nu1\ts27\nu2\ts14\n',
        'test_target.tsv': 'u1\ts47\nu2\ts34\n',
        'tuning_users.txt': 'u3\nu4\nu5\n',
      };
      for (const [file, content] of Object.entries(files)) writeFileSync(join(split, file), content);
      await fuzzFile(
        Buffer.from(files[name]),
        (bytes) => {
          writeFileSync(join(split, name), bytes);
          readSplitFolder(app.library.db, split);
        },
        codeOf,
      );
    },
  );

  it('a bundle’s list of files', async () => {
    const file = join(bundle, 'ro-crate-metadata.json');
    const sample = readFileSync(file);
    await fuzzFile(
      sample,
      (bytes) => {
        writeFileSync(file, bytes);
        readBundle(bundle);
      },
      codeOf,
    );
    writeFileSync(file, sample);
  });

  // The hash goes with the change, as somebody would write it who wants the bundle to be believed.
  it.each(['experiment.json', 'data/dataset.bin'])('a bundle’s %s', async (name) => {
    const file = join(bundle, name);
    const list = join(bundle, 'ro-crate-metadata.json');
    const [sample, listed] = [readFileSync(file), readFileSync(list, 'utf8')];
    await fuzzFile(
      sample,
      (bytes) => {
        writeFileSync(file, bytes);
        writeFileSync(list, listed.replace(hashOf(sample), hashOf(bytes)));
        const { datasetFile } = readBundle(bundle);
        if (datasetFile) readDataset(datasetFile);
      },
      codeOf,
    );
    writeFileSync(file, sample);
    writeFileSync(list, listed);
  });

  it('knows the files of a bundle', () => {
    const names = readdirSync(bundle, { recursive: true }).map((name) => String(name).replaceAll(sep, '/'));
    for (const name of ['experiment.json', 'data/dataset.bin'])
      if (!names.includes(name)) throw new Error(`${name} is not in ${names.join(', ')}`);
  });
});
