import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { namesakeKey, withoutNumber } from '../../names/person-key.ts';
import { LEAVE_OUT, NEW_SCHOLAR, scholarChoice, WHETHER_SAME_PEOPLE } from '../choices.ts';
import { type KnownScholar, KnownScholars } from './known-scholars.ts';
import { type Identified, onePerScholar } from './one-scholar-twice.ts';
import { rowsOf } from '../resumes/resume-questions.ts';
import type { StagedScholar } from '../staged.ts';

const NAMES_SHOWN = 20;

/** Whether a scholar has no id but the name, or the name and a number. */
const isNamed = ({ key, name }: Pick<StagedScholar, 'key' | 'name'>) =>
  scholarKeyOf(withoutNumber(key)) === scholarKeyOf(name);

/**
 * Asks whether scholars of a file are those whom the library has under the same name, where one of both has no id but
 * the name: once for all whose name is one scholar's, and for each name that several have. Who is in the library under
 * the name alone is the same person only where the file or a line says so, or nothing speaks against it.
 */
export function settleNamesakes(
  library: ReadableDb,
  scholars: readonly StagedScholar[],
  { source, questions, doubts }: { source: string; questions: Questions; doubts: Problem[] },
): { scholars: StagedScholar[]; held: Set<number> } {
  const known = new KnownScholars(library, source);
  const found = new Map(scholars.map((one) => [one, candidatesFor(one, known)]));
  const candidates = (one: StagedScholar) => found.get(one) ?? [];
  const held = new Set<number>();
  const keys: Identified = new Map(scholars.map((one) => [one, one.key]));
  const taken = new Set([...known.keys(), ...scholars.map(({ key }) => key)].map(scholarKeyOf));
  const asNew = (one: StagedScholar) => {
    if (known.get(one.key) !== undefined) keys.set(one, freeKey(withoutNumber(one.key), taken));
  };
  const hold = (one: StagedScholar, answer: string | null) => {
    keys.set(one, null);
    if (answer === null) for (const row of rowsOf(one)) held.add(row);
  };
  const single = scholars.filter((one) => candidates(one).length === 1);
  if (single.length > 0) {
    const people = single.slice(0, NAMES_SHOWN).map((one) => `${one.name} (${candidates(one)[0].key})`);
    const message = say('ask.known-by-name', { scholars: single.length, people });
    const answer = questions.ask(message, WHETHER_SAME_PEOPLE, single.flatMap(rowsOf).length);
    for (const one of single) {
      if (answer === 'same') keys.set(one, candidates(one)[0].key);
      else if (answer === 'other') asNew(one);
      else hold(one, answer);
    }
  }
  const several = scholars.filter((one) => candidates(one).length > 1);
  for (const one of several) {
    const own = candidates(one).map(({ key }) => key);
    const message = say('ask.which-namesake', { name: one.name, scholars: own.length, keys: own });
    const choices = [...own.map(scholarChoice), NEW_SCHOLAR, LEAVE_OUT];
    const isFirst = several.find(({ name }) => name === one.name) === one;
    const answer = questions.ask(message, choices, rowsOf(one).length, isFirst ? one.name : one.key);
    if (answer === null || answer === LEAVE_OUT.id) hold(one, answer);
    else if (answer === NEW_SCHOLAR.id) asNew(one);
    else keys.set(one, answer);
  }
  const settled = onePerScholar(keys, { questions, doubts, freeKey: (name) => freeKey(name, taken) });
  for (const row of settled.held) held.add(row);
  return { scholars: settled.scholars, held };
}

/** Who of the library a scholar of the file may be, where that has to be asked. */
function candidatesFor(one: StagedScholar, known: KnownScholars): KnownScholar[] {
  const named = known.named(one.name);
  const own = known.get(one.key);
  if (own === undefined) return named.filter((other) => isNamed(one) || isNamed(other));
  if (!isNamed(one) || known.isVersion(own, one)) return [];
  return named.length > 1 || known.contradicts(own, one) ? named : [];
}

/** The next id of a name that nobody has; it is taken then. */
function freeKey(name: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const key = namesakeKey(name, n);
    if (taken.has(scholarKeyOf(key))) continue;
    taken.add(scholarKeyOf(key));
    return key;
  }
}
