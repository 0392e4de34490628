import type { JudgedLists } from '../../../shared/contract/referee.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { keptLines } from '../evaluation/kept-file.ts';
import { Ids } from '../export/list-tables.ts';
import type { Lists } from './lists/entries.ts';
import { type ScoreSpec, scoreFiles } from './score-files.ts';

export interface ScoreTask extends Omit<ScoreSpec, 'more'> {
  /** Lists of our models on the split, as an evaluation kept them, and the library whose numbers they have. */
  ours: { keptFile: string; libraryFile: string } | null;
}

serveTask<ScoreTask, JudgedLists>(async ({ ours, ...spec }, checkpoint) => {
  const own = ours ? ownLists(ours) : {};
  const more = Object.fromEntries(Object.entries(own).map(([model, lists]) => [ourName(model), lists]));
  const judged = await scoreFiles({ ...spec, more }, { progress: (fraction) => checkpoint(fraction, 'judging') });
  for (const model of Object.keys(own)) {
    const found = judged.lists[ourName(model)];
    if (found) found.model = model;
  }
  return judged;
});

function ourName(model: string): string {
  return `${model} (Quadrille)`;
}

function ownLists({ keptFile, libraryFile }: NonNullable<ScoreTask['ours']>): Record<string, Lists> {
  const db = openReader(libraryFile);
  try {
    const ids = new Ids(db);
    const lists: Record<string, Lists> = {};
    for (const line of keptLines(keptFile)) {
      if (line.kind !== 'list') continue;
      lists[line.model] ??= new Map();
      lists[line.model].set(
        ids.listener(line.listener),
        line.songs.map((song) => ids.song(song)),
      );
    }
    return lists;
  } finally {
    db.close();
  }
}
