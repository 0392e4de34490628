import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { APP_VERSION } from '../../shared/versions.ts';
import { backupLibrary, checkCopy } from './backups.ts';
import { makeFolders, moveDurably, syncTree } from './durable.ts';
import { plainName } from './library.ts';
import { libraryPaths, type LibraryPaths } from './paths.ts';
import { LIBRARY_FORMAT } from './migrate.ts';
import { brokenArchive } from './schema.ts';
import { type OpenDb, openScratch } from './sqlite.ts';
import { removeFolder } from './moves.ts';
import { plainFile } from './plain-file.ts';

export const ARCHIVE_EXTENSION = '.quadrille-archive';
const MANIFEST = 'manifest.json';
const CHECKSUMS = 'checksums.json';
/** Files allowed in an archive: the database, fitted models, spectrograms (the older folder too), nothing else. */
const MEMBER = /^(library\.sqlite|models\/[\w+-][\w.+-]*|cache\/(?:mel|spectrograms)\/[\w+-][\w.+-]*)$/;
/** What an import that was cut off has left; a folder with anything else is somebody's own. */
const UNPACKED = /^(library\.sqlite.*|models|cache)$/;
const MOST_JSON_BYTES = 64 * 2 ** 20;

export interface ArchiveHooks {
  /** Called between files and every few megabytes. @throws to stop */
  progress(fraction: number): void;
  /** Called when an archive is unpacked and the next step is to move it to its place. */
  placing?(staging: string, name: string): void;
}

export interface ArchiveContents {
  name: string;
  withSpectrograms: boolean;
  /** Takes out of the copy of the database what is not to travel; models and spectrograms then stay behind too. */
  reduce?: (copy: OpenDb) => void;
}

interface Manifest {
  quadrille: 'archive';
  version: 1;
  app: string;
  libraryFormat: number;
  name: string;
  bytes: number;
}

/**
 * Writes a whole library as one file: a gzip'd tar with a manifest, a checked copy of the database without jobs and
 * without the folders of recordings, models, optionally spectrograms, and the SHA-256 of each at the end.
 * Never replaces an existing file.
 */
export async function exportArchive(
  db: OpenDb,
  paths: LibraryPaths,
  file: string,
  { name, withSpectrograms, reduce }: ArchiveContents,
  hooks: ArchiveHooks,
): Promise<{ bytes: number; files: number }> {
  const scratch = join(paths.work, 'archive');
  removeFolder(scratch); // left by an interrupted export
  try {
    const copy = await backupLibrary(db, scratch, new Date());
    if (reduce) reduceCopy(copy, reduce);
    await checkCopy({ file: copy, travel: 'departure' });
    const listed = (folder: string, prefix: string) =>
      existsSync(folder)
        ? readdirSync(folder).map((child) => ({ source: join(folder, child), member: posix.join(prefix, child) }))
        : [];
    const members = [
      { source: copy, member: 'library.sqlite' },
      ...(reduce ? [] : listed(paths.models, 'models')),
      ...(withSpectrograms && !reduce ? listed(paths.mel, 'cache/spectrograms') : []),
    ].filter(({ member }) => MEMBER.test(member));
    const sizes = members.map(({ source }) => statSync(source).size);
    const total = sizes.reduce((a, b) => a + b, 0);
    const manifest: Manifest = {
      quadrille: 'archive',
      version: 1,
      app: APP_VERSION,
      libraryFormat: LIBRARY_FORMAT,
      name,
      bytes: total,
    };
    const tar = pack();
    const written = pipeline(tar, createGzip({ level: 5 }), createWriteStream(file, { flags: 'wx' }));
    written.catch((error) => tar.destroy(error));
    const fill = async () => {
      await entryOf(tar, MANIFEST, JSON.stringify(manifest));
      const checksums: Record<string, string> = {};
      let done = 0;
      for (const [i, { source, member }] of members.entries()) {
        const hash = createHash('sha256');
        const entry = tar.entry({ name: member, size: sizes[i] });
        const meter = counting((bytes, chunk) => {
          hash.update(chunk);
          hooks.progress((done += bytes) / Math.max(1, total));
        });
        await pipeline(createReadStream(source), meter, entry);
        checksums[member] = hash.digest('hex');
      }
      await entryOf(tar, CHECKSUMS, JSON.stringify(checksums));
      tar.finalize();
    };
    await Promise.all([
      fill().catch((error) => {
        tar.destroy(error);
        throw error;
      }),
      written,
    ]);
    return { bytes: statSync(file).size, files: members.length };
  } finally {
    removeFolder(scratch);
  }
}

function reduceCopy(file: string, reduce: (copy: OpenDb) => void): void {
  const copy = openScratch(file);
  try {
    reduce(copy);
  } finally {
    copy.close();
  }
}

/**
 * Unpacks an archive into a new folder. Everything is checked in a temporary folder beside the target first; the target
 * appears complete or not at all, and is never overwritten.
 * @throws AppError `conflict` if the folder exists, `bad-input` if the file is no archive, was cut off or
 *   changed, `library-newer` for a newer format
 */
