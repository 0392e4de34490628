import { createHash } from 'node:crypto';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { TestSetLook } from '../../../shared/contract/looks.ts';
import { comparisonName } from '../../../shared/result-names.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contract/default-settings.ts';
import { definitionsOf } from '../models/default-settings.ts';
import { completeOptions, optionsOfPart } from '../models/options.ts';
import { modelTypes } from '../models/registry.ts';
import { keepLook, looksOf } from '../../storage/ledger.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

type Options = TestSetLook['options'];

/** A result's hash. */
export function hashOf(about: unknown): string {
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 16);
}

/**
 * What decides which plays are held out; models, their settings, measures and how many of the listeners are sampled do
 * not. A user-supplied split is told by its rows, whatever its folder and the seed of the models are.
 */
function testSetOf(spec: EvaluationSpec, dataHash: string): string {
  const { protocol, folds, leaveOut, seed, split, splitHash } = spec;
  if (splitHash !== undefined) return hashOf({ dataHash, splitHash });
  return hashOf({ dataHash, protocol, folds, seed, split, ...(protocol === 'leave-k-out' ? { leaveOut } : {}) });
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

/**
 * Every look at the test sets that one result is about, in order. Looks of before have no hash of their own, and tell a
 * given split by its folder alone: they count as looks at the rows that the folder had when it was next looked at.
 */
export function looksAtTestSetsOf(db: ReadableDb, resultHash: string): TestSetLook[] {
  const kept = looksOf(db, ['test-set']).map(({ spec, ...look }) => {
    const { chosen = {}, ...read } = JSON.parse(spec) as EvaluationSpec & { chosen?: Options };
    return { ...look, chosen, spec: read };
  });
  const printOf = printsOfFolders(kept);
  const all = kept.map(({ at, subject, state, spec, chosen, details }) => {
    const splitHash = spec.splitHash ?? printOf(spec, state);
    const { hash } = JSON.parse(details) as { hash?: string };
    const settings = spec.models.map((model) => {
      const stated = { ...spec.options[model], ...chosen[model] };
      return { model, stated, all: settingsOf(model, stated, spec.defaults) };
    });
    return {
      at,
      title: subject,
      name: comparisonName({ title: subject, spec }),
      hash: hash ?? hashOf({ spec, data: state }),
      testSet: testSetOf({ ...spec, splitHash }, state),
      ...(splitHash === spec.splitHash ? {} : { assumed: true }),
      options: Object.fromEntries(settings.map(({ model, stated, all }) => [model, asTold(model, stated, all)])),
      settings: Object.fromEntries(settings.map(({ model, all }) => [model, all])),
    };
  });
  const own = new Set(all.filter(({ hash }) => hash === resultHash).map(({ testSet }) => testSet));
  const before = new Map<string, Options[]>();
  return all
    .filter(({ testSet }) => own.has(testSet))
    .map(({ settings, ...look }): TestSetLook => {
      const earlier = before.get(look.testSet) ?? [];
      before.set(look.testSet, [...earlier, settings]);
      return {
        ...look,
        options: Object.fromEntries(Object.entries(look.options).filter(([, one]) => Object.keys(one).length > 0)),
        number: earlier.length + 1,
        tuned: earlier.some((options) => otherSettings(options, settings)),
      };
    });
}

/** The rows that a folder's split had when they were first kept, for looks that kept the folder alone. */
function printsOfFolders(kept: readonly { spec: EvaluationSpec; state: string }[]) {
  const prints = new Map<string, string>();
  const key = ({ split }: EvaluationSpec, state: string) => JSON.stringify([state, split]);
  for (const { spec, state } of kept)
    if (spec.split && spec.splitHash && !prints.has(key(spec, state))) prints.set(key(spec, state), spec.splitHash);
  return (spec: EvaluationSpec, state: string) => (spec.split ? prints.get(key(spec, state)) : undefined);
}

/**
 * All settings of a model: those that a spec states and the defaults of its edition, also of a hybrid's parts. What a
 * default is called or is today plays no part. Of a type or an option that this version does not have, what was stated.
 */
function settingsOf(model: string, stated: Options[string], defaults: number | undefined): Options[string] {
  const lookup = definitionsOf({ defaults });
  try {
    const own = completeOptions(lookup(model), stated, lookup);
    if (!lookup(model).combines) return own;
    const parts = own.parts === 'auto' ? modelTypes().map(({ type }) => type) : String(own.parts).split(',');
    const ofParts = parts
      .map((part) => part.trim())
      .filter((part) => part !== '' && !lookup(part).combines)
      .map((part) => [part, completeOptions(lookup(part), optionsOfPart(stated, part), lookup)] as const);
    return Object.assign(
      {},
      own,
      ...ofParts.map(([part, options]) =>
        Object.fromEntries(Object.entries(options).map(([name, value]) => [`${part}.${name}`, value])),
      ),
    );
  } catch {
    return stated;
  }
}

/** What was stated, and defaults that are others today. */
function asTold(model: string, stated: Options[string], all: Options[string]): Options[string] {
  const today = settingsOf(model, stated, DEFAULT_SETTINGS);
  const differing = Object.entries(all).filter(([name, value]) => today[name] !== value);
  return { ...Object.fromEntries(differing), ...stated };
}

function otherSettings(before: Options, now: Options): boolean {
  const inOrder = (options: Options[string]) => JSON.stringify(Object.entries(options).sort());
  return Object.keys(now).some((model) => before[model] && inOrder(before[model]) !== inOrder(now[model]));
}
