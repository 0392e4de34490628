import { say } from '../../../../shared/messages/say.ts';
import type { AudioTags } from '../../audio/tag-text.ts';
import type { ImportContext } from '../importer.ts';

const FULL_WEIGHT = 100;

/** Fields that a recording can tell of its track, by the names of their columns. */
interface Lacking {
  title: string | null;
  artist: string | null;
  release: string | null;
  year: number | null;
  tagged: number;
}

/**
 * Tracks of recordings. A song that is known by its plays only gets a track with the song's own id, because recordings
 * belong to tracks; what a track lacks is taken from the tags of its recording.
 */
export class NewTracks {
  readonly #context: ImportContext;
  readonly #ids = new Map<string, number>();
  #next: number;

  constructor(context: ImportContext) {
    this.#context = context;
    this.#next = (context.library.get<{ id: number | null }>('SELECT max(id) AS id FROM tracks')?.id ?? 0) + 1;
    context.staging.exec(`CREATE TABLE song_tracks (id INTEGER PRIMARY KEY, song_key TEXT NOT NULL);
      CREATE TABLE track_fields (id INTEGER PRIMARY KEY, track_id INTEGER NOT NULL, title TEXT, artist TEXT,
        release TEXT, year INTEGER);
      CREATE TABLE recording_tags (id INTEGER PRIMARY KEY, track_id INTEGER NOT NULL, name TEXT NOT NULL,
        weight REAL NOT NULL)`);
  }

  /** The track of this key, the main track of the song of this key, or a new one of that song. */
  ofKey(key: string): number | undefined {
    const { library } = this.#context;
    const track = library.get<{ id: number }>('SELECT id FROM tracks WHERE track_key = ?', key)?.id;
    if (track !== undefined) return track;
    const song = library.get<{ track: number | null }>(
      'SELECT main_track_id AS track FROM songs WHERE song_key = ?',
      key,
    );
    return song ? (song.track ?? this.add(key)) : this.#ids.get(key);
  }

  /** A new track of a song, which may be new too. */
  add(song: string): number {
    const known = this.#ids.get(song);
    if (known !== undefined) return known;
    const id = this.#next++;
    this.#ids.set(song, id);
    this.#context.staging.run('INSERT INTO song_tracks VALUES (?, ?)', id, song);
    return id;
  }

  fill(recordings: readonly { file: string; track: number }[], tagsOf: (file: string) => AudioTags): void {
    const { library, report, staging } = this.#context;
    let [filled, tagged] = [0, 0];
    staging.transaction(() => {
      for (const { file, track } of recordings) {
        const row = library.get<Lacking>(
          `SELECT title, artist, release, year, EXISTS (SELECT 1 FROM track_tags WHERE track_id = t.id) AS tagged
           FROM tracks t WHERE id = ?`,
          track,
        );
        const lacks = (field: keyof Lacking) => !row || row[field] === null || row[field] === 0;
        if (!lacks('title') && !lacks('artist') && !lacks('tagged')) continue;
        const { title, artist, album, year, genres } = tagsOf(file);
        if ((title !== null && lacks('title')) || (artist !== null && lacks('artist'))) {
          filled++;
          staging.run(
            'INSERT INTO track_fields (track_id, title, artist, release, year) VALUES (?, ?, ?, ?, ?)',
            track,
            title,
            artist,
            album,
            year,
          );
        }
        if (genres.length === 0 || !lacks('tagged')) continue;
        tagged++;
        for (const genre of genres)
          staging.run(
            'INSERT INTO recording_tags (track_id, name, weight) VALUES (?, ?, ?)',
            track,
            `genre: ${genre}`,
            FULL_WEIGHT,
          );
      }
    });
    if (filled > 0) report.notes.push(say('import.titles-from-tags', { tracks: filled }));
    if (tagged > 0) report.notes.push(say('import.genres-from-tags', { tracks: tagged }));
  }
}
