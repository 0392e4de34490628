import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { testDatabase } from '../../scripts/test-electron-database.mjs';
import { ROOT } from './root.ts';

/** Tells one run of the tests from others that go on in this checkout: its workers inherit it. */
process.env.QUADRILLE_TEST_RUN ??= String(process.pid);
const NAME = '.test-electron.';
const FOLDER = join(ROOT, NAME + process.env.QUADRILLE_TEST_RUN);

/** The test Electron's database, with which the app runs in utility processes, as it is shipped; or null. */
export function utilityDatabase(electronFolder: string | undefined): string | null {
  const file = electronFolder ? testDatabase(electronFolder) : '';
  return existsSync(file) ? file : null;
}

/** Lets the built processes and workers in this folder run on Node 16, with that database. Main needs no help. */
export function prepareEntries(folder: string, database: string): void {
  copyFileSync(join(ROOT, 'tests', 'support', 'node-16.cjs'), join(folder, 'node-16.cjs'));
  const first = `require('./node-16.cjs').install(${JSON.stringify(database)});\n`;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.cjs') || name === 'index.cjs' || name === 'node-16.cjs') continue;
    const file = join(folder, name);
    writeFileSync(file, first + readFileSync(file, 'utf8'));
  }
}

/**
 * An Electron of this run's own, beside it the app as it was built last. It has no default app and starts the one in
 * `resources/app`; two checkouts that shared a runtime would start each other's, and Electron ends itself where its
 * program is replaced while it starts a process.
 *
 * @returns the executable
 */
export function prepareTestApp(electronFolder: string): string {
  removeLeft();
  removeTestApp();
  mkdirSync(FOLDER);
  linkTree(electronFolder, FOLDER);
  const app = join(FOLDER, 'resources', 'app');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app);
  cpSync(join(ROOT, 'out'), join(app, 'out'), { recursive: true });
  for (const name of ['package.json', 'resources', 'node_modules', 'LICENSE'])
    symlinkSync(join(ROOT, name), join(app, name));
  const database = utilityDatabase(electronFolder);
  if (database) prepareEntries(join(app, 'out', 'main'), database);
  return testExecutable();
}

export function removeTestApp(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** What runs left that were killed. */
export function removeLeft(): void {
  for (const name of readdirSync(ROOT))
    if (name.startsWith(NAME) && !isRunning(Number(name.slice(NAME.length))))
      rmSync(join(ROOT, name), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export function testExecutable(): string {
  return join(FOLDER, 'fiftyone');
}

/** A copy that takes no room where both are on one disk. */
function linkTree(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(target);
      linkTree(source, target);
    } else if (entry.isFile()) {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}
