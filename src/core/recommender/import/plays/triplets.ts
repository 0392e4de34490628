import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { isOfTags, noteColumns } from '../text/columns.ts';
import { CountReader, looksLikeCount } from '../text/counts.ts';
import { readDelimitedHead } from '../text/delimited.ts';
import { isSongFirst } from '../text/id-forms.ts';
import { Ids } from '../text/ids.ts';
import type { Importer } from '../importer.ts';
import { bareEventPlaces } from '../listens/listens-text.ts';
import { TRIPLETS } from '../kinds.ts';
import { KnownKeys } from './known-keys.ts';
import { PlaysStager } from './plays-stager.ts';
import { lineChunks } from '../files/source.ts';
import { askWhatValuesAre } from './what-values-are.ts';
import { TripletParser } from './triplet-parser.ts';
import { TripletSorter } from './triplet-sorter.ts';

const SNIFFED_LINES = 50;
/** As the Taste Profile has it; what the columns of others are is stated. */
const OF_TASTE_PROFILE = /^[0-9a-f]{40}\tSO[A-Z0-9]{16}\t/;

/** What a field is where the song stands before the listener. */
const TURNED: Readonly<Record<string, string>> = { listener: 'song', song: 'listener' };

/** Lines of three fields between tabs whose last is a count; a list of names with two ids is no such thing. */
function isTriplets(text: string): boolean {
  const lines = text.split('\n', SNIFFED_LINES).map((line) => line.replace(/\r$/, '').split('\t'));
  const rows = lines.filter((fields) => fields.length === 3 && fields.every((field) => field !== ''));
  const counted = rows.filter(([, , count]) => looksLikeCount(count));
  if (counted.length === 0 || counted.length < rows.length / 2 || isOfTags(lines[0])) return false;
  // A first row in words is a header in whatever language, and its columns may stand in any order.
  const [[, , first]] = [rows[0]];
  if (rows.length > 1 && counted.length === rows.length - 1 && !looksLikeCount(first) && !/\d/.test(rows[0].join('')))
    return false;
  const isList = rows.length > 1 && new Set(rows.map(([first]) => first)).size === rows.length;
  return !(isList && rows.every(([first]) => /^\d+$/.test(first)) && areNames(rows.map(([, name]) => name)));
}

/** Some of several words, or most without a digit: ids have some. */
function areNames(names: readonly string[]): boolean {
  return names.some((name) => name.includes(' ')) || names.filter((name) => !/\d/.test(name)).length > names.length / 2;
}

/** Taste Profile triplets. */
export const tripletsImporter: Importer = {
  kind: TRIPLETS,
  formats: ['taste-profile'],
  sniff: (head) => (head.kind === 'text' && isTriplets(head.head.toString('utf8')) ? 'taste-profile' : null),
  async stage(context) {
    const head = readDelimitedHead(context.head);
    if (head && bareEventPlaces(head))
      throw new AppError('bad-input', say('import.counts-are-times', { name: context.head.name }), {
        file: context.file,
      });
    const isTurned = head?.separator === '\t' && isSongFirst(head.rows);
    if (!OF_TASTE_PROFILE.test(context.head.head.toString('latin1', 0, 100))) {
      askWhatValuesAre(context, '\t');
      const places = { listener: isTurned ? 1 : 0, song: isTurned ? 0 : 1, count: 2 };
      noteColumns(context, places, (place) => say('import.nth-column', { place: place + 1 }));
    }
    const listeners = new KnownKeys(context.library, 'SELECT id, listener_key AS key FROM listeners ORDER BY id');
    const songs = new KnownKeys(context.library, 'SELECT id, song_key AS key FROM songs ORDER BY id');
    const sorter = new TripletSorter(join(context.scratch, 'triplets'));
    const { report } = context;
    const counts = new CountReader(context);
    const ids = new Ids();
    const parser = new TripletParser(
      {
        triplet: (listener, song, count) =>
          isTurned ? sorter.add(song, listener, count) : sorter.add(listener, song, count),
        reject: (line, field, reason) => report.reject(line, isTurned ? (TURNED[field] ?? field) : field, reason),
        count: (text) => counts.count(text) ?? counts.refusal(text),
        unknown: (id) => ids.refusal(id),
      },
      isTurned ? songs.table : listeners.table,
      isTurned ? listeners.table : songs.table,
    );
    let fraction = 0;
    const total = Math.max(1, context.head.bytes);
    for await (const chunk of lineChunks(context.file, context.head, (bytes) => {
      fraction = bytes / total;
    })) {
      parser.parse(chunk);
      context.checkpoint(0.6 * fraction, 'reading');
    }
    counts.ask();
    ids.note(report);
    report.read = parser.lines;
    report.imported = parser.lines - report.rejected;
    new PlaysStager(context, listeners, songs).stage(sorter);
  },
};
