import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { auditSplitFolder } from '../../src/core/recommender/audit/split-folder-audit.ts';
import { readDataset } from '../../src/core/recommender/data/dataset.ts';
import { writeSafetensors } from '../../src/core/recommender/data/safetensors.ts';
import { readHandedOver } from '../../src/core/recommender/handover/read-keras.ts';
import { sparkFactors } from '../../src/core/recommender/handover/spark-files.ts';
import { readSplitFolder } from '../../src/core/recommender/experiments/split-folder.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { factorsImporter } from '../../src/core/recommender/import/vectors/factors.ts';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import { readBundle } from '../../src/core/recommender/report/bundle.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import type { ExportResult } from '../../src/shared/contract/experiments.ts';
import { toErrorBody } from '../../src/shared/errors.ts';
import type { Answers } from '../../src/shared/questions.ts';
import { finish, importFile, suiteFolder } from '../support/fixtures.ts';
import { fuzzFile } from './mutate.ts';
import { inOnePart } from './parts.ts';

const codeOf = (error: unknown) => toErrorBody(error).code;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

inOnePart();

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

  const PREDICTED = { 'ask.lists-or-predictions': 'predictions' };
  const ANSWERS: Record<string, Answers> = {
    'test.txt': { 'ask.blocks-of': 'listeners' },
    'predictions.csv': PREDICTED,
    'predictions.parquet': PREDICTED,
  };
  /** Lists of other programs, in the forms that the score of lists reads. */
  const LISTS: [string, string, string | Uint8Array][] = [
    ['rows with ranks', 'lists.csv', 'user,item,rank\nu1,b,1\nu1,c,2\nu2,a,1\nu2,c,2\n'],
    ['rows with scores', 'scores.tsv', 'user\titem\tscore\nu1\tb\t0.9\nu1\tc\t0.5\nu2\ta\t0.8\n'],
    ['TREC', 'run.txt', 'u1 Q0 b 1 0.9 x\nu1 Q0 c 2 0.5 x\nu2 Q0 a 1 0.8 x\n'],
    ['an object of lists', 'lists.json', '{"u1":["b","c"],"u2":["a","c"]}'],
    ['an object a line', 'lists.jsonl', '{"user":"u1","items":["b","c"]}\n{"user":"u2","items":["a"]}\n'],
    [
      'listener and songs in records of their own',
      'records.jsonl',
      '{"user":{"id":"u1"},"recs":{"items":["b","c"],"scores":[2,1]}}\n' +
        '{"user":{"id":"u2"},"recs":{"items":["a","c"],"scores":[2,1]}}\n',
    ],
    ['lists of Python in cells', 'lists-in-cells.csv', "user,items\nu1,\"['b', 'c']\"\nu2,\"['a', 'c']\"\n"],
    ['a column for each place', 'wide.csv', 'user,1,2\nu1,b,c\nu2,a,c\n'],
    ['predicted values', 'predictions.csv', 'user,item,actual,prediction\nu1,b,2,1.9\nu2,a,1,1.2\n'],
    [
      'predicted values in Parquet',
      'predictions.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'user', data: ['u1', 'u2'] },
            { name: 'item', data: ['b', 'a'] },
            { name: 'actual', data: [2, 1], type: 'DOUBLE' },
            { name: 'prediction', data: [1.9, 1.2], type: 'DOUBLE' },
          ],
        }),
      ),
    ],
  ];

  /** A file that is judged, or a part of the split beside it, changed; as it is, it is read without a question. */
  async function fuzzJudged(folder: string, name: string, content: string | Uint8Array, lists: string, split: string) {
    const answers = ANSWERS[name] ?? {};
    const judge = (bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      return scoreFiles({ files: [lists], split, format: 'auto', cutoffs: [2], seed: 1, answers });
    };
    const { questions, targets } = await judge(Buffer.from(content));
    expect({ questions, targets }).toEqual({ questions: [], targets: 2 });
    await fuzzFile(Buffer.from(content), judge, codeOf);
  }

  it.each(LISTS)('lists of another program: %s', async (_what, name, content) => {
    const [folder, split] = [suiteFolder(), suiteFolder()];
    writeFileSync(join(split, 'train.tsv'), 'u1\ta\t2\nu2\tb\t1\nu3\tc\t1\n');
    writeFileSync(join(split, 'test.tsv'), 'u1\tb\t2\nu2\ta\t1\n');
    await fuzzJudged(folder, name, content, join(folder, name), split);
  });

  const PARTS: [string, string, string][] = [
    ['records', 'test.json', '[{"user":"u1","item":"b","rating":2},{"user":"u2","item":"a","rating":1}]'],
    ['records a line', 'test.jsonl', '{"user":"u1","item":"b"}\n{"user":"u2","item":"a"}\n'],
    ['listeners with their songs', 'test.json', '{"u1":["b"],"u2":["a"]}'],
    ['weights of songs', 'test.json', '{"u1":{"b":2},"u2":{"a":1}}'],
    ['columns', 'test.json', '{"user":{"0":"u1","1":"u2"},"item":{"0":"b","1":"a"}}'],
    ['a table of pandas', 'test.json', '{"columns":["user","item"],"index":[0,1],"data":[["u1","b"],["u2","a"]]}'],
    ['blocks', 'test.txt', 'u1:\nb,2,2005-09-06\nu2:\na,1,2005-09-06\n'],
  ];

  it.each(PARTS)('a part of a split: %s', async (_what, name, content) => {
    const [folder, split] = [suiteFolder(), suiteFolder()];
    writeFileSync(join(split, 'train.tsv'), 'u1\ta\t2\nu2\tb\t1\nu3\tc\t1\n');
    const lists = join(folder, 'lists.csv');
    writeFileSync(lists, 'user,item,rank\nu1,b,1\nu1,c,2\nu2,a,1\nu2,c,2\n');
    await fuzzJudged(split, name, content, lists, split);
  });

  it('what is told of an exported split', async () => {
    const split = suiteFolder();
    writeFileSync(join(split, 'train.tsv'), 'u1\ta\t2\nu2\tb\t1\n');
    writeFileSync(join(split, 'test.tsv'), 'u1\tb\t2\nu2\ta\t1\n');
    const files = { 'split.json': '{"values":"plays","folds":[]}', 'test.tsv': 'u1\tb\t2\nu2\ta\t1\n' };
    for (const [name, sample] of Object.entries(files)) {
      const change = async (bytes: Uint8Array) => {
        writeFileSync(join(split, name), bytes);
        await auditSplitFolder(split, {});
      };
      await fuzzFile(Buffer.from(sample), change, codeOf);
      writeFileSync(join(split, name), sample);
    }
  });

  it('what Spark was handed, and hands back', async () => {
    const folder = suiteFolder();
    mkdirSync(join(folder, 'factors'));
    const songs = Buffer.from('songs');
    writeFileSync(join(folder, 'factors', 'songs.npy'), songs);
    const about = { format: 1, export: 'e', library: 'l' };
    const files = {
      'spec.json': JSON.stringify({ ...about, foldIn: { alpha: 1, confidence: 'linear', reg: 0.1 } }),
      'factors/manifest.json': JSON.stringify({
        ...about,
        ...{ rank: 2, songs: 1, engine: 'Spark', files: { 'songs.npy': hashOf(songs) } },
      }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    for (const [name, sample] of Object.entries(files)) {
      const change = (bytes: Uint8Array) => {
        writeFileSync(join(folder, name), bytes);
        // With its script beside it, no change makes of it what another program wrote.
        if (sparkFactors(folder, 'l') === null) throw new Error('taken for a folder of another program');
      };
      writeFileSync(join(folder, 'als.py'), '');
      await fuzzFile(Buffer.from(sample), change, codeOf);
      writeFileSync(join(folder, name), sample);
    }
  });

  it('whether a folder holds factors', async () => {
    const folder = suiteFolder();
    const head = await inspect(folder);
    const change = (bytes: Uint8Array) => {
      writeFileSync(join(folder, 'songs.csv'), bytes);
      factorsImporter.sniff(head, folder);
    };
    await fuzzFile(Buffer.from('song,v0,v1\na,0.5,-1\nb,[1,2]\n'), change, codeOf);
  });

  it('what a network was handed over with', async () => {
    const folder = suiteFolder();
    writeSafetensors(join(folder, 'weights.safetensors'), new Map(), {});
    const weights = readFileSync(join(folder, 'weights.safetensors'));
    const model = { type: 'cnn', options: { k: 4 }, conversion: 'log-count', seed: 1 };
    const losses = { loss: [1], validationLoss: [1], bestEpoch: 1 };
    const files = {
      'spec.json': JSON.stringify({ format: 1, task: 't', model }),
      'result.json': JSON.stringify({ format: 1, task: 't', sha256: hashOf(weights), engine: 'Keras', ...losses }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    for (const [name, sample] of Object.entries(files)) {
      const change = (bytes: Uint8Array) => {
        writeFileSync(join(folder, name), bytes);
        readHandedOver(folder);
      };
      await fuzzFile(Buffer.from(sample), change, codeOf);
      writeFileSync(join(folder, name), sample);
    }
  });

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
