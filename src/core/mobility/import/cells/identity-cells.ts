import { say } from '../../../../shared/messages/say.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { scholarKeyOf, withoutOrcid } from '../../names/full-name.ts';
import { INVISIBLE, namesakeKey } from '../../names/person-key.ts';
import { LEAVE_OUT } from '../choices.ts';
import type { Columns } from './fields.ts';
import type { TableRow } from '../table/table.ts';

export interface Identity {
  key: string;
  name: string;
}

const CHOICES: Question['choices'] = [{ id: 'other', label: say('study-import-choice.namesakes-apart') }, LEAVE_OUT];
const NAMES_SHOWN = 20;

/** An address, as pages of a department link it too. */
const EMAIL = /^(?:mailto:|e-?mail:?\s*)?([^\s@;,]+@[^\s@;,]+\.[a-z]{2,})$/i;
const addressIn = (cell: string | undefined) => EMAIL.exec((cell ?? '').trim())?.[1].toLowerCase() ?? null;

/** Whose the rows of a table are: by an id, an ORCID iD beside a name, or the name. */
export class IdentityCells {
  readonly #rows: readonly TableRow[];
  readonly #columns: Columns;
  readonly #missing: readonly string[];
  readonly #questions: Questions;
  /** Ids of the library and of this file by what they have in common in all spellings. */
  readonly #keys: Map<string, string>;
  readonly #nth: ReadonlyMap<TableRow, number>;
  #namesakes: string | null | undefined;
  /** The names of the rows with an e-mail address: that of a department is nobody's own. */
  readonly #owners = new Map<string, Set<string>>();
  /** Rows of namesakes that wait for an answer, or that it leaves out. */
  readonly held = new Set<number>();

  constructor(
    rows: readonly TableRow[],
    columns: Columns,
    {
      library,
      missing,
      questions,
      nth,
    }: {
      library: ReadableDb;
      missing: readonly string[];
      questions: Questions;
      /** Which person of a name a row without an id is of, by its line. */
      nth: ReadonlyMap<TableRow, number>;
    },
  ) {
    this.#rows = rows;
    this.#columns = columns;
    this.#missing = missing;
    this.#questions = questions;
    this.#nth = nth;
    this.#keys = new Map(
      library
        .all<{ key: string }>('SELECT scholar_key AS key FROM scholars ORDER BY id DESC')
        .map(({ key }) => [scholarKeyOf(key), key]),
    );
    for (const row of rows)
      for (const address of row.cells.map(addressIn))
        if (address !== null)
          this.#owners.set(address, (this.#owners.get(address) ?? new Set()).add(scholarKeyOf(this.#said(row).name)));
  }

  /**
   * Whether two rows of one name are certainly one person's: nothing differs, or both have an e-mail address that no
   * other name has, and nothing that both say differs.
   */
  isRepeat(before: TableRow, row: TableRow): boolean {
    if (before.cells.join('\t') === row.cells.join('\t')) return true;
    const plain = (cell: string | undefined) => addressIn(cell) ?? scholarKeyOf(cell ?? '');
    const isUnsaid = (cell: string | undefined) => this.#missing.includes((cell ?? '').trim());
    const isOwn = (address: string | null) => address !== null && this.#owners.get(address)?.size === 1;
    const isSame = (cell: string, i: number) => plain(cell) === plain(row.cells[i]);
    return (
      before.cells.some((cell, i) => isOwn(addressIn(cell)) && isSame(cell, i)) &&
      before.cells.every((cell, i) => isUnsaid(cell) || isUnsaid(row.cells[i]) || isSame(cell, i))
    );
  }

  /** Null for a row that names nobody. */
  read(row: TableRow): Identity | null {
    const { id, name } = this.#said(row);
    const whose = id || name;
    if (this.#missing.includes(whose)) return null;
    const nth = this.#nth.get(row) ?? 1;
    const key = namesakeKey(whose, nth);
    return { key: this.#knownKey(key), name: this.#missing.includes(name) ? whose : name };
  }

  #said(row: TableRow): { id: string; name: string } {
    const named = withoutOrcid(this.#columns.get(row, 'name'));
    const given = this.#columns.get(row, 'scholar');
    const id = withoutOrcid(given).orcid ?? given;
    return { id: this.#missing.includes(id) ? (named.orcid ?? id) : id, name: named.rest };
  }

  /** The spelling of an id that is known already: width, case, spaces and invisible signs make no other person. */
  #knownKey(key: string): string {
    const plain = scholarKeyOf(key);
    const known = this.#keys.get(plain);
    if (known === undefined) this.#keys.set(plain, key.normalize('NFKC').replace(INVISIBLE, '').trim());
    return this.#keys.get(plain) as string;
  }

  /**
   * Another row of a name that has no id, where each scholar has one row: whether these are other people is asked once
   * for the file. The n-th person of a name has the number behind it, as in lists of the population.
   */
  namesake(row: TableRow, { key, name }: Identity, isTaken: (key: string) => boolean): Identity | null {
    if (this.#namesakes === undefined) {
      const later = this.#laterNamesakes();
      const people = [...new Set(later)].slice(0, NAMES_SHOWN);
      this.#namesakes = this.#questions.ask(
        say('ask.namesakes', { people, rows: later.length }),
        CHOICES,
        later.length,
      );
    }
    if (this.#namesakes !== 'other') {
      this.held.add(row.line);
      return null;
    }
    for (let n = 2; ; n++) {
      const next = namesakeKey(key, n);
      if (!isTaken(next)) return { key: next, name };
    }
  }

  /** The names of rows without an id that an earlier row has too, unless both are certainly one person's. */
  #laterNamesakes(): string[] {
    const first = new Map<string, TableRow>();
    return this.#rows.flatMap((row) => {
      const { name } = this.#said(row);
      const plain = scholarKeyOf(name);
      const before = first.get(plain);
      if (!before) first.set(plain, row);
      return before && plain !== '' && !this.hasId(row) && !this.isRepeat(before, row) ? [name] : [];
    });
  }

  /** Whether a row says an id. */
  hasId(row: TableRow): boolean {
    return !this.#missing.includes(this.#said(row).id);
  }
}
