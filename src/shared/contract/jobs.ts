import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';
import { message } from '../messages/schema.ts';

/** What a request that starts a job answers. */
export const startedJob = z.object({ jobId: z.number().int() });

/** Also a job that this machine has too little memory for. */
export const anyway = z.boolean().default(false);

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const jobProgress = z.object({
  /** A `Phase` of this version or of another one, see phaseMessage. */
  phase: z.string(),
  /** 0 to 1, or null while unknown. */
  fraction: z.number().min(0).max(1).nullable(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string(),
  secondsLeft: z.number().nullable(),
  /** Small live facts, such as the loss curve of a training run. */
  live: z.record(z.string(), z.unknown()).optional(),
});
export type JobProgress = z.infer<typeof jobProgress>;

export const jobSummary = z.object({
  id: z.number().int(),
  kind: z.string(),
  title: message,
  state: z.enum(JOB_STATES),
  progress: jobProgress.nullable(),
  result: z.unknown().nullable(),
  error: z.object({ code: z.enum(ERROR_CODES), message: message, details: z.unknown().optional() }).nullable(),
  resumable: z.boolean(),
  cancellable: z.boolean(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type JobSummary = z.infer<typeof jobSummary>;

const jobId = z.object({ id: z.number().int() });

export const jobsContract = {
  'jobs/list': {
    input: z.object({ limit: z.number().int().min(1).max(500).default(100) }),
    output: z.array(jobSummary),
  },
  'jobs/get': { input: jobId, output: jobSummary },
  'jobs/cancel': { input: jobId, output: jobSummary },
  /** A grant for the folder that a job wrote, for the shell to open. */
  'jobs/get-folder': { input: jobId, output: z.object({ grant: z.string() }) },
  'jobs/resume': { input: jobId, output: jobSummary },
};
