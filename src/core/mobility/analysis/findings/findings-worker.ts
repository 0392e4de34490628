import { serveTask } from '../../../workers/worker-side.ts';
import type { ComparisonInput } from '../comparisons/comparison.ts';
import { compare } from '../comparisons/registry.ts';
import type { FindingInput } from './finding.ts';
import { findingOf } from './registry.ts';

type Task = { input: FindingInput } | { comparison: string; cases: ComparisonInput };

serveTask(async (task: Task, checkpoint) =>
  'comparison' in task
    ? compare(task.comparison, task.cases)
    : findingOf(task.input, (fraction) => checkpoint(fraction, 'evaluating')),
);
