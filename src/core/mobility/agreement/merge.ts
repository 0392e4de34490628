import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { MergeComparison, MergePreview, MergeResult } from '../../../shared/mobility/agreement.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { changedRules } from '../codebook/diff.ts';
import { isClosed } from '../coding/blind.ts';
import { personNamed } from '../coding/identity.ts';
import { fold, rebuildCodes, rebuildSettlements } from '../coding/fold.ts';
import { personKey } from '../names/person-key.ts';
import { addEvent, type EventRow, eventByUid, eventsByAuthor, replaceEvent } from '../rows/event-rows.ts';
import { addReveal } from '../rows/reveal-rows.ts';
import { listScholars } from '../rows/scholar-rows.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import type { Study } from '../study/study.ts';
import { canonical, type Exchange, readExchange } from './coding-file.ts';
import { studyId } from './exchange.ts';
import { mergeInstitutions } from './merge-institutions.ts';

type Counts = Omit<MergeResult, 'backup'>;

/**
 * Merges a coder's work: backup first, one transaction, and merging the same file twice changes nothing. The events of
 * both sides are united, so what counts is the last decision, wherever it was made; where each side had decided
 * without knowing of the other, that is listed.
 */
export async function mergeCoding(
  study: Study,
  file: string,
  { despiteCodebook, backup }: { despiteCodebook: boolean; backup(): Promise<string> },
): Promise<MergeResult> {
  const incoming = readForStudy(study, file);
  const comparison = compareBooks(study, incoming);
  const [stop] = stopsOf(comparison, file, despiteCodebook);
  if (stop) throw new AppError('conflict', stop, { ...comparison });
  const saved = await backup();
  const result = unite(study, incoming);
  study.forget();
  return { ...result, backup: basename(saved) };
}

