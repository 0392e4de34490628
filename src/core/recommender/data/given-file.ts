import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';

/** @throws not-found for a path that a person gave and that leads nowhere */
export function assertFile(file: string): void {
  if (!existsSync(file))
    throw new AppError('not-found', say('recommender.there-is-no-file-or-folder', { file }), { file });
}
