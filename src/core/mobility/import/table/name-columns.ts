import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { nameKey } from '../../names/name-key.ts';
import { fullName } from '../../names/full-name.ts';
import { HEADER_WORDS, headingKeys } from './heading-words.ts';

const GIVEN = ['first name', 'firstname', 'given name', 'given names', 'forename', 'vorname', 'prénom', '名', '名字'];
const FAMILY = ['last name', 'lastname', 'surname', 'family name', 'nachname', 'nom', 'nom de famille', '姓', '姓氏'];
const MIDDLE = ['middle name', 'middlename', 'middle initial', 'middle names', 'mi'];

/** The heading of the column that first and last name become together. */
const NAME = 'name';

/**
 * First and last name in two columns, in either order, become a column with the full name, behind the others. Changes
 * the table in place; returns the columns that were put together.
 */
export function joinNames(table: { head: string[]; rows: readonly { cells: string[] }[]; notes: Message[] }): string[] {
  const keys = table.head.map(headingKeys);
  const at = (words: readonly string[]) => keys.findIndex((all) => words.some((word) => all.includes(nameKey(word))));
  const [given, middle, family] = [GIVEN, MIDDLE, FAMILY].map(at);
  if (given < 0 || family < 0 || given === family) return [];
  const whole = (HEADER_WORDS.name ?? []).filter((word) => !GIVEN.includes(word));
  if (at(whole) >= 0) return [];
  const width = table.head.length;
  for (const { cells } of table.rows) {
    while (cells.length < width) cells.push('');
    const first = [cells[given], middle < 0 ? '' : cells[middle]].filter((part) => part !== '').join(' ');
    cells.push(fullName(first, cells[family]));
  }
  table.head.push(NAME);
  const joined = [given, middle, family].filter((index) => index >= 0).map((index) => table.head[index]);
  table.notes.push(say('study-import.names-put-together', { columns: joined, column: NAME }));
  return joined;
}
