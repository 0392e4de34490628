import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MUSICNN_BANDS, MUSICNN_FRAMES } from '../../src/core/recommender/audio/musicnn-mel.ts';
import { MEL_BANDS, MEL_FRAMES } from '../../src/core/recommender/audio/mel.ts';
import { shardPredict } from '../../src/core/recommender/networks/gradient.ts';
import { initialWeights } from '../../src/core/recommender/networks/network.ts';
import { NETWORKS } from '../../src/core/recommender/networks/registry.ts';
import { savedNetworkInputs, type SavedNetwork } from '../../src/core/recommender/networks/saved.ts';
import type { NetworkInputs, NetworkKind } from '../../src/core/recommender/networks/task.ts';
import { networkGraph } from '../../src/core/recommender/onnx/network-graph.ts';
import { message, text, wholeNumber } from '../../src/core/recommender/onnx/protobuf.ts';
import { readModelFile } from '../../src/core/recommender/models/model-file.ts';
import { libraryId } from '../../src/core/recommender/data/gather.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { startWasm } from '../../src/trainer/wasm-backend.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { peerPrints, peerThere } from '../support/peer-python.ts';
import { INPUTS, normal, SONGS } from '../support/networks.ts';
import { tasteLibrary } from '../support/tastes.ts';

const FACTORS = 3;
const TOLERANCE = 1e-4;
const onnxThere = peerThere('onnxruntime');

/** What onnxruntime makes of inputs, which are files of 32-bit numbers by name, and what the file says of itself. */
const RUN = `
import json, sys
import numpy as np
import onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
given = {}
for one in session.get_inputs():
    values = np.fromfile(sys.argv[2] + '/' + one.name + '.f32', '<f4')
    given[one.name] = values.reshape([-1] + one.shape[1:])
outputs = [one.name for one in session.get_outputs()]
values = session.run(outputs, given)
print(json.dumps({
    'outputs': {name: value.astype(float).ravel().tolist() for name, value in zip(outputs, values)},
    'inputs': {one.name: one.shape for one in session.get_inputs()},
    'metadata': session.get_modelmeta().custom_metadata_map,
}))
`;

interface Ran {
  outputs: Record<string, number[]>;
  inputs: Record<string, (string | number)[]>;
  metadata: Record<string, string>;
}

