import { expect, it } from 'vitest';
import { evaluateJob } from '../../src/core/recommender/experiments/evaluate-job.ts';
import type { JobServices } from '../../src/core/recommender/training/job-services.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

it('a comparison that was killed once it had stored its result is stored once when it is resumed', async () => {
  const app = await freshApp();
  const plays = Array.from({ length: 60 }, (_, i) => `u${i % 6}\ts${i % 10}\t${1 + (i % 3)}\n`).join('');
  await importFile(app, 'triplets', fileOf('plays.tsv', plays));
  let seconds = 0;
  const services = {
    library: app.library,
    settings: () => ({ engine: 'auto', threads: 1 }),
    clock: () => new Date(1000 * seconds++),
    changed: () => {},
    trainer: { run: async () => ({ dataHash: 'd', engine: 'wasm', models: {} }) },
  } as unknown as JobServices;
  const job = evaluateJob(services);
  const spec = evaluationSpec.parse({ protocol: 'ranking', models: ['popularity'], cutoffs: [5] });
  const results = () => app.library.db.all('SELECT id, created_at FROM results ORDER BY id');
  const run = (folder: string) => {
    const context = { id: 1, signal: new AbortController().signal, folder, progress: () => {}, commit: () => {} };
    return job.run(spec, context);
  };
  const folder = temporaryFolder();
  await run(folder);
  const first = results();
  expect(first).toHaveLength(1);
  await run(folder); // the same job, since its end was never stored
  expect(results()).toEqual(first);
  await run(temporaryFolder()); // another one that computes the same is a result of its own
  expect(results()).toHaveLength(2);
});
