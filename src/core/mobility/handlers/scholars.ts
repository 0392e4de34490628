import type { Handlers } from '../../../shared/rpc/server.ts';
import { assign } from '../coding/assign.ts';
import { noteFor } from '../scholars/notes.ts';
import { putScholarNote, scholarNote } from '../rows/scholar-note-rows.ts';
import { scholarById } from '../rows/scholar-rows.ts';
import { careerOf } from '../scholars/career.ts';
import { deleteScholars, listDeletions, restoreScholars } from '../scholars/delete.ts';
import { setQueueOrder } from '../coding/priorities.ts';
import { scholarsOfList, splitWork, takeBack, unassigned, workOf } from '../coding/work.ts';
import { listScholarSummaries } from '../scholars/list.ts';
import { markMissing } from '../scholars/mark.ts';
import type { MobilityServices } from './services.ts';

export function scholarHandlers({ study, changed }: MobilityServices) {
  const { db } = study;
  const scholarsChanged = () => {
    changed('study');
    changed('codes');
  };
  return {
    'mobility/list-scholar-summaries': ({ filter }) => listScholarSummaries(study, filter),
    'mobility/get-career': ({ scholarId }) => careerOf(study, scholarId),
    'mobility/assign-scholars': ({ coder, scholarIds, suggestions }) => {
      for (const id of scholarIds) scholarById(db, id); // refuses one that there is not
      const keptBlind = assign(db, coder, scholarIds, suggestions, study.now());
      scholarsChanged();
      return { assigned: scholarIds.length, keptBlind };
    },
    'mobility/get-work': () => workOf(study),
    'mobility/split-work': ({ dry, ...request }) => {
      const parts = splitWork(study, request, dry);
      if (!dry) scholarsChanged();
      return parts;
    },
    'mobility/assign-list': ({ coder, list, suggestions }) => {
      const ids = list === null ? unassigned(db) : scholarsOfList(study, list);
      const keptBlind = assign(db, coder, ids, suggestions, study.now());
      scholarsChanged();
      return { assigned: ids.length, keptBlind };
    },
    'mobility/take-back': ({ coder }) => {
      const taken = takeBack(study, coder);
      scholarsChanged();
      return { taken };
    },
    'mobility/set-queue-order': (order) => {
      db.transaction(() => setQueueOrder(db, order));
      changed('codes');
      return {};
    },
    'mobility/mark-missing': ({ coder, scholarIds, stage }) => {
      const marked = markMissing(study, coder, scholarIds, stage);
      changed('codes');
      return { marked };
    },
    'mobility/note-scholars': ({ author, scholarIds, ...change }) => {
      const notes = scholarIds.map((id) => {
        const { key } = scholarById(db, id);
        // What is not shown to a blind coder is not written over either.
        const stored = scholarNote(db, key).memo;
        const isHidden = stored !== '' && noteFor(study, author, id, key).memo === '';
        const both = isHidden && change.memo !== undefined ? { memo: `${stored}\n${change.memo}` } : {};
        // Nobody's, so that it is shown to neither before the end.
        return { key, change: { ...change, ...both }, author: isHidden && change.memo !== undefined ? '' : author };
      });
      db.transaction(() => {
        for (const note of notes) putScholarNote(db, note.key, note.change, note.author, study.now());
      });
      changed('codes');
      return {};
    },
    'mobility/delete-scholars': ({ author, scholarIds }) => {
      const done = deleteScholars(study, scholarIds, author);
      scholarsChanged();
      return done;
    },
    'mobility/list-deletions': () => listDeletions(db),
    'mobility/restore-scholars': ({ id }) => {
      const done = restoreScholars(study, id);
      scholarsChanged();
      return done;
    },
  } satisfies Partial<Handlers>;
}
