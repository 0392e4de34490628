import { type Codebook, INSTITUTION_KINDS } from '../../../shared/mobility/codebook.ts';
import type { Focus } from '../../../shared/mobility/focus.ts';
import type { Move } from '../../../shared/mobility/results.ts';
import type { SensitivityRow } from '../../../shared/mobility/study.ts';
import { editionsOf } from '../rows/reference-rows.ts';
import { type FinalCode, sameJudgement } from '../study/final-code.ts';
import { sampledMoves, sampleOf } from './sample.ts';
import { suggest } from '../stages/suggest.ts';
import type { Study } from '../study/study.ts';
import { summarise } from '../quadrant/summary.ts';

interface Variant {
  choice: string;
  value: string;
  book: Codebook;
  /** The rules that assign positions to stages differ, so codes that followed the rule follow the new one. */
  recode?: boolean;
}

/** The same shares under each codebook choice, all else unchanged. */
export function sensitivity(study: Study, transition: string, focus?: Focus): SensitivityRow[] {
  const { codebook } = study.book;
  const codes = study.finalCodes();
  const sample = sampleOf(study, [transition], focus);
  const base = sampledMoves(study, sample, transition, undefined, codes);
  const outcome = (move: (typeof base)[number]) => `${move.outcome} ${move.direction} ${move.subtype}`;
  const current = { text: JSON.stringify(codebook), summary: summaryOf(study, transition, base, codebook) };
  return variants(
    codebook,
    editionsOf(study.db).map(({ edition }) => edition),
  ).map(({ choice, value, book, recode }) => {
    const isCurrent = JSON.stringify(book) === current.text;
    if (isCurrent) return { choice, value, isCurrent, changed: 0, summary: current.summary };
    const own = recode ? recoded(study, codes, book) : codes;
    const moves = sampledMoves(study, sample, transition, book, own);
    return {
      choice,
      value,
      isCurrent,
      changed: moves.filter((move, i) => outcome(move) !== outcome(base[i])).length,
      summary: summaryOf(study, transition, moves, book),
    };
  });
}

function summaryOf(study: Study, transition: string, moves: Move[], book: Codebook): SensitivityRow['summary'] {
  const { levels } = study.placer(book);
  const { stayed, moved, comparableMoves, upward, downward, parallel } = summarise(
    transition,
    moves,
    [],
    book,
    study.book.version,
    study.fictional,
    levels,
  );
  return { stayed, moved, comparableMoves, upward, downward, parallel };
}

/** One rule of the codebook with all its values, each as a codebook that is otherwise the same. */
function choices<V>(
  choice: string,
  values: readonly (readonly [string, V])[],
  book: (value: V) => Codebook,
  recode = false,
): Variant[] {
  return values.map(([value, given]) => ({ choice, value, book: book(given), recode }));
}

const named = <V extends string>(...values: V[]) => values.map((value) => [value, value] as const);
const yesNo = (yes: string, no: string) => [[yes, true] as const, [no, false] as const];

/** Every rule that decides an outcome; those about positions also change the codes that followed the rule. */
function variants(book: Codebook, editions: readonly string[]): Variant[] {
  return [...reputationVariants(book), ...placeVariants(book, editions), ...positionVariants(book)];
}

function reputationVariants(book: Codebook): Variant[] {
  const { reputation } = book;
  const { specialistKinds, ownTables, nearYears, cap } = reputation;
  const changed = (change: Partial<Codebook['reputation']>) => ({ ...book, reputation: { ...reputation, ...change } });
  const near = [...new Set([0, 1, 2, 5, nearYears])].toSorted((a, b) => a - b);
  const caps = [...new Set([cap, Math.max(2, Math.round(cap / 2)), cap * 2])].toSorted((a, b) => a - b);
  const numbers = (values: readonly number[]) => values.map((value) => [String(value), value] as const);
  return [
    ...choices('levels', named('four', 'five'), (levels) => changed({ levels })),
    ...choices('band', named('midpoint', 'lower', 'upper'), (band) => changed({ band })),
    ...choices('unranked', named('cap', 'leave-out'), (unranked) => changed({ unranked })),
    ...(reputation.unranked === 'cap' ? choices('rank-cap', numbers(caps), (value) => changed({ cap: value })) : []),
    ...choices('rule', named('fixed-mean', 'near-move'), (rule) => changed({ rule })),
    ...(reputation.rule === 'near-move'
      ? choices('near-years', numbers(near), (value) => changed({ nearYears: value }))
      : []),
    ...(specialistKinds.length > 0
      ? choices('specialists', yesNo('apart', 'as-ranked'), (apart) =>
          changed({ specialistKinds: apart ? specialistKinds : [] }),
        )
      : []),
    ...(ownTables.length > 0
      ? choices('own-tables', yesNo('used', 'ignored'), (used) => changed({ ownTables: used ? ownTables : [] }))
      : []),
  ];
}

function placeVariants(book: Codebook, editions: readonly string[]): Variant[] {
  const { cities, quadrant, comparableKinds, identity } = book;
  const together = [[...INSTITUTION_KINDS]];
  const alone = INSTITUTION_KINDS.map((kind) => [kind]);
  const kinds = [['as-grouped', comparableKinds] as const, ['together', together] as const, ['alone', alone] as const];
  const same = (name: keyof Codebook['identity']) =>
    choices(name, yesNo('followed', 'ignored'), (value) => ({ ...book, identity: { ...identity, [name]: value } }));
  return [
    ...choices('edition', named(...editions), (edition) => ({ ...book, cities: { ...cities, edition } })),
    ...choices('kinds', kinds, (groups) => ({ ...book, comparableKinds: groups })),
    ...same('mergers'),
    ...same('parents'),
    ...same('affiliates'),
    ...same('campuses'),
    ...choices('mixed', named('parallel', 'apart'), (mixed) => ({ ...book, quadrant: { ...quadrant, mixed } })),
    ...choices('same', named('parallel', 'apart'), (value) => ({ ...book, quadrant: { ...quadrant, same: value } })),
  ];
}

function positionVariants(book: Codebook): Variant[] {
  const changed = (change: Partial<Codebook['positions']>) => ({
    ...book,
    positions: { ...book.positions, ...change },
  });
  const counted = [['counts', 'count'] as const, ['skipped', 'ignore'] as const];
  return [
    ...choices('postdoc', yesNo('counts', 'skipped'), (value) => changed({ postdocIsFirstJob: value }), true),
    ...choices('part-time', counted, (partTime) => changed({ partTime }), true),
    ...choices('visiting', counted, (visiting) => changed({ visiting }), true),
    ...choices('concurrent', named('ask', 'earliest', 'longest'), (concurrent) => changed({ concurrent }), true),
  ];
}

/** Codes equal to the rule's suggestion become the other rules' suggestion; codes that differ from it stay. */
function recoded(
  study: Study,
  codes: Map<number, Map<string, FinalCode>>,
  book: Codebook,
): Map<number, Map<string, FinalCode>> {
  const { codebook } = study.book;
  const positions = study.allPositions();
  const { institutionOf } = study.placer();
  const result = new Map<number, Map<string, FinalCode>>();
  for (const [scholarId, byStage] of codes) {
    const own = positions.get(scholarId) ?? [];
    const next = new Map(byStage);
    for (const stage of book.stages) {
      const code = byStage.get(stage.key)?.value;
      const before = suggest(stage, own, codebook).value;
      if (!code || !before || !sameJudgement(code, before, institutionOf)) continue;
      next.set(stage.key, { value: suggest(stage, own, book).value, why: 'not-coded' });
    }
    result.set(scholarId, next);
  }
  return result;
}
