import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { isClosed, unitKey } from '../coding/blind.ts';
import type { CodeRow } from '../rows/scholar-rows.ts';
import { differingFields } from '../study/final-code.ts';
import type { Study } from '../study/study.ts';
import { independentCodes } from './frozen.ts';
import { type Settlement, settlementsOf } from './settlements.ts';

export interface DoubleCoded {
  scholarId: number;
  stage: string;
  values: { coder: string; value: CodeValue }[];
}

/**
 * Every scholar and stage judged by two or more coders who have finished, or were opened; skipping does not count.
 * Values are as coded before the coders could see each other's, and before any adjudication.
 */
export function doubleCoded(study: Study): DoubleCoded[] {
  const closed = study.closed();
  const codes = Map.groupBy(independentCodes(study.db), ({ scholarId, stage }) => unitKey(scholarId, stage));
  return [...codes.values()].flatMap((rows) => {
    const unit = judgedUnit(rows);
    return unit.values.length < 2 || isClosed(closed, unit.scholarId, unit.stage) ? [] : [unit];
  });
}

function judgedUnit(rows: readonly CodeRow[]): DoubleCoded {
  const [{ scholarId, stage }] = rows;
  const judged = rows.filter(({ value }) => value.state !== 'skipped');
  return { scholarId, stage, values: judged.map(({ coder, value }) => ({ coder, value })) };
}

export interface ToSettle extends DoubleCoded {
  differ: boolean;
  settlement: Settlement | null;
}

/**
 * Units of several coders as they stand now, and those that were settled. A disagreement is open until it is settled;
 * a settlement is open again when a coder has corrected the code since.
 */
export function unitsToSettle(study: Study, scholarId: number | null = null): ToSettle[] {
  const closed = study.closed();
  const codes = study.codesByUnit(scholarId);
  const { institutionOf } = study.placer();
  const settled = settlementsOf(study.db, codes, institutionOf, scholarId);
  return [...codes].flatMap(([key, rows]): ToSettle[] => {
    const unit = judgedUnit(rows);
    const settlement = settled.get(key) ?? null;
    if (isClosed(closed, unit.scholarId, unit.stage) || (unit.values.length < 2 && !settlement)) return [];
    const values = unit.values.map(({ value }) => value);
    return [{ ...unit, settlement, differ: values.length > 1 && differingFields(values, institutionOf).length > 0 }];
  });
}

export function isOpen({ differ, settlement }: ToSettle): boolean {
  return settlement ? settlement.reopened : differ;
}

/** Only those that differ, or were settled; those that are settled only on request. */
export function disagreements(study: Study, settled: 'open' | 'all' = 'open'): ToSettle[] {
  return unitsToSettle(study).filter((unit) => (settled === 'open' ? isOpen(unit) : unit.differ || unit.settlement));
}