function run(file: string, inputs: Record<string, Float32Array>): Ran {
  const folder = temporaryFolder();
  for (const [name, values] of Object.entries(inputs)) writeFileSync(join(folder, `${name}.f32`), values);
  return peerPrints<Ran>(RUN, file, folder);
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

/** The inputs as another program would make them: before any of them is standardised. */
function given(inputs: NetworkInputs): Record<string, Float32Array> {
  if (inputs.kind === 'joint') return { ...given(inputs.mel), ...given(inputs.fields) };
  if (inputs.kind === 'vectors') return { vectors: inputs.values };
  if (inputs.kind === 'fields') {
    const rows = NETWORKS['fields-mlp'].load(
      inputs,
      Uint32Array.from({ length: SONGS }, (_, song) => song),
    );
    return Object.fromEntries(inputs.fields.map(({ name }, i) => [name, rows[i].data]));
  }
  const all = new Float32Array(SONGS * MEL_BANDS * MEL_FRAMES);
  for (let song = 0; song < SONGS; song++) {
    const steps = new Uint16Array(Uint8Array.from(readFileSync(join(inputs.folder, `${song + 1}.mel`))).buffer);
    all.set(
      Float32Array.from(steps, (step) => (step * 80) / 65_535 - 80),
      song * MEL_BANDS * MEL_FRAMES,
    );
  }
  return { mel: all };
}

it('numbers, texts and messages are encoded as protocol buffers are', () => {
  // The examples of https://protobuf.dev/programming-guides/encoding/
  expect(Buffer.from(wholeNumber(1, 150)).toString('hex')).toBe('089601');
  expect(Buffer.from(text(2, 'testing')).toString('hex')).toBe('120774657374696e67');
  expect(Buffer.from(message(3, [wholeNumber(1, 150)])).toString('hex')).toBe('1a03089601');
  expect(Buffer.from(wholeNumber(14, 2 ** 40)).toString('hex')).toBe('70808080808020');
  expect(() => wholeNumber(1, -1)).toThrow(RangeError);
});

describe('a network as ONNX', () => {
  beforeAll(startWasm);

  it.skipIf(!onnxThere).each(Object.keys(INPUTS) as NetworkKind[])(
    '%s: onnxruntime computes what we compute, from the unprepared inputs',
    (kind) => {
      const inputs = INPUTS[kind]();
      const outputs = 2 * FACTORS + 1;
      const noise = normal(997, 0, 1);
      const network: SavedNetwork = {
        kind,
        outputs,
        ratingFactors: FACTORS,
        predictsBias: true,
        weights: initialWeights(NETWORKS[kind].parameters(inputs, outputs), new Random(8)).map(
          (value, i) => value + 0.01 * noise[i % noise.length], // biases other than 0
        ),
        ...savedNetworkInputs(inputs),
        hears: false,
        scales: [0.5, 3],
      };
      const file = join(temporaryFolder(), 'network.onnx');
      writeFileSync(file, networkGraph(network).model(kind, 'a test', { preprocessing: 'none' }, '0'));
      const rows = Uint32Array.from({ length: SONGS }, (_, song) => song);
      const ours = shardPredict({ network: kind, inputs, outputs }, network.weights, rows);
      const column = (from: number, to: number, scale: number) =>
        Array.from(rows, (row) => Array.from(ours.subarray(row * outputs + from, row * outputs + to)))
          .flat()
          .map((value) => value * scale);
      const ran = run(file, given(inputs));
      expect(Object.keys(ran.outputs)).toEqual(['rating_factors', 'rating_bias', 'preference_factors']);
      expect(largestDifference(ran.outputs.rating_factors, column(0, FACTORS, 0.5))).toBeLessThan(TOLERANCE);
      expect(largestDifference(ran.outputs.rating_bias, column(FACTORS, FACTORS + 1, 0.5))).toBeLessThan(TOLERANCE);
      expect(largestDifference(ran.outputs.preference_factors, column(FACTORS + 1, outputs, 3))).toBeLessThan(
        TOLERANCE,
      );
      expect(Math.max(...ran.outputs.preference_factors.map(Math.abs))).toBeGreaterThan(0.01);
      expect(ran.metadata.preprocessing).toBe('none');
    },
  );

  it('of a trained model holds its vocabulary, and onnxruntime gives the factors that the model stores', async () => {
    const app = await tasteLibrary();
    const trained = await app.call('models/train', {
      type: 'tags',
      name: 'words',
      options: { 'network-epochs': 2, 'ranking-epochs': 1, k: 4, 'preference-k': 4, epochs: 3 },
    });
    await finish(app, trained.jobId);
    const folder = temporaryFolder();
    const { jobId } = await app.call('models/export-onnx', { name: 'words', grant: app.grants.add(folder) });
    const { file } = await finish<{ file: string }>(app, jobId);
    expect(file).toBe(join(folder, 'words.onnx'));
    const stored = app.library.db.get<{ file: string }>('SELECT file FROM models')?.file as string;
    const { model, features } = readModelFile(join(app.library.paths.models, stored), libraryId(app.library.db));
    const { network } = model;
    expect(network?.hears).toBe(false);
    const vocabulary = Object.fromEntries((network?.fields ?? []).map((field) => [field.name, field.vocabulary]));
    const name = (tag: number) => features.tagNames[tag];
    expect(Array.from(vocabulary.tags, name).sort()).toEqual(
      ['even', 'loud', 'odd', 'quiet'].map((word) => `genre: ${word}`),
    );
    const written = readFileSync(file).toString('utf8');
    expect(written).toContain(JSON.stringify(Array.from(vocabulary.tags, name)).slice(1, -1));
    expect(written).toContain('"Artist 3"');
    const plain = await app.call('models/train', { type: 'popularity', name: 'most played' });
    await finish(app, plain.jobId);
    const refused = await app.call('models/export-onnx', { name: 'most played', grant: app.grants.add(folder) });
    await expect(finish(app, refused.jobId)).rejects.toMatchObject(
      telling('onnx.no-network', { name: 'most played', type: 'popularity' }),
    );
    const ears = join(folder, 'ears.csv');
    const rows = Array.from({ length: 60 }, (_, n) => `SOSYN${String(n).padStart(13, '0')},${n % 2},${n % 3}\n`);
    writeFileSync(ears, `song,v0,v1\n${rows.join('')}`);
    await importFile(app, 'vectors', ears);
    const both = await app.call('models/train', {
      ...{ type: 'tags', name: 'both' },
      options: { 'network-epochs': 1, 'ranking-epochs': 1, k: 4, 'preference-k': 4, epochs: 1, inputs: 'tags, ears' },
    });
    await finish(app, both.jobId);
    const beside = await app.call('models/export-onnx', { name: 'both', grant: app.grants.add(folder) });
    await expect(finish(app, beside.jobId)).rejects.toMatchObject(telling('onnx.vectors-beside', { name: 'both' }));
    if (!onnxThere) return;
    // Each song's own tags and artist, by the vocabulary that the file tells.
    const songs = features.artists.length;
    const row = (values: Uint32Array, own: (song: number) => [number, number][]) => {
      const all = new Float32Array(songs * (values.length + 1));
      for (let song = 0; song < songs; song++) {
        const known = own(song).filter(([value]) => values.includes(value));
        const total = known.reduce((sum, [, weight]) => sum + weight, 0);
        const at = (value: number) => song * (values.length + 1) + values.indexOf(value) + 1;
        for (const [value, weight] of known) all[at(value)] += weight / total;
        if (known.length === 0) all[song * (values.length + 1)] = 1;
      }
      return all;
    };
    const { offsets, tags, weights } = {
      offsets: features.tagOffsets,
      tags: features.tags,
      weights: features.tagWeights,
    };
    const { outputs, metadata } = run(file, {
      tags: row(vocabulary.tags, (song) =>
        Array.from(tags.subarray(offsets[song], offsets[song + 1]), (tag, i) => [tag, weights[offsets[song] + i]]),
      ),
      artist: row(vocabulary.artist, (song) => [[features.artists[song], 1]]),
      decade: row(vocabulary.decade, () => []),
    });
    const { arrays } = model.save();
    expect(largestDifference(outputs.rating_factors, arrays.q)).toBeLessThan(TOLERANCE);
    expect(largestDifference(outputs.rating_bias, arrays.songs)).toBeLessThan(TOLERANCE);
    expect(outputs.preference_factors).toBeUndefined();
    expect(JSON.parse(metadata.vocabulary).tags).toEqual(Array.from(vocabulary.tags, name));
    expect(metadata.preprocessing).toContain('add up to 1');
  });

  it.skipIf(!onnxThere)('the encoder is as numpy computes it', async () => {
    const app = await freshApp();
    const target = join(temporaryFolder(), 'heard.onnx');
    const { jobId } = await app.call('models/export-onnx', { name: null, grant: app.grants.add(target) });
    await finish(app, jobId);
    /** The input of tests/golden/musicnn/make_golden.py. */
    const formula = Float32Array.from({ length: MUSICNN_FRAMES * MUSICNN_BANDS }, (_, i) => {
      const [t, b] = [Math.floor(i / MUSICNN_BANDS), i % MUSICNN_BANDS];
      return 1.2 + Math.sin(0.37 * t + 0.11 * b) + 0.5 * Math.cos(0.05 * t * b);
    });
    const golden = JSON.parse(readFileSync(join(ROOT, 'tests/golden/musicnn/features.json'), 'utf8')) as number[];
    expect(largestDifference(run(target, { mel: formula }).outputs.vectors, golden)).toBeLessThan(TOLERANCE);
    const again = await app.call('models/export-onnx', { name: null, grant: app.grants.add(target) });
    await expect(finish(app, again.jobId)).rejects.toMatchObject(telling('library.file-exists', { file: target }));
  });
});
