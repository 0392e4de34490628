import { say } from '../../../shared/messages/say.ts';
import { stageLabel } from '../../../shared/mobility/words.ts';
import type { KeyedTable } from '../../../shared/table.ts';
import { notesToExport } from '../scholars/notes.ts';
import type { Study } from '../study/study.ts';
import { studyColumn } from './columns.ts';

/** Flags and memos on scholars, and notes on codes; without names. */
export function memosTable(study: Study): KeyedTable {
  const notes = notesToExport(study);
  const codes = study.finalCodes();
  const { book } = study.placer();
  return {
    name: 'memos',
    title: say('study-table.memos'),
    sheet: say('study-table.memos'),
    columns: (['scholar', 'flagged', 'stage', 'memo'] as const).map(studyColumn),
    rows: study.scholars().flatMap(({ id, key }) => {
      const { flagged = false, memo = '' } = notes.get(key) ?? {};
      const mark = flagged ? { key: 1, label: say('answer.yes') } : null;
      const own = flagged || memo !== '' ? [[key, mark, null, memo || null]] : [];
      const ofCodes = book.stages.flatMap((stage) => {
        const note = codes.get(id)?.get(stage.key)?.value?.note ?? '';
        return note === '' ? [] : [[key, null, { key: stage.key, label: stageLabel(book, stage.key) }, note]];
      });
      return [...own, ...ofCodes];
    }),
  };
}
