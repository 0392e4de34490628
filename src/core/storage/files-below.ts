import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

// The one way through a folder and all folders in it. A link to a file is that file, and each file is found once,
// under its own name or else the link's. Links to folders are not followed: what such a folder holds is in its own
// place, or elsewhere, and then whoever gave the folder is told (`linkedElsewhere`).

interface Below {
  files: string[];
  folders: string[];
  /** Pipes, sockets and devices. */
  odd: string[];
  /** Links to folders that are elsewhere. */
  elsewhere: string[];
}

export function entriesBelow(folder: string): Below {
  const below: Below = { files: [], folders: [], odd: [], elsewhere: [] };
  const links: string[] = [];
  for (const waiting = [folder]; waiting.length > 0; ) {
    const parent = waiting.pop() as string;
    for (const entry of readdirSync(parent, { withFileTypes: true })) {
      const path = join(parent, entry.name);
      if (entry.isDirectory()) {
        below.folders.push(path);
        waiting.push(path);
      } else if (entry.isFile()) below.files.push(path);
      else if (entry.isSymbolicLink()) links.push(path);
      else below.odd.push(path);
    }
  }
  if (links.length > 0) follow(links, folder, below);
  return below;
}

function follow(links: readonly string[], folder: string, below: Below): void {
  const root = realpathSync(folder);
  const linked: string[] = [];
  for (const link of links) {
    const target = targetOf(link);
    if (target?.isFile()) linked.push(link);
    else if (target?.isDirectory()) {
      if (!isInside(root, realpathSync(link))) below.elsewhere.push(link);
    } else if (target) below.odd.push(link);
  }
  // What git-annex and the like keep in a hidden folder has its name by the link.
  const found = new Map<string, string>();
  const take = (paths: readonly string[], realOf: (path: string) => string) => {
    for (const path of paths) {
      const real = realOf(path);
      if (!found.has(real)) found.set(real, path);
    }
  };
  const isHidden = (path: string) => /(^|[\\/])\./.test(relative(folder, path));
  const own = (path: string) => join(root, relative(folder, path));
  take(
    below.files.filter((path) => !isHidden(path)),
    own,
  );
  take(linked, (path) => realpathSync(path));
  take(below.files.filter(isHidden), own);
  below.files = [...found.values()];
}

/** Null where the link leads nowhere, or round and round. */
function targetOf(link: string): Stats | null {
  try {
    return statSync(link);
  } catch {
    return null;
  }
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The regular files in a folder and in all folders in it. */
export function filesBelow(folder: string): string[] {
  return entriesBelow(folder).files;
}

/** The same, by their names from the folder on, in order. */
export function namesBelow(folder: string): string[] {
  return filesBelow(folder)
    .map((file) => relative(folder, file).replaceAll('\\', '/'))
    .sort();
}

/** Links in it to folders that are elsewhere, which nobody reads, by their names from the folder on. */
export function linkedElsewhere(folder: string): string[] {
  return entriesBelow(folder)
    .elsewhere.map((link) => relative(folder, link).replaceAll('\\', '/'))
    .sort();
}
