import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';

/**
 * The spectrogram of a track in the cache. The number comes from a database, in which a column of numbers can hold
 * text: only a number becomes a file name.
 *
 * @throws AppError `bad-input` for anything but a track's id
 */
export function melFile(folder: string, track: unknown): string {
  if (typeof track !== 'number' || !Number.isSafeInteger(track) || track < 0)
    throw new AppError('bad-input', say('library.unsafe-file-name', { name: String(track) }));
  return join(folder, `${track}.mel`);
}
