import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(import.meta.url);

/** A file of `resources`, from source and in the built app, where `out/main` stands beside it. */
export function resourceFile(name: string): string {
  const root = HERE.endsWith('.ts') ? join(HERE, '..', '..', '..', '..') : join(dirname(HERE), '..', '..');
  return join(root, 'resources', name);
}
