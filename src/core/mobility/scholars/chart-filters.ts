import { FLOWS_DRAWN } from '../../../shared/mobility/analysis.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { EVERYBODY, type Focus, focusOptions } from '../../../shared/mobility/focus.ts';
import type { Move, Place } from '../../../shared/mobility/results.ts';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { cellOf, flowsOf, tableLabels } from '../analysis/flows.ts';
import { careersOf } from '../analysis/gather.ts';
import { sampledMoves, sampleOf } from '../analysis/sample.ts';
import { cityAndCountry } from '../quadrant/location.ts';
import { yearsTaken } from '../quadrant/move.ts';
import type { Study } from '../study/study.ts';

/** The moves of one transition that a cell, bar or line of a chart counts, from the same moves as the chart. */
export function movesOfChart(study: Study, transition: string, filter: ScholarFilter): Move[] {
  const { table, years, fromCity, toCity } = filter;
  if (table !== undefined) return movesOfCell(study, transition, { ...filter, table });
  if (years !== undefined)
    return sampledMoves(study, sampleOf(study), transition).filter((move) => yearsTaken(move) === years);
  if (fromCity !== undefined || toCity !== undefined)
    return sampledMoves(study, sampleOf(study), transition).filter(
      ({ outcome, from, to }) =>
        outcome === 'moved' &&
        (fromCity === undefined || cityKey(from) === fromCity) &&
        (toCity === undefined || cityKey(to) === toCity),
    );
  return study.moves(transition);
}

function movesOfCell(
  study: Study,
  transition: string,
  { table, before, after }: ScholarFilter & { table: NonNullable<ScholarFilter['table']> },
): Move[] {
  const placer = study.placer();
  const labels = tableLabels(table, placer);
  return sampledMoves(study, sampleOf(study, [transition]), transition).filter((move) => {
    const cell = cellOf(move, table, placer.book);
    if (!cell) return false;
    return (before === undefined || labels[cell[0]] === before) && (after === undefined || labels[cell[1]] === after);
  });
}

function cityKey({ city, country }: Place): string | null {
  return city === null ? null : cityAndCountry(city, country);
}

/** Whom the chart was about. */
export function focusIn({ focus }: ScholarFilter): Focus {
  if (focus === undefined) return EVERYBODY;
  try {
    return focusOptions.parse(JSON.parse(focus));
  } catch {
    throw new AppError('bad-input', say('focus.not-read', { focus }), { field: 'filter.focus' });
  }
}

/** Scholars whose move, of any transition, ended in a year; by its direction, or those who stayed. */
export function byArrival(study: Study, { move, arrival, direction, outcome }: ScholarFilter): number[] | null {
  if (arrival === undefined || move !== undefined) return null;
  const sample = sampleOf(study);
  return transitionsOf(study.book.codebook)
    .flatMap((transition) => sampledMoves(study, sample, transition))
    .filter(
      (one) =>
        yearsTaken(one) !== null &&
        one.to.year === arrival &&
        (direction === undefined || one.direction === direction) &&
        (outcome === undefined || one.outcome === outcome),
    )
    .map(({ scholarId }) => scholarId);
}

/** Scholars on a ribbon of the flow paths, or at one of its nodes. */
export function byFlow(study: Study, filter: ScholarFilter): number[] | null {
  const { flow, source, target } = filter;
  if (flow === undefined) return null;
  const careers = careersOf(study, sampleOf(study, undefined, focusIn(filter)));
  const { nodes, links } = flowsOf(careers, flow, FLOWS_DRAWN);
  const isAt = (index: number, wanted: string) => `${nodes[index].stage} ${nodes[index].label}` === wanted;
  const keys = new Set(
    links.flatMap((link) => {
      const isPart =
        target === undefined
          ? source === undefined || isAt(link.source, source) || isAt(link.target, source)
          : isAt(link.target, target) && (source === undefined || isAt(link.source, source));
      return isPart ? link.scholars : [];
    }),
  );
  return withKeys(study, keys);
}

/** Scholars who were in a city at a stage, as the map of cities counts them. */
export function byCity(study: Study, { city, stage }: ScholarFilter): number[] | null {
  if (city === undefined) return null;
  const keys = new Set(
    careersOf(study, sampleOf(study)).flatMap(({ scholar, places }) =>
      places.some((place) => place.stage === stage && cityKey(place) === city) ? [scholar] : [],
    ),
  );
  return withKeys(study, keys);
}

/** The ids of the scholars who have one of the keys. */
export function withKeys(study: Study, keys: ReadonlySet<string>): number[] {
  return study.scholars().flatMap(({ id, key }) => (keys.has(key) ? [id] : []));
}
