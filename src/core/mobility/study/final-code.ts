import type { CodeValue } from '../../../shared/mobility/coding.ts';
import type { MissingReason } from '../../../shared/mobility/results.ts';
import { HOME_COUNTRY, keyWithoutState } from '../names/city.ts';
import { locationOf, type Written } from '../quadrant/location.ts';
import type { CodeRow } from '../rows/scholar-rows.ts';

export interface FinalCode {
  value: CodeValue | null;
  why: MissingReason;
  /** A judge decided it. */
  settled?: true;
}

/** An institution by its key: what a code leaves blank of its place comes from there. */
export type InstitutionOf = (key: string) => Written | undefined;

/** The fields in which two coders can disagree; evidence, notes and uncertainty marks are excluded. */
export const JUDGED_FIELDS = ['state', 'institution', 'city', 'country', 'year', 'role'] as const;
type JudgedField = (typeof JUDGED_FIELDS)[number];
/** A blank here is no judgement: what is blank does not differ from what another coder says. */
export function mayBeBlank(field: JudgedField): field is 'city' | 'country' | 'role' {
  return field === 'city' || field === 'country' || field === 'role';
}

export type Judgement = Record<JudgedField, string | number | null>;

/** What a code says, each place under one name: 武汉, Wuhan and a blank city of Wuhan University are the same. */
export function judgementOf(value: CodeValue, institutionOf: InstitutionOf): Judgement {
  const { state, institution, year, role } = value;
  if (state !== 'coded') return { state, institution: null, city: null, country: null, year: null, role: null };
  const home = institution === null ? undefined : institutionOf(institution);
  const { cityKey, country } = locationOf(value, home);
  return {
    state,
    institution,
    city: cityKey,
    country: country ?? (cityKey === null ? null : HOME_COUNTRY),
    year,
    role,
  };
}

/** What codes of one unit say. A city without its state is the one that another names with it. */
export function judgementsOf(values: readonly CodeValue[], institutionOf: InstitutionOf): Judgement[] {
  const all = values.map((value) => judgementOf(value, institutionOf));
  return all.map((one) => {
    const states = new Set(
      all.flatMap(({ city, country }) =>
        typeof city === 'string' && keyWithoutState(city, country as string | null) === one.city ? [city] : [],
      ),
    );
    return states.size === 1 ? { ...one, city: [...states][0] } : one;
  });
}

/** The judged fields in which codes differ. */
export function differingFields(values: readonly CodeValue[], institutionOf: InstitutionOf): JudgedField[] {
  const judgements = judgementsOf(values, institutionOf);
  return JUDGED_FIELDS.filter((field) => {
    const said = judgements.map((judgement) => judgement[field]);
    return new Set(mayBeBlank(field) ? said.filter((value) => value !== null) : said).size > 1;
  });
}

export function sameJudgement(a: CodeValue, b: CodeValue, institutionOf: InstitutionOf): boolean {
  return differingFields([a, b], institutionOf).length === 0;
}

/**
 * The adjudicated code, otherwise the one all coders agree on; an unsettled disagreement is no code. Skipping
 * does not count as a judgement.
 */
export function finalCode(
  adjudicated: CodeValue | undefined,
  rows: readonly CodeRow[],
  institutionOf: InstitutionOf,
): FinalCode {
  if (adjudicated) return { value: adjudicated, why: 'not-coded', settled: true };
  const judged = rows.flatMap(({ value }) => (value.state === 'skipped' ? [] : [value]));
  if (judged.length === 0) return { value: rows[0]?.value ?? null, why: 'not-coded' };
  const [first] = judged;
  if (judged.length === 1) return { value: first, why: 'not-coded' };
  if (differingFields(judged, institutionOf).length > 0) return { value: null, why: 'disagreement' };
  const said = <F extends 'country' | 'role'>(field: F) =>
    judged.find((value) => value[field] !== null)?.[field] ?? null;
  const named = judgementOf(first, institutionOf).city === null ? judged.find(({ city }) => city !== null) : undefined;
  const { city, country } = named ?? first;
  return {
    value: {
      ...first,
      city,
      country: country ?? said('country'),
      role: first.role ?? said('role'),
      uncertain: judged.some(({ uncertain }) => uncertain),
    },
    why: 'not-coded',
  };
}
