import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { plainPath } from '../../storage/plain-file.ts';

/** @throws not-found for a user-supplied path that does not exist, bad-input for a pipe, a socket or a device */
export function assertFile(file: string): void {
  if (!existsSync(plainPath(file))) throw new AppError('not-found', say('import.no-such-path', { file }), { file });
}
