import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';

/** @throws not-found for a user-supplied path that does not exist */
export function assertFile(file: string): void {
  if (!existsSync(file)) throw new AppError('not-found', say('import.no-such-path', { file }), { file });
}
