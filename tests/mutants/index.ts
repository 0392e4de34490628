import { CVS } from './cv.ts';
import { EDGES } from './edges.ts';
import { EVALUATIONS } from './evaluation.ts';
import { IMPORTS } from './imports.ts';
import { JOBS_AND_PROCESSES } from './jobs.ts';
import { MOBILITY } from './mobility.ts';
import { RECOMMENDATION_MODELS } from './models.ts';
import type { Mutant } from './mutant.ts';
import { SECURITY } from './security.ts';
import { STATISTICAL } from './statistics.ts';
import { STORAGE } from './storage.ts';
import { STUDY_IMPORTS } from './study-imports.ts';

export const MUTANTS: readonly Mutant[] = [
  ...SECURITY,
  ...STORAGE,
  ...STUDY_IMPORTS,
  ...JOBS_AND_PROCESSES,
  ...EDGES,
  ...IMPORTS,
  ...RECOMMENDATION_MODELS,
  ...EVALUATIONS,
  ...STATISTICAL,
  ...MOBILITY,
  ...CVS,
];
