import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { syncFile, syncFolder } from './durable.ts';
import { moveFile, removeFile } from './moves.ts';
import { plainName } from './library.ts';

// Whatever is written where a person keeps files of their own goes through here: nothing that we did not write is
// removed or overwritten.

/** A new folder of results. Only what is created in it is written, each file once. */
export class OutputFolder {
  readonly path: string;
  readonly files: string[] = [];

  /**
   * A folder that does not exist is itself the new folder. In one that exists, a subfolder named after the result and
   * the day is made.
   */
  constructor(chosen: string, name: string, now: Date) {
    this.path = newFolder(chosen, name, now);
  }

  /** @param name with `/` between folders */
  write(name: string, content: string | Uint8Array): void {
    writeFileSync(this.fileFor(name), content, { flag: 'wx' });
  }

  /** For a file that something else writes, such as a browser that prints. Lists it. */
  fileFor(name: string): string {
    const file = join(this.path, ...name.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) throw alreadyThere(file);
    this.files.push(name);
    return file;
  }

  has(name: string): boolean {
    return this.files.includes(name);
  }
}

function newFolder(chosen: string, name: string, now: Date): string {
  const there = statSync(chosen, { throwIfNoEntry: false });
  if (!there) {
    mkdirSync(chosen, { recursive: true });
    return chosen;
  }
  if (!there.isDirectory())
    throw new AppError('bad-input', say('study-report.not-a-folder', { folder: chosen }), { file: chosen });
  const wanted = `${plainName(name)} ${now.toISOString().slice(0, 10)}`;
  for (let n = 1; ; n++) {
    const folder = join(chosen, n === 1 ? wanted : `${wanted} (${n})`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
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
export function finishNewFile(temporary: string, file: string): void {
  syncFile(temporary);
  assertNew(file);
  moveFile(temporary, file);
  syncFolder(dirname(file));
}

/** Where a file is written until it is whole: a name that nobody has yet. */
export function partOf(file: string): string {
  return freeName(dirname(file), `${file.slice(dirname(file).length + 1)}.part`);
}

export function assertNew(file: string): void {
  if (existsSync(file)) throw alreadyThere(file);
}

function alreadyThere(file: string): AppError {
  return new AppError('conflict', say('library.file-exists', { file }), { file });
}
