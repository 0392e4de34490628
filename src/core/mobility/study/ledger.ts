import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { FAMILY_METHODS, KeptTest, TestLedger } from '../../../shared/mobility/ledger.ts';
import { adjustP } from '../../statistics/tests/adjust.ts';
import { keepLook, looksOf } from '../../storage/ledger.ts';
import type { Study } from './study.ts';

type Family = TestLedger['families'][number] & { id: number };

/** What results are computed from: the codebook and the coders' decisions. */
export function stateOfCodes({ db, book }: Study): string {
  const { n, last, undone } = db.get<{ n: number; last: number; undone: number }>(
    `SELECT count(*) AS n, coalesce(max(id), 0) AS last, coalesce(sum(state = 'undone'), 0) AS undone
     FROM coding_events`,
  ) ?? { n: 0, last: 0, undone: 0 };
  return `${book.version}/${n}/${last}/${undone}`;
}

/**
 * A comparison or an analysis was computed and can be read.
 *
 * @param state of the codes that were read for it
 */
export function keepTest(
  study: Study,
  name: string,
  asked: Record<string, unknown>,
  p: number | null,
  state = stateOfCodes(study),
): void {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => !isEmpty(value)));
  const look = {
    kind: 'test' as const,
    subject: name,
    state,
    spec: JSON.stringify({ name, ...given }),
    details: JSON.stringify({ p }),
  };
  study.keepingCached(() => keepLook(study.db, look, study.now()));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value as object).length === 0)
  );
}

/** @throws if one of the comparisons was already looked at: what is named after its first test proves nothing */
export function nameFamily(
  study: Study,
  { name, method, comparisons }: { name: string; method: (typeof FAMILY_METHODS)[number]; comparisons: string[] },
): void {
  const { tests, families } = ledgerOf(study);
  const seen = comparisons.filter((one) => tests.some((test) => test.name === one));
  if (seen.length > 0) throw new AppError('conflict', say('ledger.family-after-test', { comparisons: seen }));
  if (families.some((family) => family.name === name))
    throw new AppError('conflict', say('ledger.family-exists', { name }));
  const spec = JSON.stringify({ name, method, comparisons });
  keepLook(study.db, { kind: 'family', subject: name, state: '', spec, details: '{}' }, study.now());
}

/** Every test that was made in this library, in order; those of a family with p adjusted among the same codes. */
export function ledgerOf(study: Study): TestLedger {
  const looks = looksOf(study.db, ['family', 'test']);
  const families = looks.flatMap(({ id, at, kind, spec }): Family[] =>
    kind === 'family' ? [{ id, at, ...JSON.parse(spec) }] : [],
  );
  const current = stateOfCodes(study);
  const tests = looks.flatMap(({ id, at, kind, subject, state, spec, details }): KeptTest[] => {
    if (kind !== 'test') return [];
    const { name: _name, ...asked } = JSON.parse(spec) as Record<string, unknown>;
    const family = families.find((one) => one.id < id && one.comparisons.includes(subject));
    return [
      {
        at,
        name: subject,
        asked: Object.entries(asked)
          .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
          .join(', '),
        state,
        current: state === current,
        p: (JSON.parse(details) as { p: number | null }).p,
        family: family?.name ?? null,
        adjustedP: null,
      },
    ];
  });
  for (const family of families)
    for (const members of Map.groupBy(
      tests.filter((test) => test.family === family.name),
      ({ state }) => state,
    ).values()) {
      const adjusted = adjustP(
        members.map(({ p }) => p),
        family.method,
      );
      members.forEach((test, i) => void (test.adjustedP = adjusted[i]));
    }
  return { tests, families: families.map(({ id: _id, ...family }) => family), notes: notesOf(tests) };
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
