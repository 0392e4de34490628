import type { Phase } from '../../shared/phases.ts';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import { AppError, fromErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { App } from './app.ts';
import type { FileGrants } from '../../shared/grants.ts';
import type { JobContext, JobKind } from '../jobs/kind.ts';
import { runDemo } from '../recommender/demo/run-demo.ts';
import { archiveName, exportArchive, importArchive } from '../storage/archive.ts';
import { freeName } from '../storage/output.ts';
import { assertLocal } from '../storage/place.ts';
import { placedBefore, placeOnce, rememberPlace } from '../storage/placing.ts';
import { studyId } from '../mobility/agreement/exchange.ts';
import { keepOnlyFor } from '../mobility/agreement/work-package.ts';
import type { OpenDb } from '../storage/sqlite.ts';
import type { Library } from '../storage/library.ts';

export interface ExportArchiveSpec {
  folder: string;
  name: string;
  withSpectrograms: boolean;
  /** For a work package: whose. Absent in jobs of earlier versions. */
  coder?: string | null;
}

export interface ImportArchiveSpec {
  file: string;
  folder: string;
}

/** Jobs about the library as a whole. `app` is a function because the jobs are created before the app. */
export function libraryJobs(library: Library, grants: FileGrants, clock: () => Date, app: () => App): JobKind[] {
  return [
    exportArchiveJob(library, clock) as JobKind,
    importArchiveJob(grants) as JobKind,
    demoJob(library, app) as JobKind,
  ];
}

function exportArchiveJob({ db, paths }: Library, clock: () => Date): JobKind<ExportArchiveSpec> {
  return {
    kind: 'export-archive',
    lane: 'library',
    resumable: true,
    async run({ folder, name, withSpectrograms, coder = null }, context) {
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
        throw new AppError('bad-input', say('app.not-a-folder-for-archive', { folder }), {
          folder,
        });
      const wanted = archiveName(name, clock(), coder);
      const destination = { folder, name: wanted, path: () => freeName(folder, wanted) };
      const reduce = coder === null ? undefined : (copy: OpenDb) => keepOnlyFor(copy, coder);
      if (coder !== null) studyId(db); // the package's work comes back to this study
      const contents = { name, withSpectrograms, reduce };
      const hooks = reporting(context, 'archiving');
      const { path, result } = await placeOnce(context.folder, destination, (unfinished) =>
        exportArchive(db, paths, unfinished, contents, hooks),
      );
      return { folder: dirname(path), file: basename(path), ...result };
    },
  };
}

function importArchiveJob(grants: FileGrants): JobKind<ImportArchiveSpec> {
  return {
    kind: 'import-archive',
    lane: 'library',
    resumable: true,
    async run({ file, folder }, context) {
      assertLocal(folder);
      const before = placedBefore<string>(context.folder);
      if (before) return { name: before.result, library: grants.add(before.path) };
      const { name } = await importArchive(file, folder, {
        ...reporting(context, 'unpacking'),
        placing: (staging, called) => rememberPlace(context.folder, staging, folder, called),
      });
      return { name, library: grants.add(folder) };
    },
  };
}

/** Runs the demo's jobs in sequence; after an interruption it resumes where it stopped. */
function demoJob({ paths }: Library, app: () => App): JobKind<Record<string, never>> {
  return {
    kind: 'demo',
    lane: 'demo',
    resumable: true,
    async run(_spec, context) {
      const { jobs, events } = app();
      const result = await runDemo(app(), join(paths.folder, 'demo'), {
        signal: context.signal,
        progress: (_message, share) => context.progress('demo', share),
        finishJob: async <T>(id: number, share: (fraction: number) => number): Promise<T> => {
          context.progress('demo', share(jobs.get(id).progress?.fraction ?? 0));
          const cancel = () => void (jobs.get(id).cancellable && jobs.cancel(id));
          const stop = events.subscribe((event, payload) => {
            const { id: changed, progress } = payload as JobSummary;
            if (event !== 'jobs/changed' || changed !== id || context.signal.aborted) return;
            if (progress?.fraction != null) context.progress('demo', share(progress.fraction));
          });
          context.signal.addEventListener('abort', cancel, { once: true });
          const job = await jobs.wait(id).finally(() => {
            context.signal.removeEventListener('abort', cancel);
            stop();
          });
          if (job.error) throw fromErrorBody(job.error);
          if (job.state !== 'done') throw new AppError('cancelled', say('app.cancelled'));
          return job.result as T;
        },
      });
      return { tracks: result.tracks, listeners: result.listeners, plays: result.plays };
    },
  };
}

function reporting(context: JobContext, phase: Phase) {
  return { progress: (fraction: number) => context.progress(phase, fraction) };
}

/** The new library's folder: a plain name below a folder that exists. */
export function newLibraryFolder(parent: string, name: string): string {
  const plain = name.replace(/[\\/:*?"<>|]+/g, '-').replace(/^\.+|[. ]+$/g, '');
  if (plain === '') throw new AppError('bad-request', say('app.bad-folder-name', { name }));
  if (!statSync(parent, { throwIfNoEntry: false })?.isDirectory())
    throw new AppError('bad-input', say('app.not-a-folder', { folder: parent }), { folder: parent });
  return join(parent, plain);
}
