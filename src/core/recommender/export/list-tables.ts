import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { DataCell, DataTable } from '../../report/data-table.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { type KeptLine, keptLines } from '../evaluation/kept-file.ts';
import { LISTENER, SONG } from './library-tables.ts';

type Row = readonly DataCell[];
/** Of one model, of one fold. */
type Part = { model: string; fold: number };

/** Ids of the library by its numbers, looked up once each. */
export class Ids {
  readonly #db: ReadableDb;
  readonly #known = { songs: new Map<number, string>(), listeners: new Map<number, string>() };

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  song(id: number): string {
    return this.#key('songs', 'SELECT song_key AS key FROM songs WHERE id = ?', id);
  }

  listener(id: number): string {
    return this.#key('listeners', 'SELECT listener_key AS key FROM listeners WHERE id = ?', id);
  }

  #key(of: 'songs' | 'listeners', sql: string, id: number): string {
    let key = this.#known[of].get(id);
    if (key === undefined) {
      key = this.#db.get<{ key: string }>(sql, id)?.key ?? String(id);
      this.#known[of].set(id, key);
    }
    return key;
  }
}

function* linesOf<Kind extends KeptLine['kind']>(
  file: string,
  kind: Kind,
  part?: Part,
): Generator<Extract<KeptLine, { kind: Kind }>> {
  for (const line of keptLines(file))
    if (line.kind === kind && (!part || (line.model === part.model && line.fold === part.fold)))
      yield line as Extract<KeptLine, { kind: Kind }>;
}

/** Models and folds that have lists or predictions, in the order in which they were measured. */
export function partsWith(file: string, kind: 'list' | 'predictions'): Part[] {
  const parts = new Map<string, Part>();
  for (const { model, fold } of linesOf(file, kind)) parts.set(JSON.stringify([model, fold]), { model, fold });
  return [...parts.values()];
}

export function listTable(file: string, ids: Ids, name: string, part: Part): DataTable {
  return {
    name,
    about: `What ${part.model} recommends to each tested listener.`,
    columns: [
      LISTENER,
      SONG,
      { name: 'rank', kind: 'whole', about: 'From 1, the best first.' },
      { name: 'score', kind: 'real', optional: true, about: "The model's score; higher is better." },
    ],
    key: [LISTENER.name, SONG.name],
    *rows(): Generator<Row> {
      for (const { listener, songs, scores } of linesOf(file, 'list', part))
        for (const [i, song] of songs.entries()) yield [ids.listener(listener), ids.song(song), i + 1, scores[i]];
    },
  };
}

export function predictionTable(file: string, ids: Ids, name: string, part: Part): DataTable {
  return {
    name,
    about: `The held-out ratings and what ${part.model} predicts.`,
    columns: [
      LISTENER,
      SONG,
      { name: 'rating', kind: 'real', about: 'The rating that was held out, by the conversion of the evaluation.' },
      { name: 'prediction', kind: 'real', optional: true, about: "The model's prediction." },
    ],
    key: [LISTENER.name, SONG.name],
    *rows(): Generator<Row> {
      for (const { listener, songs, ratings, predicted } of linesOf(file, 'predictions', part))
        for (const [i, song] of songs.entries())
          yield [ids.listener(listener), ids.song(song), ratings[i], predicted[i]];
    },
  };
}

export function valuesTable(file: string, ids: Ids): DataTable {
  return {
    name: 'values',
    about: 'Every measure of every tested listener.',
    columns: [
      { name: 'model', kind: 'text', about: 'The model.' },
      { name: 'fold', kind: 'whole', about: 'From 1.' },
      LISTENER,
      { name: 'measure', kind: 'text', about: 'The measure, with its list length after @.' },
      { name: 'value', kind: 'real', about: "The listener's value; of ratings the mean error." },
    ],
    key: ['model', 'fold', LISTENER.name, 'measure'],
    *rows(): Generator<Row> {
      for (const { model, fold, listener, measures } of linesOf(file, 'values'))
        for (const [measure, value] of Object.entries(measures))
          if (value !== null) yield [model, fold + 1, ids.listener(listener), measure, value];
    },
  };
}

/** Lists as trec_eval reads runs. */
export function* trecLines(file: string, ids: Ids, part: Part): Generator<string> {
  const plain = (id: string) => {
    if (/\s/.test(id) || id === '') throw new AppError('bad-input', say('export.id-with-blank', { id }));
    return id;
  };
  for (const { listener, songs, scores } of linesOf(file, 'list', part))
    for (const [i, song] of songs.entries())
      yield [plain(ids.listener(listener)), 'Q0', plain(ids.song(song)), i + 1, scores[i], part.model].join(' ');
}

/** Lists as JSON lines, a listener each: `{"listener": "u", "songs": [["a", 0.5], …]}`. */
export function* jsonLines(file: string, ids: Ids, part: Part): Generator<string> {
  for (const { listener, songs, scores } of linesOf(file, 'list', part))
    yield JSON.stringify({
      listener: ids.listener(listener),
      songs: songs.map((song, i) => [ids.song(song), scores[i]]),
    });
}
