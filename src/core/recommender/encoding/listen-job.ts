import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { ListenResult } from '../../../shared/contract/vectors.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { JobContext, JobKind } from '../../jobs/kind.ts';
import { writeDurably } from '../../storage/durable.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import { resourceFile } from '../../workers/resource.ts';
import { MUSICNN_VALUES } from '../networks/musicnn.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { encoderSet, putHeard } from '../rows/vector-rows.ts';
import type { JobServices } from '../training/job-services.ts';
import { TrainerPool } from '../training/trainer-client.ts';
import { type ClipsToHear, clipsToHear } from './clips-to-hear.ts';
import { readHeard } from './heard-file.ts';

export interface ListenSpec {
  /** Also the clips that were heard before. */
  again: boolean;
}

/** A part is written as a whole, so this much is lost when the job is stopped: some ten seconds. */
const CLIPS_A_PART = 64;
/** Each process holds the encoder, and TensorFlow. */
const MOST_PROCESSES = 4;
const ROWS_A_TRANSACTION = 100;
const PROBLEMS_NAMED = 20;
const PART = /^heard-\d+\.bin$/;

interface PartResult {
  engine: string;
  refused: Message[];
}

/**
 * Encodes the library's clips with MusiCNN into a set of vectors. Parts that were heard are kept in the job's folder,
 * also when it is cancelled, and a job that is resumed goes on behind them.
 */
export function listenJob(services: JobServices, clipsAPart = CLIPS_A_PART): JobKind<ListenSpec> {
  const { library, settings, changed } = services;
  return {
    kind: 'listen',
    lane: 'compute',
    resumable: true,
    keeps: (folder) => readdirSync(folder).some((name) => PART.test(name)),
    async run(spec, context): Promise<ListenResult> {
      const started = performance.now();
      encoderSet(library.db, ENCODER);
      const { clips, heardBefore, missing } = listOf(library.db, spec, context);
      const parts = Array.from({ length: Math.ceil(clips.length / clipsAPart) }, (_, part) => ({
        clips: clips.slice(part * clipsAPart, (part + 1) * clipsAPart),
        output: join(context.folder, `heard-${part}.bin`),
        resultFile: join(context.folder, `heard-${part}.json`),
      }));
      const results = await hearParts(parts, services, context, clips.length);
      context.commit();
      const set = encoderSet(library.db, ENCODER) ?? library.db.transaction(() => newSet(library.db));
      let heard = 0;
      for (const { output } of parts) heard += await putPart(library.db, set, output);
      changed('songs');
      const refused = results.flatMap((one) => one.refused);
      return {
        set: ENCODER,
        heard,
        heardBefore,
        missing,
        refused: refused.length,
        engine: results[0]?.engine ?? settings().engine,
        seconds: (performance.now() - started) / 1000,
        notes: [
          ...(missing > 0 ? [say('listen.recordings-missing', { songs: missing })] : []),
          ...refused.slice(0, PROBLEMS_NAMED),
          say('encoder.has-heard-msd'),
        ],
      };
    },
  };
}

/** Kept, so that a job that is resumed cuts the same parts. */
function listOf(db: OpenDb, { again }: ListenSpec, { folder }: JobContext): ClipsToHear {
  const file = join(folder, 'clips.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ClipsToHear;
  const found = clipsToHear(db, again);
  if (found.clips.length + found.heardBefore + found.missing === 0)
    throw new AppError('bad-input', say('listen.no-clips'));
  writeDurably(file, JSON.stringify(found));
  return found;
}

interface Part {
  clips: ClipsToHear['clips'];
  output: string;
  resultFile: string;
}

async function hearParts(
  parts: readonly Part[],
  { trainer, spawnTrainer, settings }: JobServices,
  context: JobContext,
  total: number,
): Promise<PartResult[]> {
  const { engine, threads } = settings();
  const results: PartResult[] = [];
  const done = new Map<Part, number>();
  const report = (part: Part, fraction: number) => {
    done.set(part, fraction * part.clips.length);
    const heard = [...done.values()].reduce((sum, clips) => sum + clips, 0);
    context.progress('listening', heard / Math.max(1, total), { done: Math.floor(heard), total, unit: 'clips' });
  };
  const queue: Part[] = [];
  for (const part of parts) {
    if (existsSync(part.resultFile)) {
      results.push(JSON.parse(readFileSync(part.resultFile, 'utf8')) as PartResult);
      report(part, 1);
    } else queue.push(part);
  }
  const processes = Math.min(threads || availableParallelism(), MOST_PROCESSES, queue.length);
  const pool = new TrainerPool(trainer, spawnTrainer);
  const failed = new AbortController();
  const signal = AbortSignal.any([context.signal, failed.signal]);
  const work = async (process: number) => {
    for (let part = queue.shift(); part; part = queue.shift()) {
      const { clips, output, resultFile } = part;
      const task = { kind: 'listen', weightsFile: resourceFile('musicnn.safetensors'), clips, output, engine } as const;
      const own = part;
      const { engine: used, refused } = await pool
        .client(process)
        .run(task, signal, (fraction) => report(own, fraction));
      const result: PartResult = {
        engine: used,
        refused: refused.map(({ file, reason }) =>
          say('import.note-on-a-file', { file: basename(file), note: reason }),
        ),
      };
      writeDurably(resultFile, JSON.stringify(result));
      results.push(result);
      report(part, 1);
    }
  };
  try {
    await Promise.all(
      Array.from({ length: processes }, (_, process) =>
        work(process).catch((error) => {
          failed.abort();
          throw error;
        }),
      ),
    );
  } finally {
    pool.close();
  }
  return results;
}

function newSet(db: OpenDb): number {
  return Number(
    db.run(
      "INSERT INTO vector_sets (name, width, encoder, source) VALUES (?, ?, ?, '')",
      ENCODER,
      MUSICNN_VALUES,
      ENCODER,
    ).lastInsertRowid,
  );
}

/** In short transactions; a part that was written before is written again. */
async function putPart(db: OpenDb, set: number, file: string): Promise<number> {
  const { songs, vectors } = readHeard(file);
  for (let from = 0; from < songs.length; from += ROWS_A_TRANSACTION) {
    const to = Math.min(songs.length, from + ROWS_A_TRANSACTION);
    db.transaction(() => {
      for (let i = from; i < to; i++)
        putHeard(db, set, songs[i], vectors.subarray(i * MUSICNN_VALUES, (i + 1) * MUSICNN_VALUES));
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return songs.length;
}
