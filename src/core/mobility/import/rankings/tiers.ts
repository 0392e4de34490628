import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Codebook } from '../../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { cityOf, cityWords, HOME_COUNTRY } from '../../names/city.ts';
import { nameKey } from '../../names/name-key.ts';
import { cityAndCountry, locationOf } from '../../quadrant/location.ts';
import { countryCode } from '../../names/country.ts';
import { Columns, guessedColumns, problem } from '../cells/fields.ts';
import { assertHeaders, lookOf, waiting } from '../table/headers.ts';
import { yearOfTable } from '../cells/table-year.ts';
import { isTierColumns, listedCities, withRowsOfCities } from './tier-lists.ts';
import { StateCountries } from '../institutions/state-countries.ts';
import type { OpenDb } from '../../../storage/sqlite.ts';
import type { MobilityImporter } from '../staged.ts';
import { givenTable } from '../table/given-table.ts';
import { valueGroups } from '../table/values.ts';

/** A table's rows are stored by their spelling; rules look for the city, whatever its spelling. */
function spellingOf(city: string, country: string): string {
  const plain = cityWords(city);
  const short = plain.replace(/(市| city)$/u, '');
  return cityOf(short, country).key === cityOf(city, country).key ? short : plain;
}

/** Boston, MA: the country that what stands behind a city tells. */
const countryBehind = (city: string) =>
  /[,，]/.test(city) ? locationOf({ city, country: null }, undefined).country : null;

const OF_INSTITUTIONS = /学校|院校|高校|大学|universit/i;
/** 姓名, 城市, 级别: the level is the person's. */
const OF_PEOPLE =
  /^(?:姓\s*名|(?:学者|教师|教授|人才)(?:姓名|名称|编号)?|(?:scholar|professor|person|teacher)s?(?:[ _-]?(?:name|id))?)$/i;
/** 高校数量, 学者人数: what a city has. */
const HOW_MANY = /数量?$|^(?:number|no\.?|count) of|[ _](?:count|number|total)$/i;
const FIELDS = ['city', 'country', 'state', 'tier', 'edition', 'latitude', 'longitude'];

/** Case, hyphens and spaces make no other class: Tier-1 is the codebook's tier 1. */
const classKey = (tier: string) => nameKey(tier.replace(/(?<=\p{L})(?=\d)/u, ' '));

function classesIn({ cities }: Codebook): (tier: string) => string {
  const known = new Map([...cities.order, ...cities.notComparable].map((tier) => [classKey(tier), tier]));
  return (tier) => known.get(classKey(tier)) ?? tier;
}

/** What the codebook in force cannot use: classes that are not in its order, editions that it does not take. */
function notesByBook(rows: readonly { edition: string; tier: string }[], { cities }: Codebook): Message[] {
  const known = new Set([...cities.order, ...cities.notComparable]);
  const unknown = [...new Set(rows.map(({ tier }) => tier))].filter((tier) => !known.has(tier));
  const editions = [...new Set(rows.map(({ edition }) => edition))].filter((edition) => edition !== cities.edition);
  return [
    ...(unknown.length > 0 ? [say('study-import.tiers-not-in-codebook', { tiers: unknown, order: cities.order })] : []),
    ...(editions.length > 0 ? [say('study-import.edition-not-in-force', { editions, edition: cities.edition })] : []),
  ];
}

