import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { isDegree, type PositionRole } from '../../../../shared/mobility/codebook.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import { nameKey } from '../../names/name-key.ts';
import { stageKindOf } from '../../stages/registry.ts';
import { type Columns, problem, YES } from '../cells/fields.ts';
import { attributeColumns, attributesOf } from '../cells/attributes.ts';
import { yearsOfRow } from '../cells/row-years.ts';
import { RoleReader } from '../roles/role-questions.ts';
import { readRole } from '../roles/roles.ts';
import { degreeColumns, OtherDegrees } from '../cells/degree-columns.ts';
import { IdentityCells } from '../cells/identity-cells.ts';
import { settleNamesakes } from '../people/known-namesakes.ts';
import { PlaceCells } from '../cells/place-cells.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { tableLook, tableNotes } from '../table/headers.ts';
import { publishPieces, settleKnown } from './publish-scholars.ts';
import { CvCells, cvNote, piecesOf } from '../cells/cv-cells.ts';
import { doubtsAboutAll } from './resume-doubts.ts';
import { SecondIds } from '../people/second-ids.ts';
import { settleAlike } from '../people/spelled-alike.ts';
import { settlePeople, settleYears } from './resume-questions.ts';
import type { StageContext, Staged, StagedPosition, StagedScholar } from '../staged.ts';
import type { ReadTable, TableRow } from '../table/table.ts';
import { RoleValues, valueGroups } from '../table/values.ts';
import { YearCells, yearColumnOf } from '../cells/year-cells.ts';

