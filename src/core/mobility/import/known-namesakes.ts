import { say } from '../../../shared/messages/say.ts';
import type { Questions } from '../../imports/questions.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { scholarKeyOf } from '../names/full-name.ts';
import { LEAVE_OUT, NEW_SCHOLAR, scholarChoice, WHETHER_SAME_PEOPLE } from './choices.ts';
import { rowsOf } from './resume-questions.ts';
import type { StagedScholar } from './staged.ts';

const NAMES_SHOWN = 20;

const isNamed = ({ key, name }: Pick<StagedScholar, 'key' | 'name'>) => scholarKeyOf(key) === scholarKeyOf(name);

/**
 * Asks whether scholars who would be new to the library are those whom it has under the same name, where one of both
 * has no id but the name: once for all whose name is one scholar's, and for each name that several have.
 */
export function settleNamesakes(
  library: ReadableDb,
  scholars: readonly StagedScholar[],
  questions: Questions,
): { scholars: StagedScholar[]; held: Set<number> } {
  const stored = library.all<{ key: string; name: string }>('SELECT scholar_key AS key, name FROM scholars');
  const known = new Set(stored.map(({ key }) => scholarKeyOf(key)));
  const byName = Map.groupBy(stored, ({ name }) => scholarKeyOf(name));
  const candidates = (one: StagedScholar) =>
    known.has(scholarKeyOf(one.key))
      ? []
      : (byName.get(scholarKeyOf(one.name)) ?? []).filter((other) => isNamed(one) || isNamed(other));
  const single = scholars.filter((one) => candidates(one).length === 1);
  const held = new Set<number>();
  const keys = new Map<StagedScholar, string | null>();
  const hold = (one: StagedScholar, answer: string | null) => {
    keys.set(one, null);
    if (answer === null) for (const row of rowsOf(one)) held.add(row);
  };
  if (single.length > 0) {
    const people = single.slice(0, NAMES_SHOWN).map((one) => `${one.name} (${candidates(one)[0].key})`);
    const message = say('ask.known-by-name', { scholars: single.length, people });
    const answer = questions.ask(message, WHETHER_SAME_PEOPLE, single.flatMap(rowsOf).length);
    for (const one of single) {
      if (answer === 'same') keys.set(one, candidates(one)[0].key);
      else if (answer !== 'other') hold(one, answer);
    }
  }
  for (const one of scholars.filter((scholar) => candidates(scholar).length > 1)) {
    const found = candidates(one).map(({ key }) => key);
    const message = say('ask.which-namesake', { name: one.name, scholars: found.length, keys: found });
    const choices = [...found.map(scholarChoice), NEW_SCHOLAR, LEAVE_OUT];
    const answer = questions.ask(message, choices, rowsOf(one).length, one.name);
    if (answer === null || answer === LEAVE_OUT.id) hold(one, answer);
    else if (answer !== NEW_SCHOLAR.id) keys.set(one, answer);
  }
  const settled = scholars.flatMap((one): StagedScholar[] => {
    const key = keys.get(one);
    if (key === null) return [];
    return [key === undefined ? one : { ...one, key }];
  });
  return { scholars: settled, held };
}
