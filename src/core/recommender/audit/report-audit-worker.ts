import type { ReportAudits } from '../../../shared/contract/audit.ts';
import type { ExperimentSpec } from '../../../shared/contract/experiments.ts';
import type { ConversionName, EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { type Dataset, datasetHash, readDataset } from '../data/dataset.ts';
import { filterDataset } from '../data/filter.ts';
import { evaluationOf } from '../experiments/run-experiment.ts';
import { needsOf } from '../models/registry.ts';
import { openProtocol } from '../protocols/open.ts';
import { protocolDefinition } from '../protocols/registry.ts';
import type { Fold } from '../splits/fold.ts';
import { doublesAmong } from './doubles.ts';
import { auditLibrary } from './library-audit.ts';
import { type AuditedPart, auditSplit } from './split-audit.ts';

export interface ReportAuditTask {
  libraryFile: string;
  datasetFile: string;
  spec: ExperimentSpec;
  conversion: ConversionName;
  /** Of the data that the experiment was computed from. */
  dataHash: string;
}

/** Audits what an experiment read, and the first fold of each of its splits; null if the library no longer has it. */
serveTask<ReportAuditTask, ReportAudits | null>(async (task, checkpoint) => {
  const { libraryFile, datasetFile, spec, conversion, dataHash } = task;
  const whole = readDataset(datasetFile);
  const part = spec.data.filter ? filterDataset(whole, spec.data.filter) : whole;
  if (datasetHash(part) !== dataHash) return null;
  const db = openReader(libraryFile);
  try {
    const library = auditLibrary(part, doublesAmong(db, part.songIds));
    const splits = spec.evaluations.map(({ protocol }, i) => {
      checkpoint(i / spec.evaluations.length, 'exporting');
      const evaluation = evaluationOf(spec, i, conversion);
      return { protocol, folds: evaluation.folds, audit: auditFold(firstFold(whole, evaluation), whole) };
    });
    return { library, splits };
  } finally {
    db.close();
  }
});

function firstFold(whole: Dataset, spec: EvaluationSpec): { data: Dataset; fold: Fold } {
  const seed = derivedSeed(spec.seed, 'split');
  const needs = needsOf(spec.models, spec.options);
  return openProtocol(protocolDefinition(spec.protocol), whole, spec, seed, { given: null, needs }).foldAt(0);
}

function auditFold({ data, fold }: { data: Dataset; fold: Fold }, { valueUnit }: Dataset) {
  const { training, cases, candidates } = fold;
  const holdsOutListeners = cases.some(({ foldIn }) => foldIn !== null);
  const known = partOf('known', cases, ({ foldIn }) => foldIn);
  const rows: AuditedPart = {
    part: 'training',
    listeners: listenersOf(training),
    songs: training.items,
    values: training.counts,
    seconds: null,
  };
  return auditSplit({
    parts: [rows, ...(holdsOutListeners ? [known] : []), partOf('test', cases, (one) => one)],
    listeners: data.interactions.listeners,
    songs: data.interactions.songs,
    values: valueUnit === 1 ? 'plays' : 'ratings',
    holdsOutListeners,
    catalogue: candidates && ((song) => candidates[song] === 1),
  });
}

function listenersOf({ offsets, items }: Fold['training']): Uint32Array {
  const listeners = new Uint32Array(items.length);
  for (let u = 0; u + 1 < offsets.length; u++) listeners.fill(u, offsets[u], offsets[u + 1]);
  return listeners;
}

type Case = Fold['cases'][number];

function partOf(part: AuditedPart['part'], cases: readonly Case[], of: (one: Case) => Case['foldIn']): AuditedPart {
  const size = cases.reduce((sum, one) => sum + (of(one)?.items.length ?? 0), 0);
  const [listeners, songs, values] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
  let at = 0;
  for (const one of cases) {
    const own = of(one);
    if (!own) continue;
    listeners.fill(one.who, at, at + own.items.length);
    songs.set(own.items, at);
    values.set(own.counts, at);
    at += own.items.length;
  }
  return { part, listeners, songs, values, seconds: null };
}
