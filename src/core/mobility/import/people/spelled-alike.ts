import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { withoutNumber } from '../../names/person-key.ts';
import { familyAndInitial, isShortened, spellings } from '../../names/spelling.ts';
import { EACH_NAME, WHETHER_SAME_PEOPLE } from '../choices.ts';
import { united } from './one-scholar-twice.ts';
import { rowsOf } from '../resumes/resume-questions.ts';
import type { StagedScholar } from '../staged.ts';
import type { SecondIds } from './second-ids.ts';

type Person = Pick<StagedScholar, 'key' | 'name'>;

/** People whose names or ids may be one person's. */
interface Alike {
  group: Person[];
  /** Those of the file. */
  people: StagedScholar[];
  /** Each with its id and name. */
  names: string[];
}

/** More groups than these are asked about at once. */
const FEW = 4;
const GROUPS_SHOWN = 12;
const ALL_AT_ONCE: Question['choices'] = [...WHETHER_SAME_PEOPLE, EACH_NAME];

const isNamed = ({ key, name }: Person) => scholarKeyOf(key) === scholarKeyOf(name);
/** 001, 1 and 1.0 of one name are hardly two ids, nor are S-01, S_1 and S01. */
const plainId = (key: string) =>
  scholarKeyOf(key)
    .replace(/\.0+$/, '')
    .replace(/(?<!\d)0+(?=\d)/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Asks about scholars of a file, and of the library, whose names or ids differ only as spellings do: José and Jose
 * Núñez, 張 and 张, Li Xiaoming and Xiao-ming Li, John Smith and J. Smith, 001 and 1. Whoever the library has apart is
 * apart; where all have an id of another register, that tells who is who. Many groups are one question.
 */
export function settleAlike(
  library: ReadableDb,
  scholars: readonly StagedScholar[],
  { questions, doubts, ids }: { questions: Questions; doubts: Problem[]; ids: SecondIds },
): { scholars: StagedScholar[]; held: Set<number> } {
  const known = library.all<Person>('SELECT scholar_key AS key, name FROM scholars ORDER BY id');
  const stored = new Set(known.map(({ key }) => scholarKeyOf(key)));
  const here = new Set(scholars.map(({ key }) => scholarKeyOf(key)));
  const others = known.filter(({ key }) => !here.has(scholarKeyOf(key)));
  const held = new Set<number>();
  const settled = new Map<StagedScholar, StagedScholar | null>();
  const unite = (people: readonly StagedScholar[], key: string) => {
    for (const one of people) settled.set(one, null);
    settled.set(people[0], people.length > 1 ? united(people, key, doubts) : { ...people[0], key });
  };
  const doubtful = groupsOf([...scholars, ...others])
    .map(toldApart)
    .filter(({ people }) => !people.every(({ key }) => stored.has(scholarKeyOf(key))))
    .filter(({ group, people }) => {
      const persons = group.length === people.length ? ids.persons(people) : null;
      for (const own of persons ?? []) if (own.length > 1) unite(own, own[0].key);
      return persons === null;
    });
  const answerOf = askedAbout(doubtful, questions);
  for (const alike of doubtful) {
    const { group, people } = alike;
    const answer = answerOf(alike);
    if (answer === 'other') continue;
    const kept = group.find((one) => !isOfFile(one) || stored.has(scholarKeyOf(one.key))) ?? group[0];
    for (const one of people) settled.set(one, null);
    if (answer === 'same') unite(people, kept.key);
    else if (answer === null) for (const row of people.flatMap(rowsOf)) held.add(row);
  }
  const left = scholars.flatMap((one) => (settled.has(one) ? (settled.get(one) ?? []) : [one]));
  return { scholars: left, held };
}

const isOfFile = (one: Person): one is StagedScholar => 'lines' in one;

function toldApart(group: Person[]): Alike {
  const names = group.map(({ key, name }) => (key === name ? name : `${key} (${name})`));
  return { group, people: group.filter(isOfFile), names };
}

/** The answer about each group: its own, or that about all where these are many. */
function askedAbout(groups: readonly Alike[], questions: Questions): (alike: Alike) => string | null {
  const message = ({ names }: Alike) => say('ask.spelled-alike', { people: names.join(' · ') });
  const own = (alike: Alike) => {
    const rows = alike.people.flatMap(rowsOf).length;
    return questions.ask(message(alike), WHETHER_SAME_PEOPLE, rows, alike.names[0]);
  };
  const alone = groups.filter((one) => questions.answered({ id: `${message(one).id}:${one.names[0]}` }) === null);
  if (alone.length <= FEW) return own;
  const people = alone.slice(0, GROUPS_SHOWN).map(({ names }) => names.join(' · '));
  const rows = alone.flatMap((one) => one.people.flatMap(rowsOf)).length;
  const all = questions.ask(say('ask.many-spelled-alike', { groups: alone.length, people }), ALL_AT_ONCE, rows);
  return (alike) => (all !== EACH_NAME.id && alone.includes(alike) ? all : own(alike));
}

/** People who share a spelling, several together; none of one alone. */
function groupsOf(people: readonly Person[]): Person[][] {
  const named = people.filter((one) => isNamed(one) && withoutNumber(one.key) === one.key);
  const links = sharing(named, ({ name }) => spellings(name));
  const spelled = new Map(joined(links).flatMap((group) => group.map((one) => [one, group] as const)));
  for (const group of sharing(named, ({ name }) => [familyAndInitial(name)].filter((key) => key !== null)))
    for (const one of group) {
      const longer = group.filter((other) => other !== one && isShortened(one.name, other.name));
      // J. Smith beside John and Jane Smith may be either: that is no spelling.
      if (new Set(longer.map((other) => spelled.get(other) ?? other)).size === 1) links.push([one, ...longer]);
    }
  const withIds = people.filter((one) => !isNamed(one));
  for (const group of sharing(withIds, ({ key, name }) => [`${plainId(key)}\t${scholarKeyOf(name)}`]))
    links.push(group);
  const order = new Map(people.map((one, i) => [one, i]));
  return joined(links).map((group) => group.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

function sharing(people: readonly Person[], keysOf: (one: Person) => string[]): Person[][] {
  const byKey = new Map<string, Set<Person>>();
  for (const one of people)
    for (const key of keysOf(one)) byKey.set(key, (byKey.get(key) ?? new Set<Person>()).add(one));
  return [...byKey.values()].filter(({ size }) => size > 1).map((group) => [...group]);
}

/** Groups that have somebody in common as one. */
function joined(links: readonly Person[][]): Person[][] {
  const groupOf = new Map<Person, Set<Person>>();
  for (const link of links) {
    const whole = new Set(link.flatMap((one) => [...(groupOf.get(one) ?? [one])]));
    for (const one of whole) groupOf.set(one, whole);
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}
