import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { isDegree, type PositionRole } from '../../../shared/mobility/codebook.ts';
import type { Mapping, Problem } from '../../../shared/mobility/imports.ts';
import { nameKey } from '../names/name-key.ts';
import { stageKindOf } from '../stages/registry.ts';
import { type Columns, problem, YES } from './fields.ts';
import { attributeColumns } from './attributes.ts';
import { readPeriod } from './periods.ts';
import { type StagedYears, yearsOfRow } from './row-years.ts';
import { RoleReader } from './role-questions.ts';
import { readRole } from './roles.ts';
import { CityReader, WAITING } from './city-questions.ts';
import { countryCode } from '../names/country.ts';
import { INVISIBLE, personKey } from '../names/person-key.ts';
import { tableLook, tableNotes } from './headers.ts';
import { publishPieces, settleKnown } from './publish-scholars.ts';
import { CvCells, cvNote, piecesOf } from './cv-cells.ts';
import { doubtsAbout } from './resume-doubts.ts';
import { settlePeople, settleYears } from './resume-questions.ts';
import type { StageContext, Staged, StagedPosition, StagedScholar } from './staged.ts';
import type { ReadTable, TableRow } from './table.ts';
import { RoleValues, valueGroups } from './values.ts';

/** Collects scholars from rows and checks each row; problems are reported with row, field and fix. */
export class ResumeStager {
  readonly #table: ReadTable;
  readonly #columns: Columns;
  readonly #cvs: CvCells;
  readonly #mapping: Mapping;
  readonly #context: StageContext;
  readonly #scholars = new Map<string, StagedScholar>();
  readonly #seen = new Map<string, number>();
  readonly #attributes: Map<string, number>;
  /** Ids of the library and of this file by what they have in common in all spellings. */
  readonly #keys: Map<string, string>;
  readonly #roles: RoleReader;
  readonly #roleValues = new RoleValues();
  readonly #cities: CityReader;
  /** Rows that wait for an answer. */
  readonly #held: Set<number>;
  readonly rejections: Problem[] = [];
  readonly doubts: Problem[] = [];

