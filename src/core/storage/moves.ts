import { renameSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What Windows answers while a virus scanner, an indexer or a backup program has the file open. It lasts moments.
 * Elsewhere EPERM and EACCES are final: nobody may do it.
 */
const HELD_ON_WINDOWS = new Set(['EPERM', 'EACCES', 'EBUSY', 'ENOTEMPTY']);
const HELD_ELSEWHERE = new Set(['EBUSY', 'ENOTEMPTY']);

/** 1.3 seconds in all. */
const WAITS_MS = [5, 10, 20, 40, 80, 160, 320, 640];

function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function isHeld(error: unknown, platform: string = process.platform): boolean {
  const held = platform === 'win32' ? HELD_ON_WINDOWS : HELD_ELSEWHERE;
  return held.has((error as NodeJS.ErrnoException).code ?? '');
}

/** Tries again while another program holds the file. */
export function patiently<T>(work: () => T, platform: string = process.platform, pause = wait): T {
  for (const milliseconds of WAITS_MS) {
    try {
      return work();
    } catch (error) {
      if (!isHeld(error, platform)) throw error;
      pause(milliseconds);
    }
  }
  return work();
}

// Every renaming and removing in core, backend, server and command line goes through these: scripts/check-tree.ts
// sees to it.

export function moveFile(from: string, to: string): void {
  patiently(() => renameSync(from, to));
}

/** One that does not exist is fine. */
export function removeFile(file: string): void {
  patiently(() => rmSync(file, { force: true }));
}

/** With all that is in it; one that does not exist is fine. */
export function removeFolder(folder: string): void {
  patiently(() => rmSync(folder, { recursive: true, force: true }));
}

/** The same, and others use the thread while it waits. */
export async function removeFolderLater(
  folder: string,
  remove = () => rmSync(folder, { recursive: true, force: true }),
): Promise<void> {
  for (const milliseconds of WAITS_MS) {
    try {
      return remove();
    } catch (error) {
      if (!isHeld(error)) throw error;
      await delay(milliseconds);
    }
  }
  remove();
}
