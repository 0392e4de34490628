import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type EventRow, eventsByAuthor } from '../rows/event-rows.ts';
import { listInstitutions } from '../rows/institution-rows.ts';
import { revealsOf } from '../rows/reveal-rows.ts';
import { listScholars } from '../rows/scholar-rows.ts';
import { factOf, setFactOf } from '../../storage/facts.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import { writeNewFile } from '../../storage/output.ts';
import { formerNames } from '../coding/identity.ts';
import type { Study } from '../study/study.ts';
import { type CodingFile, type CodingFileInstitution, codingFileText } from './coding-file.ts';

/** The study's id: created once and kept by copies of the library. */
export function studyId(db: OpenDb): string {
  const known = factOf(db, 'study-id');
  if (known) return known;
  const id = factOf(db, 'library-id') ?? randomUUID();
  setFactOf(db, 'study-id', id);
  return id;
}

/**
 * One coder's work as a file for merging on another machine: a new one, whole or not at all. It holds this coder's
 * events only, and of the same scholars since when several coders' codes could be seen.
 */
export function exportCoding(study: Study, coder: string, file: string): { codes: number } {
  const { db } = study;
  const former = formerNames(db, coder);
  const events = eventsByAuthor(db, coder);
  if (events.length === 0) throw new AppError('not-found', say('agreement.coder-has-no-codes', { coder }));
  refuseIfBlind(study, coder, events);
  const scholars = new Set(events.map(({ scholar }) => scholar));
  writeNewFile(
    file,
    codingFileText({
      study: { id: studyId(db), name: factOf(db, 'study-name') ?? '' },
      coder,
      codebookVersion: study.book.version,
      codebook: study.book.codebook,
      exportedAt: study.now(),
      events: events.map(({ author: _author, ...event }) => event) as CodingFile['events'],
      shown: shownTo(db, coder),
      // Also the others': every copy is to know when codes ceased to be independent.
      reveals: revealsOf(db).filter(({ scholar, coders }) => scholars.has(scholar) || coders.includes(coder)),
      scholars: listScholars(db).flatMap(({ key, name }) => (scholars.has(key) ? [{ key, name }] : [])),
      institutions: institutionsOf(db, events),
      ...(former.length > 0 ? { formerNames: former } : {}),
    }),
  );
  return { codes: db.get<{ n: number }>('SELECT count(*) AS n FROM codes WHERE coder = ?', coder)?.n ?? 0 };
}

/** A coding file is a coder's own to hand over: somebody else who codes the same scholars blind could read it. */
function refuseIfBlind(study: Study, coder: string, events: readonly EventRow[]): void {
  const { viewer } = study.closed();
  if (viewer === null) return;
  const hidden = study.isHidden();
  const ids = new Map(study.scholars().map(({ key, id }) => [key, id]));
  const blind = events.some(({ scholar, stage }) => {
    const id = ids.get(scholar);
    return id !== undefined && hidden(id, stage, coder);
  });
  if (blind) throw new AppError('conflict', say('agreement.work-is-blind', { coder, viewer }));
}

function shownTo(db: ReadableDb, coder: string): string[] {
  return db
    .all<{ key: string }>('SELECT scholar_key AS key FROM suggestions_shown WHERE coder = ? ORDER BY 1', coder)
    .map(({ key }) => key);
}

/** The institutions of the codes, with what each became or belongs to: without it a stay would turn into a move. */
function institutionsOf(db: ReadableDb, events: readonly EventRow[]): CodingFileInstitution[] {
  const known = new Map(listInstitutions(db).map((one) => [one.key, one]));
  const wanted = new Set(events.flatMap(({ after }) => after?.institution ?? []));
  // A set grows while it is walked: what an institution became has a past of its own.
  for (const key of wanted) for (const { other } of known.get(key)?.relations ?? []) wanted.add(other);
  return [...wanted].sort().flatMap((key) => {
    const one = known.get(key);
    if (!one) return [];
    const { name, kind, city, country, latitude, longitude, names, relations } = one;
    return {
      ...{ key, name, kind, city, country, latitude, longitude, names },
      relations: relations.map(({ kind: relation, other, year }) => ({ kind: relation, other, year })),
    };
  });
}
