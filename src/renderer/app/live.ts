import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { RpcClient } from '../../shared/rpc/client.ts';

const jobs = new Map<number, JobSummary>();
let snapshot: JobSummary[] = [];
const listeners = new Set<() => void>();

const RESULTS_OF_CODES = [
  'mobility/get-agreement',
  'mobility/list-disagreements',
  'mobility/list-settlement-questions',
  'mobility/get-plane',
  'mobility/get-focus-choices',
  'mobility/get-sample',
  'mobility/get-sensitivity',
  'mobility/get-flows',
  'mobility/get-transition-table',
  'mobility/get-timeline',
  'mobility/get-network',
  'mobility/get-city-map',
  'mobility/get-comparison',
  'mobility/get-finding',
  'mobility/list-events',
  'mobility/list-scholar-summaries',
  'mobility/get-career',
  'mobility/list-todo',
  'mobility/get-work',
] as const;

const METHODS_BY_CHANGE = {
  songs: [
    'library/get-overview',
    'library/get-audit',
    'import/list',
    'vectors/list-sets',
    'library/list-songs',
    'library/get-song',
    'experiments/paper-spec',
    'app/info',
  ],
  listeners: [
    'library/get-overview',
    'library/get-audit',
    'vectors/list-sets',
    'library/list-listeners',
    'library/list-listener-names',
    'library/get-listener',
    'app/info',
  ],
  models: ['models/list', 'models/recommend', 'models/map', 'models/explain'],
  results: ['evaluation/list-results', 'evaluation/list-looks', 'experiments/list'],
  settings: ['app/info'],
  backups: ['backups/list'],
  study: [
    'app/info',
    'backups/list', // merging makes one first
    'mobility/get-study',
    'mobility/list-codebooks',
    'mobility/list-imports',
    'mobility/list-mentions',
    'mobility/list-candidates',
    'mobility/list-mention-lines',
    'mobility/list-institutions',
    'mobility/list-institution-names',
    'mobility/list-clear-matches',
    'mobility/list-scholars',
    'mobility/list-deletions',
    ...RESULTS_OF_CODES,
  ],
  codes: RESULTS_OF_CODES,
} as const;

function publish(): void {
  snapshot = [...jobs.values()].sort((a, b) => b.id - a.id);
  for (const listener of listeners) listener();
}

/** Keeps the list of jobs and invalidates queries whose data has changed. */
export function followEvents(client: RpcClient, queries: QueryClient): void {
  client.on('jobs/changed', (job) => {
    jobs.set(job.id, job);
    publish();
  });
  client.on('library/changed', ({ what }) => {
    for (const method of METHODS_BY_CHANGE[what]) void queries.invalidateQueries({ queryKey: [method] });
    // Its counts of codes, when a page next asks for them: the coding page holds it open through every key.
    if (what === 'codes') void queries.invalidateQueries({ queryKey: ['mobility/get-study'], refetchType: 'none' });
  });
  void client.call('jobs/list', { limit: 200 }).then((list) => {
    for (const job of list) if (!jobs.has(job.id)) jobs.set(job.id, job);
    publish();
  });
}

/** All known jobs, newest first, live. */
export function useJobs(): JobSummary[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}
