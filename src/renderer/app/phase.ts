import type { TFunction } from 'i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import { modelLabel } from '../../shared/evaluation-words.ts';
import { phaseMessage } from '../../shared/phases.ts';
import { clock } from '../ui/format.ts';
import { labelled, said } from '../ui/said.ts';

/** What a job is doing, in the interface's language, with its share done. */
export function phaseText(t: TFunction, job: JobSummary): string {
  const { progress } = job;
  if (!progress) return t(`jobState.${job.state}`);
  const phase = said(phaseMessage(progress.phase));
  const model = typeof progress.live?.model === 'string' ? ` ${labelled(modelLabel(progress.live.model))}` : '';
  return `${phase}${model}${progress.fraction === null ? '' : ` ${Math.round(progress.fraction * 100)} %`}`;
}

/** ` · 0:41 left`, or nothing while nothing was measured yet. */
export function timeLeft(t: TFunction, { progress }: JobSummary): string {
  return progress?.secondsLeft == null ? '' : ` · ${t('status.left', { time: clock(progress.secondsLeft) })}`;
}
