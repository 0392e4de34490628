import { z } from 'zod';
import type { Label, Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { unusable } from '../result.ts';
import { cell } from '../statistic.ts';
import type { Cell } from './design.ts';

/** With fewer groups the spread between them cannot be estimated. */
export const LEAST_GROUPS = 10;
const MOST_GROUPINGS = 2;

/** The group of each observation; or by name two groupings that cross, such as origin and destination. */
export const groupShape = z.union([z.array(cell), z.record(z.string(), z.array(cell))]);
export type GroupData = Cell[] | Record<string, Cell[]>;

/** Each grouping by name; one without a name is called group. */
export function groupingsOf(group: GroupData, method: Message): Record<string, Cell[]> {
  const named = Array.isArray(group) ? { group } : group;
  const groupings = Object.keys(named).length;
  if (groupings === 0 || groupings > MOST_GROUPINGS) throw unusable(say('statistics.groupings', { method, groupings }));
  return named;
}

/** By grouping the level of each of the rows that are kept, numbered from 0 as they first appear. */
export function levelsOf(
  groupings: Readonly<Record<string, readonly Cell[]>>,
  rows: readonly number[],
  method: Message,
  /** Whether a group of one observation says nothing about its group. */
  needsRepeats: boolean,
  /** What a reader calls the groupings. */
  labels: Readonly<Record<string, Label>> = {},
): { name: string; levels: Uint32Array; count: number }[] {
  if (rows.length === 0) throw unusable(say('statistics.no-complete-row', { method }));
  const all = Object.entries(groupings).map(([name, values]) => {
    const known = new Map<string, number>();
    const levels = Uint32Array.from(rows, (row) => {
      const value = String(values[row]);
      const level = known.get(value) ?? known.size;
      known.set(value, level);
      return level;
    });
    return { name, levels, count: known.size };
  });
  for (const { name, count } of all) {
    if (count < LEAST_GROUPS)
      throw unusable(
        all.length === 1
          ? say('statistics.needs-groups', { method, groups: count, least: LEAST_GROUPS })
          : say('statistics.needs-groups-of', {
              method,
              name: labels[name] ?? name,
              groups: count,
              least: LEAST_GROUPS,
            }),
      );
    if (needsRepeats && count === rows.length)
      throw unusable(
        all.length === 1
          ? say('statistics.groups-of-one', { method })
          : say('statistics.groups-of-one-in', { method, name: labels[name] ?? name }),
      );
  }
  const [first, second] = all;
  // Numbered as they first appear, equal groupings have equal numbers.
  if (second && first.levels.every((level, row) => level === second.levels[row])) {
    const [a, b] = [first, second].map(({ name }) => labels[name] ?? name);
    throw unusable(say('statistics.groupings-alike', { method, a, b }));
  }
  return all;
}

/** What a result says of groups: a value by name of grouping, or the value alone where it has no name. */
export function byGrouping<T>(group: GroupData, values: readonly T[]): T | Record<string, T> {
  return Array.isArray(group) ? values[0] : Object.fromEntries(Object.keys(group).map((name, i) => [name, values[i]]));
}

/** A spread of 0 is an answer that the reader must know of. */
export function singularNote(
  groupings: Readonly<Record<string, unknown>>,
  singular: readonly boolean[],
  labels: Readonly<Record<string, Label>> = {},
): Message[] {
  const names = Object.keys(groupings).flatMap((name, i) => (singular[i] ? [labels[name] ?? name] : []));
  if (names.length === 0) return [];
  return names.length === singular.length
    ? [say('statistics.singular-fit')]
    : [say('statistics.singular-grouping', { names })];
}

/** Columns of an object as a refusal names them. */
export function namedColumns(of: string, columns: Readonly<Record<string, Cell[]>>): Record<string, Cell[]> {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [`${of}.${name}`, values]));
}

export function namedGroupings(group: GroupData): Record<string, Cell[]> {
  return Array.isArray(group) ? { group } : namedColumns('group', group);
}
