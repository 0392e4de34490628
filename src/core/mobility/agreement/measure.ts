import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { AgreementGroup, AgreementReport, AgreementRow, Coefficient } from '../../../shared/mobility/agreement.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Move } from '../../../shared/mobility/results.ts';
import { acceptance, shownUnits } from '../coding/seen.ts';
import { drawnScholars, pilotScholars } from '../rows/draw-rows.ts';
import { JUDGED_FIELDS, type Judgement, judgementOf, mayBeBlank } from '../study/final-code.ts';
import { moveOf } from '../quadrant/move.ts';
import { ac1, fleiss } from '../../statistics/agreement/chance-corrected.ts';
import { alpha, type Level } from '../../statistics/agreement/alpha.ts';
import { kappa } from '../../statistics/agreement/kappa.ts';
import { clusteredShareInterval } from '../../statistics/intervals.ts';
import type { TestResult } from '../../statistics/result.ts';
import type { Study } from '../study/study.ts';
import { disagreements, type DoubleCoded, doubleCoded, isOpen } from './compare.ts';

type Value = string | number | null;
/** One unit: coder → value; null if the coder gave none. */
interface Unit {
  scholarId: number;
  hidden: boolean;
  values: Map<string, Value>;
}

interface Field {
  name: string;
  kind: AgreementRow['kind'];
  level: Level;
  units: Unit[];
  /** All values that the codebook's scale has, in order; null where only those that occur are known. */
  scale?: readonly number[];
}

/** Intervals from so few scholars say little, whatever they are. */
const FEW_SCHOLARS = 10;

const LEVELS: Record<string, Level> = { year: 'interval', level: 'ordinal', tier: 'ordinal' };

/**
 * Agreement of coders per field and overall, from codes before adjudication; apart for hidden and shown suggestions,
 * for judgements and for what rules derive from them.
 */
