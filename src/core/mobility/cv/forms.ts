import type { DateToken } from './dates.ts';
import type { Line } from './lines.ts';
import { place, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { overlapping, type Span } from './spans.ts';

interface Tokens {
  dates: readonly DateToken[];
  places: readonly PlaceToken[];
  roles: readonly RoleToken[];
}

/** "Employer: Example Energy S.p.A., Genoa", "Position: assistant": whatever the name, the label says what it is. */
export function valuesOfForms(
  text: string,
  lines: readonly Line[],
  { dates, places, roles }: Tokens,
): { places: PlaceToken[]; roles: RoleToken[] } {
  const found: { places: PlaceToken[]; roles: RoleToken[] } = { places: [], roles: [] };
  for (const { from, to, field, section } of lines) {
    if (field !== 'employer' && field !== 'post') continue;
    const taken: (readonly Span[])[] = [dates, places, roles];
    if (taken.some((tokens) => overlapping(tokens, from, to) !== null)) continue;
    const value = /^[^,;(\t]{2,60}/.exec(text.slice(from, to))?.[0].trimEnd() ?? '';
    if (value === '' || /\d{3}|@|^\W/u.test(value)) continue;
    const at = [from, from + value.length] as const;
    if (field === 'employer') found.places.push(place(...at, value));
    else if (section === 'work' || section === 'other')
      found.roles.push({ from: at[0], to: at[1], kind: 'job', text: value });
  }
  return found;
}
