import { join } from 'node:path';
import { PlaysPacker, unpack } from '../rows/packed-plays.ts';
import type { ImportContext } from './importer.ts';
import { KnownKeys } from './known-keys.ts';
import { PlaysStager } from './plays-stager.ts';
import { createTrackStaging, stageTrack } from './track-staging.ts';
import { LARGEST_COUNT } from './triplet-parser.ts';
import { TripletSorter } from './triplet-sorter.ts';

export interface ListenedSong {
  key: string;
  title: string | null;
  artist: string | null;
  release?: string | null;
  durationSeconds?: number | null;
}

/**
 * Takes listens one by one (listener, song, how often, when) and stages them as plays, songs with their titles, and the
 * time at which each pair was first heard. Existing data in the library
 * for the same pairs is treated as in every import of plays: the file's count wins.
 */
export class HistoryStager {
  readonly #context: ImportContext;
  readonly #listeners: KnownKeys;
  readonly #songs: KnownKeys;
  readonly #sorter: TripletSorter;
  readonly #named = new Set<number>();
  /** Per listener: song → seconds since 1970 of the first listen. */
  readonly #times = new Map<number, Map<number, number>>();

  constructor(context: ImportContext) {
    this.#context = context;
    this.#listeners = new KnownKeys(context.library, 'SELECT id, listener_key AS key FROM listeners ORDER BY id');
    this.#songs = new KnownKeys(context.library, 'SELECT id, song_key AS key FROM songs ORDER BY id');
    this.#sorter = new TripletSorter(join(context.scratch, 'triplets'));
    createTrackStaging(context);
  }

  /** @param seconds since 1970; 0 if the file does not say */
  add(listenerKey: string, song: ListenedSong, count: number, seconds: number): void {
    const listener = this.#listeners.table.internString(listenerKey);
    const index = this.#songs.table.internString(song.key);
    this.#sorter.add(listener, index, Math.min(count, LARGEST_COUNT));
    if (!this.#named.has(index) && (song.title !== null || song.artist !== null)) {
      this.#named.add(index);
      stageTrack(this.#context, { ...song, song: song.key });
    }
    if (seconds <= 0) return;
    const own = this.#times.get(listener) ?? new Map<number, number>();
    this.#times.set(listener, own);
    const before = own.get(index);
    if (before === undefined || seconds < before) own.set(index, seconds);
  }

  finish(join: 'sum' | 'highest' = 'sum'): void {
    new PlaysStager(this.#context, this.#listeners, this.#songs, join).stage(this.#sorter);
    this.#stageTimes();
  }

  /** Merged with the library's times; the earlier time of a pair wins. */
  #stageTimes(): void {
    const { staging, library } = this.#context;
    staging.exec('CREATE TABLE play_times (listener_id INTEGER PRIMARY KEY, data BLOB NOT NULL)');
    const packer = new PlaysPacker();
    staging.transaction(() => {
      for (const [listener, own] of this.#times) {
        const id = this.#listeners.id(listener);
        const merged = new Map<number, number>();
        const row = library.get<{ data: Buffer }>('SELECT data FROM play_times WHERE listener_id = ?', id);
        if (row) {
          const { songs, counts } = unpack(row.data);
          songs.forEach((song, i) => {
            merged.set(song, counts[i]);
          });
        }
        for (const [song, seconds] of own) {
          const songId = this.#songs.id(song);
          merged.set(songId, Math.min(seconds, merged.get(songId) ?? Number.POSITIVE_INFINITY));
        }
        packer.start();
        for (const [song, seconds] of [...merged].sort((a, b) => a[0] - b[0])) packer.add(song, seconds);
        staging.run('INSERT INTO play_times VALUES (?, ?)', id, Buffer.from(packer.packed));
      }
    });
  }
}

/**
 * The key of a song identified only by artist and title: the same words give the same song, regardless of
 * spacing and case. Dashes between spaces in the artist's name are lengthened by one, so that the first single one
 * separates artist and title: "A – B" with "C" and "A" with "B – C" are two songs.
 */
export function songKeyOf(artist: string, title: string): string {
  const plain = (text: string) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return `${plain(artist).replace(/(?<= )–+(?= )/g, '$&–')} – ${plain(title)}`;
}
