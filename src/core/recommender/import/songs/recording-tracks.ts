import { basename } from 'node:path';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { AUDIO_FILE } from '../../audio/file-names.ts';
import { readAudioTags } from '../../audio/tags.ts';
import type { AudioTags } from '../../audio/tag-text.ts';
import { type AudioMapping, readMapping } from '../audio/audio-mapping.ts';
import { songKeyOf } from '../listens/history-stager.ts';
import type { ImportContext } from '../importer.ts';
import { choicesOfNamed, type NamedTrack, tracksByName, tracksOfAlbum } from './named-songs.ts';
import { NewTracks } from './new-tracks.ts';
import type { TakenBackClips } from '../taken-back.ts';

/** Examples of recordings in a question about them. */
const EXAMPLES = 3;

export interface Match {
  file: string;
  track: number;
  /** Its place among the folder's audio files, from 1. */
  line: number;
}

/** A recording that only its tags can tell of. */
interface Tagged {
  file: string;
  line: number;
  tags: AudioTags;
  /** The tracks of that artist and title, of different songs. */
  tracks: number[];
}

/**
 * Finds the track of a recording: by the mapping or the file's name, which is an id, or else by the artist and title
 * in its tags. What a track lacks of title, artist, album, year and tags is taken from the recording.
 */
export class RecordingTracks {
  readonly #context: ImportContext;
  readonly #nameOf: (file: string) => string;
  readonly #takenBack: TakenBackClips;
  readonly #tracks: NewTracks;
  readonly #mapping: AudioMapping | null;
  readonly #tags = new Map<string, AudioTags>();
  readonly #ambiguous: Tagged[] = [];
  readonly #unknown: Tagged[] = [];
  /** Ids that differ from a file's name in capitals only; not two such ids. */
  #folded: ReturnType<typeof foldedKeys> | null = null;
  #byName: Map<string, NamedTrack[]> | null = null;
  #byTags = 0;

  /** @param nameOf a file's name relative to the folder that was given */
  constructor(context: ImportContext, nameOf: (file: string) => string, takenBack: TakenBackClips) {
    this.#context = context;
    this.#takenBack = takenBack;
    this.#nameOf = nameOf;
    this.#tracks = new NewTracks(context);
    this.#mapping = context.mappingFile ? readMapping(context.mappingFile) : null;
  }

