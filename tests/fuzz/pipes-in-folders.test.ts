import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { Grants } from '../../src/core/app/grants.ts';
import { readCvFile } from '../../src/core/mobility/cv/files/read-file.ts';
import { auditSplitFolder } from '../../src/core/recommender/audit/split-folder-audit.ts';
import { readHandedOver } from '../../src/core/recommender/handover/read-keras.ts';
import { sparkFactors } from '../../src/core/recommender/handover/spark-files.ts';
import { readSplitFolder } from '../../src/core/recommender/experiments/split-folder.ts';
import { readMapping } from '../../src/core/recommender/import/audio/audio-mapping.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { factorsImporter } from '../../src/core/recommender/import/vectors/factors.ts';
import { readSplitFiles } from '../../src/core/recommender/referee/split-files.ts';
import { readBundle } from '../../src/core/recommender/report/bundle.ts';
import { Questions } from '../../src/core/imports/questions.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { sha256OfFile } from '../../src/core/storage/file-hash.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { toErrorBody } from '../../src/shared/errors.ts';
import { suiteFolder } from '../support/fixtures.ts';

/**
 * A folder is an ordinary one; what lies in it need not be. Sockets come first: to open one fails where nobody looks
 * at what it is, and only then would a pipe be waited for.
 */
