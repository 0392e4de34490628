import type { JudgedLists } from '../../../shared/contract/referee.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { keptLines } from '../evaluation/kept-file.ts';
import { Ids } from '../export/list-tables.ts';
import type { Predictions as Kept } from '../evaluation/keeper.ts';
import type { Lists } from './lists/entries.ts';
import type { Predicted } from './lists/predictions.ts';
import { type ScoreSpec, scoreFiles } from './score-files.ts';

export interface ScoreTask extends Omit<ScoreSpec, 'more' | 'morePredictions'> {
  /** Lists, or predictions, of our models on the split, as an evaluation kept them; and whose ids they have. */
  ours: { keptFile: string; libraryFile: string } | null;
}

serveTask<ScoreTask, JudgedLists>(async ({ ours, ...spec }, checkpoint) => {
  const own = ours ? ownResults(ours) : { lists: {}, predictions: {} };
  const more = byOurNames(own.lists);
  const morePredictions = byOurNames(own.predictions);
  const judging = { progress: (fraction: number) => checkpoint(fraction, 'judging') };
  const judged = await scoreFiles({ ...spec, more, morePredictions }, judging);
  for (const model of Object.keys({ ...own.lists, ...own.predictions })) {
    const found = judged.lists[ourName(model)];
    if (found) found.model = model;
  }
  return judged;
});

function ourName(model: string): string {
  return `${model} (Quadrille)`;
}

function byOurNames<Of>(own: Readonly<Record<string, Of>>): Record<string, Of> {
  return Object.fromEntries(Object.entries(own).map(([model, one]) => [ourName(model), one]));
}

type Own = { lists: Record<string, Lists>; predictions: Record<string, Map<string, Map<string, Predicted>>> };

function ownResults({ keptFile, libraryFile }: NonNullable<ScoreTask['ours']>): Own {
  const db = openReader(libraryFile);
  try {
    const ids = new Ids(db);
    const own: Own = { lists: {}, predictions: {} };
    for (const line of keptLines(keptFile)) {
      if (line.kind === 'values') continue;
      const songs = line.songs.map((song) => ids.song(song));
      const who = ids.listener(line.listener);
      if (line.kind === 'list') (own.lists[line.model] ??= new Map()).set(who, songs);
      else (own.predictions[line.model] ??= new Map()).set(who, predictedOf(songs, line));
    }
    return own;
  } finally {
    db.close();
  }
}

function predictedOf(songs: readonly string[], { ratings, predicted }: Kept): Map<string, Predicted> {
  return new Map(songs.map((song, i) => [song, { value: predicted[i], truth: ratings[i], times: 1 }]));
}
