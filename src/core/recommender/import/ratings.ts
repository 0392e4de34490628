import { say } from '../../../shared/messages/say.ts';
import { HistoryStager } from './history-stager.ts';
import type { ImportContext, Importer } from './importer.ts';
import { RATINGS } from './kinds.ts';
import { delimitedRows } from './quoted-lines.ts';
import { textLines } from './source.ts';

const LARGEST_RATING = 100;
/** Ratings are stored as whole numbers of half steps. */
const STEPS_A_UNIT = 2;

/**
 * Explicit ratings in the formats of MovieLens and similar data sets: user, item, rating and perhaps a time, separated
 * by tabs, commas, semicolons or `::`, with or without a header
 * (`user_id:token …` in RecBole's .inter).
 */
export const ratingsImporter: Importer = {
  kind: RATINGS,
  formats: ['movielens'],
  sniff(head) {
    if (head.kind !== 'text') return null;
    const lines = head.head
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split('\n')
      .slice(0, 20)
      .map((line) => line.replace(/\r$/, ''))
      .filter(Boolean);
    const [first, second] = [split(lines[0] ?? ''), split(lines[1] ?? lines[0] ?? '')];
    if (second.length < 3 || second.length > 4) return null;
    if (isHeader(first)) return /rating/i.test(first[2]) && isRating(second[2]) ? 'movielens' : null;
    // Without a header, accept only what cannot be a play count: a small rating with a time on every line.
    const rows = lines.slice(0, -1).map(split);
    return rows.length > 0 &&
      rows.every((row) => row.length === 4 && isRating(row[2]) && Number(row[2]) <= 10 && /^\d{9,10}$/.test(row[3]))
      ? 'movielens'
      : null;
  },
  async stage(context) {
    const stager = new HistoryStager(context);
    context.staging.exec('BEGIN');
    await readRatings(context, stager);
    context.staging.exec('COMMIT');
    stager.finish('highest');
    context.staging.run("INSERT INTO facts VALUES ('values', 'ratings')");
  },
};

async function readRatings(context: ImportContext, stager: HistoryStager): Promise<void> {
  const { report } = context;
  let fraction = 0;
  const lines = textLines(context.file, context.head.gzip, (bytes) => {
    fraction = bytes / Math.max(1, context.head.bytes);
  });
  for await (const { line, fields } of delimitedRows(lines, separatorOf)) {
    if (line === 1 && fields && isHeader(fields)) continue;
    report.read++;
    if (fields === null) {
      report.reject(line, 'line', say('import.quote-is-not-closed'));
      continue;
    }
    if ((report.read & 0xfff) === 0) context.checkpoint(0.6 * fraction, 'reading');
    const [listener, song, rating, time] = fields;
    if (fields.length < 3 || fields.length > 4)
      report.reject(line, 'line', say('import.wrong-fields-ratings', { fields: fields.length }));
    else if (listener === '') report.reject(line, 'user', say('import.is-empty'));
    else if (song === '') report.reject(line, 'item', say('import.is-empty'));
    else if (!isRating(rating))
      report.reject(line, 'rating', say('import.not-a-rating', { rating, largest: LARGEST_RATING }));
    else {
      stager.add(
        listener,
        { key: song, title: null, artist: null },
        Number(rating) * STEPS_A_UNIT,
        /^\d+(\.\d+)?$/.test(time ?? '') ? Math.floor(Number(time)) : 0,
      );
      report.imported++;
    }
  }
}

/** For recognising a file by its first lines. */
function split(line: string): string[] {
  const separator = separatorOf(line);
  return separator ? line.split(separator).map((field) => field.trim().replace(/^"(.*)"$/, '$1')) : [line];
}

function separatorOf(line: string): string | null {
  return ['\t', '::', ',', ';'].find((candidate) => line.includes(candidate)) ?? null;
}

function isHeader(fields: string[]): boolean {
  return fields.length >= 3 && /user/i.test(fields[0]) && Number.isNaN(Number(fields[2]));
}

function isRating(text: string): boolean {
  const steps = Number(text) * STEPS_A_UNIT;
  return text.trim() !== '' && Number.isInteger(steps) && steps > 0 && steps <= LARGEST_RATING * STEPS_A_UNIT;
}
