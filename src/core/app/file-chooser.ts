import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import type { FileEntry } from '../../shared/contract/app.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { SealedPaths } from './sealed-paths.ts';

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

/** A chooser that never leaves its roots, nor follows a link out of them. */
export function createFileChooser(roots: readonly string[]): FileChooser {
  const paths = new SealedPaths();
  const entryOf = (path: string): FileEntry | null => {
    const file = insideRoots(path, roots);
    const stat = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
    if (file === null || !stat || !(stat.isDirectory() || stat.isFile())) return null;
    const bytes = stat.isFile() ? stat.size : null;
    return { entry: paths.seal(file), name: basename(path) || path, folder: stat.isDirectory(), bytes };
  };
  // Looked at again each time: a folder may have become a link since it was listed.
  const resolve = (entry: string) => {
    const path = paths.open(entry);
    const file = path === null ? null : insideRoots(path, roots);
    if (file === null) throw new AppError('bad-request', say('app.unknown-entry'));
    return file;
  };
  return {
    roots: () => roots.flatMap((root) => entryOf(root) ?? []),
    entries: (entry) => {
      const folder = resolve(entry);
      return readdirSync(folder)
        .filter((name) => !name.startsWith('.'))
        .flatMap((name) => entryOf(join(folder, name)) ?? [])
        .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name));
    },
    resolve,
  };
}

/** The path with all links resolved, or null if that is not inside a root or does not exist. */
function insideRoots(path: string, roots: readonly string[]): string | null {
  const file = realPath(path);
  if (file === null) return null;
  const inside = roots.some((root) => {
    const real = realPath(root);
    if (real === null) return false;
    const rest = relative(real, file);
    return rest === '' || !(rest === '..' || rest.startsWith(`..${sep}`) || isAbsolute(rest));
  });
  return inside ? file : null;
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}
