import { totalmem } from 'node:os';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { DataSize } from '../data/dataset.ts';
import type { ModelLookup, Options } from '../models/model.ts';
import { definitionsOf, withDefaults } from '../models/default-settings.ts';
import { completeOptions, optionsForSize, optionsOfPart } from '../models/options.ts';
import { placesUnplayed } from '../models/within-trained.ts';
import { namesIn, vectorSetsNamed } from '../data/song-vectors.ts';
import { BYTES_A_VALUE } from '../rows/vector-rows.ts';

const GIB = 2 ** 30;
/** Measured (docs/scale.md): the processes without data; bytes of a pair of listener and song, of either one. */
const PROCESSES = 300 * 2 ** 20;
const BYTES_A_PAIR = { train: 24, evaluate: 40 } as const;
const BYTES_AN_ID = 64;
/** Of a song that nobody played: its tags while they are gathered, as terms and in the model. */
const BYTES_AN_UNPLAYED = 1700;
/** How often the vectors of the songs that have one are held at once, and how often there is a row for every song. */
const COPIES_OF_VECTORS = { network: 13, other: 6, everySong: 2 } as const;
/** What the system and other programs leave of a machine's memory. */
const SHARE_FOR_A_JOB = 0.8;

export type MemoryJob = keyof typeof BYTES_A_PAIR;

interface Wanted {
  type: string;
  options: Options;
}

/** What is known of songs beside their plays, as far as models ask for it. */
export interface ContentSize {
  /** Songs that nobody played, of which tags or one of the sets of vectors are known. */
  unplayed: number;
  sets: Readonly<Record<string, { width: number; songs: number }>>;
}
const NO_CONTENT: ContentSize = { unplayed: 0, sets: {} };

/** A model of other models keeps all its parts; automatic parts are those that a library always has. */
const AUTOMATIC_PARTS = ['user-cf', 'item-knn', 'als', 'bpr', 'rp3beta'];

function modelBytes({ type, options }: Wanted, size: DataSize, lookup: ModelLookup): number {
  const model = lookup(type);
  if (!model.combines) return model.memory?.(options, size) ?? 0;
  const parts = options.parts === 'auto' ? AUTOMATIC_PARTS : String(options.parts).split(',');
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .reduce((sum, part) => {
      const own = completeOptions(lookup(part), optionsOfPart(options, part), lookup);
      return sum + modelBytes({ type: part, options: own }, size, lookup);
    }, 0);
}

/** What a model reads of the songs' content; songs that nobody played take part in a training only. */
function contentBytes(
  job: MemoryJob,
  { type, options }: Wanted,
  songs: number,
  { unplayed, sets }: ContentSize,
  lookup: ModelLookup,
): number {
  const more = job === 'train' && placesUnplayed({ type, options }, lookup) ? unplayed : 0;
  const copies = COPIES_OF_VECTORS[hasNetwork({ type, options }, lookup) ? 'network' : 'other'];
  return vectorSetsNamed([options])
    .map((name) => sets[name] ?? { width: 0, songs: 0 })
    .map(({ width, songs: known }) => {
      const all = songs + more;
      const rows = Math.max(copies * Math.min(known, all), COPIES_OF_VECTORS.everySong * all);
      return width * BYTES_A_VALUE * rows;
    })
    .reduce((sum, bytes) => sum + bytes, BYTES_AN_UNPLAYED * more);
}

/** Also as a part; an automatic hybrid may take one. */
function hasNetwork({ type, options }: Wanted, lookup: ModelLookup): boolean {
  const { combines, neural } = lookup(type);
  if (!combines) return neural;
  const parts = namesIn(options.parts);
  return parts.includes('auto') || parts.some((part) => lookup(part).neural);
}

/**
 * Bytes that a job takes at its peak: the data, and the largest of its models, which are fitted one after another.
 * Measured within a third from a million plays on (docs/scale.md).
 */
export function memoryNeed(
  job: MemoryJob,
  models: readonly Wanted[],
  size: DataSize & Partial<ContentSize>,
  lookup: ModelLookup,
): number {
  const data = BYTES_A_PAIR[job] * size.plays + BYTES_AN_ID * (size.listeners + size.songs);
  const content = { ...NO_CONTENT, ...size };
  const bytesOf = (model: Wanted) =>
    modelBytes(model, size, lookup) + contentBytes(job, model, size.songs, content, lookup);
  return PROCESSES + data + Math.max(0, ...models.map(bytesOf));
}

/** Whether a job of so many bytes is more than a machine of so many has room for. */
export function isBeyond(need: number, total: number): boolean {
  return need > SHARE_FOR_A_JOB * total;
}

/**
 * Bytes of this machine, or of the container that the app runs in. `QUADRILLE_MEMORY_GIB` says less where the
 * machine is shared.
 */
export function machineMemory(environment: NodeJS.ProcessEnv = process.env): number {
  const given = Number(environment.QUADRILLE_MEMORY_GIB);
  if (given > 0) return given * GIB;
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

export type MemorySpec = Pick<EvaluationSpec, 'models' | 'options'> & { defaults?: number };

/**
 * @throws bad-input for a job that will not fit into this machine, saying what else there is; its details tell the page
 * that a person may go on anyway
 */
export function assertFitsMachine(
  job: MemoryJob,
  spec: MemorySpec,
  size: DataSize & Partial<ContentSize>,
  total = machineMemory(),
): void {
  const refusal = beyondMachine(job, spec, size, total);
  if (refusal) throw refusal;
}

/** Null for a job that fits. */
export function beyondMachine(
  job: MemoryJob,
  spec: MemorySpec,
  size: DataSize & Partial<ContentSize>,
  total = machineMemory(),
): AppError | null {
  if (size.plays === 0) return null;
  const lookup = definitionsOf(withDefaults(spec));
  const wanted = spec.models.map((type) => ({
    type,
    options: optionsForSize(lookup(type), spec.options[type] ?? {}, size, lookup),
  }));
  const need = memoryNeed(job, wanted, size, lookup);
  if (!isBeyond(need, total)) return null;
  const gib = (bytes: number) => (bytes / GIB).toFixed(1);
  const network = wanted.some(({ type }) => lookup(type).neural && !lookup(type).combines);
  return new AppError(
    'bad-input',
    say('job.beyond-memory', { need: gib(need), have: gib(total), handOver: network ? 'keras' : 'spark' }),
    { beyondMemory: { need, total, handOver: network ? 'keras' : 'spark' } },
  );
}
