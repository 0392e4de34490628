import { serveTask } from '../../../workers/worker-side.ts';
import { type Field, measureGroups } from '../../agreement/measure-field.ts';
import type { ComparisonInput } from '../comparisons/comparison.ts';
import { compare } from '../comparisons/registry.ts';
import type { FindingInput } from './finding.ts';
import { findingOf } from './registry.ts';

type Task = { input: FindingInput } | { comparison: string; cases: ComparisonInput } | { fields: Field[] };

serveTask(async (task: Task, checkpoint) => {
  const onProgress = (fraction: number) => checkpoint(fraction, 'evaluating');
  if ('comparison' in task) return compare(task.comparison, task.cases);
  return 'fields' in task ? measureGroups(task.fields, onProgress) : findingOf(task.input, onProgress);
});