  /** @param waiting rows that are not read before a question about them is answered */
  constructor(
    table: ReadTable,
    columns: Columns,
    mapping: Mapping,
    context: StageContext,
    waiting: ReadonlySet<number> = new Set(),
  ) {
    this.#held = new Set(waiting);
    this.#table = table;
    this.#columns = columns;
    this.#cvs = new CvCells(table, columns, this.doubts);
    this.#mapping = mapping;
    this.#context = context;
    this.#cities = new CityReader(table.rows, context.questions);
    this.#roles = new RoleReader(context.library, mapping);
    this.#keys = new Map(
      context.library
        .all<{ key: string }>('SELECT scholar_key AS key FROM scholars ORDER BY id DESC')
        .map(({ key }) => [personKey(key), key]),
    );
    this.#attributes = attributeColumns(table.head, mapping, context.book);
  }

  #reject(row: TableRow, field: string, value: string, what: Message, fix: Message): null {
    this.rejections.push(problem(row.line, field, value, what, fix));
    return null;
  }

  #missing(text: string): boolean {
    return this.#mapping.missing.includes(text);
  }

  #identity(row: TableRow): { key: string; name: string } | null {
    const columns = this.#columns;
    const name = columns.get(row, 'name');
    const key = columns.get(row, 'scholar') || name;
    if (this.#missing(key))
      return this.#reject(
        row,
        columns.has('scholar') ? 'scholar' : 'name',
        key,
        say('study-import.no-scholar'),
        say('study-import.give-scholar-id'),
      );
    return { key: this.#knownKey(key), name: this.#missing(name) ? key : name };
  }

  /** The spelling of an id that is known already: width, case, spaces and invisible signs make no other person. */
  #knownKey(key: string): string {
    const plain = personKey(key);
    const known = this.#keys.get(plain);
    if (known === undefined) this.#keys.set(plain, key.normalize('NFKC').replace(INVISIBLE, '').trim());
    return this.#keys.get(plain) as string;
  }

  #attributesOf(row: TableRow): Record<string, string> {
    return Object.fromEntries(
      [...this.#attributes].flatMap(([name, at]) =>
        this.#missing(row.cells[at] ?? '') ? [] : [[name, row.cells[at]]],
      ),
    );
  }

  longRow(row: TableRow): void {
    const columns = this.#columns;
    const identity = this.#identity(row);
    if (!identity) return;
    if (this.#takeCv(row, identity)) return;
    const cells = { role: columns.get(row, 'role'), title: columns.get(row, 'title') };
    const { book, questions } = this.#context;
    const rowsWith = () =>
      this.#table.rows.filter(
        (one) => columns.get(one, 'role') === cells.role && columns.get(one, 'title') === cells.title,
      ).length;
    const known = this.#roles.read(cells, book, questions, rowsWith);
    this.#roleValues.add(cells.role || cells.title, known);
    if (known === null) this.#held.add(row.line);
    const role = known ?? 'job';
    const mention = this.#missing(columns.get(row, 'institution')) ? '' : columns.get(row, 'institution');
    if (mention === '' && role !== 'award')
      return void this.#reject(
        row,
        'institution',
        '',
        say('study-import.no-institution'),
        say('study-import.name-or-leave-out'),
      );
    const years = this.#years(row, role);
    if (!years) return;
    const stage = columns.get(row, 'stage');
    if (stage !== '' && !this.#stageKey(stage)) {
      return void this.#reject(
        row,
        'stage',
        stage,
        say('study-import.no-such-stage'),
        say('study-import.write-stage', { stages: this.#context.book.stages.map(({ key }) => key) }),
      );
    }
    const same = `${identity.key} ${nameKey(mention)} ${role} ${years.startYear} ${years.endYear} ${stage}`;
    const earlier = this.#seen.get(same);
    if (earlier !== undefined)
      return void this.#reject(
        row,
        'scholar',
        identity.key,
        say('study-import.position-twice', { earlier }),
        say('study-import.leave-one-out'),
      );
    this.#seen.set(same, row.line);
    const scholar = this.#scholar(row, identity);
    if (!scholar) return;
    scholar.lines.push({
      row: row.line,
      text: columns.get(row, 'text') || this.#lineText(row),
      positions: [
        {
          stage: stage === '' ? null : (this.#stageKey(stage) as string),
          role,
          roleText: cells.role,
          title: cells.title || null,
          mention,
          ...this.#place(row, columns.get(row, 'city'), columns.get(row, 'country')),
          ...years,
          isPrimary: YES.test(columns.get(row, 'primary')),
        },
      ],
    });
  }

  /** Takes a row's CV; true if the row says nothing else. */
  #takeCv(row: TableRow, identity: { key: string; name: string }): boolean {
    if (!this.#cvs.add(row, identity.key, (text) => this.#missing(text))) return false;
    const others = ['institution', 'role', 'title', 'start', 'end', 'period'];
    return (
      others.every((field) => this.#missing(this.#columns.get(row, field))) && this.#scholar(row, identity) !== null
    );
  }

  /** A line for display: without what the scholar's other lines repeat. */
  #lineText(row: TableRow): string {
    const repeated = new Set([
      ...this.#attributes.values(),
      ...['scholar', 'name'].map((field) => this.#table.head.indexOf(this.#columns.header(field) ?? '')),
      ...this.#cvs.headers.map((header) => this.#table.head.indexOf(header)),
    ]);
    return row.cells.filter((cell, i) => cell !== '' && !repeated.has(i)).join(' · ');
  }

  #orNull(text: string): string | null {
    return this.#missing(text) ? null : text;
  }

  #place(row: TableRow, cell: string, countryCell: string): { city: string | null; country: string | null } {
    const country = this.#country(row, countryCell);
    const city = this.#orNull(cell);
    const meant = this.#cities.read(city, country);
    if (meant === WAITING) this.#held.add(row.line);
    return { city: meant === WAITING ? city : meant, country };
  }

  /** As a code; one that is not known is kept as written and asked about. */
  #country(row: TableRow, text: string): string | null {
    if (this.#missing(text)) return null;
    const code = countryCode(text);
    if (code === null)
      this.doubts.push(
        problem(
          row.line,
          'country',
          text,
          say('study-import.unknown-country', { given: text }),
          say('study-import.write-country'),
        ),
      );
    return code ?? text;
  }

  #stageKey(text: string): string | undefined {
    return this.#context.book.stages.find(({ key, label }) =>
      [key, label.en, label.zh].some((name) => nameKey(name) === nameKey(text)),
    )?.key;
  }

  #years(row: TableRow, role: PositionRole): StagedYears | null {
    const years = yearsOfRow((field) => this.#columns.get(row, field), this.#mapping.missing, {
      isDegree: isDegree(role),
      hasEnds: this.#columns.has('end'),
    });
    return 'problem' in years ? this.#reject(row, years.field, years.value, years.problem, years.fix) : years;
  }

  #scholar(row: TableRow, { key, name }: { key: string; name: string }): StagedScholar | null {
    const known = this.#scholars.get(key);
    const attributes = this.#attributesOf(row);
    if (!known) {
      const scholar = { key, name, attributes, row: row.line, lines: [] };
      this.#scholars.set(key, scholar);
      return scholar;
    }
    if (personKey(known.name) !== personKey(name) && name !== key)
      return this.#reject(
        row,
        'name',
        name,
        say('study-import.other-name', { key, name: known.name, row: known.row }),
        say('study-import.use-one-spelling'),
      );
    for (const [attribute, value] of Object.entries(attributes)) {
      if (known.attributes[attribute] === undefined) known.attributes[attribute] = value;
      else if (known.attributes[attribute] !== value) {
        this.doubts.push(
          problem(
            row.line,
            attribute,
            value,
            say('study-import.other-attribute', { key, value: known.attributes[attribute], row: known.row }),
            say('study-import.correct-one'),
          ),
        );
      }
    }
    return known;
  }

  /** The scholar of a row where each has one; the second with an id is rejected. */
  #onlyRow(row: TableRow): { key: string; name: string } | null {
    const identity = this.#identity(row);
    const known = identity && this.#scholars.get(identity.key);
    if (!known) return identity;
    return this.#reject(
      row,
      this.#columns.has('scholar') ? 'scholar' : 'name',
      identity.key,
      say('study-import.scholar-twice', { row: known.row }),
      say('study-import.leave-one-out-or-give-id'),
    );
  }

  /** A scholar with a CV in free text, and nothing that a table would say. */
  cvRow(row: TableRow): void {
    const identity = this.#onlyRow(row);
    if (!identity) return;
    if (this.#cvs.add(row, identity.key, (text) => this.#missing(text))) this.#scholar(row, identity);
    else this.#reject(row, 'cv', '', say('study-import.no-cv'), say('study-import.give-cv'));
  }

  wideRow(row: TableRow): void {
    const columns = this.#columns;
    const identity = this.#onlyRow(row);
    if (!identity) return;
    this.#cvs.add(row, identity.key, (text) => this.#missing(text));
    const positions: StagedPosition[] = [];
    for (const stage of this.#context.book.stages) {
      const headers = this.#mapping.stages[stage.key] ?? {};
      const get = (field: string) => {
        const at = !headers[field] // empty: taken off by the user
          ? -1
          : this.#table.head.findIndex((name) => nameKey(name) === nameKey(headers[field]));
        return at < 0 ? '' : (row.cells[at] ?? '').trim();
      };
      const year = readPeriod(get('year'), this.#mapping.missing);
      if ('problem' in year) return void this.#reject(row, headers.year, get('year'), year.problem, year.fix);
      const mention = get('institution');
      const kind = stageKindOf(stage.rule);
      const isDatedAward = kind.role === 'award' && year.startYear !== null;
      if (this.#missing(mention) && !isDatedAward) {
        if (!stage.optional)
          this.doubts.push(
            problem(
              row.line,
              headers.institution ?? stage.key,
              '',
              say('study-import.has-no', { name: identity.name, stage: stage.label.en.toLowerCase() }),
              say('study-import.complete-row-or-code-missing'),
            ),
          );
        continue;
      }
      const role = kind.role ?? readRole(get('role'), this.#mapping);
      const degree = isDegree(role);
      positions.push({
        stage: stage.key,
        role,
        title: null,
        mention: this.#missing(mention) ? '' : mention,
        ...this.#place(row, get('city'), get('country')),
        startYear: degree && !year.isRange ? null : year.startYear,
        endYear: degree && !year.isRange ? year.startYear : year.endYear,
        isCurrent: kind.isCurrent || (year.isCurrent && year.isRange),
        isPrimary: false,
      });
    }
    const text =
      columns.get(row, 'text') ||
      this.#table.head
        .flatMap((name, i) => (row.cells[i] && !this.#cvs.headers.includes(name) ? [`${name}: ${row.cells[i]}`] : []))
        .join(' · ');
    this.#scholars.set(identity.key, {
      ...identity,
      attributes: this.#attributesOf(row),
      row: row.line,
      lines: [{ row: row.line, text, positions }],
    });
  }

  finish(): Staged {
    const columns = this.#columns;
    const { library, book, questions } = this.#context;
    const found = [...this.#scholars.values()].map((one) => ({ ...one, cv: this.#cvs.of(one.key) }));
    const { scholars, held } = settlePeople(library, found, questions);
    for (const row of [...settleYears(scholars, questions), ...this.#held]) held.add(row);
    for (const one of scholars) one.lines = one.lines.filter(({ row }) => !this.#held.has(row));
    for (const scholar of scholars) this.doubts.push(...doubtsAbout(scholar, book));
    const pieces = scholars.flatMap(piecesOf);
    const known = settleKnown(library, pieces, this.#table.source, this.#mapping.existing, questions);
    for (const row of known.held) held.add(row);
    this.rejections.push(...known.rejections);
    const attributes = Object.fromEntries([...this.#attributes].map(([name, at]) => [name, this.#table.head[at]]));
    return {
      ...tableLook(this.#table),
      rejections: this.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
      doubts: this.doubts.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
      held: held.size,
      values: [
        ...this.#roleValues.group(columns.header('role') ?? columns.header('title') ?? '', this.#mapping.roles),
        ...valueGroups(this.#table.rows, columns, ['stage', 'country'], book),
      ],
      notes: [say('study-import.scholars', { scholars: this.#scholars.size }), ...cvNote(known.accepted)],
      mapping: { ...this.#mapping, columns: { ...this.#mapping.columns, ...columns.found() }, attributes },
      tableNotes: tableNotes(this.#table, [
        ...Object.values(columns.found()),
        ...Object.values(attributes),
        ...Object.values(this.#mapping.stages).flatMap((headers) => Object.values(headers)),
      ]),
      publish: (db) => publishPieces(db, known, this.#table.source, this.#roles.decided),
    };
  }
}
