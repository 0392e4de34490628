import { counted } from '../counted.ts';
import { dataFolderHere } from '../../core/storage/data-folder.ts';
import { commandError } from '../command.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoResult, runDemo } from '../../core/recommender/demo/run-demo.ts';
import { demoFiles } from '../../core/recommender/demo/write-files.ts';
import { modelText } from '../../shared/evaluation-words.ts';
import { spawnTrainer } from '../spawn-trainer.ts';
import { createLibrary, libraryExists, openLibrary } from '../../core/storage/library.ts';
import { callerPath, type Command, noMorePositionals } from '../command.ts';
import { clock, finishJob } from '../session.ts';
import { removeFolder } from '../../core/storage/moves.ts';

export const demoCommand: Command = {
  usage: 'demo [--dir FOLDER] [--fresh] [--headless] [--json]',
  help: [
    '--dir FOLDER  where the demo lives (default: a folder of its own among the user data)',
    '--fresh       throw an earlier demo in that folder away and start again',
    '--headless    do not say how to open the app afterwards',
  ],
  options: { dir: { type: 'string' }, fresh: { type: 'boolean' }, headless: { type: 'boolean' } },
  async run(input) {
    noMorePositionals(input, 0);
    const folder = typeof input.values.dir === 'string' ? callerPath(input.values.dir) : defaultDemoFolder();
    if (input.values.fresh) await removeDemo(folder);
    const library = await openDemoLibrary(folder);
    const { createApp } = await import('../../core/app/create-app.ts');
    const app = createApp({ library, spawnTrainer });
    try {
      const result = await runDemo(app, folder, {
        signal: input.signal,
        progress: ({ text }) => input.progress(text),
        finishJob: (id) => finishJob(app, input, id),
      });
      input.print(tables(result));
      if (!input.values.headless)
        input.print(`\nOpen it in the app:  npm start -- --library "${library.paths.folder}"`);
      return result;
    } finally {
      await app.close();
    }
  },
};

export function defaultDemoFolder(): string {
  return join(dataFolderHere(), 'demo');
}

async function openDemoLibrary(folder: string) {
  const library = join(folder, 'library');
  if (libraryExists(library)) {
    const opened = await openLibrary(library);
    const synthetic =
      opened.db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'synthetic'")?.value === 'true';
    const used = ['imports', 'scholars'].some((table) => opened.db.get(`SELECT 1 FROM ${table}`) !== undefined);
    if (synthetic || !used) return opened;
    opened.close();
    throw commandError('conflict', `The library in ${library} is not a demo. Choose another folder with --dir.`);
  }
  const source = join(folder, 'source');
  if (existsSync(source) && !existsSync(demoFiles(source).done))
    throw commandError('conflict', `${source} is there and holds no demo. Choose another folder with --dir.`);
  return createLibrary(library);
}

/** Removes only what a demo wrote; refuses any other library. */
async function removeDemo(folder: string): Promise<void> {
  const [library, source] = [join(folder, 'library'), join(folder, 'source')];
  if (libraryExists(library)) {
    (await openDemoLibrary(folder)).close();
    removeFolder(library);
  }
  if (existsSync(demoFiles(source).done)) removeFolder(source);
}

function tables(result: DemoResult): string {
  const number = (value: number | null) => (value === null ? 'n/a' : value.toFixed(4)).padStart(10);
  const columns = ['RMSE', 'MAE', 'P@10', 'R@10', 'F1@10', 'NDCG@10'];
  const head = `${'model'.padEnd(18)}${columns.map((name) => name.padStart(10)).join('')}`;
  const ranked = (ranking: Record<string, Record<string, number | null>>) =>
    ['precision', 'recall', 'f1', 'ndcg'].map((name) => number(ranking[name]['10'])).join('');
  const rows = Object.keys(result.ratings).map(
    (model) =>
      model.padEnd(18) +
      number(result.ratings[model].rmse) +
      number(result.ratings[model].mae) +
      ranked(result.ranking[model]),
  );
  return [
    `SYNTHETIC data: ${counted(result.tracks, 'track')}, ${counted(result.listeners, 'listener')}, ` +
      `${result.plays.toLocaleString('en')} plays, made by code. Engine: ` +
      `${result.engine}. ${clock(result.seconds)} minutes.`,
    '',
    head,
    ...rows,
    `${'noise ceiling'.padEnd(18)}${number(null)}${number(null)}${ranked(result.noiseCeiling)}`,
    '',
    'New songs, unheard in training (five splits):',
    `${'model'.padEnd(30)}${'NDCG@10'.padStart(10)}${'AUC'.padStart(10)}`,
    ...Object.entries(result.newSongs).map(
      ([model, values]) => `${modelText(model).padEnd(30)}${number(values['ndcg@10'])}${number(values.auc)}`,
    ),
    '',
    ...result.verdict.map(({ text }) => text),
  ].join('\n');
}
