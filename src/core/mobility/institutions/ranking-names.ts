import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { InstitutionNames, NameMatch, RankingName } from '../../../shared/mobility/study.ts';
import { nameKey, storedKey } from '../names/name-key.ts';
import type { Institution } from '../quadrant/reference.ts';
import { addName, idOfInstitution, listInstitutions } from '../rows/institution-rows.ts';
import type { Study } from '../study/study.ts';
import { isSameName, similarity } from './match.ts';
import { countryCode } from '../names/country.ts';
import { otherNames } from './known-names.ts';
import { usedInstitutions } from './used.ts';
import { namesOfOtherYears } from './other-years.ts';
import { candidatesOfMention, listMentions, reconcile } from './reconcile.ts';

const LEAST = 0.5;
const CANDIDATES = 3;
/** Words in so many names of a ranking tell nothing. */
const FREQUENT = 60;

interface RankingIndex {
  /** Key → the name as the ranking has it. */
  names: ReadonlyMap<string, string>;
  byWord: ReadonlyMap<string, readonly string[]>;
}

/** Words of a name; of a Chinese name, which has no spaces, pairs of characters. */
function wordsOf(key: string): string[] {
  if (!/\p{Script=Han}/u.test(key)) return key.split(' ');
  return Array.from({ length: Math.max(1, key.length - 1) }, (_, i) => key.slice(i, i + 2));
}

function indexOf(study: Study, ranking: string): RankingIndex {
  const rows = study.db.all<{ name: string; key: string }>(
    'SELECT name, name_key AS key FROM rankings WHERE ranking = ? GROUP BY name_key ORDER BY name',
    ranking,
  );
  const names = new Map(rows.map(({ name, key }) => [storedKey(key), name]));
  const byWord = new Map<string, string[]>();
  for (const key of names.keys())
    for (const word of new Set(wordsOf(key))) byWord.set(word, [...(byWord.get(word) ?? []), key]);
  return { names, byWord };
}

/** A name as rankings write it; of two namesakes each with its country: Soochow University (China). */
function namedIn(name: string, country: string | null): string[] {
  const code = country === null ? null : countryCode(country);
  const inEnglish = code === null ? undefined : new Intl.DisplayNames(['en'], { type: 'region' }).of(code);
  return [name, ...(inEnglish === undefined ? [] : [`${name} (${inEnglish})`])].map(nameKey);
}

/** Names of a ranking that may be those of an institution, best first. */
function candidatesIn({ names, byWord }: RankingIndex, own: readonly string[], country: string | null): RankingName[] {
  const scores = new Map<string, number>();
  const note = (key: string, score: number) => scores.set(key, Math.max(score, scores.get(key) ?? 0));
  for (const name of own) {
    for (const other of otherNames(name))
      for (const key of namedIn(other.name, country).filter((one) => names.has(one))) note(key, other.score);
    const key = nameKey(name);
    const near = new Set(
      wordsOf(key).flatMap((word) => {
        const found = byWord.get(word) ?? [];
        return found.length > FREQUENT ? [] : found;
      }),
    );
    for (const one of near) {
      const score = isSameName(key, one) ? Math.max(0.96, similarity(key, one).score) : similarity(key, one).score;
      if (score >= LEAST) note(one, score);
    }
  }
  return [...scores]
    .map(([key, score]) => ({ name: names.get(key) as string, score }))
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .slice(0, CANDIDATES);
}

/** Each institution with its spellings in the résumés and its name in each ranking, or candidates where it has none. */
export function institutionNames(study: Study): InstitutionNames[] {
  const placer = study.placer();
  const rankings = [...placer.reference.rankings.keys()].map((ranking) => [ranking, indexOf(study, ranking)] as const);
  const spellings = Map.groupBy(listMentions(study), ({ institution }) => institution ?? '');
  const used = usedInstitutions(study);
  const otherwise = new Map(namesOfOtherYears(study).map((one) => [one.key, one]));
  return listInstitutions(study.db).map((row): InstitutionNames => {
    const { key, name, kind, city } = row;
    const institution = placer.institution(key) as Institution;
    const own = [name, ...row.names.map((one) => one.name)];
    const { status, table } = placer.reputation(institution, null, null);
    const mentions = spellings.get(key) ?? [];
    const other = otherwise.get(key);
    return {
      key,
      name,
      kind,
      city,
      names: row.names.map((one) => one.name),
      spellings: mentions.map(({ mention, count }) => ({ mention, count })),
      lines: mentions.reduce((sum, { count }) => sum + count, 0),
      used: used.has(key),
      missing: status === 'not-found' ? table : null,
      rankings: rankings.map(([ranking, index]) => {
        const there = institution.nameKeys.find((one) => index.names.has(one));
        return {
          ranking,
          name: there === undefined ? null : (index.names.get(there) ?? null),
          candidates: there === undefined ? candidatesIn(index, own, row.country) : [],
          otherYears: other?.ranking === ranking ? other.names : [],
        };
      }),
    };
  });
}

