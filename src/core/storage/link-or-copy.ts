import { copyFileSync, linkSync } from 'node:fs';
import { syncFile } from './durable.ts';
import { moveFile } from './moves.ts';

/**
 * Two names of one file, where the file system has that; neither may be written to. What is there gives way. Who makes
 * several of them syncs their folder once.
 */
export function linkOrCopy(from: string, to: string): void {
  const part = `${to}.part`;
  try {
    linkSync(from, part);
  } catch {
    copyFileSync(from, part);
    syncFile(part);
  }
  moveFile(part, to);
}
