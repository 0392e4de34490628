import type { OpenDb } from '../../../storage/sqlite.ts';
import { nameKey } from '../../names/name-key.ts';
import type { StoredLine } from './align-lines.ts';
import type { StagedLine, StagedPosition } from '../staged.ts';

export function insertLine(db: OpenDb, scholarId: number, file: string, { row, text, positions }: StagedLine): void {
  db.run(
    'INSERT INTO evidence (scholar_id, file, line, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    scholarId,
    file,
    row,
    text,
  );
  const { id } = db.get<{ id: number }>(
    'SELECT id FROM evidence WHERE scholar_id = ? AND file = ? AND line = ? AND text = ?',
    scholarId,
    file,
    row,
    text,
  )!;
  // A line that was withdrawn and comes back is what its codes refer to.
  db.run('DELETE FROM withdrawn_evidence WHERE evidence_id = ?', id);
  putPositions(db, scholarId, id, positions);
}

/** The rows keep their ids, so that decisions about single lines stay; a line that a code uses is withdrawn instead. */
export function reviseLine(db: OpenDb, scholarId: number, file: string, line: StagedLine, stored: StoredLine): void {
  if (line.text === stored.text) return putPositions(db, scholarId, stored.id, line.positions);
  const taken = db.get(
    'SELECT 1 FROM evidence WHERE scholar_id = ? AND file = ? AND line = ? AND text = ?',
    scholarId,
    file,
    line.row,
    line.text,
  );
  if (taken || isUsed(db, scholarId, stored.id)) {
    removeLine(db, scholarId, stored);
    return insertLine(db, scholarId, file, line);
  }
  db.run('UPDATE evidence SET file = ?, line = ?, text = ? WHERE id = ?', file, line.row, line.text, stored.id);
  putPositions(db, scholarId, stored.id, line.positions);
}

/** Removes a line; one that a code or a decision refers to is marked as withdrawn and stays. */
export function removeLine(db: OpenDb, scholarId: number, { id }: StoredLine): void {
  const decided = 'SELECT position_id FROM reconciliations WHERE position_id IS NOT NULL';
  const own = 'scholar_id = ? AND evidence_id = ?';
  db.run(`DELETE FROM positions WHERE ${own} AND id NOT IN (${decided})`, scholarId, id);
  const isDecided = db.get(`SELECT 1 FROM positions WHERE ${own}`, scholarId, id) !== undefined;
  if (isDecided || isUsed(db, scholarId, id)) db.run('INSERT INTO withdrawn_evidence VALUES (?)', id);
  else db.run('DELETE FROM evidence WHERE id = ?', id);
}

/** Whether a coder's code or a settlement stands on this line. */
function isUsed(db: OpenDb, scholarId: number, evidenceId: number): boolean {
  const codes = ['codes', 'adjudications'].map(
    (table) =>
      `SELECT 1 FROM ${table} c WHERE c.scholar_id = e.scholar_id AND ` +
      "json_extract(c.value, '$.evidence.file') = e.file AND json_extract(c.value, '$.evidence.line') = e.line",
  );
  return (
    db.get(
      `SELECT 1 FROM evidence e WHERE e.id = ? AND e.scholar_id = ? AND (EXISTS (${codes[0]}) OR EXISTS (${codes[1]}))`,
      evidenceId,
      scholarId,
    ) !== undefined
  );
}

const COLUMNS = [
  'stage',
  'role',
  'title',
  'mention',
  'mention_key',
  'city',
  'country',
  'start_year',
  'end_year',
  'is_current',
  'is_primary',
  'role_text',
];

function values(position: StagedPosition): unknown[] {
  return [
    position.stage,
    position.role,
    position.title,
    position.mention,
    nameKey(position.mention),
    position.city,
    position.country,
    position.startYear,
    position.endYear,
    position.isCurrent ? 1 : 0,
    position.isPrimary ? 1 : 0,
    position.roleText ?? null,
  ];
}

function putPositions(db: OpenDb, scholarId: number, evidenceId: number, positions: readonly StagedPosition[]): void {
  const own = 'SELECT id FROM positions WHERE scholar_id = ? AND evidence_id = ? ORDER BY id';
  const known = db.all<{ id: number }>(own, scholarId, evidenceId);
  for (const [i, position] of positions.entries()) {
    if (i < known.length) {
      const set = COLUMNS.map((column) => `${column} = ?`).join(', ');
      db.run(`UPDATE positions SET ${set} WHERE id = ?`, ...values(position), known[i].id);
    } else {
      const holes = COLUMNS.map(() => '?').join(', ');
      db.run(
        `INSERT INTO positions (scholar_id, evidence_id, ${COLUMNS.join(', ')}) VALUES (?, ?, ${holes})`,
        scholarId,
        evidenceId,
        ...values(position),
      );
    }
  }
  for (const { id } of known.slice(positions.length)) {
    db.run('DELETE FROM reconciliations WHERE position_id = ?', id);
    db.run('DELETE FROM positions WHERE id = ?', id);
  }
}
