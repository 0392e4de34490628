import { existsSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';

/** What somebody asked to open by the command line, a double click or another start of the app. */
export type Asked = { kind: 'library'; folder: string; create: boolean } | { kind: 'archive'; file: string } | null;

/** `--library FOLDER`, a `NAME.quadrille` marker, a `.quadrille-archive`. Other words are Chromium's. */
export function askedFor(args: readonly string[], workingFolder: string): Asked {
  const full = (path: string) => (isAbsolute(path) ? path : resolve(workingFolder, path));
  const at = args.indexOf('--library');
  if (at >= 0 && args[at + 1]) return { kind: 'library', folder: full(args[at + 1]), create: true };
  for (const word of args) {
    if (word.startsWith('-')) continue;
    const asked = askedByFile(full(word));
    if (asked) return asked;
  }
  return null;
}

export function askedByFile(file: string): Asked {
  const extension = extname(file);
  if (extension === '.quadrille-archive' && existsSync(file)) return { kind: 'archive', file };
  if (extension === '.quadrille' && existsSync(file))
    return { kind: 'library', folder: statSync(file).isDirectory() ? file : dirname(file), create: false };
  return null;
}

/**
 * The library to begin with: the one asked for, the environment's, the last one opened, else one among the user's data.
 */
export function firstLibrary(
  asked: Asked,
  environment: string | undefined,
  recent: readonly string[],
  data: string,
): { folder: string; create: boolean } {
  if (asked?.kind === 'library') return asked;
  if (environment) return { folder: environment, create: true };
  const [last] = recent;
  // Also where it is gone: then the window says so, rather than coming up empty as if everything had been lost.
  if (last) return { folder: last, create: false };
  return { folder: join(data, 'library'), create: true };
}
