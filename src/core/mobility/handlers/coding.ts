import { basename } from 'node:path';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { backupLibrary } from '../../storage/backups.ts';
import { freeName } from '../../storage/output.ts';
import { addDraws } from '../rows/draw-rows.ts';
import { eventsOf } from '../rows/event-rows.ts';
import { scholarById, codesOfScholar } from '../rows/scholar-rows.ts';
import { adjudicate, withdrawSettlement } from '../agreement/adjudicate.ts';
import { exportCoding, studyId } from '../agreement/exchange.ts';
import { mergeCoding, previewMerge } from '../agreement/merge.ts';
import { NewestAnswer } from '../reading/newest-answer.ts';
import { assign } from '../coding/assign.ts';
import { chooseScholars } from '../coding/choose.ts';
import { codeStage } from '../coding/code-stage.ts';
import { renameCoder } from '../coding/identity.ts';
import { neighbour, nextScholar, queueOf } from '../coding/queue.ts';
import { step } from '../coding/record.ts';
import { scholarView } from '../coding/view.ts';
import type { Study } from '../study/study.ts';
import type { MobilityServices } from './services.ts';

export function codingHandlers({ study, threads, library, grants, changed }: MobilityServices) {
  const { db } = study;
  const agreement = new NewestAnswer(threads.agreement, 'agreement');
  return {
    'mobility/list-scholars': ({ coder, search, limit }) => scholarList(study, coder, search, limit),
    'mobility/get-scholar': ({ coder, scholarId }) => scholarView(study, coder, scholarId),
    'mobility/next-scholar': ({ coder, from, step: where }) => {
      const state = queueOf(study, coder);
      const id =
        where === 'open' || from === null
          ? nextScholar(state, from)
          : neighbour(state, from, where === 'next' ? 1 : -1);
      return id === null ? null : scholarView(study, coder, id, state);
    },
    'mobility/code': ({ coder, scholarId, stage, ...given }) => {
      const abandonedRedos = codeStage(study, coder, scholarId, stage, given);
      changed('codes');
      return { view: scholarView(study, coder, scholarId), abandonedRedos };
    },
    'mobility/undo': ({ coder, direction }) => {
      const { scholarId } = step(db, coder, direction, study.now());
      changed('codes');
      return scholarView(study, coder, scholarId);
    },
    'mobility/list-events': ({ scholarId, limit }) => eventsOf(db, scholarId, limit, study.isHidden()),
    'mobility/assign': ({ coder, what, share, other, suggestions, seed }) => {
      const ids = chooseScholars(db, what, share, other, seed);
      const keptBlind = db.transaction(() => {
        if (what === 'overlap') addDraws(db, ids, seed);
        return assign(db, coder, ids, suggestions, study.now());
      });
      changed('study'); // the list of coders, with how many each has
      changed('codes');
      return { assigned: ids.length, keptBlind };
    },

    'mobility/get-agreement': ({ asker }) => agreement.ask(null, asker),
    'mobility/cancel-agreement': ({ asker }) => {
      agreement.cancel(asker);
      return {};
    },
    'mobility/list-disagreements': ({ settled }) => threads.results.read('disagreements', settled),
    'mobility/adjudicate': (decision) => {
      scholarById(db, decision.scholarId);
      adjudicate(study, decision);
      changed('codes');
      return {};
    },
    'mobility/list-settlement-questions': (asked) =>
      // Only the connection that writes can give a study its id.
      threads.results.read('questions', { ...asked, id: studyId(db) }),
    'mobility/withdraw-settlement': (decision) => {
      withdrawSettlement(study, decision);
      changed('codes');
      return {};
    },
    'mobility/open-blind': ({ author }) => {
      const opened = study.open(author);
      changed('codes');
      return { opened };
    },
    'mobility/rename-coder': ({ coder, name }) => {
      renameCoder(db, coder, name, study.now());
      changed('study');
      changed('codes');
      return {};
    },
    'mobility/export-coding': ({ coder, grant }) => {
      const name = `${coder.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.quadrille-coding.json`;
      const file = freeName(grants.resolve(grant), name);
      return { file: basename(file), ...exportCoding(study, coder, file) };
    },
    'mobility/merge-coding': async ({ grant, despiteCodebook }) => {
      const result = await mergeCoding(study, grants.resolve(grant), {
        despiteCodebook,
        backup: () => backupLibrary(db, library.paths.backups, study.clock()),
      });
      changed('study');
      changed('codes');
      return result;
    },
    'mobility/preview-merge': ({ grant }) => previewMerge(study, grants.resolve(grant)),
  } satisfies Partial<Handlers>;
}

function scholarList(study: Study, coder: string, search: string, limit: number) {
  const wanted = search.trim().toLowerCase();
  const rows = study
    .scholars()
    .filter(
      ({ key, name }) => wanted === '' || key.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted),
    );
  return rows.slice(0, limit).map(({ id, key, name }) => {
    const codes = codesOfScholar(study.db, id).filter((row) => row.coder === coder);
    return {
      id,
      key,
      name,
      coded: codes.filter(({ value }) => value.state !== 'skipped').length,
      uncertain: codes.some(({ value }) => value.uncertain),
      skipped: codes.some(({ value }) => value.state === 'skipped'),
    };
  });
}
