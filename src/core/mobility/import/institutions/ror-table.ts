import type { RorRecord } from './ror.ts';
import type { ReadTable } from '../table/table.ts';

/** The columns of ROR's dump as CSV, schema 2 and before. */
const COLUMNS = {
  shown: ['names.types.ror_display', 'name'],
  labels: ['names.types.label', 'labels'],
  aliases: ['names.types.alias', 'aliases'],
  acronyms: ['names.types.acronym', 'acronyms'],
  city: ['locations.geonames_details.name', 'addresses[0].city', 'addresses[0].geonames_city.city'],
  state: [
    'locations.geonames_details.country_subdivision_code',
    'locations.geonames_details.country_subdivision_name',
    'addresses[0].state_code',
    'addresses[0].state',
  ],
  country: ['locations.geonames_details.country_code', 'country.country_code'],
  lat: ['locations.geonames_details.lat', 'addresses[0].lat'],
  lng: ['locations.geonames_details.lng', 'addresses[0].lng'],
  status: ['status'],
  types: ['types'],
  established: ['established'],
  relationships: ['relationships'],
} as const;

/** Whether the headings are those of ROR's dump as CSV. */
export function isRorTable(head: readonly string[]): boolean {
  return head.includes('names.types.ror_display') || (head.includes('country.country_code') && head.includes('types'));
}

/** The rows of the dump as records of schema 2. */
export function rorRecords({ head, rows }: Pick<ReadTable, 'head' | 'rows'>): RorRecord[] {
  const id = head.indexOf('id');
  const at = Object.fromEntries(
    Object.entries(COLUMNS).map(([field, names]) => [
      field,
      head.findIndex((name) => names.some((one) => one === name)),
    ]),
  );
  return rows.map(({ cells }) => {
    const cell = (field: keyof typeof COLUMNS) => (cells[at[field]] ?? '').trim();
    const named = (field: keyof typeof COLUMNS, type: string) =>
      listed(cell(field)).map((value) => ({ value: withoutLanguage(value), types: [type] }));
    return {
      id: cells[id],
      names: [
        ...(cell('shown') === '' ? [] : [{ value: cell('shown'), types: ['ror_display', 'label'] }]),
        ...named('labels', 'label'),
        ...named('aliases', 'alias'),
        ...named('acronyms', 'acronym'),
      ],
      types: cell('types')
        .toLowerCase()
        .split(/[,;]\s*/),
      status: cell('status'),
      established: number(cell('established')) ?? null,
      locations: [
        {
          geonames_details: {
            name: cell('city') || undefined,
            country_code: cell('country') || undefined,
            country_subdivision_code: cell('state') || undefined,
            lat: number(cell('lat')),
            lng: number(cell('lng')),
          },
        },
      ],
      relationships: listed(cell('relationships')).flatMap((text) => {
        const found = /^(\w+)\s*:\s*(https:\/\/ror\.org\/\w+)$/i.exec(text);
        return found ? [{ type: found[1].toLowerCase(), id: found[2] }] : [];
      }),
    };
  });
}

const listed = (text: string) =>
  text
    .split(/;\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** "zh: 武汉大学" and "no_lang_code: WHU" without what they say of the language. */
const withoutLanguage = (text: string) => text.replace(/^(?:[a-z]{2,3}|no_lang_code)\s*:\s*/i, '');

function number(text: string): number | undefined {
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? undefined : value;
}
