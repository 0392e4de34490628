import { serveTask } from '../../workers/worker-side.ts';
import { type Field, measureGroups } from './measure-field.ts';

serveTask(async ({ fields }: { fields: Field[] }, checkpoint) =>
  measureGroups(fields, (fraction) => checkpoint(fraction, 'evaluating')),
);
