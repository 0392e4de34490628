import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { DataCell, DataTable } from '../../report/data-table.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { KeptIndex } from '../evaluation/kept-file.ts';
import type { Place } from '../evaluation/keeper.ts';
import { LISTENER, SONG } from './library-tables.ts';

type Row = readonly DataCell[];

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

export function listTable(kept: KeptIndex, ids: Ids, name: string, part: Place): DataTable {
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
      for (const { listener, songs, scores } of kept.lines('list', part))
        for (const [i, song] of songs.entries()) yield [ids.listener(listener), ids.song(song), i + 1, scores[i]];
    },
  };
}

export function predictionTable(kept: KeptIndex, ids: Ids, name: string, part: Place): DataTable {
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
      for (const { listener, songs, ratings, predicted } of kept.lines('predictions', part))
        for (const [i, song] of songs.entries())
          yield [ids.listener(listener), ids.song(song), ratings[i], predicted[i]];
    },
  };
}

export function valuesTable(kept: KeptIndex, ids: Ids): DataTable {
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
      for (const part of kept.parts('values'))
        for (const { model, fold, listener, measures } of kept.lines('values', part))
          for (const [measure, value] of Object.entries(measures))
            if (value !== null) yield [model, fold + 1, ids.listener(listener), measure, value];
    },
  };
}

/** Lists as trec_eval reads runs. */
export function* trecLines(kept: KeptIndex, ids: Ids, part: Place): Generator<string> {
  const plain = (id: string) => {
    if (/\s/.test(id) || id === '') throw new AppError('bad-input', say('export.id-with-blank', { id }));
    return id;
  };
  for (const { listener, songs, scores } of kept.lines('list', part))
    for (const [i, song] of songs.entries())
      yield [plain(ids.listener(listener)), 'Q0', plain(ids.song(song)), i + 1, scores[i], part.model].join(' ');
}

/** Lists as JSON lines, a listener each: `{"listener": "u", "songs": [["a", 0.5], …]}`. */
export function* jsonLines(kept: KeptIndex, ids: Ids, part: Place): Generator<string> {
  for (const { listener, songs, scores } of kept.lines('list', part))
    yield JSON.stringify({
      listener: ids.listener(listener),
      songs: songs.map((song, i) => [ids.song(song), scores[i]]),
    });
}