const NOTHING_KNOWN = { waiting: new Set<number>(), nth: new Map<TableRow, number>() };

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
  readonly #whose: IdentityCells;
  readonly #roles: RoleReader;
  readonly #roleValues = new RoleValues();
  readonly #places: PlaceCells;
  readonly #yearCells: YearCells;
  readonly #degree: ReturnType<typeof degreeColumns>;
  readonly #otherDegrees = new OtherDegrees();
  /** Rows that wait for an answer. */
  readonly #held: Set<number>;
  readonly rejections: Problem[] = [];
  readonly doubts: Problem[] = [];

  /**
   * @param waiting rows that are not read before a question about them is answered
   * @param nth which person of a name a row is of, where a name is several people's
   */
  constructor(
    table: ReadTable,
    columns: Columns,
    mapping: Mapping,
    context: StageContext,
    { waiting, nth }: { waiting: ReadonlySet<number>; nth: ReadonlyMap<TableRow, number> } = NOTHING_KNOWN,
  ) {
    this.#held = new Set(waiting);
    this.#table = table;
    this.#columns = columns;
    this.#cvs = new CvCells(table, columns, { questions: context.questions, doubts: this.doubts, held: this.#held });
    this.#mapping = mapping;
    this.#context = context;
    this.#places = new PlaceCells(table.rows, mapping.missing, { ...context, doubts: this.doubts, held: this.#held });
    this.#degree = degreeColumns(table.head);
    this.#yearCells = new YearCells(table.rows, mapping.missing, context.questions);
    this.#roles = new RoleReader(context.library, mapping);
    const { library, questions } = context;
    this.#whose = new IdentityCells(table.rows, columns, { library, missing: mapping.missing, questions, nth });
    this.#attributes = attributeColumns(table.head, mapping, context.book);
  }

  #reject(row: TableRow, field: string, value: string, what: Message, fix: Message): null {
    this.rejections.push(problem(row.line, field, value, what, fix));
    return null;
  }

  #missing = (text: string) => this.#mapping.missing.includes(text);

  #identity(row: TableRow): { key: string; name: string } | null {
    const columns = this.#columns;
    const identity = this.#whose.read(row);
    if (identity !== null) return identity;
    return this.#reject(
      row,
      columns.whose,
      columns.get(row, 'scholar') || columns.get(row, 'name'),
      say('study-import.no-scholar'),
      say('study-import.give-scholar-id'),
    );
  }

  #attributesOf(row: TableRow): Record<string, string> {
    return attributesOf(row, this.#attributes, { head: this.#table.head, mapping: this.#mapping }, this.#yearCells);
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
    if (this.#roles.leavesOut(cells)) return;
    this.#roleValues.add(cells.role || cells.title, known);
    if (known === null) this.#held.add(row.line);
    const role = known ?? 'job';
    const named = columns.get(row, 'institution');
    // A number names no institution.
    const mention = this.#missing(named) || !/\p{L}/u.test(named) ? '' : named;
    if (mention === '' && role !== 'award')
      return void this.#reject(
        row,
        'institution',
        named,
        say('study-import.no-institution'),
        say('study-import.name-or-leave-out'),
      );
    const years = this.#years(row, role);
    const place = this.#places.read(row, (field) => columns.get(row, field), mention);
    if (years === null) return void this.#scholar(row, identity);
    if ('problem' in years) return void this.#reject(row, years.field, years.value, years.problem, years.fix);
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
    const kind = known ?? `? ${cells.role} ${cells.title}`;
    const dates = `${years.startYear} ${years.endYear}`;
    const same = `${identity.key} ${nameKey(mention)} ${kind} ${nameKey(cells.title)} ${dates} ${stage}`;
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
          ...place,
          ...years,
          isPrimary: YES.test(columns.get(row, 'primary')),
        },
      ],
    });
  }

  /** Takes a row's CV; true if the row says nothing else. */
  #takeCv(row: TableRow, identity: { key: string; name: string }): boolean {
    if (!this.#cvs.add(row, identity, (text) => this.#missing(text))) return false;
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

  #stageKey(text: string): string | undefined {
    return this.#context.book.stages.find(({ key, label }) =>
      [key, label.en, label.zh].some((name) => nameKey(name) === nameKey(text)),
    )?.key;
  }

  #years(row: TableRow, role: PositionRole): ReturnType<typeof yearsOfRow> {
    const cell = (field: string) => this.#columns.get(row, field);
    const read = (field: string) =>
      this.#yearCells.read(
        row,
        yearColumnOf(this.#columns, field, {
          isOptional: true,
          isBegin: field === 'start' && this.#columns.has('end'),
        }),
      );
    return yearsOfRow(cell, read, this.#mapping.missing, {
      isDegree: isDegree(role),
      hasEnds: this.#columns.has('end'),
    });
  }

  #scholar(row: TableRow, { key, name }: { key: string; name: string }): StagedScholar | null {
    const known = this.#scholars.get(key);
    const attributes = this.#attributesOf(row);
    if (!known) {
      const scholar = { key, name, attributes, row: row.line, lines: [] };
      this.#scholars.set(key, scholar);
      return scholar;
    }
    if (scholarKeyOf(known.name) !== scholarKeyOf(name) && name !== key)
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

  /** The scholar of a row where each has one; the second with an id is rejected, namesakes are asked about. */
  #onlyRow(row: TableRow): { key: string; name: string } | null {
    const identity = this.#identity(row);
    const known = identity && this.#scholars.get(identity.key);
    if (!known) return identity;
    const before = this.#table.rows.find(({ line }) => line === known.row) as TableRow;
    if (!this.#whose.isRepeat(before, row) && !this.#whose.hasId(row))
      return this.#whose.namesake(row, identity, (key) => this.#scholars.has(key));
    return this.#reject(
      row,
      this.#columns.whose,
      identity.key,
      say('study-import.scholar-twice', { row: known.row }),
      say('study-import.leave-one-out-or-give-id'),
    );
  }

  /** A scholar with a CV in free text, and nothing that a table would say. */
  cvRow(row: TableRow): void {
    const identity = this.#onlyRow(row);
    if (!identity) return;
    if (this.#cvs.add(row, identity, (text) => this.#missing(text))) this.#scholar(row, identity);
    else this.#reject(row, 'cv', '', say('study-import.no-cv'), say('study-import.give-cv'));
  }

  wideRow(row: TableRow): void {
    const columns = this.#columns;
    const identity = this.#onlyRow(row);
    if (!identity) return;
    this.#cvs.add(row, identity, (text) => this.#missing(text));
    const positions: StagedPosition[] = [];
    const { stages, terminalDegrees } = this.#context.book;
    for (const stage of stages) {
      const headers = this.#mapping.stages[stage.key] ?? {};
      const get = (field: string, one = row) => {
        const at = !headers[field] // empty: taken off by the user
          ? -1
          : this.#table.head.findIndex((name) => nameKey(name) === nameKey(headers[field]));
        return at < 0 ? '' : (one.cells[at] ?? '').trim();
      };
      const year = this.#yearCells.read(row, {
        header: headers.year ?? '',
        cell: (one) => get('year', one),
        isOptional: true,
      });
      if (year === null) continue;
      if ('problem' in year) return void this.#reject(row, headers.year, get('year'), year.problem, year.fix);
      const mention = get('institution');
      const kind = stageKindOf(stage.rule);
      // What a column of degrees has for others is not the degree of this stage: an MBA is no doctorate.
      const ofDegree = headers.role !== undefined && headers.role === this.#degree?.role && !this.#missing(get('role'));
      if (ofDegree && kind.role !== null && readRole(get('role'), this.#mapping, terminalDegrees) !== kind.role) {
        this.#otherDegrees.add(stage.label, get('role'));
        continue;
      }
      const isDatedAward = kind.role === 'award' && year.startYear !== null;
      if (this.#missing(mention) && !isDatedAward) {
        // A table without a column for a stage says so once, at its end.
        if (!stage.optional && headers.institution !== undefined)
          this.doubts.push(
            problem(
              row.line,
              headers.institution || stage.key,
              '',
              say('study-import.has-no', { stage: stage.label }),
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
        ...this.#places.read(row, get, mention),
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
    const known = settlePeople(library, this.#cvs.withTexts([...this.#scholars.values()]), questions);
    const ids = new SecondIds(this.#table, columns);
    const told = { source: this.#table.source, questions, doubts: this.doubts, ids };
    const alike = settleAlike(library, known.scholars, told);
    const { scholars, held } = settleNamesakes(library, alike.scholars, told);
    for (const row of [...alike.held, ...known.held, ...this.#whose.held]) held.add(row);
    const waiting = new Set([...this.#held, ...this.#yearCells.held]);
    for (const one of scholars) one.lines = one.lines.filter(({ row }) => !waiting.has(row));
    for (const row of [...settleYears(scholars, questions), ...waiting]) held.add(row);
    const doubtful = doubtsAboutAll(scholars, book, this.#mapping.stages, this.rejections.length + held.size === 0);
    this.doubts.push(...doubtful.doubts);
    const pieces = scholars.flatMap(piecesOf);
    const settled = settleKnown(library, pieces, this.#table.source, this.#mapping.existing, questions);
    for (const row of settled.held) held.add(row);
    this.rejections.push(...settled.rejections);
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
      notes: [
        say('study-import.scholars', { scholars: this.#scholars.size }),
        ...doubtful.notes,
        ...[this.#roles, this.#yearCells, this.#otherDegrees, ids].flatMap((one) => one.notes()),
        ...cvNote(settled.accepted),
      ],
      mapping: { ...this.#mapping, columns: { ...this.#mapping.columns, ...columns.found() }, attributes },
      tableNotes: tableNotes(this.#table, [
        ids.header ?? '',
        ...[columns.found(), attributes, ...Object.values(this.#mapping.stages)].flatMap((one) => Object.values(one)),
      ]),
      publish: (db) => publishPieces(db, settled, this.#table.source, this.#roles.decided),
    };
  }
}
