import { say } from '../../../shared/messages/say.ts';
import { fits, type RoleName } from './columns.ts';
import { CountReader, looksLikeCount } from './counts.ts';
import { type DelimitedHead, hasHeader, isTable, readDelimitedHead, stageDelimited } from './delimited.ts';
import { HistoryStager } from './history-stager.ts';
import type { Importer } from './importer.ts';
import { TRIPLETS } from './kinds.ts';
import { openNamedTable } from './named-table.ts';

const ROLES: readonly RoleName[] = ['listener', 'song', 'count'];

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
    const isOurs = hasHeader(head) ? fits(ROLES, head.rows[0]) : isBareTriplets(head);
    return isOurs ? 'delimited-triplets' : null;
  },
  asks: isTable,
  async stage(context) {
    const { head, headed, columns } = openNamedTable(context, ROLES, [], ROLES);
    const { listener = 0, song = 1, count = 2 } = columns;
    const counts = new CountReader(context);
    const stager = new HistoryStager(context);
    await stageDelimited(context, head, { listener, song, count }, headed, (fields) => {
      const [key, songKey, plays] = [fields[listener], fields[song], fields[count]];
      if (!key) return ['user', say('import.is-empty')];
      if (!songKey) return ['song', say('import.is-empty')];
      const number = counts.count(plays);
      if (number === null) return ['count', counts.refusal(plays)];
      stager.add(key, { key: songKey, title: null, artist: null }, number, 0);
      return null;
    });
    counts.ask();
    stager.finish();
  },
};

/** Three fields, the last a count; tabs are the faster reader's. */
function isBareTriplets({ separator, rows }: DelimitedHead): boolean {
  return separator !== '\t' && rows.every((fields) => fields.length === 3 && looksLikeCount(fields[2]));
}
