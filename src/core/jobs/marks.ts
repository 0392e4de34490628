import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders, writeDurably } from '../storage/durable.ts';
import { dataFolderHere } from '../storage/data-folder.ts';

// A job names files of the machine on which it was asked for. A library's folder may come from somebody else, with jobs
// that read, write or remove what its sender chose: a stopped job goes on only for the user who asked for it.

const KEY_FILE = 'jobs.key';
const KEY = /^[0-9a-f]{64}$/;

export interface Asked {
  id: number;
  kind: string;
  /** As it is stored. */
  spec: string;
}

export class JobMarks {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  markOf({ id, kind, spec }: Asked): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([id, kind, spec]))
      .digest('hex');
  }

  /** Whether this user asked for it. */
  isOwn(asked: Asked, mark: string | null): boolean {
    const [given, expected] = [Buffer.from(mark ?? ''), Buffer.from(this.markOf(asked))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

/** With the key in the user's data folder, which is made at first use. If it cannot be kept, it lasts for this run. */
export function marksOfUser(folder = dataFolderHere()): JobMarks {
  const file = join(folder, KEY_FILE);
  const stored = storedKey(file);
  if (stored) return new JobMarks(stored);
  const fresh = randomBytes(32).toString('hex');
  try {
    makeFolders(folder);
    writeDurably(file, fresh, 0o600);
  } catch {}
  return new JobMarks(storedKey(file) ?? fresh); // that of another process which began at the same moment
}

function storedKey(file: string): string | null {
  try {
    const key = readFileSync(file, 'utf8');
    return KEY.test(key) ? key : null;
  } catch {
    return null;
  }
}