  /** The matches of these files; those without a track are rejected, those that are asked about held back. */
  match(files: readonly string[]): Match[] {
    const { report } = this.#context;
    const matches: Match[] = [];
    this.#mapping?.settle(files.map(this.#nameOf));
    files.forEach((file, index) => {
      report.read++;
      const found = this.#trackOf(file, index + 1);
      if (typeof found === 'number') matches.push({ file, track: found, line: index + 1 });
      else if (found) report.reject(index + 1, this.#nameOf(file), found);
    });
    matches.push(...this.#settleAmbiguous(), ...this.#settleUnknown());
    const unused = this.#mapping?.unused ?? [];
    if (unused.length > 0)
      report.notes.push(say('import.mapped-not-there', { files: unused.length, names: unused.slice(0, EXAMPLES) }));
    const { loose } = this.#mapping ?? { loose: [] };
    if (loose.length > 0) report.notes.push(say('import.mapped-loosely', { files: loose.length, ...loose[0] }));
    if (this.#byTags > 0) report.notes.push(say('import.matched-by-tags', { files: this.#byTags }));
    return matches.sort((a, b) => a.line - b.line);
  }

  /** Takes what the tracks lack from the tags of the recordings that they get. */
  fill(matches: readonly Match[]): void {
    this.#tracks.fill(matches, (file) => this.#tagsOf(file));
  }

  /** Null if it waits until all files are known. */
  #trackOf(file: string, line: number): number | Message | null {
    const name = basename(file);
    const mapped = this.#mapping?.find(this.#nameOf(file));
    if (this.#mapping && !mapped) return say('import.not-in-mapping');
    if (mapped?.other) return say('import.mapped-twice', { lines: [mapped.line, mapped.other] });
    const key = mapped?.id ?? name.replace(AUDIO_FILE, '').normalize('NFC');
    const byKey = this.#tracks.ofKey(key) ?? this.#ofKeyInAnyCase(key);
    if (byKey !== undefined) return byKey;
    const unknown = say('import.no-such-track', { key });
    if (this.#mapping) return unknown;
    const tags = this.#tagsOf(file);
    if (tags.title === null || tags.artist === null) return unknown;
    return this.#ofTags({ file, line, tags, tracks: [] }, songKeyOf(tags.artist, tags.title));
  }

  /** Each file is read once: tags with pictures are long. */
  #tagsOf(file: string): AudioTags {
    const tags = this.#tags.get(file) ?? readAudioTags(file);
    this.#tags.set(file, tags);
    return tags;
  }

  #ofKeyInAnyCase(key: string): number | undefined {
    this.#folded ??= foldedKeys(this.#context);
    const only = this.#folded.get(key.toLowerCase());
    return only ? this.#tracks.ofKey(only.key) : undefined;
  }

  #ofTags(tagged: Tagged, key: string): number | null {
    this.#byName ??= tracksByName(this.#context);
    const found = tracksOfAlbum(this.#byName.get(key) ?? [], tagged.tags.album);
    const songs = new Set(found.map(({ song }) => song));
    if (songs.size > 1) {
      this.#ambiguous.push({ ...tagged, tracks: found.map(({ id }) => id) });
      return null;
    }
    const track = found[0]?.id ?? this.#tracks.ofKey(key);
    if (track === undefined) this.#unknown.push(tagged);
    else this.#byTags++;
    return track ?? null;
  }

  /** A recording whose artist and title several songs have. */
  #settleAmbiguous(): Match[] {
    if (this.#ambiguous.length === 0) return [];
    const answer = this.#context.questions.ask(
      say('ask.songs-of-recording', { examples: this.#examples(this.#ambiguous) }),
      choicesOfNamed(),
      this.#ambiguous.length,
    );
    return this.#ambiguous.flatMap(({ file, line, tracks: [track, ...others] }) => {
      if (answer === 'most-played') {
        this.#byTags++;
        return [{ file, line, track }];
      }
      for (const one of answer === 'none' ? [track, ...others] : []) this.#takenBack.take(one, [file]);
      this.#context.report.reject(line, this.#nameOf(file), say('import.several-songs-of-name'));
      return [];
    });
  }

  /** A recording that the library has no song of: in a library without songs it is one, in another it is asked. */
  #settleUnknown(): Match[] {
    const { library, questions, report } = this.#context;
    if (this.#unknown.length === 0) return [];
    const isFirst = library.get('SELECT 1 FROM songs LIMIT 1') === undefined;
    const answer = isFirst
      ? 'add'
      : questions.ask(
          say('ask.add-recordings', { examples: this.#examples(this.#unknown), files: this.#unknown.length }),
          [
            { id: 'add', label: say('ask.add-as-songs') },
            { id: 'none', label: say('ask.none-of-them') },
          ],
          this.#unknown.length,
        );
    const keyOf = ({ tags }: Tagged) => songKeyOf(tags.artist ?? '', tags.title ?? '');
    const songs = new Set(this.#unknown.map(keyOf)).size;
    if (answer === 'add') report.notes.push(say('import.songs-from-tags', { recordings: this.#unknown.length, songs }));
    return this.#unknown.flatMap((tagged) => {
      const { file, line } = tagged;
      const key = keyOf(tagged);
      if (answer === 'add') return [{ file, line, track: this.#tracks.add(key) }];
      report.reject(line, this.#nameOf(file), say('import.no-such-song', { key }));
      return [];
    });
  }

  #examples(tagged: readonly Tagged[]): string[] {
    return tagged.slice(0, EXAMPLES).map(({ tags }) => `${tags.artist} – ${tags.title}`);
  }
}

function foldedKeys({ library }: ImportContext): Map<string, { id: string; key: string } | null> {
  const keys = new Map<string, { id: string; key: string } | null>();
  for (const { id, key } of library.iterate<{ id: string; key: string }>(
    "SELECT 't' || id AS id, track_key AS key FROM tracks UNION " +
      "SELECT CASE WHEN main_track_id IS NULL THEN 's' || id ELSE 't' || main_track_id END, song_key FROM songs",
  )) {
    const folded = key.toLowerCase();
    const other = keys.get(folded);
    keys.set(folded, other === undefined || other?.id === id ? { id, key } : null);
  }
  return keys;
}