export function agreementReport(study: Study): AgreementReport {
  const coded = doubleCoded(study);
  const all = disagreements(study, 'all');
  const fields = fieldsOf(study, coded);
  const pilot = pilotScholars(study.db);
  const rows = (group: AgreementGroup) =>
    fields.map((field) => measureField({ ...field, units: field.units.filter((unit) => isIn(group, unit, pilot)) }));
  return {
    codebookVersion: study.book.version,
    groups: { hidden: rows('hidden'), shown: rows('shown'), all: rows('all'), pilot: rows('pilot') },
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

function fieldsOf(study: Study, coded: readonly DoubleCoded[]): Field[] {
  const shown = shownUnits(study.db);
  const hiddenOf = ({ scholarId, stage, values }: DoubleCoded) =>
    values.every(({ coder }) => !shown.has(`${scholarId} ${stage} ${coder}`));
  return [...judgedFields(study, coded, hiddenOf), ...derivedFields(study, coded, hiddenOf)];
}

function isIn(group: AgreementGroup, { scholarId, hidden }: Unit, pilot: ReadonlySet<number>): boolean {
  if (group === 'pilot') return pilot.has(scholarId);
  return !pilot.has(scholarId) && (group === 'all' || (group === 'hidden') === hidden);
}

/** The units that a row of the report is about, each with what became of it in its field. */
export function unitsOfField(
  study: Study,
  name: string,
  group: AgreementGroup,
): { scholarId: number; became: 'excluded' | 'same' | 'differ' }[] {
  const pilot = pilotScholars(study.db);
  const field = fieldsOf(study, doubleCoded(study)).find((one) => one.name === name);
  return (field?.units ?? [])
    .filter((unit) => isIn(group, unit, pilot))
    .map((unit) => {
      const values = givenValues(unit);
      const became = values.length < 2 ? 'excluded' : new Set(values).size === 1 ? 'same' : 'differ';
      return { scholarId: unit.scholarId, became };
    });
}

function givenValues({ values }: Unit): Value[] {
  return [...values.values()].filter((value) => value !== null);
}

/** Whether the double-coded scholars stand for all: only those who were drawn before anybody had coded them do. */
function drawnOf({ db }: Study, coded: readonly DoubleCoded[]) {
  const drawn = drawnScholars(db);
  const scholars = [...new Set(coded.map(({ scholarId }) => scholarId))];
  return { doubleCodedScholars: scholars.length, drawnScholars: scholars.filter((id) => drawn.has(id)).length };
}

function judgedFields(study: Study, coded: readonly DoubleCoded[], hiddenOf: (unit: DoubleCoded) => boolean): Field[] {
  const { institutionOf } = study.placer();
  const judged = coded.map((unit) => ({
    scholarId: unit.scholarId,
    hidden: hiddenOf(unit),
    said: unit.values.map(({ coder, value }) => ({ coder, judgement: judgementOf(value, institutionOf) })),
  }));
  const field = (name: string, pick: (judgement: Judgement, others: readonly Judgement[]) => Value): Field => ({
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

function derivedFields(study: Study, coded: readonly DoubleCoded[], hiddenOf: (unit: DoubleCoded) => boolean): Field[] {
  const placer = study.placer();
  const ofPlace = (name: 'level' | 'tier'): Field => ({
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
    return scholars.flatMap((scholarId): Unit[] => {
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

function measureField({ name, kind, level, units, scale = [] }: Field): AgreementRow {
  const usable = units.filter((unit) => givenValues(unit).length > 1);
  const coders = [...new Set(usable.flatMap(({ values }) => [...values.keys()]))].sort();
  const classes = classesOf(usable, scale);
  const ratings = usable.map(({ values }) => coders.map((coder) => codeOfValue(values.get(coder) ?? null, classes)));
  const scholars = new Set(usable.map(({ scholarId }) => scholarId)).size;
  const notes: Message[] = scholars > 0 && scholars < FEW_SCHOLARS ? [say('agreement.few-scholars', { scholars })] : [];
  const attempt = (compute: () => TestResult): Coefficient => {
    if (usable.length < 2) return { estimate: null, se: null, interval: null };
    const { estimate, se, interval, notes: more } = compute();
    for (const note of more) if (!notes.some(({ text }) => text === note.text)) notes.push(note);
    return {
      estimate: estimate as number | null,
      se: se as number | null,
      interval: interval as Coefficient['interval'],
    };
  };
  const agreed = ratings.map((unit) => new Set(unit.filter((value) => value !== null)).size === 1);
  // The stages of one scholar stand or fall with one résumé.
  const clusters = usable.map(({ scholarId }) => scholarId);
  const pair = busiestPair(coders, ratings);
  const table = pair ? pairTable(ratings, pair.at, classes.length) : [];
  const ordered = level !== 'nominal' && classes.length > 2;
  const byPair = pair ? pairUnits(ratings, pair.at, clusters) : undefined;
  const kappaOf = (weights: 'none' | 'linear' | 'quadratic') =>
    attempt(() => kappa({ table, weights, ...(byPair ? { units: byPair } : {}) }));
  return {
    field: name,
    kind,
    level,
    units: usable.length,
    excluded: units.length - usable.length,
    coders: coders.length,
    percent: {
      share: usable.length === 0 ? null : agreed.filter(Boolean).length / usable.length,
      interval: clusteredShareInterval(agreed, clusters),
    },
    kappa: {
      ...(pair && pair.units > 1 ? kappaOf('none') : { estimate: null, se: null, interval: null }),
      pair: pair?.names ?? null,
      units: pair?.units ?? 0,
    },
    kappaLinear: ordered && pair && pair.units > 1 && name !== 'year' ? kappaOf('linear') : null,
    kappaQuadratic: ordered && pair && pair.units > 1 && name !== 'year' ? kappaOf('quadratic') : null,
    fleiss: attempt(() => fleiss({ ratings }, clusters)),
    alpha: attempt(() =>
      alpha({
        ratings:
          level === 'interval'
            ? ratings.map((unit) => unit.map((at) => (at === null ? null : Number(classes[at]))))
            : ratings,
        level,
        clusters,
      }),
    ),
    ac1: attempt(() => ac1({ ratings }, scale.length > 0 ? classes.length : undefined, clusters)),
    notes,
  };
}

function classesOf(units: readonly Unit[], scale: readonly number[]): (string | number)[] {
  const distinct = [...new Set([...scale, ...units.flatMap(({ values }) => [...values.values()])])].filter(
    (value): value is string | number => value !== null,
  );
  return distinct.sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)),
  );
}

function codeOfValue(value: Value, classes: readonly (string | number)[]): number | null {
  return value === null ? null : classes.indexOf(value);
}

function busiestPair(
  coders: readonly string[],
  ratings: readonly (number | null)[][],
): { names: [string, string]; at: [number, number]; units: number } | null {
  let best: { names: [string, string]; at: [number, number]; units: number } | null = null;
  for (let a = 0; a < coders.length; a++) {
    for (let b = a + 1; b < coders.length; b++) {
      const units = ratings.filter((unit) => unit[a] !== null && unit[b] !== null).length;
      if (!best || units > best.units) best = { names: [coders[a], coders[b]], at: [a, b], units };
    }
  }
  return best;
}

function pairUnits(ratings: readonly (number | null)[][], [a, b]: [number, number], clusters: readonly number[]) {
  const both = [...ratings.keys()].filter((i) => ratings[i][a] !== null && ratings[i][b] !== null);
  return {
    pairs: both.map((i) => [ratings[i][a] as number, ratings[i][b] as number] as const),
    clusters: both.map((i) => clusters[i]),
  };
}

function pairTable(ratings: readonly (number | null)[][], [a, b]: [number, number], classes: number): number[][] {
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const unit of ratings) if (unit[a] !== null && unit[b] !== null) table[unit[a]][unit[b]]++;
  return table;
}
