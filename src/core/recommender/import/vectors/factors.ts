import { closeSync, createWriteStream, existsSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { libraryId } from '../../data/gather.ts';
import { SPEC_FILE, sparkFactors } from '../../handover/spark-files.ts';
import { ZipFile } from '../../../imports/zip-file.ts';
import { filesBelow } from '../../../storage/files-below.ts';
import { readAt } from '../../../storage/read-at.ts';
import { candidates } from '../text/columns.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { FACTORS } from '../kinds.ts';
import { inspect } from '../files/source.ts';
import { isIdsName, isPlainIdsName, ownIdsFile } from './row-ids.ts';
import { OF_ALL_SONGS, stageVectors, vectorsImporter } from './vectors.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const ENDING = /\.(npy|parquet|csv|tsv|txt|vec)(\.(gz|bz2|zst))?$/i;
/** Endings of files that hold nothing but vectors. */
const OF_VECTORS = /\.(npy|parquet|vec)$/i;
/** Not of songs. */
const OTHERS = /^(users?|listeners?)|bias/i;
const ARCHIVE = /\.npz$/i;
const TEXT = /\.(csv|tsv|txt|json)$/i;
const PLAIN = /\.(csv|tsv|txt)$/i;
const HEAD_BYTES = 1 << 16;
const HEAD_LINES = 20;
/** Texts that lie beside a model and name no rows. */
const NO_IDS = /user|listener|readme|licen[cs]e|(^|[^a-z])(require|config|param|setting|metric|result|eval|loss|log)/i;
/** Biases of songs, as LightFM and Surprise call them. */
const BIASES = /^((songs?|items?|tracks?)[_-]?bias(es)?|bi)\.npy$/i;

/**
 * Factors of songs that another program learned: a folder with `songs.parquet` (an id column and a list column, or a
 * column a value; as Spark writes it, in parts) or `songs.npy` with `songs.ids.txt`. They become a set of vectors;
 * listeners are folded in from their plays, so that files of listeners are not needed.
 */
export const factorsImporter: Importer = {
  kind: FACTORS,
  formats: ['factors-folder'],
  sniff: (head, file) =>
    head.kind === 'folder' && (vectorsOfSongs(file).length > 0 || existsSync(join(file, SPEC_FILE)))
      ? 'factors-folder'
      : null,
  async stage(given) {
    const made = given.head.kind === 'folder' ? sparkFactors(given.file, libraryId(given.library)) : null;
    const context = made ? { ...given, file: made.folder } : given;
    if (made) context.report.notes.push(say('factors.made-by', { engine: made.engine, ...made.spec.foldIn }));
    if (context.head.kind !== 'folder')
      throw new AppError('bad-input', say('factors.not-a-folder', { name: context.head.name }), { file: context.file });
    const found = await songsIn(context);
    const name = context.name ?? basename(given.file);
    if (context.library.get('SELECT 1 FROM vector_sets WHERE name = ?', name))
      throw new AppError('conflict', say('factors.name-taken', { name }));
    context.report.notes.push(say('factors.taken', { file: found.label, name }));
    // What an export for Spark has beside the factors was ours.
    if (made) for (const file of filesBelow(given.file)) context.seen.add(file);
    for (const file of [...found.files, ...ofListeners(context.file)]) context.seen.add(file);
    const biases = found.biases ?? readdirSync(context.file).find((one) => BIASES.test(one));
    if (biases) context.seen.add(join(context.file, biases));
    if (biases) context.report.notes.push(say('factors.biases-left-out', { file: biases }));
    const parts = filesOf(found.path).map(async (file) => {
      const head = await inspect(file);
      const format = vectorsImporter.sniff(head, file) ?? 'vector-table';
      return {
        ...context,
        idsFile: given.idsFile ?? found.ids ?? idsBeside(file, context.file),
        file,
        head,
        format,
        name,
      };
    });
    await stageVectors(await Promise.all(parts));
  },
};

interface Found {
  path: string;
  label: string;
  /** Of the folder, in which they lie. */
  files: string[];
  /** Those that lie in the same archive. */
  ids?: string | null;
  biases?: string;
}

/** The one file with the factors of songs: by its name, in an archive of numpy, or as the only one that it can be. */
async function songsIn({ file: folder, head, scratch }: ImportContext): Promise<Found> {
  const likely = vectorsOfSongs(folder);
  const named = likely.length > 0 ? likely : songFiles(folder);
  const packed = named.length === 0 ? await outOfArchive(folder, scratch) : null;
  if (packed) return packed;
  const found = named.length > 0 ? named : onlyVectors(folder);
  const refuse = (message: Message) => new AppError('bad-input', message, { file: folder });
  if (found.length === 0) throw refuse(say('factors.no-songs', { folder: head.name }));
  if (found.length > 1) throw refuse(say('factors.several', { folder: head.name, files: found }));
  const path = join(folder, found[0]);
  return { path, label: found[0], files: filesOf(path) };
}

function ofListeners(folder: string): string[] {
  return filesBelow(folder).filter((file) => OTHERS.test(basename(file)));
}

function onlyVectors(folder: string): string[] {
  return readdirSync(folder).filter((name) => OF_VECTORS.test(name) && !OTHERS.test(name) && !isIdsName(name));
}

/** implicit saves a model as numpy's archive, in which the array of songs has its own name; ids may lie with it. */
async function outOfArchive(folder: string, scratch: string): Promise<Found | null> {
  const archives = readdirSync(folder).filter((name) => ARCHIVE.test(name));
  const entries = archives.flatMap((name) => {
    const zip = ZipFile.open(join(folder, name));
    return zip.entries.map((entry) => ({ name, zip, entry }));
  });
  const named = entries.filter(({ entry }) => OF_ALL_SONGS.test(entry.name.replace(ENDING, '')));
  const isMatrix = ({ entry: { name } }: (typeof entries)[number]) =>
    OF_VECTORS.test(name) && !OTHERS.test(name) && !isIdsName(name);
  const found = named.length > 0 ? named : entries.filter(isMatrix);
  if (found.length !== 1) return null;
  const [{ name, zip, entry }] = found;
  const unpack = async (one: typeof entry) => {
    const path = join(scratch, basename(one.name));
    await pipeline(zip.parts(one), createWriteStream(path));
    return path;
  };
  const ids = zip.entries.filter((one) => isIdsName(basename(one.name)));
  return {
    path: await unpack(entry),
    label: `${name}: ${entry.name}`,
    files: [join(folder, name)],
    ids: ids.length === 1 ? await unpack(ids[0]) : null,
    biases: zip.entries.find((one) => BIASES.test(one.name))?.name,
  };
}

/** Spark writes a folder of parts, which is whole once it says so. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const parts = readdirSync(path)
    .filter((name) => name.startsWith('part-'))
    .sort();
  if (parts.length === 0 || !existsSync(join(path, '_SUCCESS')))
    throw new AppError('bad-input', say('factors.parts', { folder: basename(path), parts: parts.length }), {
      file: path,
    });
  return parts.map((name) => join(path, name));
}

/** Files that could hold the factors of songs. */
function songFiles(folder: string): string[] {
  const found = readdirSync(folder).filter(
    (name) => OF_ALL_SONGS.test(name.replace(ENDING, '')) && (ENDING.test(name) || hasParts(join(folder, name))),
  );
  return found.some(isNumpy) ? found.filter((name) => !isIdsName(name)) : found;
}

/** Without lists of songs in words, which are called the same. */
function vectorsOfSongs(folder: string): string[] {
  return songFiles(folder).filter((name) => {
    const path = join(folder, name);
    return !PLAIN.test(name) || statSync(path).isDirectory() || beginsWithNumbers(path);
  });
}

/** Whether of each row below the header all but an id, and one in front of it, are numbers. */
function beginsWithNumbers(file: string): boolean {
  const lines = startOf(file).split(/\r?\n/, HEAD_LINES).filter(Boolean);
  const [header, ...rows] = lines.map((line) => line.replaceAll(/["[\]]/g, '').split(/[,;\t ]+/));
  const ofSongs = ['artist', 'album', 'year', 'duration'] as const;
  if (!header || ofSongs.some((role) => candidates(role, header).length > 0)) return false;
  const isNumber = (text: string | undefined) => text !== undefined && !Number.isNaN(Number(text));
  return rows.every((fields) => isNumber(fields.at(-1)) && fields.filter((text) => !isNumber(text)).length <= 1);
}

function startOf(file: string): string {
  const fd = openSync(plainFile(file), 'r');
  try {
    const text = readAt(fd, 0, HEAD_BYTES)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
    return text.length < HEAD_BYTES / 2 ? text : text.slice(0, text.lastIndexOf('\n'));
  } finally {
    closeSync(fd);
  }
}

function hasParts(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).some((name) => name.startsWith('part-'));
}

/** The one file of ids in the folder, by its name or as the only text, where a numpy file has none of its own name. */
function idsBeside(file: string, folder: string): string | null {
  if (!isNumpy(file) || ownIdsFile(file)) return null;
  const others = readdirSync(folder).filter((name) => name !== basename(file));
  const likely = others.filter(isIdsName);
  const plain = likely.filter(isPlainIdsName);
  const named = plain.length === 1 ? plain : likely;
  const found = named.length > 0 ? named : others.filter((name) => TEXT.test(name) && !NO_IDS.test(name));
  if (found.length > 1)
    throw new AppError('bad-input', say('factors.several-ids', { folder: basename(folder), files: found }), {
      file: folder,
    });
  return found.length === 1 ? join(folder, found[0]) : null;
}

function isNumpy(name: string): boolean {
  return /\.npy$/i.test(name);
}
