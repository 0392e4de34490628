import type { z } from 'zod';
import { appContract } from './app.ts';
import { auditContract } from './audit.ts';
import { experimentsContract } from './experiments.ts';
import { exportsContract } from './exports.ts';
import type { JobSummary } from './jobs.ts';
import { jobsContract } from './jobs.ts';
import { mobilityContract } from './mobility.ts';
import { recommenderContract } from './recommender.ts';
import { scoringContract } from './scoring.ts';
import { refereeContract } from './referee.ts';
import { handoverContract } from './handover.ts';
import { vectorsContract } from './vectors.ts';

/** Every method exists once, here, as `domain/verb-noun`; types on both sides derive from these schemas. */
export const contract = {
  ...appContract,
  ...jobsContract,
  ...recommenderContract,
  ...experimentsContract,
  ...scoringContract,
  ...refereeContract,
  ...exportsContract,
  ...auditContract,
  ...vectorsContract,
  ...handoverContract,
  ...mobilityContract,
};

export type Contract = typeof contract;
export type Method = keyof Contract;
export type Input<M extends Method> = z.input<Contract[M]['input']>;
/** Input as a handler sees it: checked, with defaults filled in. */
export type Parsed<M extends Method> = z.output<Contract[M]['input']>;
export type Output<M extends Method> = z.output<Contract[M]['output']>;

export interface Events {
  /** At most ten a second per job, and always for a terminal state. */
  'jobs/changed': JobSummary;
  /** The library's contents changed: pages reload their data. */
  'library/changed': {
    what: 'songs' | 'listeners' | 'models' | 'results' | 'settings' | 'backups' | 'study' | 'codes';
  };
}
