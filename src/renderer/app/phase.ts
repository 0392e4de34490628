import type { TFunction } from 'i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import { phaseMessage } from '../../shared/phases.ts';
import { said } from '../ui/said.ts';

/** What a job is doing, in the interface's language, with its share done. */
export function phaseText(t: TFunction, job: JobSummary): string {
  const { progress } = job;
  if (!progress) return t(`jobState.${job.state}`);
  const phase = said(phaseMessage(progress.phase));
  const model = typeof progress.live?.model === 'string' ? ` ${progress.live.model}` : '';
  return `${phase}${model}${progress.fraction === null ? '' : ` ${Math.round(progress.fraction * 100)} %`}`;
}
