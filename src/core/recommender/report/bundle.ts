import { schemaProblems } from '../../../shared/messages/schema-problems.ts';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesBelow } from '../../storage/files-below.ts';
import { z } from 'zod';
import { type ExperimentRow, experimentResult, experimentSpec } from '../../../shared/contract/experiments.ts';
import { CONVERSIONS } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { TestSetLook } from '../../../shared/contract/looks.ts';
import { keysOf, toCsv } from '../../../shared/table.ts';
import { sha256OfFile } from '../../storage/file-hash.ts';
import { melFile } from '../audio/mel-file.ts';
import { type Dataset, writeDataset } from '../data/dataset.ts';
import { MEASURES } from '../measures/registry.ts';
import type { Figure } from './figures.ts';
import { tablesOf } from '../../../shared/result-tables.ts';
import { belowFolder } from '../../storage/inside-folder.ts';
import { plainFile } from '../../storage/plain-file.ts';

const FORMAT = 1;
const METADATA = 'ro-crate-metadata.json';
const EXPERIMENT = 'experiment.json';
/** The ledger's looks at the test sets of the experiment, each with the hash of its spec. */
const LOOKS = 'looks.json';
const DATA = 'data/dataset.bin';
const MEL = 'data/mel';

/** Bundles of before stated no order of ties: it was the songs' index. */
function withTies(spec: unknown): unknown {
  const { evaluations } = (spec ?? {}) as { evaluations?: unknown };
  if (!Array.isArray(evaluations)) return spec;
  return { ...(spec as object), evaluations: evaluations.map((one) => ({ ties: 'index', ...one })) };
}

const stored = z.object({
  format: z.literal(FORMAT),
  title: z.string(),
  createdAt: z.string(),
  synthetic: z.boolean(),
  engine: z.string().nullable(),
  conversion: z.enum(CONVERSIONS),
  versions: z.record(z.string(), z.string()),
  hash: z.string(),
  spec: z.preprocess(withTies, experimentSpec),
  result: experimentResult,
});
export type StoredExperiment = z.infer<typeof stored>;

export interface Bundle {
  experiment: StoredExperiment;
  /** Null if the bundle was written without data. */
  datasetFile: string | null;
  melFolder: string;
}

/**
 * Writes an experiment into a new folder as a research object (RO-Crate 1.1, https://w3id.org/ro/crate/1.1): spec,
 * result, report, tables, figures, and the arrays and spectrograms that it was computed from, every file with its
 * SHA-256. Listeners and songs are numbers in it; their ids in the library do not leave it.
 */
export function writeBundle(
  folder: string,
  row: ExperimentRow,
  conversion: StoredExperiment['conversion'],
  { report, figures, looks = [] }: { report: string; figures: readonly Figure[]; looks?: readonly TestSetLook[] },
  data: Dataset | null,
): void {
  mkdirSync(folder);
  const { title, createdAt, synthetic, engine, versions, hash, spec, result } = row;
  const experiment: StoredExperiment = {
    format: FORMAT,
    title,
    createdAt,
    synthetic,
    engine,
    conversion,
    versions,
    hash,
    spec,
    result,
  };
  write(folder, EXPERIMENT, JSON.stringify(experiment, null, 1));
  write(folder, 'report.html', report);
  if (looks.length > 0) write(folder, LOOKS, JSON.stringify(looks, null, 1));
  for (const table of tablesOf(row, MEASURES)) write(folder, `tables/${table.name}.csv`, toCsv(keysOf(table)));
  for (const figure of figures) write(folder, `figures/${figure.name}.svg`, figure.svg);
  if (data) writeData(folder, data);
  write(folder, METADATA, JSON.stringify(metadata(folder, row), null, 1));
}

