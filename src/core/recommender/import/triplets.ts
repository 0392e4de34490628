import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { CountReader } from './counts.ts';
import { readDelimitedHead } from './delimited.ts';
import type { Importer } from './importer.ts';
import { bareEventPlaces } from './listens-text.ts';
import { TRIPLETS } from './kinds.ts';
import { KnownKeys } from './known-keys.ts';
import { PlaysStager } from './plays-stager.ts';
import { lineChunks } from './source.ts';
import { TripletParser } from './triplet-parser.ts';
import { TripletSorter } from './triplet-sorter.ts';

/** Taste Profile triplets. */
export const tripletsImporter: Importer = {
  kind: TRIPLETS,
  formats: ['taste-profile'],
  sniff: (head) =>
    head.kind === 'text' && /^[^\t\n]+\t[^\t\n]+\t[^\t\n]+\r?$/m.test(head.head.toString('latin1').slice(0, 20_000))
      ? 'taste-profile'
      : null,
  async stage(context) {
    const head = readDelimitedHead(context.head);
    if (head && bareEventPlaces(head))
      throw new AppError('bad-input', say('import.counts-are-times', { name: context.head.name }), {
        file: context.file,
      });
    const listeners = new KnownKeys(context.library, 'SELECT id, listener_key AS key FROM listeners ORDER BY id');
    const songs = new KnownKeys(context.library, 'SELECT id, song_key AS key FROM songs ORDER BY id');
    const sorter = new TripletSorter(join(context.scratch, 'triplets'));
    const { report } = context;
    const counts = new CountReader(context);
    const parser = new TripletParser(
      {
        triplet: (listener, song, count) => sorter.add(listener, song, count),
        reject: (line, field, reason) => report.reject(line, field, reason),
        count: (text) => counts.count(text) ?? counts.refusal(text),
      },
      listeners.table,
      songs.table,
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
    report.read = parser.lines;
    report.imported = parser.lines - report.rejected;
    new PlaysStager(context, listeners, songs).stage(sorter);
  },
};
