import { say } from '../../../../shared/messages/say.ts';
import { ListensPacker, type SongListens, unpackListens } from '../../rows/packed-listens.ts';
import { PlaysPacker, unpack } from '../../rows/packed-plays.ts';
import type { ImportContext } from '../importer.ts';
import { LARGEST_COUNT } from '../plays/triplet-parser.ts';

/** A second and a count in one double, so that a plain numeric sort orders by time. */
const COUNT_BITS = 2 ** 21;

/** Rows of one listener with their times; parallel, the rows of a song together. */
export interface TimedRows {
  songs: number[];
  seconds: number[];
  counts: number[];
}

/**
 * Merges rows with times into the library's listens. A listen is a listener, a song and a second: met twice, in a file
 * or in two of them, it counts once. Where a file tells days only, its rows of a song and day are so many listens, and
 * of two files the one with more of them counts. A rating is replaced by the later file's.
 */
export class ListensStager {
  readonly #context: ImportContext;
  readonly #join: 'sum' | 'highest';
  readonly #areDays: boolean;
  readonly #packer = new ListensPacker();
  readonly #firstTimes = new PlaysPacker();
  #twice = 0;
  #ofSameDay = 0;
  #known = 0;
  #sameMinute = 0;

  /** @param areDays none of the file's times has a time of day */
  constructor(context: ImportContext, join: 'sum' | 'highest', areDays: boolean) {
    this.#context = context;
    this.#areDays = areDays && join === 'sum';
    this.#join = join;
    context.staging.exec(`CREATE TABLE listens (listener_id INTEGER PRIMARY KEY, data BLOB NOT NULL);
      CREATE TABLE play_times (listener_id INTEGER PRIMARY KEY, data BLOB NOT NULL)`);
  }

  /** Stages a listener's listens; returns those of the songs in `rows`, the library's included. */
  stage(listenerId: number, isNew: boolean, rows: TimedRows): SongListens[] {
    const given = this.#bySong(rows);
    const before = isNew ? [] : this.#libraryListens(listenerId);
    const bySong = new Map(before.map((listens) => [listens.song, listens]));
    const touched = given.map((listens) => {
      const old = bySong.get(listens.song);
      return old && this.#join === 'sum' ? this.#union(old, listens) : listens;
    });
    for (const listens of touched) bySong.set(listens.song, listens);
    this.#packer.start();
    for (const listens of [...bySong.values()].sort((a, b) => a.song - b.song)) this.#packer.add(listens);
    this.#context.staging.run('INSERT INTO listens VALUES (?, ?)', listenerId, Buffer.from(this.#packer.packed));
    this.#stageFirstTimes(listenerId, touched);
    return touched;
  }

  /** When each pair was first heard; the library may know an earlier time, of a history that an older version read. */
  #stageFirstTimes(listenerId: number, listens: readonly SongListens[]): void {
    const row = this.#context.library.get<{ data: Buffer }>(
      'SELECT data FROM play_times WHERE listener_id = ?',
      listenerId,
    );
    const before = row ? unpack(row.data) : { songs: [], counts: [] };
    const first = new Map(Array.from(before.songs, (song, i) => [song, before.counts[i]]));
    for (const { song, seconds } of listens) first.set(song, Math.min(seconds[0], first.get(song) ?? seconds[0]));
    this.#firstTimes.start();
    for (const [song, seconds] of [...first].sort((a, b) => a[0] - b[0])) this.#firstTimes.add(song, seconds);
    this.#context.staging.run('INSERT INTO play_times VALUES (?, ?)', listenerId, Buffer.from(this.#firstTimes.packed));
  }

  /** What the report says of listens that were met twice. */
  note(): void {
    const { notes } = this.#context.report;
    if (this.#twice > 0)
      notes.push(
        this.#join === 'sum'
          ? say('import.listens-twice', { listens: this.#twice })
          : say('import.rated-twice', { pairs: this.#twice }),
      );
    if (this.#ofSameDay > 0) notes.push(say('import.listens-of-days', { listens: this.#ofSameDay }));
    if (this.#sameMinute > 0) notes.push(say('import.same-minute', { plays: this.#sameMinute }));
    if (this.#known > 0) notes.push(say('import.listens-known', { listens: this.#known }));
  }

  /** By ascending song id, each second once. */
  #bySong({ songs, seconds, counts }: TimedRows): SongListens[] {
    const listens: SongListens[] = [];
    for (let from = 0, to = 0; from < songs.length; from = to) {
      while (to < songs.length && songs[to] === songs[from]) to++;
      if (this.#join === 'highest') this.#twice += to - from - 1;
      const sorted = Float64Array.from({ length: to - from }, (_, i) => {
        return seconds[from + i] * COUNT_BITS + Math.min(counts[from + i], COUNT_BITS - 1);
      }).sort();
      const own = { song: songs[from], seconds: [] as number[], counts: [] as number[] };
      for (const value of sorted) {
        const time = Math.floor(value / COUNT_BITS);
        if (own.seconds.at(-1) === time && this.#areDays) {
          this.#ofSameDay++;
          own.counts[own.counts.length - 1] += value % COUNT_BITS;
        } else if (own.seconds.at(-1) === time) {
          if (this.#join === 'sum') this.#twice++;
          own.counts[own.counts.length - 1] = value % COUNT_BITS;
        } else {
          own.seconds.push(time);
          own.counts.push(value % COUNT_BITS);
        }
      }
      listens.push(own);
    }
    return listens.sort((a, b) => a.song - b.song);
  }

  #union(old: SongListens, given: SongListens): SongListens {
    const seconds: number[] = [];
    const counts: number[] = [];
    let o = 0;
    for (let g = 0; g < given.seconds.length; g++) {
      for (; o < old.seconds.length && old.seconds[o] < given.seconds[g]; o++) {
        seconds.push(old.seconds[o]);
        counts.push(old.counts[o]);
      }
      const met = o < old.seconds.length && old.seconds[o] === given.seconds[g];
      if (met) this.#known += Math.min(old.counts[o], given.counts[g]);
      else if (isOfMinute(given.seconds[g], old.seconds[o], old.seconds[o - 1])) this.#sameMinute++;
      seconds.push(given.seconds[g]);
      counts.push(met ? Math.max(old.counts[o++], given.counts[g]) : given.counts[g]);
    }
    for (; o < old.seconds.length; o++) {
      seconds.push(old.seconds[o]);
      counts.push(old.counts[o]);
    }
    return { song: given.song, seconds, counts };
  }

  #libraryListens(listenerId: number): SongListens[] {
    const row = this.#context.library.get<{ data: Buffer }>(
      'SELECT data FROM listens WHERE listener_id = ?',
      listenerId,
    );
    return row ? unpackListens(row.data) : [];
  }
}

/** Whether a time and the next or the last known one are of one minute, and one of the two is told to the minute. */
function isOfMinute(given: number, next: number | undefined, last: number | undefined): boolean {
  const isRest = (minute: number, second: number) => minute % 60 === 0 && second > minute && second - minute < 60;
  return (next !== undefined && isRest(given, next)) || (last !== undefined && isRest(last, given));
}

/** What a pair's listens come to: plays add up, of ratings the highest counts. */
export function countOf({ counts }: SongListens, join: 'sum' | 'highest'): number {
  let count = 0;
  for (const one of counts) count = join === 'sum' ? count + one : Math.max(count, one);
  return Math.min(count, LARGEST_COUNT);
}
