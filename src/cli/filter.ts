import type { DataFilter } from '../shared/contract/recommender.ts';
import { type CommandInput, type OptionTable, UsageError, wholeNumber } from './command.ts';

export const FILTER_OPTIONS: OptionTable = {
  'min-listeners': { type: 'string' },
  'min-songs': { type: 'string' },
  density: { type: 'string' },
  tag: { type: 'string' },
  years: { type: 'string' },
};

/** The part of the library selected by the options, or null for all of it. */
export function filterOf(input: CommandInput): DataFilter | null {
  if (Object.keys(FILTER_OPTIONS).every((name) => input.values[name] === undefined)) return null;
  const density = Number(input.values.density ?? 1);
  if (!(density > 0 && density <= 1))
    throw new UsageError(`--density takes a share above 0 and up to 1, not ${JSON.stringify(input.values.density)}.`);
  const years = /^(\d{4})?-(\d{4})?$/.exec(String(input.values.years ?? '-'));
  if (!years)
    throw new UsageError(
      `--years takes FROM-TO, such as 1990-1999 or 2000-, not ${JSON.stringify(input.values.years)}.`,
    );
  return {
    minListeners: wholeNumber(input, 'min-listeners', 0, 0, 1_000_000),
    minSongs: wholeNumber(input, 'min-songs', 0, 0, 1_000_000),
    density,
    seed: wholeNumber(input, 'seed', 1, 0, 0xffffffff),
    tag: String(input.values.tag ?? ''),
    yearFrom: years[1] ? Number(years[1]) : null,
    yearTo: years[2] ? Number(years[2]) : null,
  };
}
