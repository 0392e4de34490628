import { createHash } from 'node:crypto';
import type { Disagreement, SettlementQuestion } from '../../../shared/mobility/agreement.ts';
import type { CodeValue, SettledCode } from '../../../shared/mobility/coding.ts';
import { personKey } from '../names/person-key.ts';
import { adjudicationsOf, evidenceOf, scholarById } from '../rows/scholar-rows.ts';
import { differingFields } from '../study/final-code.ts';
import type { Study } from '../study/study.ts';
import { disagreements, isOpen, type ToSettle, unitsToSettle } from './compare.ts';

/** Of the units that coders agree on, every tenth is put to the judge too. */
const AGREEMENTS_ASKED = 10;

/** What coders disagree on or what was settled, with their names. */
export function disagreementViews(study: Study, settled: 'open' | 'all'): Disagreement[] {
  return disagreements(study, settled).map((unit) => {
    const { evidence, fields, ...rest } = described(study, unit);
    return {
      ...rest,
      fields,
      values: unit.values.map(({ coder, value }) => ({ coder, ...shown(study, value) })),
      evidence,
      adjudicated: settlementView(study, unit),
    };
  });
}

/**
 * What a judge is asked, stage by stage: disagreements, and a tenth of the agreements, so that being asked does not
 * tell that coders differ. Sides have no names and stand in random order. Nobody judges what they coded.
 *
 * @param asked.id the study's, from which order and draw come
 */
export function settlementQuestions(
  study: Study,
  { judge, settled, id }: { judge: string; settled: 'open' | 'all'; id: string },
): SettlementQuestion[] {
  const stages = study.placer().book.stages.map(({ key }) => key);
  const own = personKey(judge);
  return unitsToSettle(study)
    .filter((unit) => {
      if (unit.values.some(({ coder }) => personKey(coder) === own)) return false;
      if (settled === 'all') return unit.differ || unit.settlement !== null;
      return isOpen(unit) || (unit.settlement === null && draw(id, study, unit) % AGREEMENTS_ASKED === 0);
    })
    .map((unit) => {
      const { evidence, fields, ...rest } = described(study, unit);
      const sides = unit.values.toSorted((a, b) => draw(id, study, unit, a.coder) - draw(id, study, unit, b.coder));
      return {
        ...rest,
        fields,
        sides: sides.map(({ value }) => shown(study, value)),
        evidence,
        adjudicated: settlementView(study, unit),
      };
    })
    .toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || a.scholarId - b.scholarId);
}

/** The same number in every copy of the study, and none that a coder could foresee from a list. */
function draw(id: string, study: Study, { scholarId, stage }: ToSettle, coder = ''): number {
  const { key } = scholarById(study.db, scholarId);
  return createHash('sha256')
    .update(JSON.stringify([id, key, stage, coder]))
    .digest()
    .readUInt32BE(0);
}

function described(study: Study, { scholarId, stage, values }: ToSettle) {
  const { key, name } = scholarById(study.db, scholarId);
  const fields = differingFields(
    values.map(({ value }) => value),
    study.placer().institutionOf,
  );
  return { scholarId, scholar: key, name, stage, fields, evidence: evidenceOf(study.db, scholarId) };
}

function shown(study: Study, value: CodeValue) {
  const { institution } = value;
  return {
    value,
    institutionName: institution === null ? null : (study.placer().institution(institution)?.name ?? institution),
  };
}

function settlementView(study: Study, { settlement }: ToSettle): Disagreement['adjudicated'] {
  if (!settlement) return null;
  const { author, reason, decidedAt, reopened, value } = settlement;
  return { ...shown(study, value), author, reason, decidedAt, reopened };
}

/** What settlements changed in one coder's codes of a scholar, by stage. */
export function settledCodes(study: Study, coder: string, scholarId: number): Map<string, SettledCode> {
  // Asked for with every scholar that is shown: most have none.
  if (adjudicationsOf(study.db, scholarId).length === 0) return new Map();
  const { institutionOf } = study.placer();
  return new Map(
    unitsToSettle(study, scholarId).flatMap((unit): [string, SettledCode][] => {
      const own = unit.values.find((one) => one.coder === coder)?.value;
      const decision = settlementView(study, unit);
      if (!own || !decision) return [];
      const changed = differingFields([own, decision.value], institutionOf);
      return changed.length === 0 ? [] : [[unit.stage, { ...decision, changed }]];
    }),
  );
}
