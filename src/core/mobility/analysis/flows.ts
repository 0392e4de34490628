import type {
  CityMap,
  Flows,
  FlowUnit,
  TableUnit,
  Timeline,
  TransitionTable,
} from '../../../shared/mobility/analysis.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Move, Place } from '../../../shared/mobility/results.ts';
import { comparedLevels, isNoTime, yearsTaken } from '../quadrant/move.ts';
import { listedCity } from '../quadrant/city.ts';
import { cityAndCountry } from '../quadrant/location.ts';
import type { Reference } from '../quadrant/reference.ts';
import { chiSquare } from '../../statistics/tests/chi-square.ts';
import { transition } from '../../statistics/models/transition.ts';
import type { Interval } from '../../../shared/mobility/results.ts';

/** A career as its known places, one a stage. */
export interface Career {
  scholar: string;
  places: Place[];
}

const OTHERS = '…';

/**
 * Flow paths over all stages (a Sankey diagram), by level, tier, city or institution; beyond the most frequent ones,
 * the rest of a stage is one node.
 */
export function flowsOf(careers: readonly Career[], unit: FlowUnit, most: number): Flows {
  const label = ({ level, tier, city, institution, reputationStatus }: Place) =>
    unit === 'level'
      ? level === null
        ? (reputationStatus ?? 'no-table')
        : String(level)
      : ((unit === 'tier' ? tier : unit === 'city' ? city : institution) ?? '?');
  const complete = careers.filter(({ places }) => places.every(({ state }) => state === 'known'));
  const stages = complete[0]?.places.map(({ stage }) => stage) ?? [];
  const kept = stages.map((_, at) => {
    const counts = new Map<string, number>();
    for (const { places } of complete) counts.set(label(places[at]), (counts.get(label(places[at])) ?? 0) + 1);
    return new Set(
      [...counts]
        .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
        .slice(0, most)
        .map(([name]) => name),
    );
  });
  const nodes: Flows['nodes'] = [];
  const nodeAt = new Map<string, number>();
  const node = (at: number, place: Place) => {
    const name = kept[at].has(label(place)) ? label(place) : OTHERS;
    const key = `${at} ${name}`;
    let index = nodeAt.get(key);
    if (index === undefined) {
      nodeAt.set(key, (index = nodes.length));
      nodes.push({ stage: stages[at], label: name, count: 0 });
    }
    return index;
  };
  const links = new Map<string, Flows['links'][number]>();
  for (const { scholar, places } of complete) {
    const path = places.map((place, at) => node(at, place));
    for (const index of path) nodes[index].count++;
    for (let i = 1; i < path.length; i++) {
      const key = `${path[i - 1]} ${path[i]}`;
      const link = links.get(key) ?? { source: path[i - 1], target: path[i], count: 0, scholars: [] };
      links.set(key, link);
      link.count++;
      link.scholars.push(scholar);
    }
  }
  return {
    unit,
    nodes,
    links: [...links.values()].sort((a, b) => b.count - a.count),
    incomplete: careers.length - complete.length,
    folded: nodes.filter(({ label: name }) => name === OTHERS).length,
  };
}

export function tableLabels(unit: TableUnit, { book, levels }: { book: Codebook; levels: number }): readonly string[] {
  return unit === 'level' ? Array.from({ length: levels }, (_, i) => String(i + 1)) : book.cities.order;
}

/** Where a move stands in the table before × after: row and column; null if it is left out. */
export function cellOf(move: Move, unit: TableUnit, book: Codebook): [number, number] | null {
  const { from, to } = move;
  const tiers: [number | null, number | null] = [from.tierRank, to.tierRank];
  const pair = unit === 'level' ? comparedLevels(move, book)?.map((level) => level - 1) : tiers;
  return pair && pair[0] !== null && pair[1] !== null ? [pair[0], pair[1]] : null;
}

/**
 * Counts of level (or tier) before × after over all scholars with both known, those who stayed included; levels only
 * between kinds that the codebook compares.
 */
