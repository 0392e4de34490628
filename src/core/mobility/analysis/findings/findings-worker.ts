import { serveTask } from '../../../workers/worker-side.ts';
import type { FindingInput } from './finding.ts';
import { findingOf } from './registry.ts';

serveTask(async ({ input }: { input: FindingInput }, checkpoint) =>
  findingOf(input, (fraction) => checkpoint(fraction, 'evaluating')),
);
