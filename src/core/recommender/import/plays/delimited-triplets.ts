import { say } from '../../../../shared/messages/say.ts';
import { candidates, fits, isOfTags, noteUnused, type RoleName, takeColumns } from '../text/columns.ts';
import { CountReader, looksLikeCount } from '../text/counts.ts';
import {
  type DelimitedHead,
  hasHeader,
  isTable,
  NO_TABLE,
  readDelimitedHead,
  stageDelimited,
} from '../text/delimited.ts';
import { Ids } from '../text/ids.ts';
import { Names } from '../text/names.ts';
import { HistoryStager } from '../listens/history-stager.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { TRIPLETS } from '../kinds.ts';
import { type NamedTable, openNamedTable } from '../text/named-table.ts';
import { songReader } from './song-of-row.ts';
import { askWhatValuesAre } from './what-values-are.ts';
import { headerOf, Owners } from '../listens/joined-files.ts';
import { askWhosePlays } from '../listens/whose-plays.ts';

const ROLES: readonly RoleName[] = ['listener', 'song', 'count'];

/**
 * Where songs have no ids, they are known by artist and title: a title alone would make one song of all that share it.
 * Without a column of listeners, all counts are one person's.
 */
function rolesOf({ rows: [header] }: DelimitedHead): readonly RoleName[] {
  const isByName = candidates('key', header).length === 0 && fits(['artist', 'title'], header);
  if (!isByName) return ROLES;
  const hasListener = candidates('listener', header).length > 0;
  return [...(hasListener ? (['listener'] as const) : []), 'artist', 'title', 'count'];
}

/**
 * Triplets with a header or another separator than tabs, as copies of the Kaggle files often are: columns are found by
 * their names, or asked about.
 */
export const delimitedTripletsImporter: Importer = {
  kind: TRIPLETS,
  formats: ['delimited-triplets'],
  sniff(file) {
    const head = readDelimitedHead(file);
    if (!head) return null;
    const [header, ...rows] = head.rows;
    const isOurs = hasHeader(head) ? fits(rolesOf(head), header, rows) && !isOfTags(header) : isBareTriplets(head);
    return isOurs ? 'delimited-triplets' : null;
  },
  asks: (file) => isTable(file) || isWideBareTable(readDelimitedHead(file)),
  async stage(context) {
    const given = readDelimitedHead(context.head) ?? NO_TABLE;
    const roles = hasHeader(given) ? rolesOf(given) : ROLES;
    const table = isWideBareTable(given)
      ? askedTable(context, given)
      : openNamedTable(context, roles, roles.includes('title') ? ['album'] : [], ROLES);
    const { head, headed, columns } = table;
    if (!headed && !isWideBareTable(given)) askWhatValuesAre(context, head.separator);
    if (roles.includes('title')) askWhosePlays(context, table);
    if (headed) noteUnused(context, head.rows[0], columns);
    const { listener, song } = columns;
    // No column, by an answer: each row is one play.
    const { count } = columns;
    const { report } = context;
    if (listener === undefined) report.notes.push(say('import.listener-is', { listener: context.listener }));
    if (song === undefined) report.notes.push(say('import.songs-by-name'));
    const counts = new CountReader(context);
    const [ids, names] = [new Ids(), new Names(context)];
    const stager = new HistoryStager(context);
    const songOf = songReader(columns);
    const owners = listener === undefined ? new Owners(context, context.listener, headerOf(table)) : null;
    await stageDelimited(context, head, columns, headed, (fields) => {
      if (owners?.begins(fields)) return 'skip';
      const key = owners?.listener ?? fields[listener as number];
      const [listened, plays] = [songOf(fields), count === undefined ? '1' : fields[count]];
      const nobody = ids.refusal(key);
      if (nobody) return ['user', nobody];
      const nothing = song === undefined || !listened ? null : ids.refusal(listened.key);
      if (nothing) return ['song', nothing];
      if (!listened) return ['song', say('import.is-empty')];
      const unnamed = song === undefined ? names.refusal(listened.artist ?? '', listened.title ?? '') : null;
      if (unnamed) return unnamed;
      const number = counts.count(plays);
      if (number === null) return ['count', counts.refusal(plays)];
      stager.add(key, listened, number, 0);
      return null;
    });
    owners?.finish();
    names.finish();
    counts.ask();
    ids.note(report);
    stager.finish();
  },
};

/** Rows of one width without a header, of more columns than triplets have: which ones these are has to be asked. */
function isWideBareTable(head: DelimitedHead | null): boolean {
  const width = head?.rows[0].length ?? 0;
  return head !== null && width > ROLES.length && head.alike === 1 && !hasHeader(head);
}

function askedTable(context: ImportContext, head: DelimitedHead): NamedTable {
  context.report.notes.push(say('import.no-header-row'));
  const unnamed = head.rows[0].map(() => '');
  return { head, headed: false, columns: takeColumns(context, unnamed, ROLES), sample: head.rows };
}

/** Three fields, the last a count or none at all; tabs are the faster reader's. */
function isBareTriplets({ separator, rows }: DelimitedHead): boolean {
  const isCount = (text: string) => looksLikeCount(text) || text === '0';
  return separator !== '\t' && rows.every((fields) => fields.length === 3 && isCount(fields[2]));
}
