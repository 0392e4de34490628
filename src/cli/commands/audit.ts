import type { LibraryAudit } from '../../shared/contract/audit.ts';
import { auditLines } from '../../shared/audit-lines.ts';
import { auditSql } from '../../shared/audit-sql.ts';
import { auditSplitFolder } from '../../core/recommender/audit/split-folder-audit.ts';
import { say } from '../../shared/messages/say.ts';
import { splitLines, splitWarnings } from '../../shared/split-audit-lines.ts';
import { callerPath, type Command, noMorePositionals, positional } from '../command.ts';
import { answersOf, printQuestions } from '../questions.ts';
import { withLibrary } from '../session.ts';

export const libraryAuditCommand: Command = {
  usage: 'library audit FOLDER [--json]',
  help: ['Density, long tail, repeats, cold share, songs told twice, and drift over time. Changes nothing.'],
  options: {},
  async run(input) {
    const folder = positional(input, 0, 'FOLDER');
    noMorePositionals(input, 1);
    return withLibrary({ ...input, values: { library: folder } }, async (app) => {
      const audit: LibraryAudit = await app.call('library/get-audit', {});
      for (const line of auditLines(audit)) input.print(line.text);
      return audit;
    });
  },
};

export const splitAuditCommand: Command = {
  usage: 'split audit FOLDER [--answer ID=CHOICE] [--json]',
  help: [
    'What a split is like before anything is judged on it: its parts, density, long tail, repeats, cold share, drift;',
    'and what should not be so: rows told twice, answers among what is learned, held-out listeners in training,',
    'songs outside the catalogue, plays of the future. Needs no library.',
    'FOLDER                as "score --split" reads it: of ours, or the parts of another tool',
  ],
  options: { answer: { type: 'string', multiple: true } },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    const result = await auditSplitFolder(folder, answersOf(input));
    if (result.audit) {
      for (const line of splitLines(result.audit)) input.print(line.text);
      const warnings = splitWarnings(result.audit);
      for (const line of warnings) input.print(`! ${line.text}`);
      if (warnings.length === 0) input.print(say('split-audit.clean').text);
    }
    for (const note of result.notes) input.print(note.text);
    printQuestions(input, result.questions);
    if (result.questions.length > 0) input.fail();
    return result;
  },
};

export const exportAuditSqlCommand: Command = {
  usage: 'export audit-sql PLAYS [LISTENS] [--listener NAME] [--song NAME] [--plays NAME] [--time NAME] [--json]',
  help: [
    'Prints SQL for DuckDB that computes what "library audit" says, for data too large to import.',
    'PLAYS                 Parquet or CSV with a row a pair of listener and song',
    'LISTENS               the same with a row a listen and its time, for the drift',
    '--listener NAME, --song NAME, --plays NAME, --time NAME   columns (listener_id, song_id, plays, time)',
  ],
  options: {
    listener: { type: 'string' },
    song: { type: 'string' },
    plays: { type: 'string' },
    time: { type: 'string' },
  },
  async run(input) {
    const [plays, listens = null] = [positional(input, 0, 'PLAYS'), input.positionals[1]];
    noMorePositionals(input, 2);
    const named = (option: string, usual: string) => String(input.values[option] ?? usual);
    const sql = auditSql(
      { plays, listens },
      {
        listener: named('listener', 'listener_id'),
        song: named('song', 'song_id'),
        plays: named('plays', 'plays'),
        time: named('time', 'time'),
      },
    );
    input.print(sql);
    return { sql };
  },
};
