import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { npy } from '../../src/core/recommender/handover/npy.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import { finish, freshApp, importFile, shared, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { peerPrints, peerThere } from '../support/peer-python.ts';
import { tasteLibrary } from '../support/tastes.ts';

/** How much NDCG@100 may differ between two programs' seeds: two of ours differ by .0012. */
const TOLERANCE = 0.004;
const SAMPLE = shared('data', 'taste-profile-sample.tsv');
const sparkThere = process.env.QUADRILLE_SPARK === 'on' && peerThere('pyspark') && SAMPLE !== null;
const SPLIT = { protocol: 'ranking' as const, models: ['popularity'] };

interface Spec {
  export: string;
  library: string;
  als: { rank: number; alpha: number; confidence: string; regParam: number };
  foldIn: { alpha: number; confidence: string; reg: number; penalty: string };
}

async function handOver(app: App, als: Record<string, string | number>, split: typeof SPLIT | null = SPLIT) {
  const folder = join(temporaryFolder(), 'spark');
  const { jobId } = await app.call('handover/export-spark', { split, als, grant: app.grants.add(folder) });
  const result = await finish<{ files: string[]; training: number; test: number }>(app, jobId);
  const spec = JSON.parse(readFileSync(join(folder, 'spec.json'), 'utf8')) as Spec;
  return { folder, spec, ...result };
}

async function take(app: App, folder: string, name: string): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', { grant: app.grants.add(folder), kind: 'factors', name });
  return finish<ImportResult>(app, jobId);
}

/** As als.py ends: factors of some songs, and the manifest last. */
function endAsSpark(folder: string, spec: Spec, more: Partial<Spec> = {}): void {
  const out = join(folder, 'factors');
  mkdirSync(out);
  const ids = Array.from({ length: 30 }, (_, n) => `SOSYN${String(n).padStart(13, '0')}`);
  const values = Float32Array.from({ length: ids.length * spec.als.rank }, (_, i) => Math.sin(i));
  writeFileSync(join(out, 'songs.npy'), npy(values, [ids.length, spec.als.rank]));
  writeFileSync(join(out, 'songs.ids.txt'), ids.join('\n'));
  const sha256 = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex');
  const files = Object.fromEntries(['songs.npy', 'songs.ids.txt'].map((name) => [name, sha256(name)]));
  const { export: exported, library } = { ...spec, ...more };
  const manifest = { format: 1, export: exported, library, rank: spec.als.rank, songs: 30, files, engine: 'Spark 4' };
  writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest));
}

