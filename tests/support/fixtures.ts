import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { createFileChooser } from '../../src/core/app/file-chooser.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { ROOT } from './root.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { fromErrorBody } from '../../src/shared/errors.ts';

export { ROOT };
const SHARED = join(ROOT, '..', 'shared');

/**
 * A file of the shared reference material, or null if this checkout has none beside it: such tests are skipped,
 * visibly.
 */
export function shared(...path: string[]): string | null {
  const file = join(SHARED, ...path);
  return existsSync(file) ? file : null;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function onCleanup(work: () => unknown): void {
  cleanups.push(work);
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-test-'));
  onCleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder of files by their names in it. */
export function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = join(temporaryFolder(), 'given');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The same for `beforeAll`: it lasts for all tests of the file. */
export function suiteFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-suite-'));
  suiteFolders.push(folder);
  return folder;
}

const suiteFolders: string[] = [];
afterAll(() => {
  for (const folder of suiteFolders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An app with an empty library in a separate folder. */
export async function freshApp(folder = join(temporaryFolder(), 'library')): Promise<App> {
  const app = createApp({ library: await createLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => app.close());
  return app;
}

/** An app for all tests of a file, whose pages may choose files of the folder; the test file closes it. */
export async function suiteApp(folder: string): Promise<App> {
  return createApp({
    library: await createLibrary(join(folder, 'library')),
    spawnTrainer: spawnChildTrainer,
    chooser: createFileChooser([folder]),
  });
}

export async function finish<T>(app: App, jobId: number): Promise<T> {
  const job = await app.jobs.wait(jobId);
  if (job.error) throw fromErrorBody(job.error);
  return job.result as T;
}

export async function importFile(
  app: App,
  kind: string,
  file: string,
  onError: 'skip' | 'abort' = 'skip',
  mapping?: string,
): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', {
    grant: app.grants.add(file),
    kind,
    onError,
    ...(mapping ? { mappingGrant: app.grants.add(mapping) } : {}),
  });
  return finish<ImportResult>(app, jobId);
}

/** The text of notes, one per line. */
export function texts(notes: readonly { text: string }[]): string {
  return notes.map(({ text }) => text).join('\n');
}
