import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import type { FileEntry } from '../../shared/contract/app.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

/**
 * Lets a page browse folders by opaque entries. Only the browser mode has one; in the desktop app the system's dialog
 * does this.
 */
export interface FileChooser {
  roots(): FileEntry[];
  entries(entry: string): FileEntry[];
  resolve(entry: string): string;
}

export const noFileChooser: FileChooser = {
  roots: () => [],
  entries: () => {
    throw new AppError('unavailable', say('app.use-system-dialog'));
  },
  resolve: () => {
    throw new AppError('unavailable', say('app.use-system-dialog'));
  },
};

/** A chooser that never leaves its roots. */
export function createFileChooser(roots: readonly string[]): FileChooser {
  const files = new Map<string, string>();
  const entryOf = (file: string): FileEntry | null => {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat || !(stat.isDirectory() || stat.isFile())) return null;
    const entry = randomBytes(12).toString('hex');
    files.set(entry, file);
    return { entry, name: basename(file) || file, folder: stat.isDirectory(), bytes: stat.isFile() ? stat.size : null };
  };
  const inside = (file: string) =>
    roots.some((root) => {
      const path = relative(root, file);
      return path === '' || !(path.startsWith('..') || isAbsolute(path));
    });
  const resolve = (entry: string) => {
    const file = files.get(entry);
    if (file === undefined || !inside(file)) throw new AppError('bad-request', say('app.unknown-entry'));
    return file;
  };
  return {
    roots: () => roots.flatMap((root) => entryOf(root) ?? []),
    entries: (entry) =>
      readdirSync(resolve(entry), { withFileTypes: true })
        .filter((child) => !child.name.startsWith('.'))
        .flatMap((child) => entryOf(join(resolve(entry), child.name)) ?? [])
        .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name)),
    resolve,
  };
}