describe('plays for Spark', () => {
  it('leave with their split and settings; factors that are not whole or of another export are refused', async () => {
    const app = await tasteLibrary();
    const { folder, spec, files, training, test } = await handOver(app, { k: 4, alpha: 2, reg: 6 });
    expect(files).toEqual(
      expect.arrayContaining(['training.parquet', 'test.parquet', 'song-ids.parquet', 'spec.json', 'als.py']),
    );
    expect([training > 0, test > 0, training + test]).toEqual([true, true, 120 * 14]);
    expect(spec.als).toMatchObject({ rank: 4, alpha: 2, confidence: 'binary' });
    // The geometric mean of the penalties of 120 listeners and 60 songs, on average.
    expect(spec.als.regParam).toBeCloseTo((6 * Math.sqrt(120 * 60)) / training, 9);
    expect(spec.foldIn.reg).toBeCloseTo(6 * Math.sqrt(60 / 120), 9);
    // Spark's own penalty needs no averages.
    const own = await handOver(app, { k: 4, reg: 0.5, penalty: 'plays' });
    expect(own.spec).toMatchObject({ als: { regParam: 0.5 }, foldIn: { reg: 0.5, penalty: 'plays' } });
    const copy = () => {
      const to = join(temporaryFolder(), 'copy');
      cpSync(folder, to, { recursive: true });
      return to;
    };
    await expect(take(app, folder, 'x')).rejects.toMatchObject(telling('factors.spark-unfinished'));
    const [cutOff, ofNoFormat] = [copy(), copy()];
    const specText = readFileSync(join(folder, 'spec.json'), 'utf8');
    for (const [where, text] of [
      [cutOff, specText.slice(0, 40)],
      [ofNoFormat, specText.replace('"format": 1', '"format": 99')],
    ]) {
      endAsSpark(where, spec);
      rmSync(join(where, 'factors', 'manifest.json'));
      writeFileSync(join(where, 'spec.json'), text);
      for (const given of [where, join(where, 'factors')])
        await expect(take(app, given, 'x')).rejects.toMatchObject(telling('factors.spark-spec', { file: 'spec.json' }));
    }
    const [half, foreign, elsewhere] = [copy(), copy(), copy()];
    endAsSpark(half, spec);
    const values = join(half, 'factors', 'songs.npy');
    writeFileSync(values, readFileSync(values).subarray(0, -4));
    await expect(take(app, half, 'x')).rejects.toMatchObject(telling('factors.spark-unfinished'));
    rmSync(join(half, 'factors', 'manifest.json'));
    await expect(take(app, join(half, 'factors'), 'x')).rejects.toMatchObject(telling('factors.spark-unfinished'));
    endAsSpark(foreign, spec, { export: 'another' });
    await expect(take(app, foreign, 'x')).rejects.toMatchObject(telling('factors.spark-foreign'));
    endAsSpark(elsewhere, spec, { library: 'another' });
    await expect(take(app, elsewhere, 'x')).rejects.toMatchObject(telling('factors.spark-foreign'));
    // Nor is the table inside taken without its manifest.
    const [inside, unfinished] = [elsewhere, half].map((one) => join(one, 'factors', 'songs.parquet'));
    for (const table of [inside, unfinished]) mkdirSync(table);
    await expect(take(app, inside, 'x')).rejects.toMatchObject(telling('factors.spark-foreign'));
    await expect(take(app, unfinished, 'x')).rejects.toMatchObject(telling('factors.spark-unfinished'));
    endAsSpark(folder, spec);
    const { imported, notes } = await take(app, folder, 'spark');
    expect(imported).toBe(30);
    expect(notes.find(({ id }) => id === 'factors.made-by')?.values).toMatchObject({ engine: 'Spark 4', alpha: 2 });
    // The folder of the factors alone, with the spec beside it, is as good.
    renameSync(join(folder, 'als.py'), join(folder, 'als.txt'));
    expect((await take(app, join(folder, 'factors'), 'again')).imported).toBe(30);
    const whole = await handOver(app, {}, null);
    expect([whole.training, whole.test]).toEqual([120 * 14, 0]);
  });

  it.skipIf(!sparkThere)(
    'Spark on the Taste Profile sample: as good as our factors',
    { timeout: 1_200_000 },
    async () => {
      const app = await freshApp();
      await importFile(app, 'triplets', SAMPLE as string);
      const als = { k: 32, iterations: 10, alpha: 4, reg: 1, confidence: 'binary', penalty: 'plays' };
      const { folder, spec } = await handOver(app, als);
      process.env.PYSPARK_SUBMIT_ARGS = '--master local[2] pyspark-shell';
      peerPrints(
        'import runpy, sys\nrunpy.run_path(sys.argv[1], run_name="__main__")\nprint("null")',
        join(folder, 'als.py'),
      );
      expect(readdirSync(join(folder, 'factors'))).toEqual(
        expect.arrayContaining(['manifest.json', 'songs.parquet', 'listeners.parquet']),
      );
      await take(app, folder, 'spark');
      const { jobId } = await app.call('evaluation/start', {
        protocol: 'ranking',
        models: ['als', 'external-factors', 'popularity'],
        cutoffs: [100],
        options: { als, 'external-factors': { inputs: 'spark', ...spec.foldIn } },
      });
      const { models } = await finish<EvaluationResult>(app, jobId);
      const ndcg = (model: string) => models[model]['ndcg@100'] ?? Number.NaN;
      process.stderr.write(`NDCG@100: ours ${ndcg('als')}, Spark ${ndcg('external-factors')}\n`);
      expect(ndcg('als')).toBeGreaterThan(ndcg('popularity'));
      expect(Math.abs(ndcg('external-factors') - ndcg('als'))).toBeLessThan(TOLERANCE);
      // A part that another run of Spark began and did not end.
      rmSync(join(folder, 'factors', 'songs.parquet', '_SUCCESS'));
      await expect(take(app, folder, 'half')).rejects.toMatchObject(telling('factors.parts'));
    },
  );
});
