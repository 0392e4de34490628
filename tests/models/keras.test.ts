import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors, type Tensor } from '../../src/core/recommender/data/safetensors.ts';
import { trainerWithWeights } from '../../src/core/recommender/handover/read-keras.ts';
import { writeKerasFolder } from '../../src/core/recommender/handover/write-keras.ts';
import { shardPredict } from '../../src/core/recommender/networks/gradient.ts';
import { size } from '../../src/core/recommender/networks/network.ts';
import type { NetworkKind, NetworkTask, NetworkTrainer } from '../../src/core/recommender/networks/task.ts';
import { trainNetwork } from '../../src/core/recommender/networks/train.ts';
import { startWasm } from '../../src/trainer/wasm-backend.ts';
import { openWasm } from '../../src/trainer/wasm-engine.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { INPUTS, smallTask } from '../support/networks.ts';
import { peerPrints, peerThere } from '../support/peer-python.ts';
import { UNWATCHED } from '../support/sets.ts';
import { tasteLibrary } from '../support/tastes.ts';

const OUTPUTS = 7;
/** Relative, after some steps of two programs. */
const LOSS_TOLERANCE = 2e-3;
const kerasThere = peerThere('keras');
const BACKENDS = ['tensorflow', 'jax', 'torch'].filter((backend) => kerasThere && peerThere(backend));
/** Whether Keras was left to round products to 10 bits on graphics cards, of its last line. */
const RUN_ALL = `
import os, runpy, sys
os.environ['KERAS_BACKEND'] = backend = sys.argv[1]
for folder in sys.argv[2:]:
    runpy.run_path(folder + '/train.py', run_name='__main__')
if backend == 'tensorflow':
    import tensorflow
    rounds = tensorflow.config.experimental.tensor_float_32_execution_enabled()
elif backend == 'jax':
    import jax
    rounds = jax.config.jax_default_matmul_precision != 'highest'
else:
    import torch
    rounds = torch.backends.cuda.matmul.allow_tf32 or torch.backends.cudnn.allow_tf32
print('true' if rounds else 'false')
`;
const MODEL = { type: 'tags', options: {}, conversion: 'log', seed: 1 };
const TAGS = {
  type: 'tags',
  options: { 'network-epochs': 2, 'ranking-epochs': 1, k: 4, 'preference-k': 4, epochs: 3 },
};

/** All training rows in one batch, so that their order makes no difference. */
function task(network: NetworkKind): NetworkTask {
  return smallTask(network, OUTPUTS, {
    trainingRows: Uint32Array.of(0, 2, 4),
    validationRows: Uint32Array.of(1, 3),
    epochs: 4,
    patience: 2,
    batchSize: 8,
    seed: 5,
  });
}

const WASM: NetworkTrainer = {
  train: async () => expect.fail('nothing is trained here'),
  predict: async (one, weights, rows) => shardPredict(one, weights, rows),
};

interface Spec {
  task: string;
  outputs: number;
  trainingRows: number;
  validationRows: number;
  parameters: { name: string; shape: number[] }[];
  fields: { name: string; size: number; width: number }[];
}

/** The values of a file of numpy whose header is of one line. */
function valuesOf(file: string): Uint8Array {
  const bytes = readFileSync(file);
  return Uint8Array.from(bytes.subarray(10 + bytes.readUInt16LE(8)));
}
const f32 = (file: string) => new Float32Array(valuesOf(file).buffer);
const u32 = (file: string) => new Uint32Array(valuesOf(file).buffer);

/** As train.py ends, without training: the initial weights, and what they predict by the arrays of the folder. */
function endAsTrained(folder: string, wrong: { prediction?: number; name?: string; task?: string } = {}): void {
  const spec = JSON.parse(readFileSync(join(folder, 'spec.json'), 'utf8')) as Spec;
  const weights = f32(join(folder, 'initial.npy'));
  const fields = spec.fields.map((field) => ({
    ...field,
    vocabulary: new Uint32Array(field.size - 1),
    offsets: u32(join(folder, `${field.name}-offsets.npy`)),
    values: u32(join(folder, `${field.name}-values.npy`)),
    weights: f32(join(folder, `${field.name}-weights.npy`)),
  }));
  const rows = Uint32Array.from({ length: spec.validationRows }, (_, i) => spec.trainingRows + i);
  const predictions = shardPredict(
    { network: 'fields-mlp', inputs: { kind: 'fields', fields, vectors: [] }, outputs: spec.outputs },
    weights,
    rows,
  );
  predictions[0] += wrong.prediction ?? 0;
  let at = 0;
  const tensors = new Map<string, Tensor>();
  for (const { name, shape } of spec.parameters) {
    tensors.set(name === wrong.name ? 'another' : name, { shape, values: weights.slice(at, at + size(shape)) });
    at += size(shape);
  }
  tensors.set('predictions', { shape: [rows.length, spec.outputs], values: predictions });
  writeSafetensors(join(folder, 'weights.safetensors'), tensors);
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'weights.safetensors')))
    .digest('hex');
  const result = {
    format: 1,
    task: wrong.task ?? spec.task,
    sha256,
    loss: [2, 1],
    validationLoss: [3, 2],
    bestEpoch: 2,
    engine: 'Keras 3 (test)',
  };
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
}

