import type { Move, Place, PlaneMove, PlanePlace } from '../../../shared/mobility/results.ts';

/** What the plane and its table show of moves; each place once, since thousands of moves are between few. */
export function planeOf(moves: readonly Move[]): { moves: PlaneMove[]; places: PlanePlace[] } {
  const places: PlanePlace[] = [];
  const known = new Map<string, number>();
  const at = ({ institution, level, tier }: Place): number => {
    const key = JSON.stringify([institution, level, tier]);
    const found = known.get(key) ?? places.push({ institution, level, tier }) - 1;
    known.set(key, found);
    return found;
  };
  return {
    places,
    moves: moves.map(
      ({ scholarId, scholar, name, from, to, outcome, comparable, direction, subtype, school, cityChange }) => ({
        scholarId,
        scholar,
        name,
        from: at(from),
        to: at(to),
        outcome,
        comparable,
        direction,
        subtype,
        school,
        cityChange,
      }),
    ),
  };
}
