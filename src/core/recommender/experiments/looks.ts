import { createHash } from 'node:crypto';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { TestSetLook } from '../../../shared/contract/looks.ts';
import { comparisonName } from '../../../shared/result-names.ts';
import { keepLook, looksOf } from '../../storage/ledger.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

type Options = TestSetLook['options'];

/** A result's hash. */
export function hashOf(about: unknown): string {
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 16);
}

/** What decides which plays are held out; models, their settings and measures do not. */
function testSetOf(spec: EvaluationSpec, dataHash: string): string {
  const { protocol, folds, leaveOut, seed, mostTestListeners, split } = spec;
  return hashOf({ dataHash, protocol, folds, leaveOut, seed, mostTestListeners, split });
}

/**
 * Keeps that a test set was looked at.
 *
 * @param chosen on the training rows, before the look
 */
export function keepTestSetLook(
  db: WritableDb,
  look: { title: string; hash: string; spec: EvaluationSpec; dataHash: string; chosen?: Options },
  at: string,
): void {
  const { title, hash, spec, dataHash, chosen = {} } = look;
  keepLook(
    db,
    {
      kind: 'test-set',
      subject: title,
      state: dataHash,
      spec: JSON.stringify(Object.keys(chosen).length > 0 ? { ...spec, chosen } : spec),
      details: JSON.stringify({ hash }),
    },
    at,
  );
}

/** Every look at the test sets that one result is about, in order. Looks of before have no hash of their own. */
export function looksAtTestSetsOf(db: ReadableDb, resultHash: string): TestSetLook[] {
  const all = looksOf(db, ['test-set']).map(({ at, subject, state, spec: text, details }) => {
    const { chosen = {}, ...spec } = JSON.parse(text) as EvaluationSpec & { chosen?: Options };
    const { hash } = JSON.parse(details) as { hash?: string };
    const options = Object.fromEntries(
      spec.models.map((model) => [model, { ...spec.options[model], ...chosen[model] }] as const),
    );
    return {
      at,
      title: subject,
      name: comparisonName({ title: subject, spec }),
      hash: hash ?? hashOf({ spec, data: state }),
      testSet: testSetOf(spec, state),
      options,
    };
  });
  const own = new Set(all.filter(({ hash }) => hash === resultHash).map(({ testSet }) => testSet));
  const before = new Map<string, Options[]>();
  return all
    .filter(({ testSet }) => own.has(testSet))
    .map((look): TestSetLook => {
      const earlier = before.get(look.testSet) ?? [];
      before.set(look.testSet, [...earlier, look.options]);
      return {
        ...look,
        options: Object.fromEntries(Object.entries(look.options).filter(([, one]) => Object.keys(one).length > 0)),
        number: earlier.length + 1,
        tuned: earlier.some((options) => otherSettings(options, look.options)),
      };
    });
}

function otherSettings(before: Options, now: Options): boolean {
  const inOrder = (options: Options[string]) => JSON.stringify(Object.entries(options).sort());
  return Object.keys(now).some((model) => before[model] && inOrder(before[model]) !== inOrder(now[model]));
}