/** What a merge would do. Nothing is written. */
export function previewMerge(study: Study, file: string): MergePreview {
  const incoming = readForStudy(study, file);
  const comparison = compareBooks(study, incoming);
  let counts: Counts | undefined;
  try {
    study.db.transaction(() => {
      counts = unite(study, incoming);
      throw new TakeBack();
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
  } finally {
    study.forget();
  }
  return { ...(counts as Counts), comparison, stops: stopsOf(comparison, file, false) };
}

/** Ends the transaction of a preview. */
class TakeBack extends Error {}

function readForStudy(study: Study, file: string): Exchange {
  const incoming = readExchange(file);
  if (incoming.study.id !== studyId(study.db)) {
    throw new AppError(
      'conflict',
      say('agreement.other-study', { file: basename(file), study: incoming.study.name || incoming.study.id }),
      { study: incoming.study },
    );
  }
  return asKnownHere(study.db, incoming);
}

/** The coder, and whoever else is named, under the names that this library knows them by. */
function asKnownHere(db: OpenDb, incoming: Exchange): Exchange {
  const isCoder = (name: string) => db.get('SELECT 1 FROM coders WHERE name = ?', name) !== undefined;
  const all = [incoming.coder, ...(incoming.formerNames ?? [])].map((name) => personNamed(db, name));
  const coder = all.find(isCoder) ?? all[0];
  const named = (name: string) => (name === incoming.coder ? coder : name === '' ? '' : personNamed(db, name));
  return {
    ...incoming,
    coder,
    events: incoming.events.map((event) => ({ ...event, author: coder })),
    reveals: incoming.reveals.map((row) => ({ ...row, coders: row.coders.map(named), author: named(row.author) })),
  };
}

function compareBooks(study: Study, { codebook, events }: Exchange): MergeComparison {
  const own = study.book.codebook;
  const known = new Set(own.stages.map(({ key }) => key));
  const rule = ({ path }: { path: string }) => path !== 'name' && !path.startsWith('quadrant.subtypes.');
  const differences = codebook === null ? [] : changedRules(own, codebook).filter(rule);
  return {
    differences,
    unknownStages: [...new Set(events.map(({ stage }) => stage))].filter((stage) => !known.has(stage)).sort(),
  };
}

function stopsOf({ differences, unknownStages }: MergeComparison, file: string, despiteCodebook: boolean): Message[] {
  const name = basename(file);
  const stops: Message[] = [];
  if (unknownStages.length > 0) stops.push(say('agreement.unknown-stages', { file: name, stages: unknownStages }));
  if (differences.length > 0 && !despiteCodebook)
    stops.push(
      say('agreement.other-codebook', {
        file: name,
        differences: differences.map(({ path, before, after }) => `${path}: ${before || '–'} → ${after || '–'}`),
      }),
    );
  return stops;
}

function unite(study: Study, incoming: Exchange): Counts {
  const { db } = study;
  const { coder } = incoming;
  const before = stateOf(db, coder);
  const notes: Message[] = [];
  return db.transaction(() => {
    notes.push(...mergeInstitutions(db, incoming.institutions), ...otherPersons(db, incoming));
    if (incoming.codebook === null) notes.push(say('agreement.codebook-not-in-file'));
    for (const event of incoming.events) takeEvent(db, event, incoming);
    for (const scholar of incoming.shown)
      db.run('INSERT INTO suggestions_shown VALUES (?, ?) ON CONFLICT DO NOTHING', coder, scholar);
    for (const reveal of incoming.reveals) addReveal(db, reveal);
    rebuildCodes(db, coder, study.now());
    rebuildSettlements(db);
    return { coder, ...changes(study, before, incoming), notes };
  });
}

/**
 * Two copies of one event differ only where one library knew it from a coding file of version 1: the original is taken,
 * and of two such the same one on both sides.
 */
function takeEvent(db: OpenDb, event: EventRow, { version, known }: Exchange): void {
  const own = eventByUid(db, event.uid);
  if (!own) addEvent(db, version === 1 ? { ...event, tick: afterKnown(db, event, known) } : event, false);
  else if (own.author === event.author && rankOf(event) < rankOf(own)) replaceEvent(db, event);
}

const rankOf = (event: EventRow) => `${event.kind === 'merge' ? 1 : 0}${canonical(event)}`;

/** A file of version 1 says which of this library's events a code came after, whatever the clocks said. */
function afterKnown(db: OpenDb, { author, scholar, stage, tick }: EventRow, known: ReadonlySet<string>): number {
  const own = db.all<{ uid: string; tick: number }>(
    'SELECT event_uid AS uid, tick FROM coding_events WHERE scholar_key = ? AND stage = ? AND author = ?',
    scholar,
    stage,
    author,
  );
  return Math.max(tick, ...own.flatMap((event) => (known.has(event.uid) ? [event.tick + 1] : [])));
}

interface CoderState {
  uids: Set<string>;
  codes: Map<string, EventRow>;
}

function stateOf(db: OpenDb, coder: string): CoderState {
  return coderState(eventsByAuthor(db, coder));
}

function coderState(events: readonly EventRow[]): CoderState {
  const byUid = new Map(events.map((event) => [event.uid, event]));
  const { codes } = fold(events);
  return {
    uids: new Set(byUid.keys()),
    codes: new Map([...codes].map(([key, { uid }]) => [key, byUid.get(uid) as EventRow])),
  };
}

/** Per code: what the file brought, and where both sides had decided apart from each other. */
function changes(study: Study, before: CoderState, incoming: Exchange): Omit<Counts, 'coder' | 'notes'> {
  const { db } = study;
  const closed = study.closed();
  const after = stateOf(db, incoming.coder);
  const theirs = coderState(incoming.events);
  const scholars = new Map(listScholars(db).map(({ key, id }) => [key, id]));
  const counts: Omit<Counts, 'coder' | 'notes'> = { added: 0, unchanged: 0, updated: 0, removed: 0, conflicts: [] };
  for (const key of new Set([...before.codes.keys(), ...theirs.codes.keys()])) {
    const [here, there, now] = [before.codes.get(key), theirs.codes.get(key), after.codes.get(key)];
    const { scholar, stage } = (here ?? there) as EventRow;
    const conflict = (value: CodeValue, kept: 'here' | 'there', problem: Message) => {
      const id = scholars.get(scholar);
      // Where the scholar is coded blind, that there is a conflict says enough.
      const show = closed.viewer === incoming.coder || id === undefined || !isClosed(closed, id, stage);
      counts.conflicts.push({
        ...{ scholar, stage, kept, problem },
        here: show ? (here?.after ?? null) : null,
        there: show ? value : null,
      });
    };
    if (!scholars.has(scholar)) {
      if (there?.after) conflict(there.after, 'there', say('agreement.unknown-scholar'));
      continue;
    }
    if (here && there?.after && !same(here, there) && !incoming.known.has(here.uid) && !before.uids.has(there.uid))
      conflict(there.after, same(now, here) ? 'here' : 'there', say('agreement.coded-differently'));
    else if (!here && now) counts.added++;
    else if (here && !now) counts.removed++;
    else if (here && now && !same(here, now)) counts.updated++;
    else if (there) counts.unchanged++;
  }
  return counts;
}

function same(a: EventRow | undefined, b: EventRow | undefined): boolean {
  return JSON.stringify(a?.after) === JSON.stringify(b?.after);
}

/** Two libraries can have given one key, such as a row's number, to two people. */
function otherPersons(db: OpenDb, { scholars }: Exchange): Message[] {
  const own = new Map(listScholars(db).map(({ key, name }) => [key, name]));
  return scholars.flatMap(({ key, name }) => {
    const here = own.get(key);
    return here === undefined || personKey(here) === personKey(name)
      ? []
      : [say('agreement.other-person', { scholar: key, here, there: name })];
  });
}