/** City tiers: city, country code, tier, edition; optional coordinates. */
export const tiersImporter: MobilityImporter = {
  kind: 'tiers',
  label: say('study-import-kind.tiers'),
  summary: 'city tiers, with an edition',
  settings: ['edition'],
  example: { edition: '2020' },
  fields: FIELDS.map((name) => ({ name, required: name === 'city' || name === 'tier' })),
  sniff: (head) => {
    if (isTierColumns(head)) return true;
    const columns = guessedColumns(head, FIELDS);
    // 学校名称, 所在地, 等级 are grades of institutions.
    return (
      columns.has('city') &&
      columns.has('tier') &&
      !head.some((name) => (OF_INSTITUTIONS.test(name) && !HOW_MANY.test(name)) || OF_PEOPLE.test(name.trim()))
    );
  },
  async stage(file, mapping, context) {
    const { library, book, questions } = context;
    const table = withRowsOfCities(await givenTable(file, mapping, context));
    const columns = new Columns(table, mapping, FIELDS);
    assertHeaders(columns, ['city', 'tier']);
    const rejections: Problem[] = [];
    const unsaid = mapping.edition === undefined && !columns.has('edition');
    const dated = unsaid ? yearOfTable(table, questions) : { year: null, notes: [] };
    if (dated === null) return waiting(table, columns, mapping);
    const named = mapping.edition ?? dated.year?.toString();
    const rows: {
      edition: string;
      city: string;
      country: string;
      tier: string;
      latitude: number | null;
      longitude: number | null;
    }[] = [];
    const seen = new Map<string, { line: number; city: string; tier: string }>();
    const stored = new Map(
      library
        .all<{ edition: string; city: string; country: string; tier: string }>(
          'SELECT edition, city, country, tier FROM city_tiers',
        )
        .map((known) => [`${known.edition} ${cityAndCountry(known.city, known.country)}`, known.tier]),
    );
    const classOf = classesIn(book);
    const states = new StateCountries(columns, table.rows, mapping.missing);
    for (const { row, city: written } of listedCities(table.rows, columns)) {
      const tier = classOf(columns.get(row, 'tier'));
      const edition = columns.get(row, 'edition') || named || '';
      const given = columns.get(row, 'country');
      const country = given === '' ? (states.of(row) ?? countryBehind(written) ?? HOME_COUNTRY) : countryCode(given);
      const city = states.cityOf(row, written, country);
      const refuse = (field: string, value: string, what: Message, fix: Message) =>
        void rejections.push(problem(row.line, field, value, what, fix));
      if (mapping.missing.includes(city)) {
        refuse('city', city, say('study-import.no-city'), say('study-import.name-it'));
        continue;
      }
      if (mapping.missing.includes(tier)) {
        refuse('tier', tier, say('study-import.has-no-tier', { city }), say('study-import.give-one-or-leave-out'));
        continue;
      }
      if (edition === '') {
        refuse('edition', '', say('study-import.no-edition'), say('study-import.give-edition-in-mapping'));
        continue;
      }
      if (country === null) {
        refuse('country', given, say('study-import.unknown-country', { given }), say('study-import.write-country'));
        continue;
      }
      const latitude = degrees(columns.get(row, 'latitude'), 90);
      const longitude = degrees(columns.get(row, 'longitude'), 180);
      if (Number.isNaN(latitude) || Number.isNaN(longitude)) {
        refuse(
          'latitude',
          columns.get(row, 'latitude'),
          say('study-import.bad-coordinates'),
          say('study-import.write-coordinates-or-none'),
        );
        continue;
      }
      const key = `${edition} ${cityAndCountry(city, country)}`;
      const before = seen.get(key);
      // 武汉 and Wuhan may both be listed, if they are told the same.
      if (
        before !== undefined &&
        (before.tier !== tier || spellingOf(before.city, country) === spellingOf(city, country))
      ) {
        refuse(
          'city',
          city,
          say('study-import.city-twice', { city, edition, before: before.line }),
          say('study-import.leave-one-out'),
        );
        continue;
      }
      seen.set(key, { line: row.line, city, tier });
      const known = stored.get(key);
      if (known !== undefined && known !== tier && mapping.existing !== 'replace') {
        refuse(
          'tier',
          tier,
          say('study-import.other-tier-in-library', { city, tier: known, edition }),
          say('study-import.existing-replace-value'),
        );
        continue;
      }
      rows.push({ edition, city, country, tier, latitude, longitude });
    }
    return {
      rejections,
      doubts: [],
      notes: [
        ...dated.notes,
        ...states.notes,
        ...notesByBook(rows, book),
        say('study-import.editions', { editions: [...new Set(rows.map(({ edition }) => edition))] }),
      ],
      ...lookOf({ table, found: states.used(columns.found()) }, mapping),
      values: valueGroups(table.rows, columns, ['tier', 'country'], book),
      publish: (db) => {
        let unchanged = 0;
        for (const { edition, city, country, tier, latitude, longitude } of rows) {
          const before = db.get<{ tier: string }>(
            'SELECT tier FROM city_tiers WHERE edition = ? AND city_key = ? AND country = ?',
            edition,
            spellingOf(city, country),
            country,
          );
          if (before?.tier === tier) unchanged++;
          if (mapping.existing === 'replace') forgetOtherTiers(db, edition, city, country, tier);
          db.run(
            'INSERT OR REPLACE INTO city_tiers VALUES (?, ?, ?, ?, ?, ?, ?)',
            edition,
            city,
            spellingOf(city, country),
            country,
            tier,
            latitude,
            longitude,
          );
        }
        return { imported: rows.length - unchanged, unchanged };
      },
    };
  },
};

/** Where a tier is replaced, other spellings of the city do not keep the old one. */
function forgetOtherTiers(db: OpenDb, edition: string, city: string, country: string, tier: string): void {
  const others = db.all<{ city: string; key: string; country: string }>(
    'SELECT city, city_key AS key, country FROM city_tiers WHERE edition = ? AND tier <> ?',
    edition,
    tier,
  );
  for (const other of others)
    if (cityAndCountry(other.city, other.country) === cityAndCountry(city, country))
      db.run(
        'DELETE FROM city_tiers WHERE edition = ? AND city_key = ? AND country = ?',
        edition,
        other.key,
        other.country,
      );
}

export function degrees(text: string, most: number): number | null {
  if (text === '') return null;
  const value = Number(text);
  return Math.abs(value) <= most ? value : Number.NaN;
}
