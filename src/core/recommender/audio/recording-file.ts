import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { AUDIO_FILE } from './file-names.ts';

/**
 * The recording that a clip was imported from, or null if it is not on this machine. Its path comes from the database,
 * which may be somebody else's: it has to be a regular audio file on a drive of this machine. A bare name (from an
 * archive) is nowhere, and a network path would have Windows sign in at the server that it names.
 */
export function recordingFile(stored: unknown): string | null {
  if (typeof stored !== 'string' || !isAbsolute(stored) || /^[\\/]{2}/.test(stored) || !AUDIO_FILE.test(stored))
    return null;
  return statSync(stored, { throwIfNoEntry: false })?.isFile() ? stored : null;
}
