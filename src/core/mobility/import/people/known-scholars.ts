import type { ReadableDb } from '../../../storage/sqlite.ts';
import { institutionKeys } from '../../institutions/one-institution.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { areOfTwo, degreeOf, LASTING, lastingValue } from './one-person.ts';
import type { StagedPosition, StagedScholar } from '../staged.ts';

export interface KnownScholar {
  key: string;
  name: string;
  attributes: Record<string, string>;
}

type Degreed = Pick<StagedPosition, 'role' | 'mention' | 'startYear' | 'endYear'>;
const DATED = /(?<!\d)(?:19|20)\d\d(?!\d)/;

/** The scholars of the library by id and by name, and what speaks for and against that one of a file is one of them. */
export class KnownScholars {
  readonly #library: ReadableDb;
  readonly #source: string;
  readonly #byKey: Map<string, KnownScholar>;
  readonly #byName: Map<string, KnownScholar[]>;
  #keyOf: ((name: string) => string) | null = null;

  /** @param source the file that scholars are read from */
  constructor(library: ReadableDb, source: string) {
    this.#library = library;
    this.#source = source;
    const rows = library.all<{ key: string; name: string; attributes: string }>(
      'SELECT scholar_key AS key, name, attributes FROM scholars ORDER BY id',
    );
    const all = rows.map((row): KnownScholar => ({ ...row, attributes: JSON.parse(row.attributes) }));
    this.#byKey = new Map(all.toReversed().map((one) => [scholarKeyOf(one.key), one]));
    this.#byName = Map.groupBy(all, ({ name }) => scholarKeyOf(name));
  }

  keys(): string[] {
    return [...this.#byKey.values()].map(({ key }) => key);
  }

  get(key: string): KnownScholar | undefined {
    return this.#byKey.get(scholarKeyOf(key));
  }

  named(name: string): KnownScholar[] {
    return this.#byName.get(scholarKeyOf(name)) ?? [];
  }

  /** Whether a file of this name was read for the scholar, or a line with a year is the same. */
  isVersion(own: KnownScholar, one: StagedScholar): boolean {
    if (this.#differInLasting(own, one)) return false;
    const texts = new Set([...one.lines, ...(one.cv?.lines ?? [])].map(({ text }) => text));
    return this.#library
      .all<{ file: string; text: string }>(
        'SELECT e.file, e.text FROM evidence e JOIN scholars s ON s.id = e.scholar_id WHERE s.scholar_key = ?',
        own.key,
      )
      .some(({ file, text }) => [this.#source, one.cv?.file].includes(file) || (DATED.test(text) && texts.has(text)));
  }

  /** Whether they differ in sex or year of birth, or have a doctorate or a first degree of two places. */
  contradicts(own: KnownScholar, one: StagedScholar): boolean {
    if (this.#differInLasting(own, one)) return true;
    const stored = this.#library.all<Degreed>(
      `SELECT p.role, p.mention, p.start_year AS startYear, p.end_year AS endYear
       FROM positions p JOIN scholars s ON s.id = p.scholar_id WHERE s.scholar_key = ?`,
      own.key,
    );
    this.#keyOf ??= institutionKeys(this.#library);
    const keyOf = this.#keyOf;
    const degrees = (positions: readonly Degreed[]) =>
      positions.map(({ role, mention, startYear, endYear }) =>
        degreeOf({ role, institution: mention, year: endYear ?? startYear }, keyOf),
      );
    const staged = degrees(one.lines.flatMap(({ positions }) => positions));
    return degrees(stored).some((degree) => staged.some((other) => areOfTwo(degree, other)));
  }

  #differInLasting(own: KnownScholar, one: StagedScholar): boolean {
    return LASTING.some((name) => {
      const [before, now] = [own, one].map(({ attributes }) => lastingValue(name, attributes[name] ?? ''));
      return before !== '' && now !== '' && before !== now;
    });
  }
}
