import { say } from '../../../../shared/messages/say.ts';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesBelow } from '../../../storage/files-below.ts';
import { wholeLines } from '../files/source.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { TAGS } from '../kinds.ts';
import { textOfBytes } from '../plays/packing.ts';
import { isTrack } from './known-songs.ts';
import { stageTabRows } from '../row-staging.ts';
import { arePlaysOfSongs } from '../text/id-forms.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const FULL_WEIGHT = 100;
const MINORITY_WEIGHT = 50;

/** Tags by the track's own id; tracks not in the library are rejected one by one. */
export class KeyTagStaging {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
    context.staging.exec(
      'CREATE TABLE key_tags (id INTEGER PRIMARY KEY, track_key TEXT NOT NULL, name TEXT NOT NULL, weight REAL ' +
        'NOT NULL)',
    );
  }

  knows(trackKey: string): boolean {
    return isTrack(this.#context, trackKey);
  }

  add(trackKey: string, name: string, weight: number): void {
    this.#context.staging.run(
      'INSERT INTO key_tags (track_key, name, weight) VALUES (?, ?, ?)',
      trackKey,
      name,
      weight,
    );
  }
}

const UNKNOWN_TRACK: [string, Message] = ['track', say('import.not-in-library')];

/**
 * tagtraum's `TRID⇥genre[⇥minority]` and MAGD's `TRID⇥Genre`, with `#` comments: genres become tags named "genre: …".
 */
export const genresImporter: Importer = {
  kind: TAGS,
  formats: ['genres'],
  sniff(head, _file, isKindSaid) {
    if (head.kind !== 'text') return null;
    const lines = wholeLines(head.head);
    const line = lines.find((text) => text.trim() !== '' && !text.startsWith('#'));
    if (arePlaysOfSongs(lines, isKindSaid)) return null;
    return line && /^TR[A-Z0-9]{16}\t[^\t]+(\t[^\t]+)?\r?$/.test(line) && !/\tSO[A-Z0-9]{16}/.test(line)
      ? 'genres'
      : null;
  },
  async stage(context) {
    const tags = new KeyTagStaging(context);
    await stageTabRows(context, ([track, genre, minority, ...more]) => {
      if (track.startsWith('#')) return 'skip';
      if (!genre || more.length > 0) return ['line', say('import.not-a-genre')];
      if (!tags.knows(track)) return UNKNOWN_TRACK;
      tags.add(track, `genre: ${genre}`, FULL_WEIGHT);
      if (minority) tags.add(track, `genre: ${minority}`, MINORITY_WEIGHT);
      return null;
    });
  },
};

/** Last.fm's JSON files, one a track, in subfolders of the given one; or a single file. */
export const lastfmJsonImporter: Importer = {
  kind: TAGS,
  formats: ['lastfm-json'],
  sniff(head, file) {
    if (head.kind === 'text')
      return !isSeveralLines(head.head.toString('utf8')) &&
        (/^\s*\{.*"similars"\s*:.*"track_id"/s.test(head.head.toString('utf8')) ||
          /^\s*\{[^}]*"track_id"\s*:\s*"TR/.test(head.head.toString('utf8')))
        ? 'lastfm-json'
        : null;
    return head.kind === 'folder' && jsonFiles(file).length > 0 ? 'lastfm-json' : null;
  },
  async stage(context) {
    const tags = new KeyTagStaging(context);
    const files = context.head.kind === 'folder' ? jsonFiles(context.file) : [''];
    context.staging.exec('BEGIN');
    files.forEach((name, i) => {
      context.report.read++;
      context.seen.add(join(context.file, name));
      if ((i & 0x3ff) === 0) context.checkpoint(i / files.length, 'reading');
      const refusal = takeTrack(
        textOfBytes(readFileSync(plainFile(name ? join(context.file, name) : context.file))),
        tags,
      );
      if (refusal) context.report.reject(i + 1, `${name || context.head.name}: ${refusal[0]}`, refusal[1]);
      else context.report.imported++;
    });
    context.staging.exec('COMMIT');
  },
};

/** Several tracks, a line each: a table of JSON. */
function isSeveralLines(text: string): boolean {
  return /\}\s*\n\s*\{/.test(text);
}

function jsonFiles(folder: string): string[] {
  return namesBelow(folder).filter((name) => /^TR[A-Z0-9]+\.json$/i.test(basename(name)));
}

/** `{"artist", "title", "track_id", "tags": [["rock", "100"]], "similars": …}`; weights are text or numbers. */
function takeTrack(text: string, tags: KeyTagStaging): [string, Message] | null {
  let row: { track_id?: unknown; tags?: unknown };
  try {
    row = JSON.parse(text) as typeof row;
  } catch (error) {
    return ['file', say('import.not-json', { reason: (error as Error).message })];
  }
  const { track_id: track, tags: list } = row ?? {};
  if (typeof track !== 'string' || track === '') return ['track_id', say('import.is-missing')];
  if (!Array.isArray(list)) return ['tags', say('import.are-missing')];
  if (!tags.knows(track)) return UNKNOWN_TRACK;
  for (const pair of list as unknown[]) {
    const [name, weight] = Array.isArray(pair) ? pair : [];
    if (typeof name !== 'string' || name === '' || !(Number(weight) >= 0 && Number(weight) <= FULL_WEIGHT))
      return ['tags', say('import.not-a-weighted-tag', { pair: String(pair) })];
    tags.add(track, name, Number(weight));
  }
  return null;
}
