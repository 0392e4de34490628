import { join } from 'node:path';
import type { App } from '../../src/core/app/app.ts';
import { runMobilityDemo } from '../../src/core/mobility/demo/run-demo.ts';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { finish, importFile, suiteApp } from './fixtures.ts';

/** A library with something on every page: songs, a model, a comparison, and the fictional study. */
export async function bothHalves(folder: string): Promise<App> {
  const app = await suiteApp(folder);
  const source = join(folder, 'source');
  writeDemoFiles(source, { tracks: 60, listeners: 60, seed: 5 }, () => {});
  await importFile(app, 'metadata', join(source, 'track_metadata.db'));
  await importFile(app, 'tags', join(source, 'lastfm_tags.db'));
  await importFile(app, 'triplets', join(source, 'train_triplets.txt'));
  await finish(app, (await app.call('models/train', { type: 'item-knn', name: 'item-knn' })).jobId);
  const models = ['popularity', 'item-knn'];
  await finish(app, (await app.call('evaluation/start', { protocol: 'ranking', models, cutoffs: [5, 10] })).jobId);
  await runMobilityDemo(app.study, folder, () => {});
  return app;
}
