import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { cityKey, HOME_COUNTRY } from '../quadrant/city.ts';
import { countryCode } from '../names/country.ts';
import { Columns, guessedColumns, problem } from './fields.ts';
import { assertHeaders, lookOf } from './headers.ts';
import type { MobilityImporter } from './staged.ts';
import { readTable } from './table.ts';

const FIELDS = ['city', 'country', 'tier', 'edition', 'latitude', 'longitude'];

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
    const columns = guessedColumns(head, FIELDS);
    return columns.has('city') && columns.has('tier');
  },
  async stage(file, mapping, { library, book }) {
    const table = await readTable(file, mapping);
    const columns = new Columns(table, mapping, FIELDS);
    assertHeaders(columns, ['city', 'tier']);
    const rejections: Problem[] = [];
    const rows: {
      edition: string;
      city: string;
      country: string;
      tier: string;
      latitude: number | null;
      longitude: number | null;
    }[] = [];
    const seen = new Map<string, number>();
    for (const row of table.rows) {
      const [city, tier] = [columns.get(row, 'city'), columns.get(row, 'tier')];
      const edition = columns.get(row, 'edition') || mapping.edition || '';
      const written = columns.get(row, 'country');
      const country = written === '' ? HOME_COUNTRY : countryCode(written);
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
        refuse(
          'country',
          written,
          say('study-import.unknown-country', { given: written }),
          say('study-import.write-country'),
        );
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
      const key = `${edition} ${cityKey(city)} ${country}`;
      const before = seen.get(key);
      if (before !== undefined) {
        refuse(
          'city',
          city,
          say('study-import.city-twice', { city, edition, before }),
          say('study-import.leave-one-out'),
        );
        continue;
      }
      seen.set(key, row.line);
      const stored = library.get<{ tier: string }>(
        'SELECT tier FROM city_tiers WHERE edition = ? AND city_key = ? AND country = ?',
        edition,
        cityKey(city),
        country,
      );
      if (stored && stored.tier !== tier && mapping.existing !== 'replace') {
        refuse(
          'tier',
          tier,
          say('study-import.other-tier-in-library', { city, tier: stored.tier, edition }),
          say('study-import.existing-replace-value'),
        );
        continue;
      }
      rows.push({ edition, city, country, tier, latitude, longitude });
    }
    return {
      rejections,
      questions: [],
      notes: [
        ...notesByBook(rows, book),
        say('study-import.editions', { editions: [...new Set(rows.map(({ edition }) => edition))] }),
      ],
      ...lookOf({ table, found: columns.found() }, mapping),
      publish: (db) => {
        let unchanged = 0;
        for (const { edition, city, country, tier, latitude, longitude } of rows) {
          const before = db.get<{ tier: string }>(
            'SELECT tier FROM city_tiers WHERE edition = ? AND city_key = ? AND country = ?',
            edition,
            cityKey(city),
            country,
          );
          if (before?.tier === tier) unchanged++;
          db.run(
            'INSERT OR REPLACE INTO city_tiers VALUES (?, ?, ?, ?, ?, ?, ?)',
            edition,
            city,
            cityKey(city),
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

export function degrees(text: string, most: number): number | null {
  if (text === '') return null;
  const value = Number(text);
  return Math.abs(value) <= most ? value : Number.NaN;
}
