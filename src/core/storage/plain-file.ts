import { statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

/**
 * The same path, for whoever reads a file that comes from elsewhere: opening a pipe that nobody writes to waits for
 * ever, a device such as /dev/zero has no end, and a folder cannot be read. What is not there is for the reader to say.
 *
 * @throws bad-input for a folder, a pipe, a socket or a device
 */
export function plainFile(file: string): string {
  if (lookAt(plainPath(file))?.isDirectory())
    throw new AppError('bad-input', say('app.is-a-folder', { file }), { file });
  return file;
}

/**
 * The same where a folder may stand, or what is yet to be made.
 *
 * @throws bad-input for a pipe, a socket or a device
 */
export function plainPath(file: string): string {
  const stat = lookAt(file);
  if (stat && !stat.isFile() && !stat.isDirectory())
    throw new AppError('bad-input', say('app.no-regular-file', { file }), { file });
  return file;
}

function lookAt(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // a link that leads to itself, or a folder that may not be entered
  }
}
