import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArrays, writeArrays } from '../../src/core/recommender/data/arrays-file.ts';
import { readSafetensors } from '../../src/core/recommender/data/safetensors.ts';
import { historyOf } from '../../src/core/recommender/data/training-set.ts';
import { readModelFile, writeModelFile } from '../../src/core/recommender/models/model-file.ts';
import { interactionsOf, datasetOf, trainingSetOf } from '../support/sets.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

const OLD = join(ROOT, 'tests', 'fixtures', 'models-3');
const expected = JSON.parse(readFileSync(join(OLD, 'scores.json'), 'utf8')) as Record<string, number[]>;

/** The plays of tests/fixtures/models-3/make.ts. */
const SONGS = 12;
const plays = Array.from({ length: 20 }, (_, u) =>
  Object.fromEntries([0, 1, 2, 3, 4].map((i) => [(u + i * (1 + (u % 3))) % SONGS, 1 + ((u * i) % 4)])),
);
const set = trainingSetOf(interactionsOf(plays, SONGS));

function scoresOf(file: string): number[] {
  const scores = new Float64Array(SONGS);
  readModelFile(file, 'test').model.scores(historyOf(set, 4), scores);
  return Array.from(scores);
}

/** As the specification of the format reads a file. */
function headerOf(file: string): { header: Record<string, { shape: number[]; data_offsets: number[] }>; data: number } {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE());
  return { header: JSON.parse(bytes.toString('utf8', 8, 8 + length)), data: bytes.length - 8 - length };
}

describe.each(Object.keys(expected))('a saved %s', (type) => {
  it('from before safetensors opens, and scores as it did; saved again it is safetensors and scores the same', () => {
    const old = join(OLD, `${type}.model`);
    expect(readFileSync(old).toString('latin1', 0, 8)).toBe('QDRARR01');
    expect(scoresOf(old)).toEqual(expected[type]);
    const { model, scale, features, songIds, listenerIds } = readModelFile(old, 'test');
    const file = join(temporaryFolder(), 'new.model');
    writeModelFile(file, type, scale, { ...datasetOf(set.interactions, features), songIds, listenerIds }, model.save());
    expect(scoresOf(file)).toEqual(expected[type]);
    const { header, data } = headerOf(file);
    const { __metadata__: metadata, ...arrays } = header;
    expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    const offsets = Object.values(arrays).map((one) => one.data_offsets);
    offsets.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    offsets.forEach(([from], i) => expect(from).toBe(i === 0 ? 0 : offsets[i - 1][1])); // no gaps
    expect(offsets.at(-1)?.[1]).toBe(data);
  });
});

it('factors are stored as rows of k', () => {
  const { model, scale, features, songIds, listenerIds } = readModelFile(join(OLD, 'als.model'), 'test');
  const file = join(temporaryFolder(), 'als.model');
  writeModelFile(file, 'als', scale, { ...datasetOf(set.interactions, features), songIds, listenerIds }, model.save());
  const shapes = Array.from(readSafetensors(file).tensors.values(), ({ shape }) => shape);
  expect(shapes).toContainEqual([SONGS, 3]);
  expect(shapes).toContainEqual([20, 3]);
});

describe('arrays in a file', () => {
  const arrays = {
    bytes: Uint8Array.of(1, 2, 3),
    wide: Float64Array.of(Math.PI, Number.NaN),
    none: new Uint32Array(0),
    signed: Int32Array.of(-7),
    half: Uint16Array.of(65_535),
  };

  it('come back with their types, whatever their order', () => {
    const file = join(temporaryFolder(), 'arrays.bin');
    writeArrays(file, { words: ['é', '"'] }, arrays);
    expect(readArrays(file)).toEqual({ meta: { words: ['é', '"'] }, arrays });
  });

  it('that are cut off or have no JSON part are refused by name', () => {
    const file = join(temporaryFolder(), 'arrays.bin');
    writeArrays(file, {}, arrays);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 1));
    const refused = telling('evaluation.arrays-unreadable', { file: 'arrays.bin' });
    expect(() => readArrays(file)).toThrow(refused);
    writeFileSync(file, Buffer.concat([whole.subarray(0, 8), Buffer.from(whole.subarray(8)).fill(' ', 0, 40)]));
    expect(() => readArrays(file)).toThrow(refused);
  });
});
