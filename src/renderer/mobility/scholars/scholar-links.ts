import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { linkTo } from '../../app/router.ts';

/** The address of the table of scholars with those that a number counts. */
export function scholarsLink(filter: ScholarFilter): string {
  const given = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? linkTo('scholars') : linkTo('scholars', new URLSearchParams(given).toString());
}

/** Shows those scholars, as the link does. */
export function goToScholars(filter: ScholarFilter): void {
  window.location.hash = scholarsLink(filter);
}

/** The filter in an address; parts that it does not know make the backend refuse the whole. */
export function filterFrom(id: string | null): ScholarFilter {
  return Object.fromEntries(new URLSearchParams(id ?? '')) as ScholarFilter;
}
