import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { SensitivityRow } from '../../../shared/mobility/study.ts';
import { editionsOf } from '../rows/reference-rows.ts';
import { type FinalCode, sameJudgement } from '../study/final-code.ts';
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
export function sensitivity(study: Study, transition: string): SensitivityRow[] {
  const { codebook } = study.book;
  const codes = study.finalCodes();
  const base = study.moves(transition, undefined, codes);
  const outcome = (move: (typeof base)[number]) => `${move.outcome} ${move.direction} ${move.subtype}`;
  return variants(
    codebook,
    editionsOf(study.db).map(({ edition }) => edition),
  ).map(({ choice, value, book, recode }) => {
    const own = recode ? recoded(study, codes, book) : codes;
    const moves = study.moves(transition, book, own);
    const { stayed, moved, comparableMoves, upward, downward, parallel } = summarise(
      transition,
      moves,
      [],
      book,
      study.book.version,
      study.fictional,
      study.placer(book).levels,
    );
    return {
      choice,
      value,
      isCurrent: JSON.stringify(book) === JSON.stringify(codebook),
      changed: moves.filter((move, i) => outcome(move) !== outcome(base[i])).length,
      summary: { stayed, moved, comparableMoves, upward, downward, parallel },
    };
  });
}

function variants(book: Codebook, editions: readonly string[]): Variant[] {
  const { reputation, cities, positions, identity, quadrant } = book;
  return [
    ...(['four', 'five'] as const).map((value) => ({
      choice: 'levels',
      value,
      book: { ...book, reputation: { ...reputation, levels: value } },
    })),
    ...(['midpoint', 'lower', 'upper'] as const).map((value) => ({
      choice: 'band',
      value,
      book: { ...book, reputation: { ...reputation, band: value } },
    })),
    ...(['cap', 'leave-out'] as const).map((value) => ({
      choice: 'unranked',
      value,
      book: { ...book, reputation: { ...reputation, unranked: value } },
    })),
    ...(['fixed-mean', 'near-move'] as const).map((value) => ({
      choice: 'rule',
      value,
      book: { ...book, reputation: { ...reputation, rule: value } },
    })),
    ...editions.map((value) => ({
      choice: 'edition',
      value,
      book: { ...book, cities: { ...cities, edition: value } },
    })),
    ...[true, false].map((value) => ({
      choice: 'postdoc',
      value: value ? 'counts' : 'skipped',
      book: { ...book, positions: { ...positions, postdocIsFirstJob: value } },
      recode: value !== positions.postdocIsFirstJob,
    })),
    ...[true, false].map((value) => ({
      choice: 'mergers',
      value: value ? 'followed' : 'ignored',
      book: { ...book, identity: { ...identity, mergers: value } },
    })),
    ...(['parallel', 'apart'] as const).map((value) => ({
      choice: 'mixed',
      value,
      book: { ...book, quadrant: { ...quadrant, mixed: value } },
    })),
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
