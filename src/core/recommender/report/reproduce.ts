import type { Phase } from '../../../shared/phases.ts';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readDataset, writeDataset } from '../data/dataset.ts';
import { runExperiment } from '../experiments/run-experiment.ts';
import { type SpawnTrainer, TrainerClient, TrainerPool } from '../training/trainer-client.ts';
import { readBundle } from './bundle.ts';
import { removeFolder } from '../../storage/moves.ts';

export interface Reproduction {
  title: string;
  synthetic: boolean;
  hash: string;
  engine: { before: string | null; now: string | null };
  /** Numbers compared. */
  compared: number;
  identical: boolean;
  /** Of |a − b| / max(|a|, |b|, 1e-6). */
  largestRelativeDifference: number;
  /** The first differences. */
  differences: { at: string; before: number | string | null; now: number | string | null }[];
}

const DIFFERENCES_SHOWN = 20;
/** Wall-clock times are not results. */
const NOT_COMPARED = new Set(['seconds']);
/** What results of before do not have. */
const ADDED_LATER = new Set(['simultaneous', 'nmae', 'mse', 'msle']);

/** Checks a bundle, reruns its experiment on its data and compares every number. */
export async function reproduce(
  folder: string,
  spawn: SpawnTrainer,
  signal: AbortSignal,
  progress: (phase: Phase, fraction: number) => void,
): Promise<Reproduction> {
  const { experiment, datasetFile, melFolder } = readBundle(folder);
  if (!datasetFile) throw new AppError('bad-input', say('report.bundle-cannot-run'));
  const work = mkdtempSync(join(tmpdir(), 'quadrille-reproduce-'));
  const trainer = new TrainerClient(spawn);
  const pool = new TrainerPool(trainer, spawn);
  try {
    const data = readDataset(datasetFile);
    const own = join(work, 'dataset.bin');
    writeDataset(own, { ...data, features: { ...data.features, melFolder } });
    const reports = await trainer.run({ kind: 'engines' }, signal, () => {});
    const wanted = experiment.engine?.startsWith('wasm')
      ? 'wasm'
      : experiment.engine?.startsWith('native')
        ? 'native'
        : 'auto';
    const engine =
      wanted === 'native' && !reports.some(({ name, available }) => name === 'native' && available) ? 'wasm' : wanted;
    const now = await runExperiment(experiment.spec, {
      datasetFile: own,
      folder: join(work, 'experiment'),
      engine,
      threads: 0,
      conversion: experiment.conversion,
      oracleFile: null,
      signal,
      run: (task, process, report) => pool.client(process).run(task, signal, report),
      progress: (phase, fraction) => progress(phase, fraction),
    });
    return {
      title: experiment.title,
      synthetic: experiment.synthetic,
      hash: experiment.hash,
      engine: { before: experiment.engine, now: now.engine },
      ...compare(experiment.result, JSON.parse(JSON.stringify(now))),
    };
  } finally {
    pool.close();
    trainer.close();
    removeFolder(work);
  }
}

/** Walks both results side by side. */
export function compare(
  then: unknown,
  now: unknown,
): Pick<Reproduction, 'compared' | 'identical' | 'largestRelativeDifference' | 'differences'> {
  const differences: Reproduction['differences'] = [];
  let compared = 0;
  let largest = 0;
  let all = 0;
  const differ = (at: string, a: unknown, b: unknown) => {
    all++;
    if (differences.length < DIFFERENCES_SHOWN) differences.push({ at, before: plain(a), now: plain(b) });
  };
  const walk = (at: string, a: unknown, b: unknown) => {
    if (typeof a === 'number' && typeof b === 'number') {
      compared++;
      if (a === b) return;
      largest = Math.max(largest, Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-6));
      differ(at, a, b);
    } else if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        if (!NOT_COMPARED.has(key) && !(ADDED_LATER.has(key) && !(key in a)))
          walk(`${at}${at ? '.' : ''}${key}`, (a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]);
    } else if (a !== b) differ(at, a, b);
  };
  walk('', then, now);
  return { compared, identical: all === 0, largestRelativeDifference: largest, differences };
}

function plain(value: unknown): number | string | null {
  return typeof value === 'number' || typeof value === 'string'
    ? value
    : value === undefined
      ? null
      : JSON.stringify(value);
}
