import type { Member, MemberState } from '../../../shared/mobility/population.ts';
import { scholarKeyOf } from '../names/full-name.ts';
import { simplified } from '../names/simplified.ts';
import { listMembers, type MemberRow } from '../rows/population-rows.ts';
import type { ScholarRow } from '../rows/scholar-rows.ts';
import type { Study } from '../study/study.ts';

const nameOf = (text: string) => scholarKeyOf(simplified(text));

/**
 * Everybody in the population with what the study has of them. Somebody is a scholar of the study by id and name, or
 * by a name that is unique on both sides; whatever else could be meant is left open.
 */
export function membersOf(study: Study): Member[] {
  const members = listMembers(study.db);
  if (members.length === 0) return [];
  const scholars = study.scholars();
  const withLines = scholarsWithLines(study);
  const byKey = new Map(scholars.map((scholar) => [scholarKeyOf(scholar.key), scholar]));
  const scholarsOf = Map.groupBy(scholars, ({ name }) => nameOf(name));
  const membersOfName = Map.groupBy(members, ({ name }) => nameOf(name));
  const sameId = new Map(members.map((member) => [member.key, sameById(member, byKey.get(scholarKeyOf(member.key)))]));
  const taken = new Set([...sameId.values()].flatMap((scholar) => scholar?.id ?? []));
  return members.map((member): Member => {
    const own = nameOf(member.name);
    const named = (scholarsOf.get(own) ?? []).filter(({ id }) => !taken.has(id));
    const rivals = (membersOfName.get(own) ?? []).filter(({ key }) => !sameId.get(key));
    const scholar = sameId.get(member.key) ?? (named.length === 1 && rivals.length === 1 ? named[0] : null);
    const other = byKey.get(scholarKeyOf(member.key));
    const isUnclear = !scholar && (named.length > 0 || (other !== undefined && !taken.has(other.id)));
    const found = scholar !== null && withLines.has(scholar.id);
    const state: MemberState = found ? 'found' : isUnclear ? 'unclear' : 'missing';
    // The list says who somebody is; what it leaves out, the résumé may say.
    const attributes = { ...scholar?.attributes, ...member.attributes };
    return { ...member, attributes, state, scholarId: scholar?.id ?? null };
  });
}

/** Two lists can have given one id, such as a row's number, to two people. */
function sameById(member: MemberRow, scholar: ScholarRow | undefined): ScholarRow | null {
  return scholar && nameOf(scholar.name) === nameOf(member.name) ? scholar : null;
}

/** Scholars with a line that their file still has. */
function scholarsWithLines({ db }: Study): Set<number> {
  const rows = db.all<{ id: number }>(
    `SELECT DISTINCT scholar_id AS id FROM evidence e
     WHERE NOT EXISTS (SELECT 1 FROM withdrawn_evidence w WHERE w.evidence_id = e.id)`,
  );
  return new Set(rows.map(({ id }) => id));
}
