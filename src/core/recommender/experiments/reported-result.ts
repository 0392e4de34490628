import { type ExperimentRow, experimentSpec } from '../../../shared/contract/experiments.ts';
import type { EvaluationSpec, ResultRow } from '../../../shared/contract/recommender.ts';
import { comparisonName } from '../../../shared/result-names.ts';
import { labelIn, type Reader } from '../../../shared/messages/message.ts';
import { getExperiment } from '../rows/experiment-rows.ts';
import { findResult } from '../rows/model-rows.ts';
import { factOf } from '../../storage/facts.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { hashOf } from './looks.ts';

const LONGEST_NAME = 120;

/**
 * An experiment, or a comparison as the experiment of one part that computes the same numbers: both are reported and
 * reproduced in one way.
 *
 * @throws not-found, also for a comparison on a split of one's own, which no spec tells
 */
export function reportedResult(db: ReadableDb, id: number, reader: Reader): ExperimentRow {
  const comparison = findResult(db, id);
  if (!comparison || comparison.spec.split !== null) return getExperiment(db, id);
  return asExperiment(comparison, reader, factOf(db, 'synthetic') === 'true');
}

function asExperiment(row: ResultRow, reader: Reader, synthetic: boolean): ExperimentRow {
  const { result, hash, engine, versions, createdAt, id } = row;
  const title = labelIn(comparisonName(row), reader);
  const spec = specOf(row.spec, title);
  const { dataHash, seconds } = result;
  const whole = hashOf({ spec, conversion: row.spec.conversion, dataHash });
  return {
    ...{ id, title, hash, engine, versions, createdAt, synthetic, spec },
    result: {
      ...{ grid: null, search: null, chosen: {}, choices: [], evaluations: [result] },
      ...{ engine: result.engine, dataHash, hash: whole, seconds },
    },
  };
}

function specOf(given: EvaluationSpec, title: string): ExperimentRow['spec'] {
  const { filter, dropMismatches, conversion, seed, defaults, split: _, ...own } = given;
  return experimentSpec.parse({
    name: title.slice(0, LONGEST_NAME),
    data: { filter, dropMismatches },
    conversion,
    seed,
    ...(defaults === undefined ? {} : { defaults }),
    evaluations: [own],
  });
}
