import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Loads tfjs-node, or a file of it. It is not part of installers, being several hundred megabytes with its library: a
 * person who wants it puts it into the folder that
 * QUADRILLE_NATIVE_FOLDER names (the shell names one among the user data; see docs/install.md). When run from source it
 * is in node_modules.
 */
export function requireNative(path: string): unknown {
  const folder = process.env.QUADRILLE_NATIVE_FOLDER;
  const added = folder && existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-node'));
  return createRequire(added ? join(folder, 'package.json') : import.meta.url)(path);
}
