import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { cutBytes } from '../../shared/cut-bytes.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { moveDurably, syncFile, syncFolder, syncTree } from './durable.ts';
import { belowFolder } from './inside-folder.ts';
import { removeFile } from './moves.ts';
import type { Destination } from './placing.ts';

// Whatever is written where a person keeps files of their own goes through here: nothing that we did not write is
// removed or overwritten.

/** A new folder of results, in which each file is written once. */
export class OutputFolder {
  readonly path: string;
  readonly files: string[] = [];

  constructor(path: string) {
    mkdirSync(path);
    this.path = path;
  }

  /** @param name with `/` between folders */
  write(name: string, content: string | Uint8Array): void {
    writeFileSync(this.fileFor(name), content, { flag: 'wx' });
  }

  /** For a file that something else writes, such as a browser that prints. Lists it. */
  fileFor(name: string): string {
    const file = belowFolder(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) throw alreadyThere(file);
    this.files.push(name);
    return file;
  }

  /** For one that stays where it was made: whoever is told of it finds it after a power cut too. */
  sync(): void {
    syncTree(this.path);
    syncFolder(dirname(this.path));
  }

  has(name: string): boolean {
    return this.files.includes(name);
  }
}

/**
 * Where a folder of results goes: a folder that does not exist is itself the new folder; in one that exists, a
 * subfolder named after the result and the day is made.
 */
export function folderOfResults(chosen: string, name: string, now: Date): Destination {
  const kind = () => statSync(chosen, { throwIfNoEntry: false });
  if (kind()?.isDirectory() === false)
    throw new AppError('bad-input', say('study-report.not-a-folder', { folder: chosen }), { file: chosen });
  const wanted = `${folderName(name)} ${now.toISOString().slice(0, 10)}`;
  return {
    folder: kind() ? chosen : dirname(chosen),
    name: kind() ? wanted : basename(chosen),
    path: () => (kind() ? freeFolder(chosen, wanted) : chosen),
  };
}

/** File systems take 255: with the day, a number if the name is taken, and what marks it while it is unfinished. */
const MOST_NAME_BYTES = 200;

/** A result's name as a folder's, with the stops that every file system takes: none takes a colon. */
function folderName(name: string): string {
  const plain = name.replace(/\s*:\s+/g, ' - ').replace(/[^\p{L}\p{N} (),，：、_-]+/gu, '-');
  return cutBytes(plain.trim().slice(0, 80), MOST_NAME_BYTES).trim() || 'results';
}

function freeFolder(folder: string, name: string): string {
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? name : `${name} (${n})`);
    if (!existsSync(path)) return path;
  }
}

/** `NAME (2).EXTENSION` if the name is taken. */
export function freeName(folder: string, name: string): string {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let n = 1; ; n++) {
    const file = join(folder, n === 1 ? name : `${stem} (${n})${extension}`);
    if (!existsSync(file)) return file;
  }
}

/** Whole or not at all, and never in the place of another file. */
export function writeNewFile(file: string, content: string | Uint8Array): void {
  assertNew(file);
  const temporary = partOf(file);
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    finishNewFile(temporary, file);
  } catch (error) {
    removeFile(temporary);
    throw error;
  }
}

/** Puts what was written to `partOf(file)` in its place. */
function finishNewFile(temporary: string, file: string): void {
  syncFile(temporary);
  assertNew(file);
  moveDurably(temporary, file);
}

/** Where a file is written until it is whole: a name that nobody has yet. */
function partOf(file: string): string {
  return freeName(dirname(file), `${file.slice(dirname(file).length + 1)}.part`);
}

function assertNew(file: string): void {
  if (existsSync(file)) throw alreadyThere(file);
}

function alreadyThere(file: string): AppError {
  return new AppError('conflict', say('library.file-exists', { file }), { file });
}
