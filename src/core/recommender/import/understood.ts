import type { Understood } from '../../../shared/contract/imports.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

const EXAMPLES = 3;

interface Part {
  label: Message;
  /** Of the staging database; rows of all of them are counted. */
  tables: readonly string[];
  /** What to show of a row of the first table. */
  example: string;
  /** What is counted of a table, if not its rows. */
  counted?: string;
  /** Of which rows. */
  where?: string;
  /** A table that says the same better where it is staged. */
  unless?: string;
}

const NAMED = "coalesce(title || coalesce(' · ' || artist, ''), artist, '')";

const TITLED = 'title IS NOT NULL OR artist IS NOT NULL';

/** What an import can bring, by the tables that importers stage. */
const PARTS: readonly Part[] = [
  { label: say('import-part.listeners'), tables: ['new_listeners', 'old_listeners'], example: 'key' },
  { label: say('import-part.songs'), tables: ['new_songs', 'old_songs'], example: 'key' },
  {
    label: say('import-part.songs'),
    tables: ['tracks'],
    example: 'song_key',
    counted: 'DISTINCT song_key',
    where: `NOT (${TITLED}) AND song_key NOT IN (SELECT song_key FROM tracks WHERE ${TITLED})`,
    unless: 'new_songs',
  },
  {
    label: say('import-part.tracks'),
    tables: ['tracks'],
    example: NAMED,
    counted: 'DISTINCT track_key',
    where: TITLED,
  },
  { label: say('import-part.names'), tables: ['track_fields'], example: NAMED },
  { label: say('import-part.tags'), tables: ['key_tags'], example: 'name' },
  { label: say('import-part.tags'), tables: ['track_tags'], example: "''" },
  { label: say('import-part.vectors'), tables: ['song_vectors'], example: "''" },
  { label: say('import-part.mismatches'), tables: ['mismatches'], example: 'song_key' },
  { label: say('import-part.song-ids'), tables: ['song_keys'], example: 'key' },
  { label: say('import-part.listener-ids'), tables: ['listener_keys'], example: 'key' },
];

/** Counts what was staged, with the first few of each. */
export function understoodIn(staging: ReadableDb): Understood[] {
  const there = new Set(
    staging.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => name),
  );
  return PARTS.flatMap(({ label, tables, example, counted = '*', where = '1', unless }) => {
    const staged = tables.filter((table) => there.has(table));
    if (staged.length === 0 || (unless !== undefined && there.has(unless))) return [];
    const countOf = (table: string) =>
      staging.get<{ rows: number }>(`SELECT count(${counted}) AS rows FROM ${table} WHERE ${where}`)?.rows ?? 0;
    const count = staged.reduce((sum, table) => sum + countOf(table), 0);
    if (count === 0) return [];
    const rows = there.has(tables[0])
      ? staging.all<{ example: string }>(
          `SELECT DISTINCT ${example} AS example FROM ${tables[0]} WHERE ${where} LIMIT ${EXAMPLES}`,
        )
      : [];
    return [{ label, count, examples: rows.flatMap(({ example: one }) => (one === '' ? [] : [String(one)])) }];
  });
}
