import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readClip } from '../../src/core/recommender/audio/clip.ts';
import {
  MUSICNN_BANDS,
  MUSICNN_FRAMES,
  MUSICNN_SAMPLE_RATE_HZ,
  MusicnnMel,
} from '../../src/core/recommender/audio/musicnn-mel.ts';
import { readSafetensors } from '../../src/core/recommender/data/safetensors.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { TrainerClient } from '../../src/core/recommender/training/trainer-client.ts';
import { resourceFile } from '../../src/core/workers/resource.ts';
import type { EngineChoice } from '../../src/shared/trainer-protocol.ts';
import { onCleanup, ROOT, shared, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

const weightsFile = resourceFile('musicnn.safetensors');

async function encode(mels: Float32Array, engine: EngineChoice): Promise<Float32Array> {
  const trainer = new TrainerClient(spawnChildTrainer);
  onCleanup(() => trainer.close());
  const task = { kind: 'encode' as const, weightsFile, mels, engine };
  return (await trainer.run(task, new AbortController().signal, () => {})).vectors;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i] * b[i];
    first += a[i] ** 2;
    second += b[i] ** 2;
  }
  return both / Math.sqrt(first * second);
}

/** The input of tests/golden/musicnn/make_golden.py. */
const formula = Float32Array.from({ length: MUSICNN_FRAMES * MUSICNN_BANDS }, (_, i) => {
  const [t, b] = [Math.floor(i / MUSICNN_BANDS), i % MUSICNN_BANDS];
  return 1.2 + Math.sin(0.37 * t + 0.11 * b) + 0.5 * Math.cos(0.05 * t * b);
});
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'musicnn', 'features.json'), 'utf8')) as number[];

const f32 = (file: string) => new Float32Array(Uint8Array.from(readFileSync(file)).buffer);

describe('MusiCNN', () => {
  it.each<EngineChoice>(['wasm', 'auto'])(
    'equals numpy, value by value, on %s',
    { timeout: 60_000 },
    async (engine) => {
      const features = await encode(formula, engine);
      expect(features).toHaveLength(753);
      expect(Math.max(...features.map((value, i) => Math.abs(value - golden[i])))).toBeLessThan(1e-4);
    },
  );

  it('several clips are encoded as each alone', { timeout: 60_000 }, async () => {
    const quiet = formula.map((value) => 0.5 * value);
    const two = await encode(Float32Array.from([...formula, ...quiet]), 'wasm');
    expect(cosine(two.subarray(0, 753), golden)).toBeGreaterThan(0.999999);
    expect(cosine(two.subarray(753), await encode(quiet, 'wasm'))).toBeGreaterThan(0.999999);
    expect(cosine(two.subarray(753), golden)).toBeLessThan(0.999);
  });

  it('its input is 187 frames of a tone where the tone is', () => {
    const tone = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 16_000));
    const mel = new MusicnnMel().compute(tone);
    expect(mel).toHaveLength(187 * 96);
    const frame = mel.subarray(90 * 96, 91 * 96);
    // Slaney's 96 bands up to 8 kHz are .4665 mel apart: 440 Hz is mel 6.6, between the centres of bands 13 and 14.
    expect([12, 13, 14]).toContain(frame.indexOf(Math.max(...frame)));
    expect(Math.max(...new MusicnnMel().compute(new Float32Array(10)))).toBe(0);
  });

  it('weights that are cut off are refused by name', () => {
    const file = join(temporaryFolder(), 'weights.safetensors');
    writeFileSync(file, readFileSync(weightsFile).subarray(0, 100_000));
    expect(() => readSafetensors(file)).toThrow(telling('file.not-safetensors', { name: 'weights.safetensors' }));
  });
});

const goldenClips = shared('golden', 'musicnn');
const clips = shared('data', 'game-music', 'clips');

describe.skipIf(!goldenClips || !clips)('MusiCNN on real music', () => {
  const names = goldenClips
    ? readdirSync(goldenClips).flatMap((name) => (name.endsWith('.mel96.f32') ? [name.slice(0, -10)] : []))
    : [];

  it('equals TensorFlow from its input, and nearly so from the file', { timeout: 180_000 }, async () => {
    expect(names).toHaveLength(20);
    const given = names.map((name) => f32(join(goldenClips as string, `${name}.mel96.f32`)));
    const heard: Float32Array[] = [];
    for (const name of names) {
      const { samples } = await readClip(join(clips as string, `${name}.flac`), MUSICNN_SAMPLE_RATE_HZ);
      heard.push(new MusicnnMel().compute(samples));
    }
    const vectors = await encode(Float32Array.from([...given, ...heard].flatMap((mel) => [...mel])), 'auto');
    names.forEach((name, i) => {
      const want = f32(join(goldenClips as string, `${name}.pool753.f32`));
      const at = (n: number) => vectors.subarray(n * 753, (n + 1) * 753);
      expect(cosine(at(i), want), name).toBeGreaterThan(0.9999);
      expect(cosine(at(names.length + i), want), `${name} from its file`).toBeGreaterThan(0.995);
    });
  });
});
