import i18next from 'i18next';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ImportResult } from '../../shared/contract/imports.ts';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { PageId } from '../../shared/pages.ts';
import { bridge, call } from '../api.ts';
import { number } from '../ui/format.ts';
import { usePageState, usePreference } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';
import { useJobs } from './live.ts';

/** Where a job's result is shown, and where it was started. */
const PAGE_OF_KIND: Readonly<Record<string, PageId>> = {
  demo: 'overview',
  import: 'library',
  listen: 'library',
  train: 'training',
  evaluate: 'experiments',
  experiment: 'experiments',
  'judge-lists': 'referee',
  'judge-beside': 'referee',
  'audit-split': 'referee',
  'mobility-import': 'study',
  'mobility-export': 'export',
};

/** What fails for these reasons fails again when it is done again as it was. */
const FAILS_AGAIN: readonly ErrorCode[] = ['bad-request', 'bad-input', 'not-found', 'conflict', 'unavailable'];

/** The tab of that page with the result. */
const TAB_OF_KIND: Readonly<Record<string, string>> = { import: 'songs', listen: 'vectors' };

export function isEnded({ state }: JobSummary): boolean {
  return state !== 'queued' && state !== 'running';
}

export function mayResume({ resumable, state, error }: JobSummary): boolean {
  return resumable && !(state === 'failed' && error !== null && FAILS_AGAIN.includes(error.code));
}

/** The page that shows what a job made, or null where there is nothing to see. */
export function resultPage({ kind, state }: JobSummary): PageId | null {
  return state === 'done' ? (PAGE_OF_KIND[kind] ?? null) : null;
}

/** The page where a job was started, to start it again with what was wrong put right. */
export function originPage({ kind }: JobSummary): PageId | null {
  return PAGE_OF_KIND[kind] ?? null;
}

/** Shows the part of the page that holds the result. */
export function useShowResult(): (job: JobSummary) => void {
  const [, setTab] = usePageState<string | null>('library-tab', 'songs');
  const [, setShown] = usePageState<string | null>('experiment', null);
  const [, setJudged] = usePageState<number | null>('referee-shown', null);
  const [, setAudited] = usePageState<number | null>('referee-audited', null);
  return ({ id, kind }) => {
    if (TAB_OF_KIND[kind]) setTab(TAB_OF_KIND[kind]);
    if (kind === 'evaluate' || kind === 'experiment') setShown(null);
    if (kind === 'audit-split') setAudited(id);
    else if (PAGE_OF_KIND[kind] === 'referee') setJudged(id);
  };
}

/** Opens the folder that a job wrote, in the system's file manager. */
export async function openFolderOf({ id }: JobSummary): Promise<void> {
  const { grant } = await call('jobs/get-folder', { id });
  bridge?.openFolder(grant);
}

/** The folder or file that a job wrote, as a path; null of those that write none, and of exports of before. */
export function writtenTo({ state, result }: JobSummary): string | null {
  const { folder, file } = (result ?? {}) as { folder?: unknown; file?: unknown };
  const both = typeof folder === 'string' && typeof file === 'string';
  const place = both ? `${folder}${folder.includes('\\') ? '\\' : '/'}${file}` : (folder ?? file);
  return state === 'done' && typeof place === 'string' && place !== '' ? place : null;
}

/** Whether there is a folder to open, and something to open it with. */
export function hasFolder(job: JobSummary): boolean {
  return bridge !== undefined && writtenTo(job) !== null;
}

/** What to do about a job that did not get to its end; null where its message says it all. */
export function cureOf(job: JobSummary): string | null {
  if (job.state === 'interrupted') return i18next.t('jobs.cure.interrupted');
  if (job.state === 'cancelled') return i18next.t(job.resumable ? 'jobs.cure.cancelled' : 'jobs.cure.none');
  if (job.error === null) return null;
  const { code } = job.error;
  if (code === 'disk-full' || code === 'process-gone' || code === 'library-gone') return i18next.t(`jobs.cure.${code}`);
  return null;
}

/** What an import took and left, in a line; null for other jobs. */
export function outcomeOf({ kind, state, result }: JobSummary): string | null {
  if (kind !== 'import' || state !== 'done') return null;
  const { read, imported, rejected, seconds } = result as ImportResult;
  return i18next.t('imports.summary', { read, imported, rejected, seconds: number(seconds, 1) });
}

/** An import that took nothing before its questions are answered. */
export function hasQuestions({ kind, state, result }: JobSummary): boolean {
  return kind === 'import' && state === 'done' && ((result as ImportResult).questions ?? []).length > 0;
}

/** Why a job failed; of one that was cancelled there is nothing to explain. */
export function reasonOf({ state, error }: JobSummary): string | null {
  return state === 'failed' && error !== null ? said(error.message) : null;
}

/** Jobs that ended since somebody last looked, the latest first. */
export function useUnread(): { unread: JobSummary[]; read(): void } {
  const [since, setSince] = usePreference<string>('jobs-read-at', '');
  const jobs = useJobs();
  // What ended before this machine ever looked is no news.
  const from = since === '' ? window.performance.timeOrigin : Date.parse(since);
  const unread = jobs.filter(
    (job) => isEnded(job) && job.state !== 'cancelled' && Date.parse(job.finishedAt ?? job.createdAt) > from,
  );
  return { unread, read: () => setSince(new Date().toISOString()) };
}
