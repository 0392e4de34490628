import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import path, { dirname } from 'node:path';
import { entriesBelow } from './files-below.ts';
import { moveFile } from './moves.ts';

// A power cut leaves of a file what was synced, and of a folder the entries that it had when the folder was synced: who
// makes, renames or moves something that has to last syncs the folder too. tests/storage/power-cut.test.ts sees to it.

/** Flushes a file's contents to the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Flushes a folder's entries to the disk, so that a rename survives a power cut. Windows has no such call, nor needs
 * it.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes a folder inside one that is there. Not the parents: where a drive was removed, a new tree in its place would
 * look like an empty library, and be in the way when the drive comes back.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder);
  syncFolder(dirname(folder));
}

/**
 * A folder and those above it that are not there, the innermost first. mkdirSync would tell the outermost, but on
 * Windows its answer begins with \\?\ and is none of these.
 */
export function missingFolders(folder: string, exists: (at: string) => boolean = existsSync, system = path): string[] {
  const missing: string[] = [];
  for (let at = system.resolve(folder); !exists(at); at = system.dirname(at)) {
    if (at === system.dirname(at)) break; // a drive that is not there
    missing.push(at);
  }
  return missing;
}

/** Makes a folder with those that it is to be in. */
export function makeFolders(folder: string): void {
  const made = missingFolders(folder);
  mkdirSync(folder, { recursive: true });
  for (const one of made) syncFolder(dirname(one));
}

/** To another name or folder, where it then is after a power cut too. */
export function moveDurably(from: string, to: string): void {
  moveFile(from, to);
  for (const folder of new Set([dirname(to), dirname(from)])) syncFolder(folder);
}

/** Flushes a file, or a folder with all that is in it. */
export function syncTree(given: string): void {
  if (!statSync(given).isDirectory()) return syncFile(given);
  const { files, folders } = entriesBelow(given);
  for (const file of files) syncFile(file);
  for (const folder of [...folders, given]) syncFolder(folder);
}

/** Temp file, fsync, rename: after a crash there is the old file or the new one, whole. */
export function writeDurably(file: string, content: string | Uint8Array, mode = 0o666): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  syncFile(temporary);
  moveDurably(temporary, file);
}
