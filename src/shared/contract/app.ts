import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';
import { message } from '../messages/schema.ts';

export const ENGINE_NAMES = ['native', 'wasm'] as const;
export const engineReport = z.object({ name: z.enum(ENGINE_NAMES), available: z.boolean(), detail: message });

export const doctorReport = z.object({
  node: z.string(),
  sqlite: z.string(),
  electron: z.object({ version: z.string().nullable(), source: message }),
  engines: z.array(engineReport),
});

export const libraryCounts = z.object({
  tracks: z.number().int(),
  songs: z.number().int(),
  listeners: z.number().int(),
  /** Listener–song pairs (triplets), not the sum of their counts. */
  plays: z.number().int(),
  tags: z.number().int(),
  clips: z.number().int(),
  scholars: z.number().int(),
});

export const settings = z.object({
  engine: z.enum(['auto', ...ENGINE_NAMES]),
  /** Threads for the WASM engine and for mel spectrograms; 0 = as many as the machine has. */
  threads: z.number().int().min(0).max(64),
  theme: z.enum(['auto', 'light', 'dark']),
  language: z.enum(['auto', 'en', 'zh-CN']),
});
export type Settings = z.infer<typeof settings>;

export const fileEntry = z.object({
  entry: z.string(),
  name: z.string(),
  folder: z.boolean(),
  bytes: z.number().nullable(),
});
export type FileEntry = z.infer<typeof fileEntry>;

export const backup = z.object({ name: z.string(), madeAt: z.string(), bytes: z.number() });
export type Backup = z.infer<typeof backup>;

export const LOG_LEVELS = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const logLine = z.object({
  at: z.string(),
  level: z.enum(LOG_LEVELS),
  what: z.string(),
  details: z.string().nullable(),
});
export type LogLine = z.infer<typeof logLine>;

/**
 * The outcome of opening the library. One that failed to open serves only this, its backups and its log.
 */
export const opening = z.object({
  libraryName: z.string(),
  error: z.object({ code: z.enum(ERROR_CODES), message: message, details: z.unknown().optional() }).nullable(),
  backups: z.array(backup),
});
export type Opening = z.infer<typeof opening>;

export const about = z.object({
  versions: z.record(z.string(), z.string()),
  libraryFormat: z.number().int(),
  /** For display only; never accepted as input. */
  libraryFolder: z.string(),
});

export const appContract = {
  'app/opening': { input: z.object({}), output: opening },
  'app/retry-opening': { input: z.object({}), output: opening },
  'app/about': { input: z.object({}), output: about },
  'app/get-log': {
    input: z.object({ limit: z.number().int().min(1).max(2000).default(300), level: z.enum(LOG_LEVELS).optional() }),
    output: z.array(logLine),
  },
  'backups/list': { input: z.object({}), output: z.array(backup) },
  'backups/create': { input: z.object({}), output: backup },
  /**
   * Closes the library, moves its database aside whole, puts the backup in its place and opens it. The page then
   * reloads.
   */
  'backups/restore': { input: z.object({ name: z.string() }), output: z.object({ movedAside: z.string().nullable() }) },
  'library/rename': {
    input: z.object({ name: z.string().trim().min(1).max(120) }),
    output: z.object({ name: z.string() }),
  },
  /** Writes the whole library as one file into a granted folder. */
  'library/export-archive': {
    input: z.object({
      folder: z.string(),
      withSpectrograms: z.boolean().default(true),
      /** A work package: this coder's scholars and own work, without what others decided. */
      coder: z.string().trim().min(1).max(100).nullable().default(null),
      /** A whole copy although double coding is under way: for the lead, who sees both sides. */
      includeBlind: z.boolean().default(false),
    }),
    output: z.object({ jobId: z.number().int() }),
  },
  /** Unpacks an archive into a new folder below a granted one. The job's result carries a grant for the new library. */
  'library/import-archive': {
    input: z.object({ grant: z.string(), folder: z.string(), name: z.string().trim().min(1).max(120) }),
    output: z.object({ jobId: z.number().int() }),
  },
  /**
   * The synthetic demo, in a library of its own: opens that one, after which the page reloads and `jobId` is null; in
   * the demo's library, starts or resumes the job.
   */
  'library/start-demo': { input: z.object({}), output: z.object({ jobId: z.number().int().nullable() }) },
  /** Opens the library of before the demo; the page then reloads. */
  'library/leave-demo': { input: z.object({}), output: z.object({}) },
  'app/info': {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      libraryName: z.string(),
      libraryFormat: z.number().int(),
      /** True when the library contains synthetic data. */
      synthetic: z.boolean(),
      /** True for the library that was made for the demo: one can go back to one's own. */
      demo: z.boolean(),
      counts: libraryCounts,
      /**
       * Null while the training process is still probing this machine; `library/changed` is sent once it is
       * known.
       */
      engine: z.object({ name: z.enum(ENGINE_NAMES), threads: z.number().int(), detail: message }).nullable(),
      settings,
      /** The sync service whose folder contains the library, or null. */
      syncedBy: z.string().nullable(),
    }),
  },
  'app/doctor': { input: z.object({}), output: doctorReport },
  'settings/set': { input: settings.partial(), output: settings },
  /** The server's file chooser, for the app in a browser. Entries are opaque: no path crosses. */
  'files/list-roots': { input: z.object({}), output: z.array(fileEntry) },
  'files/list-entries': { input: z.object({ entry: z.string() }), output: z.array(fileEntry) },
  'files/grant-entry': {
    input: z.object({ entry: z.string() }),
    output: z.object({ grant: z.string(), name: z.string() }),
  },
};
