import { personNamed } from '../mobility/coding/identity.ts';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { platform, release } from 'node:os';
import type { Events } from '../../shared/contract/index.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { Handlers } from '../../shared/rpc/server.ts';
import type { FileGrants } from '../../shared/grants.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { AppHost } from './app.ts';
import { isDemoLibrary, startDemo } from './demo-library.ts';
import { type ExportArchiveSpec, type ImportArchiveSpec, newLibraryFolder } from './library-jobs.ts';
import { setFact } from './facts.ts';
import type { Log } from './log.ts';
import { backupLibrary, listBackups } from '../storage/backups.ts';
import { factOf } from '../storage/facts.ts';
import type { Library } from '../storage/library.ts';
import { LIBRARY_FORMAT } from '../storage/migrate.ts';
import { sqliteVersion } from '../storage/sqlite.ts';
import { VERSIONS } from '../../shared/versions.ts';

interface Services {
  library: Library;
  grants: FileGrants;
  jobs: JobQueue;
  log: Log;
  clock: () => Date;
  changed(what: Events['library/changed']['what']): void;
  host: AppHost | null;
  /** Scholars whose double coding is not finished: their codes are shown to nobody. */
  blindScholars(): number;
}

type LibraryMethods =
  | 'app/opening'
  | 'app/retry-opening'
  | 'app/about'
  | 'app/get-log'
  | 'backups/list'
  | 'backups/create'
  | 'backups/restore'
  | 'library/rename'
  | 'library/export-archive'
  | 'library/import-archive'
  | 'library/start-demo'
  | 'library/leave-demo';

/** Methods about the library as a whole. */
export function libraryHandlers({
  library,
  grants,
  jobs,
  log,
  clock,
  changed,
  host,
  blindScholars,
}: Services): Pick<Handlers, LibraryMethods> {
  const { db, paths } = library;
  const name = () => factOf(db, 'name') ?? basename(paths.folder);
  const theHost = () => {
    if (!host) throw new AppError('unavailable', say('app.library-cannot-be-changed'));
    return host;
  };
  const opened = () => ({ libraryName: name(), error: null, backups: [] });
  return {
    'app/opening': opened,
    'app/retry-opening': opened,
    'app/about': () => ({
      versions: { ...VERSIONS, sqlite: sqliteVersion(), system: `${platform()} ${release()}`, ...runtimeVersions() },
      libraryFormat: LIBRARY_FORMAT,
      libraryFolder: paths.folder,
    }),
    'app/get-log': ({ limit, level }) => log.read(limit, level),
    'backups/list': () => listBackups(paths.backups),
    'backups/create': async () => {
      const file = await backupLibrary(db, paths.backups, clock());
      const made = listBackups(paths.backups).find((one) => one.name === basename(file));
      if (!made) throw new AppError('internal', say('app.backup-missing'));
      changed('backups');
      return made;
    },
    'backups/restore': ({ name: backup }) => {
      if (!host) throw new AppError('unavailable', say('app.restore-on-command-line'));
      return host.restore(backup);
    },
    'library/rename': ({ name: wanted }) => {
      setFact(library, 'name', wanted);
      changed('settings');
      return { name: wanted };
    },
    'library/export-archive': ({ folder, withSpectrograms, coder: typed, includeBlind }) => {
      const coder = typed === null ? null : personNamed(db, typed);
      const scholars = blindScholars();
      if (coder === null && !includeBlind && scholars > 0)
        throw new AppError('conflict', say('app.archive-has-blind-codes', { scholars }), { scholars });
      if (coder !== null && !db.get('SELECT 1 FROM coders WHERE name = ?', coder))
        throw new AppError('not-found', say('coding.no-such-coder', { coder }));
      const spec: ExportArchiveSpec = { folder: grants.resolve(folder), name: name(), withSpectrograms, coder };
      return { jobId: jobs.start('export-archive', say('job.archive-library', { name: name() }), spec).id };
    },
    'library/import-archive': ({ grant, folder, name: wanted }) => {
      const file = grants.resolve(grant);
      if (!statSync(file, { throwIfNoEntry: false })?.isFile())
        throw new AppError('not-found', say('app.file-gone', { file: basename(file) }));
      const spec: ImportArchiveSpec = { file, folder: newLibraryFolder(grants.resolve(folder), wanted) };
      return { jobId: jobs.start('import-archive', say('job.import-archive', { file: basename(file) }), spec).id };
    },
    'library/start-demo': async () => {
      if (isDemoLibrary(library)) return { jobId: startDemo(library, jobs) };
      await theHost().openDemo();
      return { jobId: null };
    },
    'library/leave-demo': async () => {
      if (!isDemoLibrary(library)) throw new AppError('conflict', say('app.not-the-demo'));
      await theHost().leaveDemo();
      return {};
    },
  };
}

function runtimeVersions(): Record<string, string> {
  const { electron, chrome } = process.versions;
  return { ...(electron ? { electron } : {}), ...(chrome ? { chrome } : {}) };
}