function write(folder: string, name: string, text: string): void {
  const file = belowFolder(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}

/** Spectrograms get new numbers, like listeners and songs. */
function writeData(folder: string, data: Dataset): void {
  mkdirSync(join(folder, 'data', 'mel'), { recursive: true });
  const { features } = data;
  const melTracks = features.melTracks.map((track, song) => (track === 0 ? 0 : song + 1));
  features.melTracks.forEach((track, song) => {
    if (track !== 0) copyFileSync(melFile(features.melFolder, track), melFile(join(folder, 'data', 'mel'), song + 1));
  });
  const anonymous = {
    ...data,
    libraryId: '',
    listenerIds: data.listenerIds.map((_, i) => i + 1),
    songIds: data.songIds.map((_, i) => i + 1),
    features: { ...features, melTracks, melFolder: '' },
  };
  writeDataset(join(folder, 'data', 'dataset.bin'), anonymous);
}

function metadata(folder: string, row: ExperimentRow): object {
  const files = listFiles(folder);
  const kind = (name: string) =>
    name.endsWith('.json')
      ? 'application/json'
      : name.endsWith('.csv')
        ? 'text/csv'
        : name.endsWith('.svg')
          ? 'image/svg+xml'
          : name.endsWith('.html')
            ? 'text/html'
            : 'application/octet-stream';
  return {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': METADATA,
        '@type': 'CreativeWork',
        conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
        about: { '@id': './' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: row.title,
        description:
          `${row.synthetic ? 'Synthetic data. ' : ''}An experiment with recommender models: spec, ` +
          `data, results and report. "quadrille reproduce" runs it again and compares.`,
        datePublished: row.createdAt,
        license: 'The licence of the data that it was computed from applies.',
        hasPart: files.map((name) => ({ '@id': name })),
        mentions: { '@id': '#run' },
      },
      { '@id': '#quadrille', '@type': 'SoftwareApplication', name: 'Quadrille', version: row.versions.quadrille },
      {
        '@id': '#run',
        '@type': 'CreateAction',
        name: 'Experiment run',
        endTime: row.createdAt,
        instrument: { '@id': '#quadrille' },
        object: { '@id': EXPERIMENT },
        result: { '@id': 'report.html' },
      },
      ...files.map((name) => ({
        '@id': name,
        '@type': 'File',
        encodingFormat: kind(name),
        contentSize: statSync(join(folder, name)).size,
        sha256: sha256OfFile(join(folder, name)),
      })),
    ],
  };
}

function listFiles(folder: string): string[] {
  return namesBelow(folder).filter((name) => name !== METADATA);
}

const crate = z.object({
  '@graph': z.array(z.looseObject({ '@id': z.string(), '@type': z.unknown(), sha256: z.string().optional() })),
});

/**
 * Opens a bundle after checking every file against its hash.
 *
 * @throws not-found or bad-input, naming the file that is missing, new or changed
 */
export function readBundle(folder: string): Bundle {
  const file = join(folder, METADATA);
  if (!existsSync(file))
    throw new AppError('not-found', say('report.no-bundle', { folder, metadata: METADATA }), { file });
  const graph = parseJson(file, crate)['@graph'];
  const expected = new Map(graph.flatMap((entry) => (entry.sha256 ? [[entry['@id'], entry.sha256] as const] : [])));
  if (!expected.has(EXPERIMENT))
    throw new AppError('bad-input', say('report.other-kind-of-crate', { metadata: METADATA, experiment: EXPERIMENT }), {
      file,
    });
  const found = listFiles(folder);
  for (const name of found)
    if (!expected.has(name))
      throw new AppError('bad-input', say('report.bundle-file-unlisted', { name, metadata: METADATA }), {
        file: name,
      });
  for (const [name, hash] of expected) {
    if (!found.includes(name))
      throw new AppError('bad-input', say('report.bundle-incomplete', { name }), {
        file: name,
      });
    if (sha256OfFile(join(folder, name)) !== hash)
      throw new AppError('bad-input', say('report.bundle-file-edited', { name }), { file: name });
  }
  const experiment = parseJson(join(folder, EXPERIMENT), stored);
  return { experiment, datasetFile: expected.has(DATA) ? join(folder, DATA) : null, melFolder: join(folder, MEL) };
}

function parseJson<T>(file: string, schema: z.ZodType<T>): T {
  plainFile(file);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AppError('bad-input', say('report.not-json', { file, message: (error as Error).message }), {
      file,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ path, problem }] = schemaProblems(parsed.error, value);
  throw new AppError(
    'bad-input',
    say('report.bundle-not-valid', {
      file,
      path: path || 'content',
      problem,
    }),
    {
      file,
      field: path,
    },
  );
}
