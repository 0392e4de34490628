import { readSync } from 'node:fs';

/** The bytes of an open file from a position on; fewer at its end. */
export function readAt(fd: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  return buffer.subarray(0, readSync(fd, buffer, 0, bytes, position));
}
