import { say } from '../../../../shared/messages/say.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { OpenDb, ReadableDb } from '../../../storage/sqlite.ts';
import { codeWaiting } from '../../coding/fold.ts';
import { alignLines, type OtherLines } from './align-lines.ts';
import { LEAVE_OUT } from '../choices.ts';
import { problem } from '../cells/fields.ts';
import { insertLine, removeLine, reviseLine } from './line-rows.ts';
import type { StagedScholar } from '../staged.ts';

const ROWS_NAMED = 30;
const CHOICES: Question['choices'] = [
  { id: 'add', label: say('study-import-choice.add-lines') },
  { id: 'replace', label: say('study-import-choice.replace-lines') },
  LEAVE_OUT,
];

export interface Settled {
  accepted: StagedScholar[];
  otherLines: OtherLines;
  rejections: Problem[];
  held: Set<number>;
}

/**
 * What becomes of scholars whom the library has with lines that the file does not have. A later version of the same
 * file revises them; whether another file adds to them or takes their place is asked, unless the mapping says it.
 */
export function settleKnown(
  library: ReadableDb,
  scholars: readonly StagedScholar[],
  file: string,
  existing: Mapping['existing'],
  questions: Questions,
): Settled {
  const settled: Settled = { accepted: [...scholars], otherLines: 'revise', rejections: [], held: new Set() };
  if (existing !== 'ask' && existing !== 'refuse') return { ...settled, otherLines: existing };
  const differing = scholars.filter((scholar) => {
    const { added, missing } = alignLines(library, scholar, scholar.file ?? file, 'revise');
    return added.length > 0 && missing.length > 0;
  });
  if (differing.length === 0) return settled;
  const others = scholars.filter((one) => !differing.includes(one));
  if (existing === 'refuse') {
    const rejections = differing.flatMap((scholar) =>
      rowsOf(scholar).map((row) => {
        const what = say('study-import.scholar-in-library', { key: scholar.key });
        return problem(row, 'scholar', scholar.key, what, say('study-import.existing-add'));
      }),
    );
    return { ...settled, accepted: others, rejections };
  }
  const rows = differing.flatMap(rowsOf);
  const keys = differing.slice(0, ROWS_NAMED).map(({ key }) => key);
  const answer = questions.ask(say('ask.other-lines', { scholars: differing.length, keys }), CHOICES, rows.length);
  if (answer === 'add' || answer === 'replace') return { ...settled, otherLines: answer };
  return { ...settled, accepted: others, held: new Set(answer === null ? rows : []) };
}

/** Rows of the table; a CV in a cell has one, whatever lines it has. */
const rowsOf = ({ file, row, lines }: StagedScholar) => (file === undefined ? lines.map((line) => line.row) : [row]);

/** Writes the rows of a table and the CVs in its cells; a scholar of whom there is only a CV counts as a row. */
export function publishPieces(
  db: OpenDb,
  { accepted, otherLines }: Pick<Settled, 'accepted' | 'otherLines'>,
  source: string,
  roles: Mapping['roles'] = {},
): { imported: number; unchanged: number } {
  const counts = { imported: 0, unchanged: 0 };
  const inRows = new Set(accepted.flatMap(({ key, file }) => (file === undefined ? [key] : [])));
  const files = filesByScholar(accepted, source);
  for (const piece of accepted) {
    const spared = files.get(piece.key);
    const { imported, unchanged } = publishScholars(db, [piece], piece.file ?? source, { otherLines, roles, spared });
    if (piece.file === undefined) {
      counts.imported += imported;
      counts.unchanged += unchanged;
    } else if (!inRows.has(piece.key)) counts[imported > 0 ? 'imported' : 'unchanged']++;
  }
  return counts;
}

/** The files of an import that tell of a scholar. */
export function filesByScholar(pieces: readonly StagedScholar[], source: string): Map<string, Set<string>> {
  const own = Map.groupBy(pieces, ({ key }) => key);
  return new Map([...own].map(([key, all]) => [key, new Set(all.map(({ file }) => file ?? source))]));
}

/** @param spared files of the same import: their lines are not replaced by those of another of them */
export function publishScholars(
  db: OpenDb,
  scholars: readonly StagedScholar[],
  file: string,
  {
    otherLines = 'revise',
    roles = {},
    spared = new Set(),
  }: { otherLines?: OtherLines; roles?: Mapping['roles']; spared?: ReadonlySet<string> } = {},
): { imported: number; unchanged: number } {
  let imported = 0;
  let unchanged = 0;
  for (const [text, role] of Object.entries(roles))
    db.run('INSERT OR REPLACE INTO role_words VALUES (?, ?)', text, role);
  for (const scholar of scholars) {
    const { key, name, attributes } = scholar;
    const isNew =
      db.run(
        'INSERT INTO scholars (scholar_key, name, attributes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        key,
        name,
        JSON.stringify(attributes),
      ).changes > 0;
    const { id, stored } = db.get<{ id: number; stored: string }>(
      'SELECT id, attributes AS stored FROM scholars WHERE scholar_key = ?',
      key,
    )!;
    if (isNew) codeWaiting(db, key, id);
    const known = JSON.parse(stored) as Record<string, string>;
    const united = otherLines === 'replace' ? { ...known, ...attributes } : { ...attributes, ...known };
    db.run('UPDATE scholars SET attributes = ? WHERE id = ?', JSON.stringify(united), id);
    const aligned = alignLines(db, scholar, file, otherLines);
    if (otherLines === 'replace') {
      for (const line of aligned.missing) if (line.file === file || !spared.has(line.file)) removeLine(db, id, line);
    }
    for (const { line, stored: before } of aligned.revised) reviseLine(db, id, file, line, before);
    for (const line of aligned.added) insertLine(db, id, file, line);
    imported += aligned.revised.length + aligned.added.length;
    unchanged += aligned.unchanged.length;
  }
  return { imported, unchanged };
}
