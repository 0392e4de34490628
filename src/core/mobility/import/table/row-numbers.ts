import { say } from '../../../../shared/messages/say.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import { personKey } from '../../names/person-key.ts';
import type { Columns } from '../cells/fields.ts';
import type { ReadTable } from './table.ts';

const CHOICES: Question['choices'] = [
  { id: 'rows', label: say('study-import-choice.number-of-row') },
  { id: 'scholars', label: say('study-import-choice.id-of-scholar') },
];
/** Ids that others give people, which no row of a table has for a number: ORCID, OpenAlex, Wikidata. */
const ELSEWHERE = /^(?:https?:|\d{4}-\d{4}-|[AQ]\d{4,}$)/i;
/** So many rows with a name that came before are no chance; where ids count 1, 2, 3 one is enough. */
const FEWEST_REPEATED = 2;
const NAMES_SHOWN = 10;

/**
 * 序号 may number the rows of a table: then each row would be a scholar of its own. Asks where no id comes twice but
 * names do. Returns the mapping, without the column of ids if it is none; null while the question is open.
 */
export function withoutRowNumbers(
  { rows }: Pick<ReadTable, 'rows'>,
  columns: Columns,
  mapping: Mapping,
  questions: Questions,
): Mapping | null {
  if (!columns.has('scholar') || !columns.has('name') || mapping.columns.scholar !== undefined) return mapping;
  const named = rows.filter((row) => columns.get(row, 'scholar') !== '' && columns.get(row, 'name') !== '');
  const ids = new Set(named.map((row) => personKey(columns.get(row, 'scholar'))));
  const names = Map.groupBy(named, (row) => personKey(columns.get(row, 'name')));
  if (named.some((row) => ELSEWHERE.test(columns.get(row, 'scholar')))) return mapping;
  const counts = named.every((row, i) => Number(columns.get(row, 'scholar')) === i + 1);
  if (ids.size < named.length || named.length - names.size < (counts ? 1 : FEWEST_REPEATED)) return mapping;
  const repeated = [...names.values()].filter((own) => own.length > 1).map(([row]) => columns.get(row, 'name'));
  const column = columns.header('scholar') ?? '';
  const message = say('ask.row-numbers', { column, names: repeated.slice(0, NAMES_SHOWN), scholars: repeated.length });
  const answer = questions.ask(message, CHOICES, null, column);
  if (answer === null) return null;
  return answer === 'scholars' ? mapping : { ...mapping, columns: { ...mapping.columns, scholar: '' } };
}
