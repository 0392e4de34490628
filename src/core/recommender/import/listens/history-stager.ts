import { join } from 'node:path';
import type { ImportContext } from '../importer.ts';
import { KnownKeys } from '../plays/known-keys.ts';
import { PlaysStager } from '../plays/plays-stager.ts';
import { createTrackStaging, stageTrack } from '../songs/track-staging.ts';
import { LARGEST_COUNT } from '../plays/triplet-parser.ts';
import { TripletSorter } from '../plays/triplet-sorter.ts';

export interface ListenedSong {
  key: string;
  title: string | null;
  artist: string | null;
  release?: string | null;
  durationSeconds?: number | null;
}

/**
 * Takes listens one by one (listener, song, how often, when) and stages them as plays, songs with their titles, and
 * listens with their times.
 */
export class HistoryStager {
  readonly #context: ImportContext;
  readonly #listeners: KnownKeys;
  readonly #songs: KnownKeys;
  readonly #sorter: TripletSorter;
  readonly #named = new Set<number>();

  constructor(context: ImportContext) {
    this.#context = context;
    this.#listeners = new KnownKeys(context.library, 'SELECT id, listener_key AS key FROM listeners ORDER BY id');
    this.#songs = new KnownKeys(context.library, 'SELECT id, song_key AS key FROM songs ORDER BY id');
    this.#sorter = new TripletSorter(join(context.scratch, 'triplets'), 'timed');
    createTrackStaging(context);
  }

  /** @param seconds since 1970; 0 if the file does not say */
  add(listenerKey: string, song: ListenedSong, count: number, seconds: number): void {
    const listener = this.#listeners.table.internString(listenerKey);
    const index = this.#songs.table.internString(song.key);
    this.#sorter.add(listener, index, Math.min(count, LARGEST_COUNT), Math.max(0, seconds));
    if (!this.#named.has(index) && (song.title !== null || song.artist !== null)) {
      this.#named.add(index);
      stageTrack(this.#context, { ...song, song: song.key });
    }
  }

  finish(join: 'sum' | 'highest' = 'sum'): void {
    new PlaysStager(this.#context, this.#listeners, this.#songs, join).stage(this.#sorter);
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
