import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { type Settings, settings as settingsSchema } from '../../shared/contract/app.ts';
import type { Events } from '../../shared/contract/index.ts';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import { toErrorBody } from '../../shared/errors.ts';
import { dispatch, type Handlers, handlerMap } from '../../shared/rpc/server.ts';
import type { EngineReport } from '../../shared/trainer-protocol.ts';
import type { App, AppHost } from './app.ts';
import { startAutomaticBackups } from './automatic-backup.ts';
import { isDemoLibrary, startWantedDemo } from './demo-library.ts';
import { doctor } from './doctor.ts';
import { setFact } from './facts.ts';
import { type FileChooser, noFileChooser } from './file-chooser.ts';
import { Grants } from './grants.ts';
import type { JobKind } from '../jobs/kind.ts';
import { JobQueue } from '../jobs/queue.ts';
import { JobStore } from '../jobs/store.ts';
import { libraryHandlers } from './library-handlers.ts';
import { libraryJobs } from './library-jobs.ts';
import { Log } from './log.ts';
import { mobilityHandlers } from '../mobility/handlers/index.ts';
import { mobilityJobs } from '../mobility/jobs.ts';
import { StudyThread } from '../mobility/reading/study-thread.ts';
import { Study } from '../mobility/study/study.ts';
import { experimentJob } from '../recommender/experiments/experiment-job.ts';
import { auditHandlers } from '../recommender/audit/handlers.ts';
import { experimentHandlers } from '../recommender/experiments/handlers.ts';
import { exportHandlers } from '../recommender/export/handlers.ts';
import { libraryId } from '../recommender/data/gather.ts';
import { handoverHandlers } from '../recommender/handover/handlers.ts';
import { adoptSpectrograms } from '../recommender/import/audio/spectrogram-cache.ts';
import { recommenderHandlers, vectorHandlers } from '../recommender/handlers.ts';
import { refereeHandlers } from '../recommender/referee/handlers.ts';
import { recommenderJobs } from '../recommender/jobs.ts';
import { exportJob } from '../recommender/report/export-job.ts';
import { type SpawnTrainer, TrainerClient } from '../recommender/training/trainer-client.ts';
import { scoringHandlers } from '../recommender/scoring/handlers.ts';
import { ScoringService } from '../recommender/scoring/scoring-service.ts';
import { type PrintPdf, printToPdf } from '../report/pdf.ts';
import { factOf } from '../storage/facts.ts';
import type { Library } from '../storage/library.ts';
import { LIBRARY_FORMAT } from '../storage/migrate.ts';
import { syncServiceHere } from '../storage/place.ts';
import { countLibrary } from '../recommender/rows/song-rows.ts';
import { countScholars } from '../mobility/rows/scholar-rows.ts';
import { APP_VERSION, VERSIONS } from '../../shared/versions.ts';

export interface AppOptions {
  library: Library;
  spawnTrainer: SpawnTrainer;
  clock?: () => Date;
  chooser?: FileChooser;
  log?: Log;
  /** Prints an HTML file to PDF by means of the shell; without it an installed Chromium is looked for. */
  printPdf?: PrintPdf;
  /** For long sessions: makes backups automatically. */
  automaticBackups?: boolean;
  host?: AppHost;
}

const DEFAULT_SETTINGS: Settings = { engine: 'auto', threads: 0, theme: 'auto', language: 'auto' };

/**
 * Puts the parts together over one open library. Knows nothing of Electron: windows, command line and browser all use
 * this.
 */
