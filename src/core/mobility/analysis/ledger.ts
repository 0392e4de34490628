import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { FAMILY_METHODS, KeptTest, TestLedger } from '../../../shared/mobility/ledger.ts';
import { adjustP } from '../../statistics/tests/adjust.ts';
import { keepLook, looksOf } from '../../storage/ledger.ts';
import type { Study } from '../study/study.ts';
import { askedWords } from './asked-words.ts';
import { COMPARISONS } from './comparisons/registry.ts';
import { FINDINGS } from './findings/registry.ts';
import { stateOf, type StudyLook } from './looks.ts';

type Family = Omit<TestLedger['families'][number], 'progress'> & { id: number };

/**
 * A comparison or an analysis was computed and can be read.
 *
 * @returns that the look was not kept, where the library cannot be written: the result is given all the same
 */
export function keepTest(study: Study, { name, asked, state }: StudyLook, p: number | null): Message[] {
  const look = {
    kind: 'test' as const,
    subject: name,
    state,
    spec: JSON.stringify({ name, ...asked }),
    details: JSON.stringify({ p }),
  };
  try {
    study.keepingCached(() => keepLook(study.db, look, study.now()));
    return [];
  } catch (error) {
    return [say('ledger.not-kept', { detail: told(error) })];
  }
}

function told(error: unknown): Message | string {
  return error instanceof AppError ? error.told : (error as Error).message;
}

/**
 * @throws if one of the comparisons was already looked at (what is named after its first test proves nothing) or is in
 *   another family, which its p is adjusted in
 */
export function nameFamily(
  study: Study,
  { name, method, comparisons }: { name: string; method: (typeof FAMILY_METHODS)[number]; comparisons: string[] },
): void {
  const names = [...COMPARISONS, ...FINDINGS].map((one) => one.name);
  const unknown = comparisons.filter((one) => !names.includes(one));
  if (unknown.length > 0) throw new AppError('bad-request', say('ledger.no-such-test', { unknown, names }));
  const looks = looksOf(study.db, ['family', 'test']);
  const tests = new Set(looks.flatMap(({ kind, subject }) => (kind === 'test' ? [subject] : [])));
  const seen = comparisons.filter((one) => tests.has(one));
  if (seen.length > 0) throw new AppError('conflict', say('ledger.family-after-test', { comparisons: seen }));
  if (looks.some(({ kind, subject }) => kind === 'family' && subject === name))
    throw new AppError('conflict', say('ledger.family-exists', { name }));
  const named = looks.flatMap(({ kind, spec: own }) =>
    kind === 'family' ? (JSON.parse(own) as Family).comparisons : [],
  );
  const twice = comparisons.filter((one) => named.includes(one));
  if (twice.length > 0) throw new AppError('conflict', say('ledger.in-another-family', { comparisons: twice }));
  const spec = JSON.stringify({ name, method, comparisons: [...new Set(comparisons)] });
  keepLook(study.db, { kind: 'family', subject: name, state: '', spec, details: '{}' }, study.now());
}

/** Every test that was made in this library, in order; of a family, those of the data of today have an adjusted p. */
export function ledgerOf(study: Study): TestLedger {
  const looks = looksOf(study.db, ['family', 'test']);
  const families = looks.flatMap(({ id, at, kind, spec }): Family[] =>
    kind === 'family' ? [{ id, at, ...JSON.parse(spec) }] : [],
  );
  const tests = looks.flatMap(({ id, at, kind, subject, state, spec, details }): KeptTest[] => {
    if (kind !== 'test') return [];
    const { name: _name, ...asked } = JSON.parse(spec) as Record<string, unknown>;
    const family = families.find((one) => one.id < id && one.comparisons.includes(subject));
    return [
      {
        at,
        name: subject,
        asked: askedWords(asked, study.book.codebook),
        state,
        current: state === stateOf(study, subject, asked),
        p: (JSON.parse(details) as { p: number | null }).p,
        family: family?.name ?? null,
        adjustedP: null,
      },
    ];
  });
  const progress = families.map((family) => adjusted(family, tests));
  return {
    tests,
    families: families.map(({ id: _id, ...family }, i) => ({ ...family, progress: progress[i] })),
    notes: [...notesOf(tests), ...progress],
  };
}

/**
 * Adjusts the p of the family's tests of today's data for the whole family as it was named: a test that is still to
 * be made counts as one, so that the first p of five named ones is no smaller than it will be beside the other four.
 */
function adjusted(family: Family, tests: readonly KeptTest[]): Message {
  const members = tests.filter((test) => test.family === family.name && test.current);
  const made = new Set(members.map((test) => test.name));
  const toMake = family.comparisons.filter((one) => !made.has(one)).length;
  const ps = members.map(({ p }) => p);
  const n = ps.filter((p) => p !== null).length + toMake;
  adjustP(ps, family.method, n).forEach((p, i) => void (members[i].adjustedP = p));
  return say('ledger.progress', { name: family.name, made: made.size, named: family.comparisons.length, toMake, n });
}

function notesOf(tests: readonly KeptTest[]): Message[] {
  const current = tests.filter((test) => test.current);
  return [
    say('ledger.counted', {
      current: current.length,
      earlier: tests.length - current.length,
      exploratory: tests.filter(({ family }) => family === null).length,
    }),
    say('ledger.unknown'),
  ];
}
