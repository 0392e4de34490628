import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { AgreementGroup, AgreementReport, AgreementRow, Coefficient } from '../../../shared/mobility/agreement.ts';
import { alpha, type Level } from '../../statistics/agreement/alpha.ts';
import { ac1, fleiss } from '../../statistics/agreement/chance-corrected.ts';
import { kappaOfPairs } from '../../statistics/agreement/kappa.ts';
import { clusteredShareInterval } from '../../statistics/intervals.ts';
import { Draws } from '../../statistics/resamples.ts';
import type { TestResult } from '../../statistics/result.ts';

export type Value = string | number | null;
/** One unit: coder → value; null if the coder gave none. */
export interface Unit {
  scholarId: number;
  hidden: boolean;
  pilot: boolean;
  values: Map<string, Value>;
}

export interface Field {
  name: string;
  kind: AgreementRow['kind'];
  level: Level;
  units: Unit[];
  /** All values that the codebook's scale has, in order; null where only those that occur are known. */
  scale?: readonly number[];
}

export type Groups = AgreementReport['groups'];

/** Intervals from so few scholars say little, whatever they are. */
const FEW_SCHOLARS = 10;

export function isIn(group: AgreementGroup, { hidden, pilot }: Unit): boolean {
  if (group === 'pilot') return pilot;
  return !pilot && (group === 'all' || (group === 'hidden') === hidden);
}

export function givenValues({ values }: Unit): Value[] {
  return [...values.values()].filter((value) => value !== null);
}

export function measureGroups(fields: readonly Field[]): Groups {
  const draws = new Draws();
  const groups: Groups = { hidden: [], shown: [], all: [], pilot: [] };
  for (const field of fields) {
    const measured = new Map<number, AgreementRow>();
    for (const group of ['all', 'hidden', 'shown', 'pilot'] as const) {
      const units = field.units.filter((unit) => isIn(group, unit));
      // Where all suggestions were hidden, or all shown, one group is all.
      const same = group === 'pilot' ? undefined : measured.get(units.length);
      const row = same ?? measureField({ ...field, units }, draws);
      if (group === 'all') measured.set(units.length, row);
      groups[group].push(row);
    }
  }
  return groups;
}

function measureField({ name, kind, level, units, scale = [] }: Field, draws: Draws): AgreementRow {
  const usable = units.filter((unit) => givenValues(unit).length > 1);
  const coders = [...new Set(usable.flatMap(({ values }) => [...values.keys()]))].sort();
  const classes = classesOf(usable, scale);
  const codes = new Map(classes.map((value, i) => [value, i]));
  const codeOf = (value: Value) => (value === null ? null : (codes.get(value) ?? null));
  const ratings = usable.map(({ values }) => coders.map((coder) => codeOf(values.get(coder) ?? null)));
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
  const ordered = level !== 'nominal' && classes.length > 2 && name !== 'year';
  const places = classes.map((_, i) => i);
  const byPair = pair ? pairUnits(ratings, pair.at, clusters) : { pairs: [], clusters: [] };
  const kappaOf = (weights: 'none' | 'linear' | 'quadratic') =>
    attempt(() => kappaOfPairs({ ...byPair, classes: classes.length, weights, draws }));
  return {
    field: name,
    kind,
    level,
    units: usable.length,
    excluded: units.length - usable.length,
    coders: coders.length,
    percent: {
      share: usable.length === 0 ? null : agreed.filter(Boolean).length / usable.length,
      interval: clusteredShareInterval(agreed, clusters, draws),
    },
    kappa: {
      ...(pair && pair.units > 1 ? kappaOf('none') : { estimate: null, se: null, interval: null }),
      pair: pair?.names ?? null,
      units: pair?.units ?? 0,
    },
    kappaLinear: ordered && pair && pair.units > 1 ? kappaOf('linear') : null,
    kappaQuadratic: ordered && pair && pair.units > 1 ? kappaOf('quadratic') : null,
    fleiss: attempt(() => fleiss({ ratings }, clusters, draws)),
    alpha: attempt(() =>
      alpha({
        ratings:
          level === 'interval'
            ? ratings.map((unit) => unit.map((at) => (at === null ? null : Number(classes[at]))))
            : ratings,
        level,
        clusters,
        draws,
      }),
    ),
    ac1: attempt(() => ac1({ ratings }, scale.length > 0 ? classes.length : undefined, clusters, draws)),
    ac2: ordered ? attempt(() => ac1({ ratings, categories: places, weights: 'quadratic' }, 0, clusters, draws)) : null,
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
