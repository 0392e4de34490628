import type { Move } from '../../../shared/mobility/results.ts';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { coderState, isFinished, isUnsure } from '../coding/queue.ts';
import { membersOf } from '../population/members.ts';
import { scholarsOutside } from '../population/outside.ts';
import { byAgreement } from '../agreement/compared-scholars.ts';
import { pilotScholars } from '../rows/draw-rows.ts';
import type { Study } from '../study/study.ts';
import { focused } from '../analysis/focus.ts';
import { byArrival, byCity, byFlow, focusIn, movesOfChart, withKeys } from './chart-filters.ts';

/** The ids of the scholars that a number counts, except for what the summaries say; null: no part of it narrows. */
export function matching(study: Study, filter: ScholarFilter): Set<number> | null {
  const parts = [
    byMove,
    byFlow,
    byArrival,
    byCity,
    byCoder,
    byAgreement,
    byPlace,
    byPopulation,
    byKey,
    byFocus,
  ].flatMap((part) => {
    const ids = part(study, filter);
    return ids === null ? [] : [new Set(ids)];
  });
  const [first, ...others] = parts;
  return first ? new Set([...first].filter((id) => others.every((ids) => ids.has(id)))) : null;
}

function byMove(study: Study, filter: ScholarFilter): number[] | null {
  const { move: transition } = filter;
  if (transition === undefined) return null;
  return movesOfChart(study, transition, filter)
    .filter((move) => isCounted(move, filter))
    .map(({ scholarId }) => scholarId);
}

/** The conditions under which `summarise` counts a move. */
function isCounted(move: Move, filter: ScholarFilter): boolean {
  const { kinds, outcome, comparable, direction, subtype, reason, missing, level, school, cityChange } = filter;
  if (kinds !== undefined && `${move.from.kind}>${move.to.kind}` !== kinds) return false;
  if (outcome !== undefined && move.outcome !== outcome) return false;
  if (filter.cityChanged !== undefined && !move.cityChangedInside) return false;
  if (comparable !== undefined && (move.outcome !== 'moved' || move.comparable !== (comparable === 'yes')))
    return false;
  if (direction !== undefined && move.direction !== direction) return false;
  if (subtype !== undefined && move.subtype !== subtype) return false;
  if (reason !== undefined && move.reason !== reason) return false;
  if (missing !== undefined && move.missing !== missing) return false;
  if (school !== undefined && !(move.comparable && move.school === school)) return false;
  if (cityChange !== undefined && !(move.comparable && move.cityChange === cityChange)) return false;
  return level === undefined || (move.comparable && move.from.level === level);
}

function byCoder(study: Study, { coder, work = 'assigned' }: ScholarFilter): number[] | null {
  if (coder === undefined) return null;
  const state = coderState(study.db, coder, study.placer().book);
  const { list } = state;
  if (work === 'done') return list.filter((id) => isFinished(state, id));
  if (work === 'left') return list.filter((id) => !isFinished(state, id));
  if (work === 'unsure') return list.filter((id) => isUnsure(state, id));
  return list;
}

function byPlace(study: Study, { mention, institution }: ScholarFilter): number[] | null {
  if (mention === undefined && institution === undefined) return null;
  return [...study.allPositions()].flatMap(([id, positions]) =>
    positions.some(
      (position) =>
        (mention === undefined || position.mentionKey === mention) &&
        (institution === undefined || position.institution === institution),
    )
      ? [id]
      : [],
  );
}

function byPopulation(study: Study, { population }: ScholarFilter): Iterable<number> | null {
  if (population === undefined) return null;
  if (population === 'pilot') return pilotScholars(study.db);
  if (population === 'outside') return scholarsOutside(study);
  return membersOf(study).flatMap(({ scholarId, state }) =>
    scholarId !== null && (state === 'found') === (population === 'found') ? [scholarId] : [],
  );
}

function byFocus(study: Study, filter: ScholarFilter): Iterable<number> | null {
  return focused(study, focusIn(filter))?.scholars ?? null;
}

function byKey(study: Study, { keys }: ScholarFilter): number[] | null {
  if (keys === undefined) return null;
  return withKeys(study, new Set(keys.split(',')));
}
