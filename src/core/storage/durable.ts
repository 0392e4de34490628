import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { moveFile } from './moves.ts';

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
  if (!existsSync(folder)) mkdirSync(folder);
}

/** Temp file, fsync, rename: after a crash there is the old file or the new one, whole. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  syncFile(temporary);
  moveFile(temporary, file);
  syncFolder(dirname(file));
}