export function transitionTable(
  name: string,
  moves: readonly Move[],
  unit: TableUnit,
  { book, levels }: { book: Codebook; levels: number },
): TransitionTable {
  const labels = tableLabels(unit, { book, levels });
  const used = moves.flatMap((move) => {
    const cell = cellOf(move, unit, book);
    return cell ? [cell] : [];
  });
  const counts = labels.map((_, i) =>
    labels.map((_, j) => used.filter(([before, after]) => before === i && after === j).length),
  );
  const chain = transition({ table: counts });
  const testable =
    counts.filter((row) => row.some((n) => n > 0)).length > 1 &&
    labels.filter((_, j) => counts.some((row) => row[j] > 0)).length > 1;
  const full =
    counts.every((row) => row.some((n) => n > 0)) && labels.every((_, j) => counts.some((row) => row[j] > 0));
  return {
    transition: name,
    unit,
    labels: [...labels],
    counts,
    probabilities: chain.probabilities as (number | null)[][],
    intervals: chain.interval as (Interval | null)[][],
    stationary: chain.stationary as number[] | null,
    residuals: testable && full ? (chiSquare({ table: counts }).standardisedResiduals as number[][]) : null,
    excluded: moves.length - used.length,
    notes: chain.notes,
  };
}

/** Years between stages, and moves by year. */
export function timelineOf(transitions: readonly { transition: string; moves: readonly Move[] }[]): Timeline {
  const durations = new Map<string, Timeline['durations'][number]>();
  const byYear = new Map<number, Timeline['byYear'][number]>();
  let excluded = 0;
  let inOnePost = 0;
  for (const { transition: name, moves } of transitions) {
    for (const move of moves) {
      const { to, outcome, direction } = move;
      const years = yearsTaken(move);
      if (years === null || to.year === null) {
        if (isNoTime(move)) inOnePost++;
        else excluded++;
        continue;
      }
      const key = `${name} ${years}`;
      const duration = durations.get(key) ?? { transition: name, years, count: 0 };
      durations.set(key, { ...duration, count: duration.count + 1 });
      const year = byYear.get(to.year) ?? { year: to.year, upward: 0, downward: 0, parallel: 0, stayed: 0 };
      byYear.set(to.year, year);
      if (outcome === 'stayed') year.stayed++;
      else if (direction === 'upward' || direction === 'downward' || direction === 'parallel') year[direction]++;
    }
  }
  return {
    durations: [...durations.values()].sort((a, b) => a.transition.localeCompare(b.transition) || a.years - b.years),
    byYear: [...byYear.values()].sort((a, b) => a.year - b.year),
    excluded,
    inOnePost,
  };
}

/** Cities with coordinates, how many scholars were there at each stage, and the moves between cities. */
export function cityMapOf(careers: readonly Career[], moves: readonly Move[], reference: Reference): CityMap {
  const cities: CityMap['cities'] = [];
  const at = new Map<string, number>();
  const without = new Set<string>();
  const index = ({ city, country, tier }: Place): number | null => {
    if (city === null) return null;
    const key = cityAndCountry(city, country);
    const known = at.get(key);
    if (known !== undefined) return known;
    const listed = listedCity(reference, key);
    if (!listed || listed.latitude === null || listed.longitude === null) {
      without.add(city);
      return null;
    }
    at.set(key, cities.length);
    cities.push({ key, city, tier, latitude: listed.latitude, longitude: listed.longitude, stays: {} });
    return cities.length - 1;
  };
  for (const { places } of careers) {
    for (const place of places) {
      const city = index(place);
      if (city !== null) cities[city].stays[place.stage] = (cities[city].stays[place.stage] ?? 0) + 1;
    }
  }
  const flows = new Map<string, CityMap['flows'][number]>();
  for (const { outcome, from, to } of moves) {
    const [a, b] = [index(from), index(to)];
    if (outcome !== 'moved' || a === null || b === null || a === b) continue;
    const flow = flows.get(`${a} ${b}`) ?? { from: a, to: b, count: 0 };
    flow.count++;
    flows.set(`${a} ${b}`, flow);
  }
  return {
    cities,
    flows: [...flows.values()].sort((a, b) => b.count - a.count),
    withoutCoordinates: [...without].sort(),
  };
}
