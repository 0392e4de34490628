import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import type { FileGrants } from '../../shared/grants.ts';
import { say } from '../../shared/messages/say.ts';

/** Grants of one session, kept in memory. */
export class Grants implements FileGrants {
  readonly #files = new Map<string, string>();

  add(file: string): string {
    const grant = randomBytes(16).toString('hex');
    this.#files.set(grant, file);
    return grant;
  }

  resolve(grant: string): string {
    const file = this.#files.get(grant);
    if (file === undefined) throw new AppError('bad-request', say('app.file-not-chosen'));
    refuseEndless(file);
    return file;
  }
}

/**
 * Whoever opens a pipe that nobody writes to waits for ever, and a device such as /dev/zero has no end. What is not
 * there yet is made; what went away, whoever reads it says.
 */
function refuseEndless(file: string): void {
  const stat = lookAt(file);
  if (stat && !stat.isFile() && !stat.isDirectory())
    throw new AppError('bad-input', say('app.no-regular-file', { file }), { file });
}

function lookAt(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // a link that leads to itself, or a folder that may not be entered
  }
}
