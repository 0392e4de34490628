import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { FileGrants } from '../../shared/grants.ts';
import { say } from '../../shared/messages/say.ts';
import { plainPath } from '../storage/plain-file.ts';

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
    return plainPath(file);
  }
}
