import { say } from '../../../shared/messages/say.ts';
import type { AgreementGroup, AgreementReport } from '../../../shared/mobility/agreement.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Move } from '../../../shared/mobility/results.ts';
import { acceptance, shownUnits } from '../coding/seen.ts';
import { drawnScholars, pilotScholars } from '../rows/draw-rows.ts';
import { JUDGED_FIELDS, type Judgement, judgementsOf, mayBeBlank } from '../study/final-code.ts';
import { moveOf } from '../quadrant/move.ts';
import type { Level } from '../../statistics/agreement/alpha.ts';
import type { Study } from '../study/study.ts';
import { disagreements, type DoubleCoded, doubleCoded, isOpen } from './compare.ts';
import { type Field, givenValues, isIn, measureGroups, type Unit, type Value } from './measure-field.ts';

const LEVELS: Record<string, Level> = { year: 'interval', level: 'ordinal', tier: 'ordinal' };

/**
 * Agreement of coders per field and overall, from codes before adjudication; apart for hidden and shown suggestions,
 * for judgements and for what rules derive from them.
 */
export function agreementReport(study: Study): AgreementReport {
  const coded = doubleCoded(study);
  const all = disagreements(study, 'all');
  const pilot = pilotScholars(study.db);
  return {
    codebookVersion: study.book.version,
    groups: measureGroups(fieldsOf(study, coded, pilot)),
    doubleCodedUnits: coded.length,
    disagreements: all.length,
    adjudicated: all.filter((unit) => !isOpen(unit)).length,
    coders: acceptance(study.db),
    fictional: study.fictional,
    ...drawnOf(study, coded),
    pilotScholars: new Set(coded.flatMap(({ scholarId }) => (pilot.has(scholarId) ? [scholarId] : []))).size,
    notes: [say('agreement.before-adjudication'), say('agreement.derived-fields')],
  };
}

function fieldsOf(study: Study, coded: readonly DoubleCoded[], pilot: ReadonlySet<number>): Field[] {
  const shown = shownUnits(study.db);
  const hiddenOf = ({ scholarId, stage, values }: DoubleCoded) =>
    values.every(({ coder }) => !shown.has(`${scholarId} ${stage} ${coder}`));
  return [...judgedFields(study, coded, hiddenOf), ...derivedFields(study, coded, hiddenOf)].map((field) => ({
    ...field,
    units: field.units.map((unit) => ({ ...unit, pilot: pilot.has(unit.scholarId) })),
  }));
}

/** Before it is known which scholars are those of pilot rounds. */
type RawUnit = Omit<Unit, 'pilot'>;
type RawField = Omit<Field, 'units'> & { units: RawUnit[] };

/** The units that a row of the report is about, each with what became of it in its field. */
export function unitsOfField(
  study: Study,
  name: string,
  group: AgreementGroup,
): { scholarId: number; became: 'excluded' | 'same' | 'differ' }[] {
  const field = fieldsOf(study, doubleCoded(study), pilotScholars(study.db)).find((one) => one.name === name);
  return (field?.units ?? [])
    .filter((unit) => isIn(group, unit))
    .map((unit) => {
      const values = givenValues(unit);
      const became = values.length < 2 ? 'excluded' : new Set(values).size === 1 ? 'same' : 'differ';
      return { scholarId: unit.scholarId, became };
    });
}

/** Whether the double-coded scholars stand for all: only those who were drawn before anybody had coded them do. */
function drawnOf({ db }: Study, coded: readonly DoubleCoded[]) {
  const drawn = drawnScholars(db);
  const scholars = [...new Set(coded.map(({ scholarId }) => scholarId))];
  return { doubleCodedScholars: scholars.length, drawnScholars: scholars.filter((id) => drawn.has(id)).length };
}

