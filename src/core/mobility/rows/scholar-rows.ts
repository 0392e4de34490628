import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Codebook, DEFAULT_CODEBOOK } from '../../../shared/mobility/codebook.ts';
import type { CodeValue, EvidenceLine, Position } from '../../../shared/mobility/coding.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

export interface ScholarRow {
  id: number;
  key: string;
  name: string;
  attributes: Record<string, string>;
}

export interface CodebookRow {
  version: number;
  codebook: Codebook;
  note: string;
  author: string;
  createdAt: string;
}

export interface CodeRow {
  scholarId: number;
  stage: string;
  coder: string;
  value: CodeValue;
  eventUid: string;
}

export interface AdjudicationRow {
  scholarId: number;
  stage: string;
  value: CodeValue;
  author: string;
  reason: string;
  eventUid: string;
  decidedAt: string;
}

/** The newest codebook; version 0 is the default before one has been saved. */
export function currentCodebook(db: ReadableDb): CodebookRow {
  return codebooks(db, 1)[0] ?? { version: 0, codebook: DEFAULT_CODEBOOK, note: '', author: '', createdAt: '' };
}

export function listCodebooks(db: ReadableDb): CodebookRow[] {
  return codebooks(db, -1);
}

/** The newest ones first; a negative number: all. */
function codebooks(db: ReadableDb, most: number): CodebookRow[] {
  return db
    .all<{ version: number; codebook: string; note: string; author: string; createdAt: string }>(
      'SELECT version, codebook, note, author, created_at AS createdAt FROM codebooks ORDER BY version DESC LIMIT ?',
      most,
    )
    .map((row) => ({ ...row, codebook: JSON.parse(row.codebook) as Codebook }));
}

export function addCodebook(db: WritableDb, book: Codebook, note: string, author: string, at: string): number {
  return db.transaction(() => {
    const version = currentCodebook(db).version + 1;
    db.run('INSERT INTO codebooks VALUES (?, ?, ?, ?, ?)', version, JSON.stringify(book), note, author, at);
    return version;
  });
}

type RawScholar = Omit<ScholarRow, 'attributes'> & { attributes: string };
const scholarRow = ({ attributes, ...row }: RawScholar): ScholarRow => ({ ...row, attributes: JSON.parse(attributes) });

export function listScholars(db: ReadableDb): ScholarRow[] {
  return db
    .all<RawScholar>('SELECT id, scholar_key AS key, name, attributes FROM scholars ORDER BY id')
    .map(scholarRow);
}

export function scholarByKey(db: ReadableDb, key: string): ScholarRow {
  const row = db.get<RawScholar>(
    'SELECT id, scholar_key AS key, name, attributes FROM scholars WHERE scholar_key = ?',
    key,
  );
  if (!row) throw new AppError('not-found', say('study.no-such-scholar', { scholar: key }));
  return scholarRow(row);
}

export function scholarById(db: ReadableDb, id: number): ScholarRow {
  const row = db.get<RawScholar>('SELECT id, scholar_key AS key, name, attributes FROM scholars WHERE id = ?', id);
  if (!row) throw new AppError('not-found', say('study.no-scholar-number', { id }));
  return scholarRow(row);
}

export function evidenceOf(db: ReadableDb, scholarId: number): EvidenceLine[] {
  return db
    .all<Omit<EvidenceLine, 'withdrawn'> & { isWithdrawn: number }>(
      'SELECT id, file, line, text, EXISTS (SELECT 1 FROM withdrawn_evidence w WHERE w.evidence_id = evidence.id) AS ' +
        'isWithdrawn FROM evidence WHERE scholar_id = ? ORDER BY file, line, id',
      scholarId,
    )
    .map(({ isWithdrawn, ...line }) => (isWithdrawn === 1 ? { ...line, withdrawn: true } : line));
}

interface RawPosition {
  id: number;
  scholarId: number;
  evidenceId: number;
  file: string;
  line: number;
  text: string;
  stage: string | null;
  role: Position['role'];
  /** The role's cell; null where the role was not read from one. */
  roleText: string | null;
  title: string | null;
  mention: string;
  mentionKey: string;
  city: string | null;
  country: string | null;
  startYear: number | null;
  endYear: number | null;
  isCurrent: number;
  isPrimary: number;
}