export async function importArchive(
  file: string,
  target: string,
  hooks: ArchiveHooks,
): Promise<{ name: string; folder: string }> {
  const folder = resolve(target);
  if (existsSync(folder)) throw new AppError('conflict', say('library.folder-exists', { folder }), { folder });
  if (!existsSync(file) || !statSync(file).isFile())
    throw new AppError('not-found', say('app.no-such-file', { file }), { file });
  const staging = join(dirname(folder), `.${basename(folder)}.importing`);
  if (existsSync(staging) && readdirSync(staging).some((name) => !UNPACKED.test(name)))
    throw new AppError('conflict', say('library.folder-exists', { folder: staging }), { folder: staging });
  removeFolder(staging); // left by an interrupted import
  makeFolders(staging);
  try {
    const manifest = await unpack(file, staging, hooks);
    const verdict = await checkCopy({ file: libraryPaths(staging).database, travel: 'arrival' });
    if (verdict !== 'ok')
      throw new AppError('bad-input', say('library.archived-database-damaged', { file: basename(file), verdict }), {
        file,
      });
    syncTree(staging);
    if (existsSync(folder)) throw new AppError('conflict', say('library.folder-appeared', { folder }), { folder });
    hooks.placing?.(staging, manifest.name);
    moveDurably(staging, folder);
    return { name: manifest.name, folder };
  } catch (error) {
    removeFolder(staging);
    throw readable(error, file);
  }
}

async function unpack(file: string, staging: string, hooks: ArchiveHooks): Promise<Manifest> {
  const size = statSync(file).size;
  let read = 0;
  let manifest: Manifest | null = null;
  let room = 0;
  let expected: Record<string, string> | null = null;
  const found = new Map<string, string>();
  const reader = extract();
  const meter = counting((bytes) => hooks.progress(Math.min(1, (read += bytes) / size)));
  const feeding = pipeline(createReadStream(plainFile(file)), meter, createGunzip(), reader).catch((error) =>
    reader.destroy(error),
  );
  for await (const entry of reader) {
    const { name, type } = entry.header;
    if (expected) throw brokenArchive(say('library.has-files-after-end', { name }));
    if (manifest === null) {
      if (name !== MANIFEST) throw brokenArchive(say('library.manifest-not-first'));
      manifest = parseManifest(await text(entry));
      room = manifest.bytes;
    } else if (name === CHECKSUMS) expected = parseChecksums(await text(entry));
    else {
      if (type !== 'file' || !MEMBER.test(name) || found.has(name))
        throw brokenArchive(say('library.has-foreign-file', { name }));
      const to = join(staging, ...name.split('/'));
      mkdirSync(dirname(to), { recursive: true });
      const hash = createHash('sha256');
      const guard = counting((bytes, chunk) => {
        if ((room -= bytes) < 0) throw brokenArchive(say('library.has-more-than-listed'));
        hash.update(chunk);
      });
      await pipeline(entry, guard, createWriteStream(to, { flags: 'wx' }));
      found.set(name, hash.digest('hex'));
    }
  }
  await feeding;
  if (!manifest || !expected) throw brokenArchive(say('library.archive-cut-off'));
  const wanted = Object.entries(expected);
  for (const [name, hash] of wanted)
    if (found.get(name) !== hash) throw brokenArchive(say('library.has-changed-file', { name }));
  if (wanted.length !== found.size || !found.has('library.sqlite')) throw brokenArchive(say('library.lacks-files'));
  return manifest;
}

function parseManifest(json: string): Manifest {
  const value = parseJson(json) as Partial<Manifest> | null;
  if (
    value?.quadrille !== 'archive' ||
    typeof value.bytes !== 'number' ||
    typeof value.libraryFormat !== 'number' ||
    typeof value.name !== 'string'
  )
    throw brokenArchive(say('library.has-no-manifest'));
  if (value.version !== 1 || value.libraryFormat > LIBRARY_FORMAT) {
    throw new AppError(
      'library-newer',
      say('library.archive-too-new', { format: value.libraryFormat, newest: LIBRARY_FORMAT }),
    );
  }
  return value as Manifest;
}

function parseChecksums(json: string): Record<string, string> {
  const value = parseJson(json);
  if (value === null || typeof value !== 'object') throw brokenArchive(say('library.has-no-checksums'));
  return value as Record<string, string>;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw brokenArchive(say('library.has-damaged-manifest'));
  }
}

/** Errors of zlib and the tar reader mean little to users. */
function readable(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code.startsWith('Z_') || /tar|header|checksum|Unexpected end|premature|size mismatch/i.test(message))
    return new AppError('bad-input', say('library.not-an-archive', { file: basename(file), message }), {
      file,
    });
  return error;
}

function entryOf(tar: ReturnType<typeof pack>, name: string, content: string): Promise<void> {
  return new Promise((done, fail) => tar.entry({ name }, content, (error) => (error ? fail(error) : done())));
}

async function text(entry: AsyncIterable<unknown>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry) {
    const part = chunk as Uint8Array;
    if ((bytes += part.length) > MOST_JSON_BYTES) throw brokenArchive(say('library.has-endless-manifest'));
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function counting(count: (bytes: number, chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        count(chunk.length, chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** `NAME-2026-11-24.quadrille-archive`, with the coder's name in a work package; safe on every file system. */
export function archiveName(name: string, now: Date, coder: string | null = null): string {
  const whose = coder === null ? '' : `-${plainName(coder)}`;
  return `${plainName(name)}${whose}-${now.toISOString().slice(0, 10)}${ARCHIVE_EXTENSION}`;
}
