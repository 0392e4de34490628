import type { Codebook, InstitutionKind } from '../../../shared/mobility/codebook.ts';
import type { Change, Direction, Move, NotComparable, Place, Subtype } from '../../../shared/mobility/results.ts';
import { cityAndCountry } from './location.ts';
import { entityOf, type Reference } from './reference.ts';
import { isRankedByMoves } from './reputation.ts';

/**
 * The flow quadrant of one transition (Li & Li 2024, part B): stayed or moved; if comparable, upward, downward or
 * parallel and its subtype.
 */
export function moveOf(
  scholar: { id: number; key: string; name: string },
  from: Place,
  to: Place,
  book: Codebook,
  reference: Reference,
): Move {
  const base: Move = {
    scholarId: scholar.id,
    scholar: scholar.key,
    name: scholar.name,
    from,
    to,
    outcome: 'missing',
    missing: null,
    cityChangedInside: false,
    comparable: false,
    reason: null,
    school: null,
    cityChange: null,
    direction: null,
    subtype: null,
  };
  if (from.state === 'missing' || to.state === 'missing') return { ...base, missing: from.missing ?? to.missing };
  if (sameEntity(from, to, book, reference))
    return { ...base, outcome: 'stayed', cityChangedInside: differentCity(from, to) };
  const reason = notComparable(from, to, book);
  if (reason) return { ...base, outcome: 'moved', reason };
  // Levels and tiers count from the best, so a smaller number is a rise.
  const tied = isTied(scholar.id, from, to, book, reference);
  const school = (tied ? 0 : Math.sign((from.level as number) - (to.level as number))) as Change;
  const cityChange = Math.sign((from.tierRank as number) - (to.tierRank as number)) as Change;
  const quadrant = quadrantOf(school, cityChange, book);
  return {
    ...base,
    outcome: 'moved',
    comparable: true,
    school,
    cityChange,
    ...(tied ? { tied: true as const } : {}),
    ...quadrant,
  };
}

/** Two institutions whose ranks in the study's own moves overlap are on one level, whatever their scores say. */
function isTied(scholar: number, from: Place, to: Place, book: Codebook, reference: Reference): boolean {
  if (!isRankedByMoves(from.kind, book) || !isRankedByMoves(to.kind, book)) return false;
  return reference.ownMoves?.()?.tied(from.institutionId as number, to.institutionId as number, scholar) === true;
}

/** Between neighbouring coded stages; uncoded optional stages are skipped. */
export function movesBetween(
  scholar: { id: number; key: string; name: string },
  stages: readonly { place: Place | null }[],
  { book, reference }: { book: Codebook; reference: Reference },
): Move[] {
  const places = stages.flatMap(({ place }) => (place ? [place] : []));
  return places.slice(1).map((place, i) => moveOf(scholar, places[i], place, book, reference));
}

/**
 * Mergers are judged at the time of the later stage: a scholar who was at a part before it merged, and is at the whole
 * afterwards, has stayed.
 */
export function sameEntity(
  from: Pick<Place, 'institutionId' | 'year'>,
  to: Pick<Place, 'institutionId' | 'year'>,
  book: Codebook,
  reference: Reference,
): boolean {
  const year = to.year ?? from.year;
  return (
    entityOf(from.institutionId as number, year, reference, book.identity) ===
    entityOf(to.institutionId as number, year, reference, book.identity)
  );
}

function differentCity(from: Place, to: Place): boolean {
  if (from.city === null || to.city === null) return false;
  return cityAndCountry(from.city, from.country) !== cityAndCountry(to.city, to.country);
}

/** Of kinds that the codebook compares. */
function sameGroup(from: Place, to: Place, book: Codebook): boolean {
  const group = (kind: string | null) =>
    book.comparableKinds.findIndex((kinds) => kinds.includes(kind as InstitutionKind));
  return group(from.kind) >= 0 && group(from.kind) === group(to.kind);
}

/**
 * Years between the two stages; null where one is unknown, and where somebody stayed in a post that began before the
 * earlier stage, such as an award won in the post that is still the current one: nothing took a time there.
 */
export function yearsTaken({ outcome, from, to }: Move): number | null {
  if (outcome === 'missing' || from.year === null || to.year === null || isNoTime({ outcome, from, to })) return null;
  return to.year - from.year;
}

/** Whether somebody stayed in a post that began before the earlier stage. */
export function isNoTime({ outcome, from, to }: Pick<Move, 'outcome' | 'from' | 'to'>): boolean {
  return outcome === 'stayed' && from.year !== null && to.year !== null && to.year < from.year;
}

/** Levels before and after, if both are known and the codebook compares the kinds: everywhere by the same rule. */
export function comparedLevels({ from, to, outcome, tied }: Move, book: Codebook): [number, number] | null {
  if (from.level === null || to.level === null) return null;
  if (tied) return [from.level, from.level];
  return outcome === 'stayed' || sameGroup(from, to, book) ? [from.level, to.level] : null;
}

function notComparable(from: Place, to: Place, book: Codebook): NotComparable | null {
  if (!sameGroup(from, to, book)) return 'different-kinds';
  if (from.reputationStatus === 'ineligible' || to.reputationStatus === 'ineligible') return 'ineligible';
  if (from.reputationStatus === 'specialist' || to.reputationStatus === 'specialist') return 'specialist';
  if (from.level === null || to.level === null) return 'no-reputation';
  if (from.tier === null || to.tier === null) return 'unknown-city';
  if (from.tierRank === null || to.tierRank === null) return 'city-not-comparable';
  return null;
}

/**
 * Upward: neither axis falls and one rises. Downward: neither rises and one falls. Parallel: they compensate, or
 * neither changes.
 */
export function quadrantOf(
  school: Change,
  city: Change,
  book: Codebook,
): { direction: Direction; subtype: Subtype | null } {
  if (school === 0 && city === 0)
    return { direction: book.quadrant.same === 'parallel' ? 'parallel' : 'same', subtype: 'doubleSame' };
  if (school * city < 0)
    return {
      direction: book.quadrant.mixed === 'parallel' ? 'parallel' : 'mixed',
      subtype: city > 0 ? 'upgradeCityDowngradeSchool' : 'downgradeCityUpgradeSchool',
    };
  return { direction: school + city > 0 ? 'upward' : 'downward', subtype: null };
}
