import { schemaProblems } from '../../../shared/messages/schema-problems.ts';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { MergeResult } from '../../../shared/mobility/agreement.ts';
import { type CodeValue, codeValue } from '../../../shared/mobility/coding.ts';
import { idOfInstitution, putInstitution } from '../rows/institution-rows.ts';
import { codeOf, ensureCoder, factOf, putCode, setFactOf } from '../rows/scholar-rows.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import { writeNewFile } from '../../storage/output.ts';
import { addEvent } from '../coding/record.ts';
import type { Study } from '../study/study.ts';

const FORMAT = 'quadrille-coding';

const exchangeFile = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  study: z.object({ id: z.string(), name: z.string() }),
  coder: z.string().min(1),
  codebookVersion: z.number().int(),
  exportedAt: z.string(),
  codes: z.array(
    z.object({
      scholar: z.string(),
      stage: z.string(),
      value: codeValue,
      eventUid: z.string(),
      updatedAt: z.string(),
      suggestions: z.enum(['shown', 'hidden']),
      accepted: z.boolean(),
      codebookVersion: z.number().int(),
      /**
       * All events that led to it, oldest first: a library that has the last of these has an earlier state of this
       * code.
       */
      history: z.array(z.string()),
    }),
  ),
  institutions: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      kind: z.string(),
      city: z.string().nullable(),
      country: z.string().nullable(),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
    }),
  ),
  /** SHA-256 of everything else. */
  checksum: z.string(),
});
type Exchange = z.infer<typeof exchangeFile>;

/** The study's id: created once and kept by copies of the library. */
export function studyId(db: OpenDb): string {
  const known = factOf(db, 'study-id');
  if (known) return known;
  const id = factOf(db, 'library-id') ?? randomUUID();
  setFactOf(db, 'study-id', id);
  return id;
}

/** One coder's work as a file for merging on another machine: a new one, whole or not at all. */
export function exportCoding(study: Study, coder: string, file: string): { codes: number } {
  const { db } = study;
  const rows = db.all<{
    scholar: string;
    scholarId: number;
    stage: string;
    value: string;
    eventUid: string;
    updatedAt: string;
    suggestions: 'shown' | 'hidden';
    accepted: number;
    codebookVersion: number;
  }>(
    `SELECT s.scholar_key AS scholar, c.scholar_id AS scholarId, c.stage, c.value, c.event_uid AS eventUid,
    c.updated_at AS updatedAt, e.suggestions, e.accepted, e.codebook_version AS codebookVersion
     FROM codes c JOIN scholars s ON s.id = c.scholar_id JOIN coding_events e ON e.event_uid = c.event_uid
     WHERE c.coder = ? ORDER BY s.scholar_key, c.stage`,
    coder,
  );
  if (rows.length === 0) throw new AppError('not-found', say('agreement.coder-has-no-codes', { coder }));
  const history = Map.groupBy(
    db.all<{ key: string; uid: string }>(
      "SELECT scholar_id || ' ' || stage AS key, event_uid AS uid FROM coding_events WHERE author = ? AND kind " +
        "<> 'adjudicate' ORDER BY id",
      coder,
    ),
    ({ key }) => key,
  );
  const codes = rows.map(({ scholarId, value, accepted, ...row }) => ({
    ...row,
    value: JSON.parse(value) as CodeValue,
    accepted: accepted === 1,
    history: (history.get(`${scholarId} ${row.stage}`) ?? []).map(({ uid }) => uid),
  }));
  const used = new Set(codes.map(({ value }) => value.institution));
  const institutions = db
    .all<Exchange['institutions'][number]>(
      'SELECT institution_key AS key, name, kind, city, country, latitude, longitude FROM institutions',
    )
    .filter(({ key }) => used.has(key));
  const body = {
    format: FORMAT,
    version: 1,
    study: { id: studyId(db), name: factOf(db, 'study-name') ?? '' },
    coder,
    codebookVersion: study.book.version,
    exportedAt: study.now(),
    codes,
    institutions,
  } as const;
  writeNewFile(file, `${JSON.stringify({ ...body, checksum: checksumOf(body) })}\n`);
  return { codes: codes.length };
}

