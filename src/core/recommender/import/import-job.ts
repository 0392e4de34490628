import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { ImportResult } from '../../../shared/contract/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Answers } from '../../../shared/questions.ts';
import type { JobContext, JobKind } from '../../jobs/kind.ts';
import { syncFile, syncFolder, writeDurably } from '../../storage/durable.ts';
import type { Library } from '../../storage/library.ts';
import { fileSize } from '../../storage/migrate.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { JobServices } from '../training/job-services.ts';
import { publish } from './publish.ts';
import { recordMusicImport } from './undo.ts';
import type { ImportTask } from './stage-import.ts';
import { removeFile } from '../../storage/moves.ts';

export interface ImportSpec {
  kind: string;
  /** Whether it was seen from the file, not said. Absent in jobs of earlier versions. */
  isKindSeen?: boolean;
  file: string;
  /** Audio files that were given with it. Absent in jobs of versions that took folders only. */
  moreFiles?: string[];
  format: string;
  mappingFile: string | null;
  listener: string | null;
  onError: 'skip' | 'abort';
  /** Absent in jobs of versions that asked nothing. */
  answers?: Answers;
  /** Absent in jobs of versions without vectors. */
  name?: string | null;
  idsFile?: string | null;
}

const STAGED = 'staged.json';
const SPECTROGRAMS = 'spectrograms';

/** Publishing writes the staged data, its indexes and the log: if there is no room for all of it, it does not start. */
function assertRoom(folder: string, stagingFile: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = 2.5 * fileSize(stagingFile) + 2 ** 20;
  if (bavail * bsize >= needed) return;
  throw new AppError(
    'disk-full',
    say('import.disk-too-full', { needed: Math.ceil(needed / 1e6), free: Math.floor((bavail * bsize) / 1e6) }),
  );
}

/**
 * Reads a file in a worker into a staging database, then publishes it. Once staged, an import always reaches the
 * library, even after a crash.
 */
export function importJob({ library, settings, clock, changed, sinceAsked }: JobServices): JobKind<ImportSpec> {
  return {
    kind: 'import',
    lane: 'library',
    resumable: true,
    mustFinish: (folder) => existsSync(join(folder, STAGED)),
    keeps: (folder) => existsSync(join(folder, STAGED)),
    async run(spec, context) {
      const started = performance.now();
      const stagingFile = join(context.folder, 'staging.sqlite');
      const staged = join(context.folder, STAGED);
      const result = existsSync(staged)
        ? (JSON.parse(readFileSync(staged, 'utf8')) as ImportResult)
        : await stage(library, spec, context, stagingFile, settings().threads);
      if (result.imported === 0 && !result.removed) return result; // questions have to be answered first
      assertRoom(library.paths.folder, stagingFile);
      context.commit();
      const spectrograms = join(context.folder, SPECTROGRAMS);
      if (existsSync(stagingFile)) syncFile(stagingFile);
      if (existsSync(spectrograms)) syncFolder(spectrograms); // each was synced by its worker
      writeDurably(staged, JSON.stringify(result));
      const about = {
        kind: spec.kind,
        file: basename(spec.file),
        imported: result.imported,
        at: clock().toISOString(),
      };
      await recordMusicImport(library, join(context.folder, 'record.json'), about, async () => {
        const staged = { database: stagingFile, spectrograms };
        const progress = (fraction: number) => context.progress('publishing', 0.9 + 0.1 * fraction);
        await publish(library, staged, progress, sinceAsked);
        result.seconds = (performance.now() - started) / 1000;
        library.db.transaction(() =>
          library.db.run(
            'INSERT INTO imports (kind, format, file, result, finished_at) VALUES (?, ?, ?, ?, ?)',
            spec.kind,
            result.format,
            basename(spec.file),
            JSON.stringify(result),
            clock().toISOString(),
          ),
        );
      });
      changed('songs');
      changed('listeners');
      return result;
    },
  };
}

async function stage(
  library: Library,
  spec: ImportSpec,
  context: JobContext,
  stagingFile: string,
  threads: number,
): Promise<ImportResult> {
  const task: ImportTask = {
    ...spec,
    answers: spec.answers ?? {},
    libraryFile: library.paths.database,
    stagingFile,
    scratch: join(context.folder, 'scratch'),
    melFolder: join(context.folder, SPECTROGRAMS),
    threads: threads || availableParallelism(),
  };
  const worker = runInWorker<ImportResult>(
    entryFile('core/recommender/import/import-worker', 'import-worker'),
    task,
    ({ phase, fraction }) => context.progress(phase, 0.9 * fraction),
    context.signal,
  );
  try {
    return await worker.result;
  } catch (error) {
    removeFile(stagingFile);
    throw error;
  }
}
