import { z } from 'zod';

export const ENGINE_NAMES = ['native', 'wasm'] as const;
export const engineReport = z.object({ name: z.enum(ENGINE_NAMES), available: z.boolean(), detail: z.string() });

export const doctorReport = z.object({
  node: z.string(),
  sqlite: z.string(),
  electron: z.object({ version: z.string().nullable(), source: z.string() }),
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

export const fileEntry = z.object({ entry: z.string(), name: z.string(), folder: z.boolean(), bytes: z.number().nullable() });
export type FileEntry = z.infer<typeof fileEntry>;

export const appContract = {
  'app/info': {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      libraryName: z.string(),
      libraryFormat: z.number().int(),
      /** True when the library holds data that was made by code. */
      synthetic: z.boolean(),
      counts: libraryCounts,
      /** Null while the training process is still looking at what this machine has; `library/changed` tells when it is known. */
      engine: z.object({ name: z.enum(ENGINE_NAMES), threads: z.number().int(), detail: z.string() }).nullable(),
      settings,
    }),
  },
  'app/doctor': { input: z.object({}), output: doctorReport },
  'settings/set': { input: settings.partial(), output: settings },
  /** The server's own file chooser, for the app in a browser. Entries are opaque: no path crosses. */
  'files/list-roots': { input: z.object({}), output: z.array(fileEntry) },
  'files/list-entries': { input: z.object({ entry: z.string() }), output: z.array(fileEntry) },
  'files/grant-entry': { input: z.object({ entry: z.string() }), output: z.object({ grant: z.string(), name: z.string() }) },
};
