import type { LibraryAudit } from '../../shared/contract/audit.ts';
import { auditLines } from '../../shared/audit-lines.ts';
import { auditSql } from '../../shared/audit-sql.ts';
import { type Command, noMorePositionals, positional } from '../command.ts';
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
