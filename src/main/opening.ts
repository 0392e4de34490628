import { existsSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';

/** A request to open something, from the command line, a double click or a second start of the app. */
export type Asked = { kind: 'library'; folder: string; create: boolean } | { kind: 'archive'; file: string } | null;

/** `--library FOLDER`, a `NAME.quadrille` marker, a `.quadrille-archive`. Other arguments are Chromium's. */
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

/** A library that was open before is not created again if it is missing: it was moved or lost. */
export function libraryAsked(
  { folder, create }: { folder: string; create: boolean },
  recent: readonly string[],
): { folder: string; create: boolean } {
  return { folder, create: create && !recent.includes(resolve(folder)) };
}

/**
 * The initial library: the requested one, the environment's, the last one opened, else the default in the user's data.
 */
export function firstLibrary(
  asked: Asked,
  environment: string | undefined,
  recent: readonly string[],
  data: string,
): { folder: string; create: boolean } {
  if (asked?.kind === 'library') return libraryAsked(asked, recent);
  if (environment) return libraryAsked({ folder: environment, create: true }, recent);
  const [last] = recent;
  // Even if it is missing: the window then says so, instead of showing an empty library as if all data had been lost.
  if (last) return { folder: last, create: false };
  return { folder: join(data, 'library'), create: true };
}
