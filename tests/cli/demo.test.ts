import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_MODELS } from '../../src/core/recommender/demo/run-demo.ts';
import { readArrays } from '../../src/core/recommender/data/arrays-file.ts';
import { demoFiles, writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { DEMO_SIZE } from '../../src/core/recommender/demo/world.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { ROOT, suiteFolder, temporaryFolder, texts } from '../support/fixtures.ts';

const CLI = join(ROOT, 'src', 'cli', 'main.ts');
const HANG_GUARD_MS = 900_000;
/** `.ci/run` runs the demo twice: whole with the engine that is there, and smaller with native TensorFlow off. */
const SIZE = process.env.QUADRILLE_DEMO === 'small' ? { tracks: 240, listeners: 400, seed: 20_241_123 } : DEMO_SIZE;

function demo(folder: string, ...more: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [CLI, 'demo', '--dir', folder, '--headless', '--json', ...more],
    { encoding: 'utf8', cwd: ROOT },
  );
  return { status, value: JSON.parse(stdout || '{}'), stderr };
}

describe('the demo', () => {
  it('makes the same files on every machine', () => {
    const folder = temporaryFolder();
    writeDemoFiles(folder, { tracks: 12, listeners: 10, seed: 1 }, () => {});
    const files = demoFiles(folder);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const { expected } = readArrays(files.truth).arrays;
    expect([
      hash(readFileSync(files.triplets)),
      hash(new Uint8Array(expected.buffer, expected.byteOffset, expected.byteLength)),
      hash(readFileSync(join(files.audio, 'TRSYN0000000000003.wav'))),
      hash(readFileSync(join(files.audio, 'TRSYN0000000000007.wav'))),
    ]).toEqual(['078210f90a50019d', '212916e87cdb2fb8', '171ba709715c241c', '81d962441b50fb9d']);
  });

  it('leaves a folder alone that holds other files where its own would go', () => {
    const folder = temporaryFolder();
    const mine = demoFiles(join(folder, 'source')).triplets;
    mkdirSync(join(folder, 'source'));
    writeFileSync(mine, 'mine');
    expect(demo(folder)).toMatchObject({ status: 1, value: { error: { code: 'conflict' } } });
    expect(readFileSync(mine, 'utf8')).toBe('mine');
  });

  it('does the whole main job, says that it is synthetic, and is only reopened the second time', {
    timeout: HANG_GUARD_MS,
  }, () => {
    const folder = suiteFolder();
    // Files that are there already are taken as they are.
    if (SIZE !== DEMO_SIZE) writeDemoFiles(join(folder, 'source'), SIZE, () => {});
    const { status, value, stderr } = demo(folder);
    expect(status, stderr).toBe(0);
    expect(value).toMatchObject({
      synthetic: true,
      tracks: SIZE.tracks,
      listeners: SIZE.listeners,
      engine: expect.stringMatching(/^(native|wasm)/),
    });
    expect(Object.keys(value.ratings)).toEqual(DEMO_MODELS);
    expect(Object.keys(value.ranking)).toEqual(DEMO_MODELS);
    expect(value.loss[value.loss.length - 1]).toBeLessThan(value.loss[0]);
    expect(value.ratings['hybrid-weighted']).toMatchObject({
      mae: expect.any(Number),
      nmae: expect.any(Number),
      mse: expect.any(Number),
      rmse: expect.any(Number),
      msle: expect.any(Number),
    });
    expect(value.ratings.popularity.rmse).toBeNull();
    // Learnable, not trivial: above popularity, below the truth itself, which no model may beat.
    const f1 = (model: string) => value.ranking[model].f1['10'];
    expect(f1('cnn')).toBeGreaterThan(f1('popularity'));
    for (const model of DEMO_MODELS) expect(f1(model), model).toBeLessThan(value.noiseCeiling.f1['10']);
    // New songs: what the networks hear is worth something, and less than the songs' own plays.
    for (const model of ['cnn', 'tags']) {
      expect(value.newSongs[model].auc, model).toBeGreaterThan(value.newSongs.chance.auc + 0.05);
      expect(value.newSongs[model].auc, model).toBeLessThan(value.newSongs['upper-bound'].auc);
    }
    expect(value.newSongs.cnn['ndcg@10']).toBeLessThan(value.newSongs['audible-ceiling']['ndcg@10']);
    expect(texts(value.verdict)).toMatch(/hybrid and user-cf: .*Holm/);
    expect(value.verdict.length).toBeGreaterThan(4);
    const again = demo(folder);
    expect(again.status).toBe(0);
    expect(again.value.ranking).toEqual(value.ranking);
    expect(again.stderr).not.toMatch(/training/);
  });

  it('never touches a library that is not a demo', async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const library = await createLibrary(join(folder, 'library'));
    library.db.transaction(() =>
      library.db.run(
        "INSERT INTO imports (kind, format, file, result, finished_at) VALUES ('triplets', 'taste-profile', " +
          "'mine.txt', '{}', '')",
      ),
    );
    library.close();
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    for (const options of [[], ['--fresh']])
      expect(demo(folder, ...options)).toMatchObject({
        status: 1,
        value: { error: { code: 'conflict', message: { text: expect.stringMatching(/not a demo/) } } },
      });
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('mine');
  });
});