const POSITIONS = `SELECT p.id, p.scholar_id AS scholarId, p.evidence_id AS evidenceId, e.file, e.line, e.text,
  p.stage, p.role, p.role_text AS roleText, p.title, p.mention, p.mention_key AS mentionKey, p.city, p.country,
  p.start_year AS startYear, p.end_year AS endYear, p.is_current AS isCurrent, p.is_primary AS isPrimary FROM
  positions p JOIN evidence e ON e.id = p.evidence_id WHERE NOT EXISTS (SELECT 1 FROM withdrawn_evidence w WHERE
  w.evidence_id = e.id)`;

/**
 * Positions in the order of their lines, for one scholar or all. The caller fills in institutions, since it has the
 * reconciliations.
 */
export function positionsOf(
  db: ReadableDb,
  scholarId: number | null,
): (Omit<Position, 'institution'> & { scholarId: number; roleText: string | null })[] {
  const rows =
    scholarId === null
      ? db.all<RawPosition>(`${POSITIONS} ORDER BY p.scholar_id, p.id`)
      : db.all<RawPosition>(`${POSITIONS} AND p.scholar_id = ? ORDER BY p.id`, scholarId);
  return rows.map(({ evidenceId, file, line, text, isCurrent, isPrimary, ...row }) => ({
    ...row,
    evidence: { id: evidenceId, file, line, text },
    isCurrent: isCurrent === 1,
    isPrimary: isPrimary === 1,
  }));
}

type RawCode = Omit<CodeRow, 'value'> & { value: string };
const CODES = 'SELECT scholar_id AS scholarId, stage, coder, value, event_uid AS eventUid FROM codes';
const codeRow = ({ value, ...row }: RawCode): CodeRow => ({ ...row, value: JSON.parse(value) });

export function allCodes(db: ReadableDb): CodeRow[] {
  return db.all<RawCode>(`${CODES} ORDER BY scholar_id, stage, coder`).map(codeRow);
}

export function codesOfScholar(db: ReadableDb, scholarId: number): CodeRow[] {
  return db.all<RawCode>(`${CODES} WHERE scholar_id = ?`, scholarId).map(codeRow);
}

export function codeOf(db: ReadableDb, scholarId: number, stage: string, coder: string): CodeRow | null {
  const row = db.get<RawCode>(`${CODES} WHERE scholar_id = ? AND stage = ? AND coder = ?`, scholarId, stage, coder);
  return row ? codeRow(row) : null;
}

export function putCode(db: WritableDb, { scholarId, stage, coder, value, eventUid }: CodeRow, at: string): void {
  db.run(
    `INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (scholar_id, stage, coder)
     DO UPDATE SET value = excluded.value, state = excluded.state, uncertain = excluded.uncertain, event_uid =
     excluded.event_uid, updated_at = excluded.updated_at`,
    scholarId,
    stage,
    coder,
    JSON.stringify(value),
    value.state,
    value.uncertain ? 1 : 0,
    eventUid,
    at,
  );
}

export function adjudicationsOf(db: ReadableDb, scholarId: number | null): AdjudicationRow[] {
  return db
    .all<Omit<AdjudicationRow, 'value'> & { value: string }>(
      'SELECT scholar_id AS scholarId, stage, value, author, reason, event_uid AS eventUid, decided_at AS ' +
        'decidedAt FROM adjudications WHERE ? IS NULL OR scholar_id = ? ORDER BY scholar_id, stage',
      scholarId,
      scholarId,
    )
    .map(({ value, ...row }) => ({ ...row, value: JSON.parse(value) }));
}

export function ensureCoder(db: WritableDb, name: string, at: string): void {
  if (name.trim() === '') throw new AppError('bad-request', say('study.coder-needs-name'));
  db.run('INSERT INTO coders VALUES (?, ?) ON CONFLICT DO NOTHING', name, at);
}

export function listCoders(db: ReadableDb): { name: string; codes: number; assigned: number }[] {
  return db.all(
    'SELECT name, (SELECT count(*) FROM codes WHERE coder = name) AS codes, (SELECT count(*) FROM assignments ' +
      'WHERE coder = name) AS assigned FROM coders ORDER BY name',
  );
}

/** Grows with every row this connection writes: if it is unchanged, cached data is still valid. */
export function writesSoFar(db: ReadableDb): number {
  return db.get<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;
}

export function countScholars(db: ReadableDb): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM scholars')?.n ?? 0;
}
