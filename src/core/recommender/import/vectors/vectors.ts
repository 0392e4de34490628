import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { filesBelow } from '../../../storage/files-below.ts';
import { RESERVED_NAMES } from '../../data/song-vectors.ts';
import { packed, valuesOf } from '../../rows/vector-rows.ts';
import { AUDIO_FILE, UNREAD_AUDIO_FILE } from '../../audio/file-names.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { VECTORS } from '../kinds.ts';
import { NpyRows } from '../files/npy.ts';
import { unpackedParts } from '../plays/packing.ts';
import { ownIdsFile, rowIds } from './row-ids.ts';
import { looksLikeVectors, parquetVectors, textVectors, type VectorRow } from './vector-table.ts';
import { wordVectors, wordVectorsHead } from './word-vectors.ts';

const EXAMPLES = 3;
const LONGEST_NAME = 60;
const WIDEST = 100_000;
const ENDINGS = /(\.(npy|csv|tsv|txt|parquet|gz|bz2|zst))+$/i;
/** As programs call the factors of all songs. */
export const OF_ALL_SONGS =
  /^(songs?|items?|tracks?)([_-]?(factors?|embeddings?|embs?|vectors?|latent|weights?|matrix|mat))*$/i;

/**
 * Vectors of songs: a table of an id and its values (text or Parquet), or a numpy file with a file of ids. An id is
 * a song's or a track's.
 */
export const vectorsImporter: Importer = {
  kind: VECTORS,
  formats: ['vector-table', 'vector-parquet', 'npy', 'npy-folder', 'word2vec', 'glove'],
  sniff(head, file) {
    if (head.kind === 'npy') return 'npy';
    if (head.kind === 'folder') return vectorFiles(file).length > 0 ? 'npy-folder' : null;
    const words = wordVectorsHead(head);
    if (words) return words.rows === null ? 'glove' : 'word2vec';
    if (!looksLikeVectors(head)) return null;
    return head.packing === 'parquet' ? 'vector-parquet' : 'vector-table';
  },
  stage: (context) => stageVectors([context]),
};

/** Stages the vectors of a file, or of the parts that a table was written in. */
export async function stageVectors(parts: readonly ImportContext[]): Promise<void> {
  const staging = new VectorStaging(parts[0]);
  parts[0].staging.exec('BEGIN');
  for (const part of parts) for await (const row of rowsOf(part)) staging.take(row);
  parts[0].staging.exec('COMMIT');
  staging.finish();
}

function rowsOf(context: ImportContext): AsyncIterable<VectorRow> {
  const { kind, name, packing } = context.head;
  if (!['npy', 'text', 'folder'].includes(kind))
    throw new AppError('bad-input', say('vectors.not-a-table', { name }), { file: context.file });
  if (kind === 'npy') return npyVectors(context);
  if (kind === 'folder') return folderVectors(context);
  if (packing === 'parquet') return parquetVectors(context);
  return wordVectorsHead(context.head) ? wordVectors(context) : textVectors(context);
}

class VectorStaging {
  readonly #context: ImportContext;
  readonly #name: string;
  /** By song: how many vectors were met, and their sum where they differ. */
  readonly #met = new Map<number, { vectors: number; sum: Float64Array | null; id: string }>();
  #width = 0;
  #alike = 0;
  readonly #ofRecordings = { rows: 0, song: '', file: '' };

  constructor(context: ImportContext) {
    this.#context = context;
    this.#name = nameOf(context);
    context.staging.exec(`CREATE TABLE vector_sets (id INTEGER PRIMARY KEY, name TEXT NOT NULL, width INTEGER NOT NULL,
      source TEXT NOT NULL);
      CREATE TABLE song_vectors (id INTEGER PRIMARY KEY, song_id INTEGER NOT NULL UNIQUE, data BLOB NOT NULL,
      last BLOB)`);
  }

