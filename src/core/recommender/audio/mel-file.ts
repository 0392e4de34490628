import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';

const NAME = /^(\d{1,15})\.mel$/;

/**
 * The spectrogram of a number: of a clip in a library's cache, of a song in a bundle. The number comes from a
 * database, in which a column of numbers can hold text: only a number becomes a file name.
 *
 * @throws AppError `bad-input` for anything but a number of a row
 */
export function melFile(folder: string, number: unknown): string {
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0)
    throw new AppError('bad-input', say('library.unsafe-file-name', { name: String(number) }));
  return join(folder, `${number}.mel`);
}

/** The numbers of the spectrograms in a folder, which need not be there. */
export function melNumbers(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}
