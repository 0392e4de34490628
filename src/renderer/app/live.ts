import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { RpcClient } from '../../shared/rpc/client.ts';

const jobs = new Map<number, JobSummary>();
let snapshot: JobSummary[] = [];
const listeners = new Set<() => void>();

const METHODS_BY_CHANGE = {
  songs: ['library/list-songs', 'library/get-song', 'experiments/paper-spec', 'app/info'],
  listeners: ['library/list-listeners', 'library/get-listener', 'app/info'],
  models: ['models/list', 'models/recommend', 'models/map', 'models/explain'],
  results: ['evaluation/list-results', 'experiments/list'],
  settings: ['app/info'],
} as const;

function publish(): void {
  snapshot = [...jobs.values()].sort((a, b) => b.id - a.id);
  for (const listener of listeners) listener();
}

/** Keeps the list of jobs and tells queries when what they show has changed. */
export function followEvents(client: RpcClient, queries: QueryClient): void {
  client.on('jobs/changed', (job) => {
    jobs.set(job.id, job);
    publish();
  });
  client.on('library/changed', ({ what }) => {
    for (const method of METHODS_BY_CHANGE[what]) void queries.invalidateQueries({ queryKey: [method] });
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