  take({ line: read, id, values }: VectorRow): void {
    const { report, staging, head } = this.#context;
    const line = head.lineOf?.(read) ?? read;
    report.read++;
    if (id.trim() === '') return report.reject(line, 'song', 'id' in values ? values : say('import.is-empty'));
    if ('id' in values) return report.reject(line, 'values', values);
    if (this.#width === 0) this.#begin(values.length);
    if (values.length !== this.#width)
      return report.reject(line, 'values', say('vectors.other-length', { found: values.length, width: this.#width }));
    const vector = Float32Array.from(values);
    const wrong = vector.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      return report.reject(
        line,
        'values',
        say('vectors.not-finite', { place: wrong + 1, value: String(values[wrong]) }),
      );
    const song = this.#songOf(id.trim()) ?? this.#songOfRecording(id.trim());
    if (song === undefined) return report.reject(line, 'song', say('vectors.no-such-song', { id }));
    report.imported++;
    const before = this.#met.get(song);
    if (!before) {
      this.#met.set(song, { vectors: 1, sum: null, id });
      staging.run('INSERT INTO song_vectors (song_id, data) VALUES (?, ?)', song, packed(vector));
      return;
    }
    this.#again(song, before, vector);
  }

  #again(song: number, before: { vectors: number; sum: Float64Array | null }, vector: Float32Array): void {
    const { staging } = this.#context;
    const data = staging.get<{ data: Buffer }>('SELECT data FROM song_vectors WHERE song_id = ?', song)?.data as Buffer;
    if (!before.sum && data.equals(packed(vector))) {
      this.#alike++;
      return;
    }
    before.sum ??= Float64Array.from(valuesOf(data), (value) => value * before.vectors);
    before.vectors++;
    vector.forEach((value, v) => {
      (before.sum as Float64Array)[v] += value;
    });
    staging.run('UPDATE song_vectors SET last = ? WHERE song_id = ?', packed(vector), song);
  }

  finish(): void {
    const { report, library } = this.#context;
    this.#askAboutSeveral();
    if (this.#alike > 0) report.notes.push(say('vectors.met-twice', { rows: this.#alike }));
    if (this.#ofRecordings.rows > 0) report.notes.push(say('vectors.ids-of-recordings', this.#ofRecordings));
    const played = library.get<{ n: number }>('SELECT count(*) AS n FROM songs WHERE listeners > 0')?.n ?? 0;
    if (this.#met.size > 0)
      report.notes.push(say('vectors.taken', { name: this.#name, songs: this.#met.size, width: this.#width, played }));
  }

  /** Songs with vectors that differ wait for an answer. */
  #askAboutSeveral(): void {
    const { questions, report, staging } = this.#context;
    const several = [...this.#met].filter(([, { sum }]) => sum !== null);
    if (several.length === 0) return;
    const rows = several.reduce((sum, [, { vectors }]) => sum + vectors, 0);
    const answer = questions.ask(
      say('ask.vectors-of-a-song', {
        examples: several.slice(0, EXAMPLES).map(([, { id }]) => id),
        songs: several.length,
      }),
      [
        { id: 'first', label: say('ask.vector-first') },
        { id: 'last', label: say('ask.vector-last') },
        { id: 'mean', label: say('ask.vector-mean') },
        { id: 'none', label: say('ask.vector-none') },
      ],
      rows,
    );
    const leftOut = answer === null || answer === 'none';
    staging.transaction(() => {
      for (const [song, { vectors, sum }] of several) {
        if (leftOut) {
          staging.run('DELETE FROM song_vectors WHERE song_id = ?', song);
          this.#met.delete(song);
        } else if (answer === 'last') staging.run('UPDATE song_vectors SET data = last WHERE song_id = ?', song);
        else if (answer === 'mean')
          staging.run(
            'UPDATE song_vectors SET data = ? WHERE song_id = ?',
            packed(Float32Array.from(sum as Float64Array, (value) => value / vectors)),
            song,
          );
      }
    });
    if (leftOut) report.imported -= rows;
  }

  /** Features are often written beside the name of the recording, which has the song's id before its ending. */
  #songOfRecording(id: string): number | undefined {
    if (!AUDIO_FILE.test(id) && !UNREAD_AUDIO_FILE.test(id)) return undefined;
    const name = basename(id.replaceAll('\\', '/'));
    const bare = name.replace(AUDIO_FILE, '').replace(UNREAD_AUDIO_FILE, '');
    const song = this.#songOf(bare);
    if (song !== undefined && this.#ofRecordings.rows++ === 0)
      Object.assign(this.#ofRecordings, { song: bare, file: id });
    return song;
  }

  #songOf(id: string): number | undefined {
    const { library } = this.#context;
    return (
      library.get<{ id: number }>('SELECT id FROM songs WHERE song_key = ?', id)?.id ??
      library.get<{ id: number }>('SELECT song_id AS id FROM tracks WHERE track_key = ?', id)?.id
    );
  }

  #begin(width: number): void {
    const { library, staging, file } = this.#context;
    const name = this.#name;
    const there = library.get<{ width: number; encoder: string | null }>(
      'SELECT width, encoder FROM vector_sets WHERE name = ?',
      name,
    );
    if (width < 1 || width > WIDEST) throw new AppError('bad-input', say('vectors.bad-width', { width }), { file });
    if (there?.encoder) throw new AppError('conflict', say('vectors.set-of-encoder', { name }));
    if (there && there.width !== width)
      throw new AppError('conflict', say('vectors.set-of-other-width', { name, width, there: there.width }));
    this.#width = width;
    staging.run('INSERT INTO vector_sets (name, width, source) VALUES (?, ?, ?)', name, width, basename(file));
  }
}

function nameOf({ file, name }: ImportContext): string {
  const found = (name ?? basename(file).replace(ENDINGS, '')).trim();
  if (found === '' || found.length > LONGEST_NAME || /[,\n]/.test(found) || RESERVED_NAMES.includes(found))
    throw new AppError('bad-request', say('vectors.bad-name', { name: found }));
  return found;
}

/** Files of one vector each; a folder of factors has one that is called after all songs. */
function vectorFiles(folder: string): string[] {
  const files = filesBelow(folder).filter((file) => /\.npy$/i.test(file));
  return files.some((file) => OF_ALL_SONGS.test(basename(file).replace(ENDINGS, ''))) ? [] : files.sort();
}

/** The files of a folder, each named by its song. Several rows are frames of it: their mean, if that is answered. */
async function* folderVectors(context: ImportContext): AsyncGenerator<VectorRow> {
  const { file: folder, questions } = context;
  const files = vectorFiles(folder);
  if (files.length === 0)
    throw new AppError('bad-input', say('vectors.not-a-table', { name: basename(folder) }), { file: folder });
  for (const [i, file] of files.entries()) {
    if ((i & 0xff) === 0) context.checkpoint(i / files.length, 'reading');
    context.seen.add(file);
    const id = basename(file).replace(ENDINGS, '');
    let values: VectorRow['values'];
    try {
      const npy = await NpyRows.open(
        file,
        unpackedParts(file, 'none', () => {}),
        true,
      );
      try {
        const { rows } = npy.header;
        const answer = rows > 1 ? questions.ask(...framesQuestion(basename(file), rows)) : 'mean';
        questions.stopIfOpen();
        values = answer === 'mean' ? await meanOf(npy) : say('vectors.frames-left-out', { rows });
      } finally {
        await npy.close();
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      values = error.told;
    }
    yield { line: i + 1, id, values };
  }
}

function framesQuestion(name: string, rows: number): Parameters<ImportContext['questions']['ask']> {
  return [
    say('ask.frames-of-a-song', { name, rows }),
    [
      { id: 'mean', label: say('ask.vector-mean') },
      { id: 'none', label: say('ask.vector-none') },
    ],
  ];
}

async function meanOf(npy: NpyRows): Promise<Float64Array> {
  const sum = new Float64Array(npy.header.width);
  for await (const row of npy.rows())
    row.forEach((value, v) => {
      sum[v] += value;
    });
  return sum.map((value) => value / npy.header.rows);
}

/** The rows of a numpy file, named by the lines of a text file. */
async function* npyVectors(context: ImportContext): AsyncGenerator<VectorRow> {
  const { file, head } = context;
  const npy = await NpyRows.open(
    file,
    unpackedParts(file, head.packing, () => {}),
  );
  try {
    yield* namedRows(npy, context);
  } finally {
    await npy.close();
  }
}

async function* namedRows(npy: NpyRows, context: ImportContext): AsyncGenerator<VectorRow> {
  const { file, head, report } = context;
  const { rows, width, dtype } = npy.header;
  const idsFile = context.idsFile ?? ownIdsFile(file);
  if (!idsFile || idsFile === file)
    throw new AppError('bad-input', say('vectors.needs-ids', { name: head.name }), { file });
  context.seen.add(idsFile);
  const ids = await rowIds(idsFile, rows, context);
  report.notes.push(say('vectors.npy-taken', { rows, width, dtype, ids: basename(idsFile) }));
  let row = 0;
  for await (const values of npy.rows()) {
    if ((row & 0xff) === 0) context.checkpoint(row / rows, 'reading');
    const id = ids[row++];
    if (id !== null) yield { line: row, id, values };
  }
}
