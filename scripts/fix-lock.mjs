// Removes what `npm install` must not leave in the lock file. Run after changing dependencies;
// `scripts/check-tree.ts` guards it.
// - better-sqlite3 loses its "gypfile": false; without it npm tries to compile the package on machines that need no
//   compiler.
// - "engines" of packages: everything runs under the Node 24 that is itself a package here, but npm compares them with
//   the Node that installs, and prints a page of warnings on Node 20.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const [path, entry] of Object.entries(lock.packages)) if (path !== '') delete entry.engines;
lock.packages['node_modules/better-sqlite3'].gypfile = false;
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