function checksumOf(body: Omit<Exchange, 'checksum'>): string {
  return createHash('sha256')
    .update(JSON.stringify(sortedKeys(body)))
    .digest('hex');
}

/** JSON that does not depend on the order of keys. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}

export function readExchange(file: string): Exchange {
  const name = basename(file);
  if (!existsSync(file)) throw new AppError('not-found', say('app.no-such-file', { file }), { file });
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new AppError('bad-input', say('agreement.unreadable-export', { name, reason: (error as Error).message }), {
      file: name,
    });
  }
  const checked = exchangeFile.safeParse(parsed);
  if (!checked.success) {
    const [{ path, problem }] = schemaProblems(checked.error, parsed);
    throw new AppError(
      'bad-input',
      say('agreement.not-an-export', {
        name,
        path: path || 'quadrille',
        problem,
      }),
      { file: name, field: path },
    );
  }
  const { checksum, ...body } = checked.data;
  if (checksumOf(body) !== checksum)
    throw new AppError('bad-input', say('agreement.checksum-differs', { name }), { file: name });
  return checked.data;
}

/**
 * Merges a coder's work: backup first, one transaction, and merging the same file twice changes nothing. Where both
 * sides changed a common state, this library's code stays and the conflict is reported.
 */
export async function mergeCoding(study: Study, file: string, backup: () => Promise<string>): Promise<MergeResult> {
  const { db } = study;
  const incoming = readExchange(file);
  if (incoming.study.id !== studyId(db)) {
    throw new AppError(
      'conflict',
      say('agreement.other-study', { file: basename(file), study: incoming.study.name || incoming.study.id }),
      {
        study: incoming.study,
      },
    );
  }
  const saved = await backup();
  const result: MergeResult = {
    coder: incoming.coder,
    added: 0,
    unchanged: 0,
    updated: 0,
    conflicts: [],
    backup: basename(saved),
  };
  db.transaction(() => {
    ensureCoder(db, incoming.coder, study.now());
    for (const institution of incoming.institutions)
      if (idOfInstitution(db, institution.key) === null) putInstitution(db, institution, []);
    for (const code of incoming.codes) mergeOne(db, incoming.coder, code, study.now(), result);
  });
  study.forget();
  return result;
}

function mergeOne(db: OpenDb, coder: string, code: Exchange['codes'][number], at: string, result: MergeResult): void {
  const { scholar, stage, value, eventUid, suggestions, accepted, codebookVersion, history } = code;
  const scholarId = scholarIdOf(db, scholar);
  if (scholarId === null) {
    result.conflicts.push({
      scholar,
      stage,
      here: null,
      there: value,
      problem: say('agreement.unknown-scholar'),
    });
    return;
  }
  const here = codeOf(db, scholarId, stage, coder);
  if (here && (here.eventUid === eventUid || JSON.stringify(here.value) === JSON.stringify(value))) {
    result.unchanged++;
    return;
  }
  if (here && wasHere(db, eventUid)) {
    // The file is older than this library.
    result.unchanged++;
    return;
  }
  if (here && !history.includes(here.eventUid)) {
    result.conflicts.push({
      scholar,
      stage,
      here: here.value,
      there: value,
      problem: say('agreement.coded-differently'),
    });
    return;
  }
  if (here) result.updated++;
  else result.added++;
  const uid = wasHere(db, eventUid) ? randomUUID() : eventUid;
  putCode(db, { scholarId, stage, coder, value, eventUid: uid }, at);
  addEvent(db, {
    uid,
    kind: 'merge',
    author: coder,
    scholarId,
    stage,
    before: here?.value ?? null,
    after: value,
    suggestions,
    accepted,
    version: codebookVersion,
    refersTo: null,
    state: 'live',
    at,
  });
}

function scholarIdOf(db: ReadableDb, key: string): number | null {
  return db.get<{ id: number }>('SELECT id FROM scholars WHERE scholar_key = ?', key)?.id ?? null;
}

function wasHere(db: ReadableDb, uid: string): boolean {
  return db.get('SELECT 1 FROM coding_events WHERE event_uid = ?', uid) !== undefined;
}