export function createApp(options: AppOptions): App {
  const { library, clock = () => new Date() } = options;
  const chooser = options.chooser ?? noFileChooser;
  const grants = new Grants();
  const log = options.log ?? new Log(library.paths.logs, clock);
  const listeners = new Set<(event: never, payload: never) => void>();
  const emit = <E extends keyof Events>(event: E, payload: Events[E]) => {
    for (const listener of listeners) (listener as (event: E, payload: Events[E]) => void)(event, payload);
  };
  const trainer = new TrainerClient(options.spawnTrainer);
  const scorer = new ScoringService(libraryId(library.db));
  const settings = () => readSettings(library);
  const changed = (what: Events['library/changed']['what']) => emit('library/changed', { what });
  const print = options.printPdf ?? printToPdf;
  let askedAt = performance.now();
  const sinceAsked = () => performance.now() - askedAt;
  const { spawnTrainer } = options;
  const services = { library, trainer, spawnTrainer, settings, clock, changed, print, sinceAsked };
  const study = new Study(library.db, clock);
  const thread = () => new StudyThread(study);
  const threads = { results: thread(), findings: thread(), calculator: thread(), agreement: thread() };
  const kinds = [
    ...recommenderJobs(services),
    experimentJob(services) as JobKind,
    exportJob(services) as JobKind,
    ...mobilityJobs({ study, changed, print, workFolder: library.paths.work }),
    ...libraryJobs(library, grants, clock, () => app),
  ];
  const jobs = new JobQueue(
    new JobStore(library.db, clock),
    kinds,
    library.paths.work,
    (job: JobSummary) => {
      logJob(log, library.paths, job);
      emit('jobs/changed', job);
    },
    (what, error) => log.write('warning', what, error instanceof Error ? error.stack : undefined),
  );
  const engines = once(() => trainer.run({ kind: 'engines' }, new AbortController().signal, () => {}));
  let knownEngines: EngineReport[] | null = null;
  /** Starting the training process takes a second; no page should wait for it. */
  const lookAtEngines = () =>
    void engines().then(
      (reports) => {
        knownEngines = reports;
        changed('settings');
      },
      () => {},
    );
  log.write('info', 'library opened', { ...VERSIONS, format: LIBRARY_FORMAT });
  adoptSpectrograms(library);
  jobs.recover(clock());
  const backups = options.automaticBackups
    ? startAutomaticBackups(library, clock, log, () => changed('backups'))
    : null;
  const syncedBy = syncServiceHere(library.paths.folder);

  const handlers: Handlers = {
    ...experimentHandlers({ library, jobs, grants, changed }),
    ...recommenderHandlers({ library, jobs, grants, changed }),
    ...refereeHandlers({ library, jobs, grants }),
    ...exportHandlers({ library, jobs, grants }),
    ...auditHandlers({ library, jobs, grants }),
    ...vectorHandlers({ library, jobs, grants, changed }),
    ...handoverHandlers({ library, jobs, grants }),
    ...mobilityHandlers({ study, threads, library, jobs, grants, changed }),
    ...scoringHandlers({ library, grants, scorer, trainer, settings }),
    'app/info': () => {
      if (!knownEngines) lookAtEngines();
      return {
        version: APP_VERSION,
        libraryName: factOf(library.db, 'name') ?? basename(library.paths.folder),
        libraryFormat: LIBRARY_FORMAT,
        synthetic: factOf(library.db, 'synthetic') === 'true',
        demo: isDemoLibrary(library),
        counts: { ...countLibrary(library.db), scholars: countScholars(library.db) },
        engine: knownEngines && currentEngine(knownEngines, settings()),
        settings: settings(),
        syncedBy,
      };
    },
    ...libraryHandlers({
      ...{ library, grants, jobs, log, clock, changed },
      host: options.host ?? null,
      blindScholars: () => study.closed().scholars.size,
    }),
    'app/doctor': async () => doctor(await engines()),
    'settings/set': (input) => {
      const given = Object.entries(input).filter(([, value]) => value !== undefined);
      const next = settingsSchema.parse({ ...settings(), ...Object.fromEntries(given) });
      setFact(library, 'settings', JSON.stringify(next));
      changed('settings');
      return next;
    },
    'jobs/list': ({ limit }) => jobs.list(limit),
    'jobs/get': ({ id }) => jobs.get(id),
    'jobs/cancel': ({ id }) => jobs.cancel(id),
    'jobs/get-folder': ({ id }) => ({ grant: grants.add(jobs.folderOf(id)) }),
    'jobs/resume': ({ id }) => jobs.resume(id),
    'files/list-roots': () => chooser.roots(),
    'files/list-entries': ({ entry }) => chooser.entries(entry),
    'files/grant-entry': ({ entry }) => {
      const file = chooser.resolve(entry);
      return { grant: grants.add(file), name: basename(file) };
    },
  };

  const asked = () => {
    askedAt = performance.now();
  };
  const served = watched(handlerMap(handlers), asked, log, library.paths);
  const app: App = {
    handlers: served,
    call: (method, input) => dispatch(served, method, input) as never,
    events: {
      subscribe: (listener) => {
        listeners.add(listener as never);
        return () => void listeners.delete(listener as never);
      },
    },
    grants,
    jobs,
    library,
    study,
    setFact: (name, value) => setFact(library, name, value),
    close: async () => {
      try {
        await backups?.stop();
        await jobs.close();
        trainer.close();
        await scorer.close();
      } finally {
        await Promise.all(Object.values(threads).map((thread) => thread.close()));
        library.close();
        log.write('info', 'library closed');
      }
    },
  };
  startWantedDemo(library, jobs); // its job asks the app
  return app;
}

/**
 * Tells when a request begins. Failures of the program or the disk go to the log, with their stack; a damaged database
 * page also causes a full check of the library at the next opening.
 */
function watched(handlers: App['handlers'], asked: () => void, log: Log, paths: Library['paths']): App['handlers'] {
  const watch = (method: string, error: unknown) => {
    const { code, message } = toErrorBody(error);
    if (code !== 'internal' && !code.startsWith('library-') && code !== 'disk-full' && code !== 'process-gone') return;
    log.write('error', `${method}: ${message.text}`, (error as Error).stack);
    if (code === 'library-damaged') suspect(paths);
  };
  return new Map(
    [...handlers].map(([method, handler]) => [
      method,
      async (input: never) => {
        asked();
        try {
          return await handler(input);
        } catch (error) {
          watch(method, error);
          throw error;
        }
      },
    ]),
  );
}

/** The next opening checks the whole file. */
function suspect({ suspect: file }: Library['paths']): void {
  try {
    writeFileSync(file, '');
  } catch {
    // The disk may be gone; the next opening will find that out.
  }
}

function logJob(log: Log, paths: Library['paths'], { id, kind, title, state, error }: JobSummary): void {
  if (state === 'failed' && error?.code === 'library-damaged') suspect(paths);
  if (state === 'done' || state === 'cancelled') log.write('info', `job ${id} ${state}: ${title.text}`, { kind });
  else if (state === 'failed') log.write('error', `job ${id} failed: ${title.text}`, { kind, error });
}

function readSettings(library: Library): Settings {
  const stored = factOf(library.db, 'settings');
  if (!stored) return DEFAULT_SETTINGS;
  try {
    return settingsSchema.parse({ ...DEFAULT_SETTINGS, ...JSON.parse(stored) });
  } catch {
    return DEFAULT_SETTINGS; // of a library that came from elsewhere, or of another version
  }
}

/** The engine chosen by the settings on this machine. */
function currentEngine(reports: readonly EngineReport[], { engine, threads }: Settings) {
  const native = reports.find((report) => report.name === 'native');
  const name = engine === 'wasm' || (engine === 'auto' && !native?.available) ? ('wasm' as const) : ('native' as const);
  const { detail } = reports.find((report) => report.name === name) as EngineReport;
  return { name, threads: threads || availableParallelism(), detail };
}

/** Caches a successful result; retries after a failure. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask().catch((error) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}
