import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { removeFolder } from '../../../storage/moves.ts';

const PREFIX = 'pasted-';
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Keeps a text that somebody pasted as a file named after the scholar, until it is imported. */
export function keepPastedText(work: string, scholar: string, text: string, now: number): string {
  mkdirSync(work, { recursive: true });
  for (const name of readdirSync(work))
    if (name.startsWith(PREFIX) && now - statSync(join(work, name)).mtimeMs > KEPT_MS) removeFolder(join(work, name));
  const folder = mkdtempSync(join(work, PREFIX));
  const file = join(folder, `${fileName(scholar)}.txt`);
  writeFileSync(file, text);
  return file;
}

/** Removes a pasted text that was imported; other files are somebody's own. */
export function forgetPastedText(work: string, file: string): void {
  const folder = dirname(file);
  if (dirname(folder) === work && folder.startsWith(join(work, PREFIX))) removeFolder(folder);
}

/** Without what a file's name may not have. */
function fileName(scholar: string): string {
  return (
    scholar
      .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, ' ')
      .trim()
      .slice(0, 80) || 'CV'
  );
}