describe.skipIf(process.platform === 'win32')('what is no ordinary file, in a folder', { timeout: 60_000 }, () => {
  let app: App;
  const sockets: Server[] = [];

  beforeAll(async () => {
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
  });

  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await app.close();
  });

  const MAKE = {
    socket: (file: string) =>
      new Promise<void>((done) => {
        sockets.push(createServer().listen(file, done));
      }),
    folder: async (file: string) => mkdirSync(file),
    pipe: async (file: string) => void execFileSync('mkfifo', [file]),
  };

  /** A folder with such files, in which one of the names is a socket, and if that was refused, a folder, and a pipe. */
  async function refusals(
    files: Record<string, string>,
    odd: string,
    read: (folder: string) => unknown,
  ): Promise<unknown[]> {
    const said: unknown[] = [];
    for (const make of Object.values(MAKE)) {
      const folder = suiteFolder();
      mkdirSync(join(folder, 'factors'));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      rmSync(join(folder, odd), { force: true });
      await make(join(folder, odd));
      const [outcome] = await Promise.allSettled([(async () => read(folder))()]);
      const error = outcome.status === 'rejected' ? toErrorBody(outcome.reason) : null;
      said.push(error ?? (outcome as PromiseFulfilledResult<unknown>).value);
      if (error && make !== MAKE.folder && error.message.id !== 'app.no-regular-file') break;
    }
    return said;
  }
  const refusedAs = (name: string, what: string) =>
    expect.objectContaining({
      code: 'bad-input',
      message: expect.objectContaining({ text: expect.stringMatching(`${name} is ${what}`) }),
    });
  /** @param ofFolder what comes of a folder, where it is not refused as one */
  const refused = (name: string, ofFolder: unknown = refusedAs(name, 'a folder')) => {
    const one = refusedAs(name, 'a pipe, a socket or a device');
    return [one, ofFolder, one];
  };
  const study = (folder: string) => app.call('mobility/preview-import', { grant: app.grants.add(folder) });
  const reading = () => ({ questions: new Questions({}), report: { notes: [] }, tick: () => {} }) as never;

  it.each(['catalogue.txt', 'test_fold_in.tsv', 'test_target.tsv', 'tuning_users.txt'])(
    'is not read as %s of a split',
    async (name) => {
      const files = { 'catalogue.txt': '', 'test_fold_in.tsv': '', 'test_target.tsv': '', 'tuning_users.txt': '' };
      expect(await refusals(files, name, (folder) => readSplitFolder(app.library.db, folder))).toEqual(refused(name));
    },
  );

  it.each(['train.tsv', 'test.tsv'])('is neither judged against nor audited as %s', async (name) => {
    const files = { 'train.tsv': 'u1\ta\t2\nu2\tb\t1\n', 'test.tsv': 'u1\tb\t2\nu2\ta\t1\n' };
    const ofBoth = refused(name, refusedAs(name, 'no table'));
    expect(await refusals(files, name, (folder) => readSplitFiles(folder, reading()))).toEqual(ofBoth);
    expect(await refusals(files, name, (folder) => auditSplitFolder(folder, {}))).toEqual(ofBoth);
  });

  it('tells nothing of a split where its description should be', async () => {
    const files = { 'train.tsv': 'u1\ta\nu2\tb\n', 'test.tsv': 'u1\tb\nu2\ta\n' };
    const audits = await refusals(files, 'split.json', (folder) => auditSplitFolder(folder, {}));
    for (const one of audits) expect(one).toMatchObject({ audit: expect.anything(), questions: [] });
  });

  it('is not read as what a network or Spark was handed, or hands back', async () => {
    const model = { type: 'cnn', options: { k: 4 }, conversion: 'log-count', seed: 1 };
    const losses = { loss: [1], validationLoss: [1], bestEpoch: 1 };
    const keras = {
      'spec.json': JSON.stringify({ format: 1, task: 't', model }),
      'result.json': JSON.stringify({ format: 1, task: 't', sha256: '', engine: 'Keras', ...losses }),
      'weights.safetensors': '',
    };
    for (const name of Object.keys(keras)) expect(await refusals(keras, name, readHandedOver)).toEqual(refused(name));
    const about = { format: 1, export: 'e', library: 'l' };
    const made = { rank: 2, songs: 1, engine: 'Spark', files: { 'songs.npy': '' } };
    const spark = {
      'spec.json': JSON.stringify({ ...about, foldIn: { alpha: 1, confidence: 'linear', reg: 0.1 } }),
      'factors/manifest.json': JSON.stringify({ ...about, ...made }),
      'factors/songs.npy': '',
    };
    for (const name of Object.keys(spark))
      expect(await refusals(spark, name, (folder) => sparkFactors(folder, 'l'))).toEqual(refused(name));
  });

  it('is not read as a part of a bundle, or for its hash', async () => {
    const name = 'ro-crate-metadata.json';
    expect(await refusals({}, name, readBundle)).toEqual(refused(name));
    expect(await refusals({}, 'x', (folder) => sha256OfFile(join(folder, 'x')))).toEqual(refused('x'));
  });

  it('is not read as a text or a record of a study', async () => {
    const texts = await refusals({ 'b.txt': '1990–1995 PhD, Alpha University\n' }, 'a.txt', study);
    const [device, folder] = [/a\.txt is a pipe, a socket or a device/, /a\.txt is a folder/];
    for (const [i, text] of [device, folder, device].entries()) {
      const problem = { text: expect.stringMatching(text) };
      expect(texts[i]).toMatchObject({ imported: 1, rejections: [{ value: 'a.txt', problem }] });
    }
    expect(await refusals({ 'b.json': '{}' }, 'a.json', study)).toEqual(refused('a.json'));
    expect(await refusals({}, 'cv.txt', (folder) => readCvFile(join(folder, 'cv.txt')))).toEqual(refused('cv.txt'));
  });

  it('is not read as vectors, or as the list of recordings', async () => {
    const factors = async (folder: string) => factorsImporter.sniff(await inspect(folder), folder);
    // Spark writes a table as a folder of its parts.
    expect(await refusals({}, 'songs.csv', factors)).toEqual(refused('songs.csv', 'factors-folder'));
    const mapping = (folder: string) => readMapping(join(folder, 'mapping.csv'));
    expect(await refusals({}, 'mapping.csv', mapping)).toEqual(refused('mapping.csv'));
  });

  it('is granted for nothing, not to be written to either', async () => {
    const granted = (folder: string) => {
      const grants = new Grants();
      return grants.resolve(grants.add(join(folder, 'x.onnx')));
    };
    expect(await refusals({}, 'x.onnx', granted)).toEqual(refused('x.onnx', expect.stringMatching(/x\.onnx$/)));
  });
});
