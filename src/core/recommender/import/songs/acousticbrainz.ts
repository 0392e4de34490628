import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesBelow } from '../../../storage/files-below.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { isObject } from '../../../imports/json-values.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { TAGS } from '../kinds.ts';
import { textOfBytes } from '../plays/packing.ts';
import { KeyTagStaging } from './key-tags.ts';
import { isSong } from './known-songs.ts';
import { NamedSongs } from './named-songs.ts';
import { tracksOfSongs } from './song-text.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const FULL_WEIGHT = 100;
const STARTS_WITH = /^\s*\{.*"highlevel"\s*:\s*\{/s;
/** A recording's number, perhaps with that of the submission behind it. */
const FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d+)?\.json$/i;

type Fields = Record<string, unknown>;

/**
 * AcousticBrainz's high-level documents, one a recording: each classifier's value becomes a tag, whose weight is its
 * probability. A recording is the song of its MusicBrainz number, if the library has it, or of its artist and title.
 */
export const acousticBrainzImporter: Importer = {
  kind: TAGS,
  formats: ['acousticbrainz'],
  sniff(head, file) {
    if (head.kind === 'text') return STARTS_WITH.test(head.head.toString('utf8')) ? 'acousticbrainz' : null;
    if (head.kind !== 'folder') return null;
    const [first] = documentsIn(file);
    return first && STARTS_WITH.test(textOfBytes(readFileSync(plainFile(join(file, first))))) ? 'acousticbrainz' : null;
  },
  async stage(context) {
    const { report, staging } = context;
    const documents = new Documents(context);
    const files = context.head.kind === 'folder' ? documentsIn(context.file) : [''];
    staging.exec('BEGIN');
    files.forEach((name, i) => {
      report.read++;
      context.seen.add(join(context.file, name));
      if ((i & 0x3ff) === 0) context.checkpoint(i / files.length, 'reading');
      const refusal = documents.take(name ? join(context.file, name) : context.file);
      if (refusal) report.reject(i + 1, `${name || context.head.name}: ${refusal[0]}`, refusal[1]);
      else report.imported++;
    });
    staging.exec('COMMIT');
    documents.finish();
  },
};

function documentsIn(folder: string): string[] {
  return namesBelow(folder).filter((name) => FILE.test(basename(name)));
}

class Documents {
  readonly #context: ImportContext;
  readonly #tags: KeyTagStaging;
  readonly #songs: NamedSongs;
  readonly #trackOf: ReturnType<typeof tracksOfSongs>;

  constructor(context: ImportContext) {
    this.#context = context;
    this.#tags = new KeyTagStaging(context);
    this.#songs = new NamedSongs(context);
    this.#trackOf = tracksOfSongs(context);
  }

  take(file: string): [string, Message] | null {
    let document: Fields;
    try {
      document = fieldsIn(JSON.parse(textOfBytes(readFileSync(plainFile(file)))));
    } catch (error) {
      return ['file', say('import.not-json', { reason: (error as Error).message })];
    }
    const found = classesOf(fieldsIn(document.highlevel));
    if (found.length === 0) return ['highlevel', say('import.are-missing')];
    const song = this.#songOf(fieldsIn(fieldsIn(document.metadata).tags), FILE.exec(basename(file))?.[1]);
    if (typeof song !== 'string') return ['artist, title', song];
    const { track } = this.#trackOf(song);
    for (const [tag, weight] of found) this.#tags.add(track, tag, weight);
    return null;
  }

  finish(): void {
    this.#songs.finish();
  }

  #songOf(tags: Fields, named: string | undefined): string | Message {
    const number = firstOf(tags.musicbrainz_recordingid) || firstOf(tags.musicbrainz_trackid) || named || '';
    const isKnown = number !== '' && (isSong(this.#context, number) || this.#tags.knows(number));
    if (isKnown) return number;
    return this.#songs.keyOf(firstOf(tags.artist), firstOf(tags.title), firstOf(tags.album) || null);
  }
}

/** `genre_rosamerica: {value: "hip", probability: 0.9}` as `genre_rosamerica: hip` and 90. */
function classesOf(highlevel: Fields): [tag: string, weight: number][] {
  return Object.entries(highlevel).flatMap(([classifier, answer]) => {
    const { value, probability } = fieldsIn(answer);
    const isOne = typeof value === 'string' && value !== '' && typeof probability === 'number';
    return isOne && probability > 0 && probability <= 1
      ? [[`${classifier}: ${value}`, probability * FULL_WEIGHT] satisfies [string, number]]
      : [];
  });
}

function fieldsIn(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** Tags of files are lists. */
function firstOf(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one.trim() : '';
}
