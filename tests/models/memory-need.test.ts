import { anywayHint } from '../../src/cli/anyway.ts';
import { describe, expect, it } from 'vitest';
import { alsBytes } from '../../src/core/recommender/factors/als.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { completeOptions } from '../../src/core/recommender/models/options.ts';
import {
  assertFitsMachine,
  isBeyond,
  machineMemory,
  memoryNeed,
} from '../../src/core/recommender/training/memory-need.ts';
import type { AppError } from '../../src/shared/errors.ts';
import { telling } from '../support/messages.ts';
import { tasteLibrary } from '../support/tastes.ts';

const GIB = 2 ** 30;
const FULL = { listeners: 1_019_318, songs: 384_546, plays: 47_907_946 };
const wanted = (type: string, options = {}) => ({
  type,
  options: completeOptions(modelDefinition(type), options, modelDefinition),
});
const need = (type: string, options = {}, size = FULL) =>
  memoryNeed('evaluate', [wanted('popularity'), wanted(type, options)], size, modelDefinition);

describe('the memory that a job needs', () => {
  it('is near what was measured: the full Taste Profile with 64 factors took 3,034 MiB', () => {
    const mib = need('als', { k: 64 }) / 2 ** 20;
    expect(mib).toBeGreaterThan(3034 * 0.75);
    expect(mib).toBeLessThan(3034 * 1.33);
  });

  it('grows with plays, factors and the parts of a hybrid; only the largest of several models counts', () => {
    expect(need('als', { k: 128 }) - need('als', { k: 64 })).toBe(
      alsBytes(FULL, { k: 128, confidence: 'binary' }) - alsBytes(FULL, { k: 64, confidence: 'binary' }),
    );
    expect(need('als', {}, { ...FULL, plays: 2 * FULL.plays })).toBeGreaterThan(need('als') + 16 * FULL.plays);
    const [als, bpr, both] = ['als', 'bpr', 'hybrid-weighted'].map((type) =>
      need(type, type === 'hybrid-weighted' ? { parts: 'als, bpr' } : {}),
    );
    const data = need('popularity');
    expect(both - data).toBe(als - data + (bpr - data));
    const together = memoryNeed('evaluate', [wanted('als'), wanted('bpr')], FULL, modelDefinition);
    expect(together).toBe(Math.max(als, bpr));
    expect(need('hybrid-weighted')).toBeGreaterThan(both);
  });

  it('counts vectors and, in a training of a model that can place them, songs that nobody played', () => {
    const MIB = 2 ** 20;
    const size = {
      ...{ listeners: 2000, songs: 3000, plays: 100_000 },
      unplayed: 200_000,
      sets: { mert: { width: 256, songs: 103_000 } },
    };
    const bytes = (job: 'train' | 'evaluate', type: string, options = {}) =>
      memoryNeed(job, [wanted(type, options)], size, modelDefinition);
    // Peaks of trainings on such a library: docs/scale.md.
    for (const [type, inputs, measured] of [
      ['content', 'tags', 549],
      ['ridge', 'tags', 540],
      ['tags', 'tags', 824],
      ['content', 'tags,mert', 1025],
      ['ridge', 'tags,mert', 1077],
      ['tags', 'tags,mert', 2011],
    ] as const) {
      const mib = bytes('train', type, { inputs }) / MIB;
      expect(mib, `${type} ${inputs}`).toBeGreaterThan(0.67 * measured);
      expect(mib, `${type} ${inputs}`).toBeLessThan(1.33 * measured);
    }
    const plays = bytes('train', 'popularity');
    expect(bytes('train', 'content')).toBeGreaterThan(plays + 300 * MIB);
    expect(bytes('train', 'hybrid-weighted')).toBeGreaterThan(bytes('train', 'hybrid-weighted', { parts: 'als' }));
    // A comparison knows only the songs that were played, whose vectors count there.
    const few = bytes('evaluate', 'content', { inputs: 'mert' }) - bytes('evaluate', 'content');
    expect(few).toBe(6 * 3000 * 256 * 4);
    // There is a row for every song in a set of few.
    const sparse = { ...size, sets: { mert: { width: 256, songs: 10 } } };
    const need = memoryNeed('train', [wanted('content', { inputs: 'mert' })], sparse, modelDefinition);
    expect(need - bytes('train', 'content')).toBe(2 * 203_000 * 256 * 4);
  });

  it('four fifths of the machine are enough, a byte more is too much', () => {
    const needed = need('als');
    expect(isBeyond(needed, needed / 0.8)).toBe(false);
    expect(isBeyond(needed, needed / 0.8 - 1)).toBe(true);
    const spec = { models: ['popularity', 'als'], options: {}, defaults: 2 };
    assertFitsMachine('evaluate', spec, FULL, needed / 0.8);
    const refusal = (models: string[]) => {
      try {
        assertFitsMachine('evaluate', { ...spec, models }, FULL, GIB);
      } catch (error) {
        return error as AppError;
      }
      return expect.fail('it should not fit');
    };
    expect(refusal(['popularity', 'als'])).toEqual(telling('job.beyond-memory', { have: '1.0', handOver: 'spark' }));
    expect(refusal(['popularity', 'als'])).toMatchObject({
      code: 'bad-input',
      details: { beyondMemory: { need: needed, total: GIB, handOver: 'spark' } },
    });
    expect(refusal(['tags'])).toMatchObject({ details: { beyondMemory: { handOver: 'keras' } } });
    // A library without plays needs nothing.
    assertFitsMachine('evaluate', spec, { listeners: 0, songs: 0, plays: 0 }, 1);
  });

  it('factors beyond what the kernel can address are refused before any work, on any machine', () => {
    const als = modelDefinition('als');
    const size = { listeners: 5_319_149, songs: 877_602, plays: 250_000_000 };
    const assertFits = (k: number, plays = size.plays) =>
      als.assertFits?.(completeOptions(als, { k }, modelDefinition), { ...size, plays });
    assertFits(64);
    expect(() => assertFits(128)).toThrow(telling('recommender.factorisation-too-large', { size: '4.9' }));
    assertFits(128, 100_000_000);
  });

  it('a machine may be said to have less', () => {
    expect(machineMemory({ QUADRILLE_MEMORY_GIB: '1.5' })).toBe(1.5 * GIB);
    expect(machineMemory({})).toBeGreaterThan(GIB / 4);
    expect(machineMemory({ QUADRILLE_MEMORY_GIB: 'much' })).toBe(machineMemory({}));
  });

  it('jobs are refused before they start, and start anyway where a person says so', async () => {
    const app = await tasteLibrary();
    process.env.QUADRILLE_MEMORY_GIB = '0.01';
    try {
      const evaluation = { protocol: 'ranking', models: ['popularity'] };
      const experiment = { spec: { name: 'x', evaluations: [evaluation] } };
      const training = { type: 'popularity', name: 'known' };
      await expect(app.call('models/train', training)).rejects.toMatchObject(telling('job.beyond-memory'));
      const refusal = await app.call('models/train', training).then(null, (error: unknown) => error);
      expect(anywayHint(refusal)).toMatch(/"--anyway".*"export spark"/);
      await expect(app.call('evaluation/start', evaluation)).rejects.toMatchObject(telling('job.beyond-memory'));
      await expect(app.call('experiments/start', experiment)).rejects.toMatchObject(telling('job.beyond-memory'));
      expect(await app.call('jobs/list', {})).not.toContainEqual(expect.objectContaining({ kind: 'train' }));
      const started = app.call('models/train', { ...training, anyway: true });
      await expect(started).resolves.toEqual({ jobId: expect.any(Number) });
      const { jobId } = await started;
      expect((await app.jobs.wait(jobId)).state).toBe('done');
    } finally {
      delete process.env.QUADRILLE_MEMORY_GIB;
    }
  });
});
