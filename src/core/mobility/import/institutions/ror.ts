export interface RorPlace {
  name?: string;
  country_code?: string;
  /** Of schema 2.1: IL; of 1: US-IL. */
  country_subdivision_code?: string;
  country_subdivision_name?: string;
  lat?: number;
  lng?: number;
}

/** A record of the Research Organization Registry, schema 2. */
export interface RorRecord {
  id?: string;
  names?: { value: string; types: string[] }[];
  types?: string[];
  locations?: { geonames_details?: RorPlace }[];
  status?: string;
  established?: number | null;
  relationships?: { type: string; id: string }[];
}

interface RorRecordOfSchema1 extends Omit<RorRecord, 'names' | 'locations'> {
  name: string;
  aliases?: string[];
  acronyms?: string[];
  labels?: { label: string }[];
  country?: { country_code?: string };
  addresses?: { city?: string; state?: string; state_code?: string; lat?: number; lng?: number }[];
}

/** Whether a text is a dump of either schema. */
export function isRor(text: string): boolean {
  const schema2 = text.includes('"names"') && text.includes('"ror_display"');
  return schema2 || (/"id"\s*:\s*"https:\/\/ror\.org\//.test(text) && text.includes('"acronyms"'));
}

/** A record as schema 2 has it; dumps before 2024 have schema 1. */
export function inSchema2(record: RorRecord | RorRecordOfSchema1): RorRecord {
  if (!('name' in record)) return record;
  const { name, aliases = [], acronyms = [], labels = [], country, addresses = [], ...same } = record;
  const named = (type: string) => (value: string) => ({ value, types: [type] });
  return {
    ...same,
    names: [
      { value: name, types: ['ror_display', 'label'] },
      ...labels.map(({ label }) => named('label')(label)),
      ...aliases.map(named('alias')),
      ...acronyms.map(named('acronym')),
    ],
    types: record.types?.map((type) => type.toLowerCase()),
    locations: addresses.map(({ city, state, state_code, lat, lng }) => ({
      geonames_details: {
        name: city,
        country_code: country?.country_code,
        country_subdivision_code: state_code ?? undefined,
        country_subdivision_name: state ?? undefined,
        lat,
        lng,
      },
    })),
    relationships: record.relationships?.map(({ type, id }) => ({ type: type.toLowerCase(), id })),
  };
}

/** What of the records no institution takes up, as counts. */
export function unusedInRor(records: readonly RorRecord[], has: (id: string) => boolean) {
  const relations = records.flatMap(({ relationships }) => relationships ?? []);
  const taken = (type: string) => type === 'parent' || type === 'successor';
  return {
    outside: relations.filter(({ type, id }) => taken(type) && !has(id)).length,
    related: relations.filter(({ type }) => type === 'related').length,
    places: records.filter(({ locations }) => (locations?.length ?? 0) > 1).length,
  };
}