function judgedFields(
  study: Study,
  coded: readonly DoubleCoded[],
  hiddenOf: (unit: DoubleCoded) => boolean,
): RawField[] {
  const { institutionOf } = study.placer();
  const judged = coded.map((unit) => {
    const judgements = judgementsOf(
      unit.values.map(({ value }) => value),
      institutionOf,
    );
    const said = unit.values.map(({ coder }, i) => ({ coder, judgement: judgements[i] }));
    return { scholarId: unit.scholarId, hidden: hiddenOf(unit), said };
  });
  const field = (name: string, pick: (judgement: Judgement, others: readonly Judgement[]) => Value): RawField => ({
    name,
    kind: 'judgement',
    level: LEVELS[name] ?? 'nominal',
    units: judged.map(({ scholarId, hidden, said }) => {
      const others = said.map(({ judgement }) => judgement);
      return {
        scholarId,
        hidden,
        values: new Map(said.map(({ coder, judgement }) => [coder, pick(judgement, others)])),
      };
    }),
  });
  const saidByAny = (name: 'city' | 'country' | 'role', others: readonly Judgement[]) =>
    others.find((one) => one[name] !== null)?.[name] ?? null;
  const whole = (judgement: Judgement, others: readonly Judgement[]) =>
    judgement.state === 'coded'
      ? JUDGED_FIELDS.map((name) => judgement[name] ?? (mayBeBlank(name) ? saidByAny(name, others) : null)).join('|')
      : judgement.state;
  return [
    field('overall', whole),
    field('state', ({ state }) => state),
    // A field has a value only if the stage was coded; a blank beside a value is no judgement, blanks alone agree.
    ...(['institution', 'city', 'country', 'year', 'role'] as const).map((name) =>
      field(name, (judgement, others) => {
        if (judgement.state !== 'coded' || judgement[name] !== null || name === 'year') return judgement[name];
        return mayBeBlank(name) && saidByAny(name, others) !== null ? null : 'none';
      }),
    ),
  ];
}

function derivedFields(
  study: Study,
  coded: readonly DoubleCoded[],
  hiddenOf: (unit: DoubleCoded) => boolean,
): RawField[] {
  const placer = study.placer();
  const ofPlace = (name: 'level' | 'tier'): RawField => ({
    name,
    kind: 'derived',
    level: LEVELS[name],
    // A class that nobody used still lies between its neighbours, and counts among the classes.
    scale:
      name === 'level'
        ? Array.from({ length: placer.levels }, (_, i) => i + 1)
        : placer.book.cities.order.map((_, i) => i),
    units: coded.map((unit) => ({
      scholarId: unit.scholarId,
      hidden: hiddenOf(unit),
      values: new Map(
        unit.values.map(({ coder, value }) => {
          const place = placer.place(unit.stage, value, unit.scholarId);
          return [coder, name === 'level' ? place.level : place.tierRank];
        }),
      ),
    })),
  });
  const byStage = new Map(coded.map((unit) => [`${unit.scholarId} ${unit.stage}`, unit]));
  const scholars = [...new Set(coded.map(({ scholarId }) => scholarId))];
  const units = transitionsOf(placer.book).flatMap((transition) => {
    const [from, to] = transition.split(':');
    return scholars.flatMap((scholarId): RawUnit[] => {
      const [a, b] = [byStage.get(`${scholarId} ${from}`), byStage.get(`${scholarId} ${to}`)];
      if (!a || !b) return [];
      const values = new Map(
        a.values.flatMap(({ coder, value }) => {
          const other = b.values.find((one) => one.coder === coder);
          if (!other) return [];
          return [
            [
              coder,
              quadrantName(
                moveOf(
                  { id: scholarId, key: '', name: '' },
                  placer.place(from, value, scholarId),
                  placer.place(to, other.value, scholarId),
                  placer.book,
                  placer.reference,
                ),
              ),
            ] as [string, Value],
          ];
        }),
      );
      return values.size < 2 ? [] : [{ scholarId, hidden: hiddenOf(a) && hiddenOf(b), values }];
    });
  });
  return [ofPlace('level'), ofPlace('tier'), { name: 'quadrant', kind: 'derived', level: 'nominal', units }];
}

function quadrantName(move: Move): string | null {
  if (move.outcome !== 'moved') return move.outcome === 'stayed' ? 'stayed' : null;
  return move.comparable ? (move.subtype ?? move.direction) : 'not comparable';
}
