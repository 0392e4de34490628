import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { sha256OfFile } from '../../storage/file-hash.ts';
import { plainFile } from '../../storage/plain-file.ts';

export const SPARK_FORMAT = 1;
export const SPEC_FILE = 'spec.json';
const SCRIPT_FILE = 'als.py';
/** Where als.py puts the factors, and what it writes last. */
export const FACTORS_FOLDER = 'factors';
const MANIFEST_FILE = 'manifest.json';

export const sparkSpec = z.object({
  format: z.literal(SPARK_FORMAT),
  /** Of the plays and settings: factors of another export are refused by it. */
  export: z.string(),
  library: z.string(),
  /** With which listeners are folded in: Spark's own penalty, or what that is for a listener on average. */
  foldIn: z.object({
    alpha: z.number(),
    confidence: z.string(),
    reg: z.number(),
    penalty: z.string().default('equal'),
  }),
});
export type SparkSpec = z.infer<typeof sparkSpec>;

const manifestSchema = z.object({
  format: z.literal(SPARK_FORMAT),
  export: z.string(),
  library: z.string(),
  rank: z.number().int(),
  songs: z.number().int(),
  files: z.record(z.string(), z.string()),
  engine: z.string(),
});

/**
 * Whether a folder was written for Spark, and then whether what came back is whole and of this library.
 *
 * @returns where the factors are, and how they were made; null for a folder of another origin
 * @throws bad-input for factors that are half written, or of another export or library, or whose spec is unreadable
 */
export function sparkFactors(
  folder: string,
  library: string,
): { folder: string; spec: SparkSpec; engine: string } | null {
  const [outer, inner] = foldersAround(folder);
  refuseUnreadable(outer);
  const spec = jsonOf(join(outer, SPEC_FILE), sparkSpec);
  const manifest = jsonOf(join(inner, MANIFEST_FILE), manifestSchema);
  if (!spec && !manifest) return null;
  const refused = (what: ReturnType<typeof say>) => new AppError('bad-input', what, { file: folder });
  if (!manifest) throw refused(say('factors.spark-unfinished', { folder: basename(folder), manifest: MANIFEST_FILE }));
  if (!spec || manifest.export !== spec.export || manifest.library !== library)
    throw refused(say('factors.spark-foreign', { folder: basename(folder) }));
  const files = Object.entries(manifest.files);
  const isWhole = ([name, sha256]: [string, string]) => {
    const file = join(inner, name);
    return existsSync(file) && sha256OfFile(file) === sha256;
  };
  if (!files.some(([name]) => name.startsWith('songs')) || !files.every(isWhole))
    throw refused(say('factors.spark-unfinished', { folder: basename(folder), manifest: MANIFEST_FILE }));
  return { folder: inner, spec, engine: manifest.engine };
}

/** The export and its factors, whether somebody gave the one, the other, or the table of songs inside. */
function foldersAround(folder: string): [outer: string, inner: string] {
  if (existsSync(join(folder, SPEC_FILE))) return [folder, join(folder, FACTORS_FOLDER)];
  const [above, top] = [join(folder, '..'), join(folder, '..', '..')];
  const isTable = existsSync(join(top, SCRIPT_FILE)) || jsonOf(join(above, MANIFEST_FILE), manifestSchema) !== null;
  return isTable ? [top, above] : [above, folder];
}

/**
 * A spec that was cut off, or of another version, is not one that another program wrote: without it nothing would tell
 * that these factors are of another export.
 */
function refuseUnreadable(folder: string): void {
  const file = join(folder, SPEC_FILE);
  if (!existsSync(file)) return;
  const told = jsonOf(file, z.record(z.string(), z.unknown()));
  const isOurs = existsSync(join(folder, SCRIPT_FILE)) || told === null || ('export' in told && 'foldIn' in told);
  if (isOurs && jsonOf(file, sparkSpec) === null)
    throw new AppError('bad-input', say('factors.spark-spec', { folder: basename(folder), file: SPEC_FILE }), { file });
}

function jsonOf<T>(file: string, schema: z.ZodType<T>): T | null {
  if (!existsSync(plainFile(file))) return null;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
