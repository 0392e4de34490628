import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { plainFile } from './plain-file.ts';

const READ_BYTES = 1 << 22;

/** SHA-256 of a file of any length, in hexadecimal digits. */
export function sha256OfFile(file: string): string {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafe(READ_BYTES);
  const fd = openSync(plainFile(file), 'r');
  try {
    for (let read = readSync(fd, part); read > 0; read = readSync(fd, part)) hash.update(part.subarray(0, read));
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}
