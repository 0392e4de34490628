import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { nameKey } from '../../names/name-key.ts';
import { rowsOf } from '../resumes/resume-questions.ts';
import type { StagedScholar } from '../staged.ts';
import type { Columns } from '../cells/fields.ts';
import type { ReadTable } from '../table/table.ts';

/** Scholar ID, scholar_id and scholarid are one heading. */
const plain = (heading: string) => nameKey(heading).replaceAll(' ', '');

/** Registers that give a person one id; a table may name people by another column and have one of these besides. */
const REGISTERS = new Set(
  [
    ...['scholar id', 'google scholar', 'google scholar id', 'gs id', 'orcid', 'orcid id', 'openalex id', 'dblp id'],
    ...['scopus id', 'scopus author id', 'researcher id', 'semantic scholar id', 'wikidata', 'wikidata id', 'qid'],
    ...['viaf', 'isni', 'person id', 'author id', '学者编号', '作者编号'],
  ].map(plain),
);
/** More names of one id are rather a word for “none”, or an id of something else. */
const MOST_NAMES = 12;
const IDENTIFIES = /\d|^(?=.*[a-z])(?=.*[A-Z]).{8,}$/;

/** Ids that rows have besides the one, or the name, by which the table tells its people. */
export class SecondIds {
  readonly #ids = new Map<number, string>();
  readonly header: string | null = null;
  #names = 0;

  constructor({ head, rows }: Pick<ReadTable, 'head' | 'rows'>, columns: Columns) {
    const at = head.findIndex((name) => REGISTERS.has(plain(name)) && name !== columns.header('scholar'));
    if (at < 0) return;
    this.header = head[at];
    const idOf = (row: ReadTable['rows'][number]) => (row.cells[at] ?? '').trim();
    for (const [id, own] of Map.groupBy(rows, idOf))
      if (IDENTIFIES.test(id) && new Set(own.map((row) => scholarKeyOf(columns.get(row, 'name')))).size <= MOST_NAMES)
        for (const { line } of own) this.#ids.set(line, id);
  }

  /** The rows of a name by whose they are; null where one has no id. */
  peopleOf<T>(rows: readonly T[], lineOf: (row: T) => number): T[][] | null {
    const ids = new Map(rows.map((row) => [row, this.#ids.get(lineOf(row))]));
    if (rows.length === 0 || [...ids.values()].includes(undefined)) return null;
    this.#names++;
    return [...Map.groupBy(rows, (row) => ids.get(row)).values()];
  }

  /** People whose names are alike, by their ids; null where one has none, or two. */
  persons(people: readonly StagedScholar[]): StagedScholar[][] | null {
    const idOf = (one: StagedScholar) => {
      const ids = new Set(rowsOf(one).map((line) => this.#ids.get(line)));
      return ids.size === 1 ? [...ids][0] : undefined;
    };
    const ids = new Map(people.map((one) => [one, idOf(one)]));
    if ([...ids.values()].includes(undefined)) return null;
    this.#names++;
    return [...Map.groupBy(people, (one) => ids.get(one)).values()];
  }

  notes(): Message[] {
    if (this.header === null || this.#names === 0) return [];
    return [say('study-import.settled-by-id', { names: this.#names, column: this.header })];
  }
}