beforeAll(startWasm);

describe('a network that is trained elsewhere', () => {
  it('leaves as a folder and comes back as a model; what is not whole or of another library is refused', async () => {
    const app = await tasteLibrary();
    const folder = join(temporaryFolder(), 'out');
    const { jobId } = await app.call('handover/export-keras', { ...TAGS, grant: app.grants.add(folder) });
    const { files, songs } = await finish<{ files: string[]; songs: number }>(app, jobId);
    expect(songs).toBe(60);
    expect(files).toEqual(expect.arrayContaining(['spec.json', 'train.py', 'targets.npy', 'tags-values.npy']));
    const take = async (from: string) => {
      const started = await app.call('handover/import-weights', { name: 'from afar', grant: app.grants.add(from) });
      return finish<{ engine: string; type: string }>(app, started.jobId);
    };
    await expect(take(folder)).rejects.toMatchObject(telling('handover.file-missing'));
    const spoilt = (wrong: Parameters<typeof endAsTrained>[1]) => {
      const copy = join(temporaryFolder(), 'copy');
      cpSync(folder, copy, { recursive: true });
      endAsTrained(copy, wrong);
      return copy;
    };
    await expect(take(spoilt({ prediction: 0.01 }))).rejects.toMatchObject(telling('handover.other-forward-pass'));
    await expect(take(spoilt({ name: 'output' }))).rejects.toMatchObject(telling('handover.other-weights'));
    await expect(take(spoilt({ task: 'f00' }))).rejects.toMatchObject(telling('handover.foreign'));
    const half = spoilt({});
    const weights = join(half, 'weights.safetensors');
    writeFileSync(weights, readFileSync(weights).subarray(0, -4));
    await expect(take(half)).rejects.toMatchObject(telling('handover.half-written'));
    writeFileSync(join(half, 'result.json'), '{"format": 1');
    await expect(take(half)).rejects.toMatchObject(telling('handover.not-ours'));
    endAsTrained(folder);
    expect(await take(folder)).toMatchObject({ type: 'tags', engine: 'Keras 3 (test)' });
    const [model] = await app.call('models/list', {});
    expect(model).toMatchObject({ name: 'from afar', engine: 'Keras 3 (test)', loss: [2, 1], validationLoss: [3, 2] });
    const listenerId = 'listener-3';
    const { items } = await app.call('models/recommend', { model: 'from afar', listenerId, top: 5 });
    expect(items).toHaveLength(5);
    // More plays: the same weights belong to other targets.
    const more = join(temporaryFolder(), 'more.txt');
    writeFileSync(
      more,
      'listener-3\tSOSYN0000000000001\t1\nlistener-3\tSOSYN0000000000004\t5\nnew\tSOSYN0000000000005\t2\n',
    );
    await importFile(app, 'triplets', more);
    await expect(take(folder)).rejects.toMatchObject(telling('handover.foreign'));
  });

  it('a model without a network of its own is refused', async () => {
    const app = await freshApp();
    const grant = app.grants.add(temporaryFolder());
    for (const type of ['als', 'hybrid-weighted'])
      await expect(app.call('handover/export-keras', { type, grant })).rejects.toMatchObject(
        telling('handover.no-network-model'),
      );
  });

  if (BACKENDS.length === 0) it.skip('Keras trains every network as we do');

  it.each(BACKENDS)(
    'Keras on %s trains every network as we do, and our forward pass agrees with that of Keras',
    { timeout: 900_000 },
    async (backend) => {
      const kinds = Object.keys(INPUTS) as NetworkKind[];
      const tasks = kinds.map(task);
      const folders = kinds.map((network) => join(temporaryFolder(), network));
      for (const [i, folder] of folders.entries()) {
        mkdirSync(folder);
        await writeKerasFolder(folder, tasks[i], MODEL, UNWATCHED);
      }
      expect(peerPrints(RUN_ALL, backend, ...folders)).toBe(false);
      for (const [i, one] of tasks.entries()) {
        const theirs = await trainerWithWeights(folders[i], WASM).train(one, UNWATCHED);
        const engine = await openWasm(one, 1);
        const ours = await trainNetwork(one, engine, { load: () => null, save: () => {} }, UNWATCHED);
        await engine.close();
        expect(theirs.engine).toMatch(new RegExp(`^Keras 3.* \\(${backend}\\)$`));
        expect(theirs.bestEpoch, kinds[i]).toBe(ours.bestEpoch);
        expect(theirs.validationLoss, kinds[i]).toHaveLength(ours.validationLoss.length);
        for (const list of ['loss', 'validationLoss'] as const)
          theirs[list].forEach((loss, epoch) => {
            const apart = Math.abs(loss / ours[list][epoch] - 1);
            expect(apart, `${kinds[i]} ${list} ${epoch}`).toBeLessThan(LOSS_TOLERANCE);
          });
      }
    },
  );
});
