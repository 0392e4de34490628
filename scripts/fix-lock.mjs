// `npm install` drops better-sqlite3's "gypfile": false from the lock file; without it npm tries to compile the
// package on machines that need no compiler. Run after changing dependencies; `scripts/check-tree.ts` guards it.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
lock.packages['node_modules/better-sqlite3'].gypfile = false;
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
