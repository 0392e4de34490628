import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { DATABASE_FILES, type LibraryPaths } from './paths.ts';

/** One part of a path: no separator of any system, no drive, no `..`, no stream of Windows. */
const PLAIN_NAME = /^[\w+-][\w.+-]*$/;

export function isPlainName(name: unknown): name is string {
  return typeof name === 'string' && PLAIN_NAME.test(name) && !name.endsWith('.');
}

/**
 * A file of a folder by a name that was read from a database. The database may come from somebody else, so each name
 * passes here each time a path is made of it, whether to read, to replace or to remove the file.
 *
 * @throws AppError `bad-input` for a name that leads anywhere else
 */
export function insideFolder(folder: string, name: unknown): string {
  if (!isPlainName(name)) throw new AppError('bad-input', say('library.unsafe-file-name', { name: String(name) }));
  return join(folder, name);
}

/** The same for removing a file: null if there is nothing of ours to remove. */
export function insideFolderOrNull(folder: string, name: unknown): string | null {
  return isPlainName(name) ? join(folder, name) : null;
}

/** A part of a path that leads elsewhere, or on Windows to a stream of another file. */
const LEADS_ELSEWHERE = /^\.{0,2}$|[\\:\p{Cc}]/u;

/**
 * Where a new file goes in a folder of results, by a name with `/` between folders. Part of the name may be what a
 * library holds (a stage, a model), which somebody else may have written.
 *
 * @throws AppError `bad-input` for a name that leads out of the folder
 */
export function belowFolder(folder: string, name: string): string {
  const parts = name.split('/');
  if (parts.some((part) => LEADS_ELSEWHERE.test(part)))
    throw new AppError('bad-input', say('library.unsafe-file-name', { name }));
  return join(folder, ...parts);
}

/**
 * A library that was sent or unpacked may contain links: what is written to, rotated or removed through one would be
 * somebody's file elsewhere. The library's folder itself may be a link, its contents may not.
 */
export function assertNoLinks(paths: LibraryPaths): void {
  const database = [...DATABASE_FILES, '.restoring', '.restoring-unchecked'].map((end) => `${paths.database}${end}`);
  const inFolder = ['lock.json', 'lock.sqlite', 'lock.sqlite-journal', 'cache', 'set-aside', 'demo'].map((name) =>
    join(paths.folder, name),
  );
  const { backups, gathered, mel, melOfTracks, models, work, logs, suspect } = paths;
  const folders = [backups, gathered, mel, melOfTracks, models, work, logs];
  for (const path of [...database, ...inFolder, suspect, ...folders]) if (isLink(path)) throw containsLink(path);
  for (const folder of folders) if (existsSync(folder)) assertNoLinksIn(folder);
}

/** `readdirSync` with `recursive` takes four times as long, and a library may hold a spectrogram of each song. */
function assertNoLinksIn(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) throw containsLink(path);
    if (entry.isDirectory()) assertNoLinksIn(path);
  }
}

/** Also one that leads nowhere. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function containsLink(path: string): AppError {
  return new AppError('bad-input', say('library.contains-link', { path }), { path });
}
