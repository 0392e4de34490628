import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Question } from '../../../../shared/questions.ts';
import { songKeyOf } from '../listens/history-stager.ts';
import type { ImportContext } from '../importer.ts';
import { Names } from '../text/names.ts';

/** Examples of names in a question about them. */
const EXAMPLES = 3;

export interface NamedTrack {
  id: number;
  song: number;
  songKey: string;
  release: string | null;
  plays: number;
}

/** What can become of a name that several songs have. */
export function choicesOfNamed(): Question['choices'] {
  return [
    { id: 'most-played', label: say('ask.most-played-song') },
    { id: 'none', label: say('ask.none-of-them') },
  ];
}

/** Tracks by artist and title, of each song the first; the most played song first. */
export function tracksByName({ library }: Pick<ImportContext, 'library'>): Map<string, NamedTrack[]> {
  const byName = new Map<string, NamedTrack[]>();
  for (const { title, artist, ...track } of library.iterate<NamedTrack & { title: string; artist: string }>(
    `SELECT t.id, t.song_id AS song, s.song_key AS songKey, t.title, t.artist, t.release, s.plays FROM tracks t
     JOIN songs s ON s.id = t.song_id WHERE t.title IS NOT NULL AND t.artist IS NOT NULL ORDER BY s.plays DESC, t.id`,
  )) {
    const key = songKeyOf(artist, title);
    byName.set(key, [...(byName.get(key) ?? []), track]);
  }
  return byName;
}

/** The tracks that are meant by a name: those of its album, if any are; else all of the name. */
export function tracksOfAlbum(named: readonly NamedTrack[], album: string | null): readonly NamedTrack[] {
  const ofAlbum = named.filter(({ release }) => isSame(release, album));
  return ofAlbum.length > 0 ? ofAlbum : named;
}

function isSame(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/**
 * The songs of a table that has no ids: those of the library with the same artist and title, or new ones that are
 * known by them. A name that several songs of the library have is asked about, its rows are held back.
 */
export class NamedSongs {
  readonly #context: ImportContext;
  readonly #names: Names;
  readonly #byName: Map<string, NamedTrack[]>;
  readonly #answer: string | null;
  readonly #matched = new Set<string>();
  readonly #several = new Set<string>();
  #held = 0;

  constructor(context: ImportContext) {
    this.#context = context;
    this.#names = new Names(context);
    this.#byName = tracksByName(context);
    this.#answer = context.questions.answered({ id: 'ask.songs-of-name' });
    context.report.notes.push(say('import.songs-by-name'));
  }

  /** The song's key, or why it has none. */
  keyOf(artist: string, title: string, album: string | null): string | Message {
    if (artist.trim() === '' || title.trim() === '') return say('import.is-empty');
    const unnamed = this.#names.refusal(artist, title);
    if (unnamed) return unnamed[1];
    const key = songKeyOf(artist, title);
    const named = this.#byName.get(key);
    if (!named) return key;
    const [found, ...others] = tracksOfAlbum(named, album);
    if (others.some(({ song }) => song !== found.song)) {
      this.#held++;
      this.#several.add(`${artist} – ${title}`);
      if (this.#answer !== 'most-played') return say('import.several-songs-of-names');
    }
    this.#matched.add(found.songKey);
    return found.songKey;
  }

  /** Asks about what is open, and says how many songs were found. */
  finish(): void {
    const { questions, report } = this.#context;
    this.#names.finish();
    if (this.#held > 0) {
      const examples = [...this.#several].slice(0, EXAMPLES);
      questions.ask(say('ask.songs-of-name', { examples }), choicesOfNamed(), this.#held);
    }
    if (this.#matched.size > 0) report.notes.push(say('import.matched-by-name', { songs: this.#matched.size }));
  }
}
