import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { scholarKeyOf } from '../names/full-name.ts';
import { LEAVE_OUT, scholarChoice } from './choices.ts';
import { Columns, guessedColumns, problem } from './cells/fields.ts';
import { assertHeaders, lookOf } from './table/headers.ts';
import type { MobilityImporter } from './staged.ts';
import { givenTable } from './table/given-table.ts';
import { YearCells, yearColumnOf } from './cells/year-cells.ts';

const FIELDS = ['source', 'target', 'kind', 'weight', 'year'];

/** Ties between scholars (by id or name): co-authorship, advising, any kind named in the file. */
export const edgesImporter: MobilityImporter = {
  kind: 'edges',
  label: say('study-import-kind.edges'),
  summary: 'ties between scholars',
  settings: [],
  example: {},
  fields: FIELDS.map((name) => ({ name, required: name === 'source' || name === 'target' })),
  sniff: (head) => {
    const columns = guessedColumns(head, FIELDS);
    return columns.has('source') && columns.has('target');
  },
  async stage(file, mapping, context) {
    const { library, questions } = context;
    const table = await givenTable(file, mapping, context);
    const columns = new Columns(table, mapping, FIELDS);
    assertHeaders(columns, ['source', 'target']);
    const scholars = library.all<{ key: string; name: string }>('SELECT scholar_key AS key, name FROM scholars');
    const byKey = new Map(scholars.map((one) => [scholarKeyOf(one.key), one]));
    const byName = Map.groupBy(scholars, ({ name }) => scholarKeyOf(name));
    /** Ids of the scholars whom a text could mean; an id means its scholar, unless it is only a name of several. */
    const meantBy = (text: string): string[] => {
      const [known, named] = [byKey.get(scholarKeyOf(text)), byName.get(scholarKeyOf(text)) ?? []];
      const isId = known !== undefined && !(named.length > 1 && named.includes(known));
      return isId ? [known.key] : named.map(({ key }) => key);
    };
    const namesakes = (text: string) => {
      const found = meantBy(text);
      return found.length > 1 ? found : [];
    };
    const rejections: Problem[] = [];
    const meant = new Map<string, string | null>();
    const ambiguous = table.rows.map((row) =>
      ['source', 'target'].map((field) => columns.get(row, field)).filter((text) => namesakes(text).length > 0),
    );
    for (const text of new Set(ambiguous.flat())) {
      const found = namesakes(text);
      const rows = ambiguous.filter((texts) => texts.includes(text)).length;
      const message = say('ask.which-namesake', { name: text, scholars: found.length, keys: found });
      meant.set(text, questions.ask(message, [...found.map(scholarChoice), LEAVE_OUT], rows, text));
    }
    const years = new YearCells(table.rows, mapping.missing, questions);
    const yearColumn = yearColumnOf(columns, 'year', { isSingle: true, isOptional: true });
    const held = new Set<number>();
    const rows: [string, string, string, number, number][] = [];
    for (const [i, row] of table.rows.entries()) {
      const named = ambiguous[i].map((text) => meant.get(text) ?? null);
      const year = years.read(row, yearColumn);
      if (named.includes(null)) held.add(row.line);
      if (named.includes(null) || named.includes(LEAVE_OUT.id)) continue;
      const ends = ['source', 'target'].map((field) => {
        const text = columns.get(row, field);
        return meant.get(text) ?? meantBy(text).at(0);
      });
      const refuse = (field: string, what: Message, fix: Message) =>
        void rejections.push(problem(row.line, field, columns.get(row, field), what, fix));
      const weight = columns.get(row, 'weight') === '' ? 1 : Number(columns.get(row, 'weight'));
      if (year === null) continue;
      if (!ends[0]) refuse('source', say('study-import.no-such-scholar'), say('study-import.import-resumes-first'));
      else if (!ends[1])
        refuse('target', say('study-import.no-such-scholar'), say('study-import.import-resumes-first'));
      else if (ends[0] === ends[1]) refuse('target', say('study-import.self-tie'), say('study-import.leave-row-out'));
      else if (!(weight > 0))
        refuse(
          'weight',
          say('study-import.not-positive', { given: columns.get(row, 'weight') }),
          say('study-import.write-number'),
        );
      else if ('problem' in year) refuse('year', year.problem, year.fix);
      else rows.push([ends[0], ends[1], columns.get(row, 'kind') || 'co-authorship', weight, year.startYear ?? 0]);
    }
    return {
      rejections,
      doubts: [],
      held: new Set([...held, ...years.held]).size,
      notes: [],
      ...lookOf({ table, found: columns.found() }, mapping),
      publish: (db) => {
        let imported = 0;
        for (const [source, target, kind, weight, year] of rows) {
          const before = db.get<{ weight: number }>(
            'SELECT weight FROM edges WHERE source = ? AND target = ? AND kind = ? AND year = ?',
            source,
            target,
            kind,
            year,
          );
          if (before?.weight === weight) continue;
          db.run('INSERT OR REPLACE INTO edges VALUES (?, ?, ?, ?, ?)', source, target, kind, weight, year);
          imported++;
        }
        return { imported, unchanged: rows.length - imported };
      },
    };
  },
};
