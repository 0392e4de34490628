import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Candidate, Mention } from '../../../shared/mobility/study.ts';
import { idOfInstitution } from '../rows/institution-rows.ts';
import { countScholars } from '../rows/scholar-rows.ts';
import type { Study } from '../study/study.ts';
import { nameKey } from '../names/name-key.ts';
import type { Institution } from '../quadrant/reference.ts';
import { otherNames } from './known-names.ts';
import { candidatesFor } from './match.ts';

const MOST_CANDIDATES = 6;

interface RawMention {
  key: string;
  mention: string;
  count: number;
  scholars: number;
  firstYear: number | null;
  lastYear: number | null;
  /** A JSON array: a city may have a comma in its name. */
  cities: string;
}

/** Every spelling of an institution in the résumés, unresolved and frequent ones first. */
export function listMentions(study: Study): Mention[] {
  const { db } = study;
  const rows = db.all<RawMention>(
    `SELECT mention_key AS key, mention, count(*) AS count, count(DISTINCT scholar_id) AS scholars,
    min(coalesce(start_year, end_year)) AS firstYear, max(coalesce(end_year, start_year)) AS lastYear,
       json_group_array(DISTINCT city) FILTER (WHERE city IS NOT NULL) AS cities
     FROM positions WHERE mention_key <> '' GROUP BY mention_key`,
  );
  const institutions = study.placer().reference.institutions;
  const resolver = study.resolver();
  const mentions = rows.map(({ cities, ...row }): Mention => {
    const own = resolver.decided(row.key);
    const id = own === undefined ? resolver.byName(row.key, row.lastYear) : own;
    const institution = id === null ? undefined : institutions.get(id);
    const state =
      own === null ? 'not-an-institution' : own !== undefined ? 'decided' : institution ? 'automatic' : 'open';
    return {
      ...row,
      cities: JSON.parse(cities),
      state,
      institution: institution?.key ?? null,
      institutionName: institution?.name ?? null,
    };
  });
  return mentions.sort(
    (a, b) =>
      Number(b.state === 'open') - Number(a.state === 'open') ||
      b.count - a.count ||
      a.mention.localeCompare(b.mention),
  );
}

/** How many spellings nothing is known of. Without scholars there is nothing to read for it. */
export function countOpenMentions(study: Study): number {
  if (countScholars(study.db) === 0) return 0;
  return listMentions(study).filter(({ state }) => state === 'open').length;
}

export function candidatesOf(study: Study, mentionKey: string): Candidate[] {
  const row = study.db.get<{ mention: string; cities: string }>(
    `SELECT mention, json_group_array(DISTINCT city) FILTER (WHERE city IS NOT NULL) AS cities
     FROM positions WHERE mention_key = ? GROUP BY mention_key`,
    mentionKey,
  );
  return candidatesOfMention(study, row?.mention ?? mentionKey, row ? JSON.parse(row.cities) : []);
}

/** By its own letters, and by the names that a well-known institution has beside it: 清华大学 for Tsinghua University. */
export function candidatesOfMention(
  study: Study,
  mention: string,
  cities: readonly string[],
  near?: Iterable<Institution>,
): Candidate[] {
  const institutions = [...study.placer().reference.institutions.values()];
  const found = new Map(candidatesFor(mention, cities, near ?? institutions).map((one) => [one.institution, one]));
  for (const known of otherNames(mention)) {
    const key = nameKey(known.name);
    for (const institution of institutions) {
      if (!institution.nameKeys.includes(key) || (found.get(institution.key)?.score ?? 0) >= known.score) continue;
      const { name, kind, city } = institution;
      found.set(institution.key, {
        institution: institution.key,
        name,
        matched: known.name,
        kind,
        city,
        score: known.score,
        reasons: ['known-name'],
      });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .slice(0, MOST_CANDIDATES);
}

/**
 * Decides what a mention means: for all with this spelling, or for one line. Null: it is not an institution.
 * The decision is stored and can be undone.
 */
export function reconcile(
  study: Study,
  decision: {
    mentionKey: string;
    positionId: number | null;
    institution: string | null;
    author: string;
    reason: string;
  },
): { positions: number } {
  const { db } = study;
  const { mentionKey, positionId, institution, author, reason } = decision;
  const id = institution === null ? null : idOfInstitution(db, institution);
  if (institution !== null && id === null)
    throw new AppError('not-found', say('study.no-such-institution', { institution }));
  const positions =
    db.get<{ n: number }>(
      'SELECT count(*) AS n FROM positions WHERE mention_key = ? AND (? IS NULL OR id = ?)',
      mentionKey,
      positionId,
      positionId,
    )?.n ?? 0;
  if (positions === 0)
    throw new AppError(
      'not-found',
      say('study.no-such-mention', { mention: mentionKey, positionId, anyLine: positionId === null ? 'yes' : 'no' }),
    );
  db.transaction(() =>
    db.run(
      'INSERT INTO reconciliations (mention_key, position_id, institution_id, author, reason, decided_at) ' +
        'VALUES (?, ?, ?, ?, ?, ?)',
      mentionKey,
      positionId,
      id,
      author,
      reason,
      study.now(),
    ),
  );
  study.forget();
  return { positions };
}

/** Undoes the latest decision that has not been undone. */
export function undoReconcile(study: Study): { mentionKey: string } {
  const { db } = study;
  const last = db.get<{ id: number; mentionKey: string }>(
    'SELECT id, mention_key AS mentionKey FROM reconciliations WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1',
  );
  if (!last) throw new AppError('conflict', say('study.no-decision-to-undo'));
  db.transaction(() => db.run('UPDATE reconciliations SET undone_at = ? WHERE id = ?', study.now(), last.id));
  study.forget();
  return { mentionKey: last.mentionKey };
}
