import type { EvaluationResult } from '../../../shared/contract/recommender.ts';
import type { DataCell, DataTable } from '../../report/data-table.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { listExperiments } from '../rows/experiment-rows.ts';
import { listResults } from '../rows/model-rows.ts';

type Row = readonly DataCell[];

/** Every measure of every comparison, and of those within experiments, a value a row. */
export function resultsTable(db: ReadableDb): DataTable {
  return {
    name: 'results',
    about: 'What was measured: a value a row.',
    columns: [
      { name: 'result', kind: 'whole', about: 'The number of the comparison or experiment in the library.' },
      { name: 'title', kind: 'text', about: 'Its title.' },
      { name: 'created', kind: 'text', about: 'When it was made, UTC.' },
      { name: 'protocol', kind: 'text', about: 'The protocol.' },
      { name: 'comparison', kind: 'whole', about: 'The place of the comparison in its experiment, from 1.' },
      { name: 'model', kind: 'text', about: 'The model.' },
      { name: 'fold', kind: 'whole', optional: true, about: 'From 1; empty for the mean over folds.' },
      { name: 'measure', kind: 'text', about: 'The measure, with its list length after @.' },
      { name: 'value', kind: 'real', optional: true, about: 'Empty where the model has none.' },
      { name: 'lower', kind: 'real', optional: true, about: 'Of the 95 % interval, where there is one.' },
      { name: 'upper', kind: 'real', optional: true, about: 'Of the 95 % interval, where there is one.' },
      { name: 'data_hash', kind: 'text', about: 'Of the data that was measured on.' },
    ],
    *rows() {
      const results = [
        ...listResults(db).map(({ result, ...row }) => ({ ...row, evaluations: [result] })),
        ...listExperiments(db).map(({ result, ...row }) => ({ ...row, evaluations: result.evaluations })),
      ].sort((a, b) => a.id - b.id);
      for (const { id, title, createdAt, evaluations } of results)
        for (const [index, evaluation] of evaluations.entries())
          for (const row of valuesOf(evaluation))
            yield [id, title, createdAt, evaluation.protocol, index + 1, ...row, evaluation.dataHash];
    },
  };
}

function* valuesOf({ models, folds, statistics }: EvaluationResult): Generator<Row> {
  for (const [model, values] of Object.entries(models))
    for (const [measure, value] of Object.entries(values)) {
      const [lower, upper] = statistics?.intervals[model]?.[measure] ?? [null, null];
      yield [model, null, measure, value, lower, upper];
      for (const [fold, own] of (folds?.[model]?.[measure] ?? []).entries())
        yield [model, fold + 1, measure, own, null, null];
    }
}
