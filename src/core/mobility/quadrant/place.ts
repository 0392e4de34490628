import { type Codebook, OWN_MOVES } from '../../../shared/mobility/codebook.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import type { MissingReason, Place } from '../../../shared/mobility/results.ts';
import { cityClassOf } from './city.ts';
import { cityAndCountry, locationOf, soleStates } from './location.ts';
import { usesOwnMoves } from './own-moves.ts';
import type { Institution, Reference } from './reference.ts';
import { levelCount, type Reputation, reputationOf } from './reputation.ts';

/** Derives level and tier from codes; caches results, since many scholars share few institutions. */
export class Placer {
  readonly book: Codebook;
  readonly reference: Reference;
  readonly #ownMoves: boolean;
  readonly #byKey = new Map<string, Institution>();
  readonly #reputations = new Map<string, Reputation>();
  /** How each city is shown: as the institutions there write it, else as the tier table does. */
  readonly #cityNames = new Map<string, string>();

  constructor(book: Codebook, reference: Reference) {
    this.book = book;
    this.reference = reference;
    this.#ownMoves = usesOwnMoves(book);
    for (const institution of reference.institutions.values()) {
      this.#byKey.set(institution.key, institution);
      if (institution.city !== null) this.#nameCity(institution.city, institution.country);
    }
    for (const { city, country } of reference.tiers.values()) this.#nameCity(city, country);
    for (const [name, one] of soleStates(this.#cityNames.keys()))
      this.#cityNames.set(name, this.#cityNames.get(one) as string);
  }

  #nameCity(city: string, country: string | null): void {
    const key = cityAndCountry(city, country);
    if (!this.#cityNames.has(key)) this.#cityNames.set(key, city);
  }

  get levels(): number {
    return levelCount(this.book, this.reference);
  }

  readonly institutionOf = (key: string): Institution | undefined => this.#byKey.get(key);

  institution(key: string): Institution | undefined {
    return this.#byKey.get(key);
  }

  /** The rank near a move is not known where the move's year is not. */
  #reputationAt(institution: Institution, year: number | null, scholar: number | null): Reputation {
    const found = this.reputation(institution, year, scholar);
    const byYears = this.book.reputation.rule === 'near-move' && found.table !== OWN_MOVES;
    const needsYear = byYears && (found.level !== null || found.mean !== null);
    return year === null && needsYear
      ? { ...found, level: null, mean: null, ranked: 0, usable: 0, status: 'no-year' }
      : found;
  }

  /** @param scholar without whose moves it is told, where levels come from the study's own moves */
  reputation(institution: Institution, year: number | null, scholar: number | null): Reputation {
    const near = this.book.reputation.rule === 'near-move' ? `@${year}` : '';
    const name = `${institution.id}${near}${this.#ownMoves ? `-${scholar}` : ''}`;
    let known = this.#reputations.get(name);
    if (!known)
      this.#reputations.set(name, (known = reputationOf(institution, year, this.book, this.reference, scholar)));
    return known;
  }

  /** The same for a stage's final code, or for none. */
  placeFinal(
    stage: string,
    code: { value: CodeValue | null; why: MissingReason } | undefined,
    scholar: number | null,
  ): Place {
    return this.place(stage, code?.value ?? null, scholar, code?.why);
  }

  /** The stage of a scholar's code; `why` says why there is no code. */
  place(stage: string, code: CodeValue | null, scholar: number | null, why: MissingReason = 'not-coded'): Place {
    if (code === null) return missing(stage, why);
    if (code.state !== 'coded')
      return { ...missing(stage, code.state === 'missing' ? 'coded-missing' : 'skipped'), uncertain: code.uncertain };
    const institution = code.institution === null ? undefined : this.#byKey.get(code.institution);
    if (!institution) return { ...missing(stage, 'no-institution'), uncertain: code.uncertain };
    const reputation = this.#reputationAt(institution, code.year, scholar);
    const { city: written, country } = locationOf(code, institution);
    const city = written === null ? null : (this.#cityNames.get(cityAndCountry(written, country)) ?? written);
    const tier = cityClassOf(city, country, this.book, this.reference);
    return {
      stage,
      state: 'known',
      missing: null,
      institutionId: institution.id,
      institution: institution.name,
      kind: institution.kind,
      city,
      country,
      tier: tier.name,
      tierRank: tier.rank,
      level: reputation.level,
      meanRank: reputation.mean,
      rankedYears: reputation.ranked,
      usableYears: reputation.usable,
      reputationStatus: reputation.status,
      year: code.year,
      role: code.role,
      uncertain: code.uncertain,
    };
  }
}

function missing(stage: string, reason: MissingReason): Place {
  return {
    stage,
    state: 'missing',
    missing: reason,
    institutionId: null,
    institution: null,
    kind: null,
    city: null,
    country: null,
    tier: null,
    tierRank: null,
    level: null,
    meanRank: null,
    rankedYears: 0,
    usableYears: 0,
    reputationStatus: null,
    year: null,
    role: null,
    uncertain: false,
  };
}
