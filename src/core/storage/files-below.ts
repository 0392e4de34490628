import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What is in a folder and in all folders in it. */
export function entriesBelow(folder: string): { files: string[]; folders: string[] } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const pathsOf = (kind: 'isFile' | 'isDirectory') =>
    entries.filter((entry) => entry[kind]()).map((entry) => join(entry.parentPath, entry.name));
  return { files: pathsOf('isFile'), folders: pathsOf('isDirectory') };
}

/** The regular files in a folder and in all folders in it. */
export function filesBelow(folder: string): string[] {
  return entriesBelow(folder).files;
}
