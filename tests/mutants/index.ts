import { JOBS_AND_PROCESSES } from './jobs.ts';
import { MOBILITY } from './mobility.ts';
import type { Mutant } from './mutant.ts';
import { SECURITY } from './security.ts';
import { STORAGE } from './storage.ts';

export const MUTANTS: readonly Mutant[] = [...SECURITY, ...STORAGE, ...JOBS_AND_PROCESSES, ...MOBILITY];
