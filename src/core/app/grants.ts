import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

/**
 * Files that a person chose, under names that mean nothing elsewhere. Pages hold grants and never paths, so that a page
 * cannot ask for a file that nobody chose.
 */
export class Grants {
  readonly #files = new Map<string, string>();

  add(file: string): string {
    const grant = randomBytes(16).toString('hex');
    this.#files.set(grant, file);
    return grant;
  }

  resolve(grant: string): string {
    const file = this.#files.get(grant);
    if (file === undefined) throw new AppError('bad-request', say('app.this-file-was-not-chosen-in'));
    return file;
  }
}