/** From this score on, if no other comes near, a match is offered to be taken with others at once. */
const CLEAR = 0.8;

/**
 * Matches with one candidate from .8 on and no second one, or one of the same name: open spellings with institutions,
 * and institutions with names in the codebook's table, also of years without their own. `sure`: the names are the same
 * but for abbreviations and articles, or known to be.
 */
export function clearMatches(study: Study): NameMatch[] {
  const nearBy = nearIndex(study);
  const spellings = listMentions(study).flatMap(({ key, mention, count, state, cities }): NameMatch[] => {
    if (state !== 'open') return [];
    const best = clearOf(candidatesOfMention(study, mention, cities, nearBy(mention)), ({ matched }) =>
      isSameName(mention, matched),
    );
    if (!best) return [];
    const sure = isSameName(mention, best.matched) || best.reasons.includes('known-name');
    return [
      {
        kind: 'spelling',
        key,
        text: mention,
        target: best.institution,
        name: best.name,
        count,
        score: best.score,
        sure,
      },
    ];
  });
  const institutions = institutionNames(study);
  const rankings = institutions.flatMap(({ key, name, names, missing, lines, used, rankings: tables }) => {
    if (missing === null || !used) return [];
    const candidates = tables.find(({ ranking }) => ranking === missing)?.candidates ?? [];
    const own = [name, ...names];
    const best = clearOf(candidates, (one) => own.some((other) => isSameName(other, one.name)));
    if (!best) return [];
    const sure =
      own.some((one) => isSameName(one, best.name)) ||
      own.some((one) => otherNames(one).some((other) => other.score > CLEAR && isSameName(other.name, best.name)));
    return [
      {
        kind: 'ranking' as const,
        key,
        text: name,
        target: missing,
        name: best.name,
        count: lines,
        score: best.score,
        sure,
      },
    ];
  });
  return [...spellings, ...rankings, ...otherwise(study, new Map(institutions.map(({ key, lines }) => [key, lines])))];
}

/** Names of other years, of which there is one only: never sure, since a list may name two institutions alike. */
function otherwise(study: Study, lines: ReadonlyMap<string, number>): NameMatch[] {
  return namesOfOtherYears(study)
    .filter(({ names }) => names.length === 1)
    .map(({ key, name, ranking, names: [other] }) => ({
      kind: 'ranking',
      key,
      text: name,
      target: ranking,
      name: other.name,
      count: lines.get(key) ?? 0,
      score: similarity(nameKey(name), nameKey(other.name)).score,
      sure: false,
    }));
}

/** The only one from .8 on, or the only one with the very name among some that are like it. */
function clearOf<C extends { score: number }>(candidates: readonly C[], isSame: (one: C) => boolean): C | null {
  const near = candidates.filter(({ score }) => score >= CLEAR);
  const same = near.filter(isSame);
  return same.length === 1 ? same[0] : near.length === 1 ? near[0] : null;
}

/** Institutions that share a telling word with a name: all that can come to .8, without comparing each with each. */
function nearIndex(study: Study): (name: string) => Institution[] {
  const byWord = new Map<string, Set<Institution>>();
  for (const institution of study.placer().reference.institutions.values())
    for (const key of institution.nameKeys)
      for (const word of wordsOf(key)) byWord.set(word, (byWord.get(word) ?? new Set()).add(institution));
  return (name) => {
    const sets = wordsOf(nameKey(name)).map((word) => byWord.get(word) ?? new Set<Institution>());
    const telling = sets.filter(({ size }) => size > 0 && size <= FREQUENT);
    return [...new Set(telling.flatMap((set) => [...set]))];
  };
}

/** In one transaction: all or none. @returns how many */
export function acceptMatches(
  study: Study,
  matches: readonly Pick<NameMatch, 'kind' | 'key' | 'target' | 'name'>[],
  author: string,
): number {
  const { db } = study;
  db.transaction(() => {
    for (const { kind, key, target, name } of matches) {
      if (kind === 'spelling') {
        reconcile(study, { mentionKey: key, positionId: null, institution: target, author, reason: 'one candidate' });
        continue;
      }
      const id = idOfInstitution(db, key);
      if (id === null) throw new AppError('not-found', say('study.no-such-institution', { institution: key }));
      addName(db, id, { name, from: null, to: null });
    }
  });
  study.forget();
  return matches.length;
}
