import { beganAfter } from './after-stays.ts';
import { isBeforehand, isOnceBehind } from './beforehand.ts';
import { isDegree } from './career.ts';
import type { DateToken } from './dates.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, clauseStart, type Segment } from './segments.ts';
import { listsOf } from './spans.ts';
import { MOVES, VERB } from './verbs.ts';

const HAN = /\p{Script=Han}/u;

/** What stands between two posts of the same years, one after the other. */
export const THEN = /^,? (?:and )?(?:then|later|subsequently) (?:as )?(?:an? )?$/;

/** "(on leave 2009-10)", "(with tenure 2011)": what happened within a post's years. */
const ASIDE = new RegExp(
  String.raw`^\((?:with )?(?:an? )?(?:(?:career )?break|interrupt)|` +
    String.raw`^\((?:on )?(?:(?:un)?paid |research |maternity |parental |sabbatical |study )?leave\b|` +
    String.raw`^\(sabbatical|^\(with tenure|^\(tenure\b`,
);

/** Brackets that tell of the time meanwhile, or of what became of the institution. */
const OF_SOMETHING_ELSE = new RegExp(
  String.raw`^\((?:其间|期间|其中|(?:后|现|今|原)?(?:并入|合并|更名|改名)|` +
    String.raw`(?:tenured|promoted|became|merged|renamed|now|later|formerly|founded)\b)`,
);

/** The date of a role in its segment; `own` if it stands in the role's clause or brackets. */
export interface When {
  date: DateToken;
  own: boolean;
}

/** "moved to Chengdu in 2014 and is now professor": the year is that of the post. */
function isMoveToTown(text: string, { places }: Segment, { text: role, to }: RoleToken): boolean {
  if (!/^\w/.test(role) || !MOVES.test(role)) return false;
  return !places.some(({ from }) => from >= to && /^ (?:the )?$/.test(text.slice(to, from)));
}

/** 1995年毕业于某大学,现为教授: the year is that of the studies, and since when somebody is what they are is not said. */
function isOfStudiesBefore(text: string, { roles }: Segment, role: RoleToken, date: DateToken): boolean {
  if (!HAN.test(role.text) || isStudies(role) || date.to > role.from) return false;
  const now = date.to + text.slice(date.to, role.from).search(/现(?:任|为|是)/);
  return now >= date.to && roles.some((one) => isStudies(one) && one.from >= date.to && one.to <= now);
}

/** 1993年任教授,其后任院长: a year that nothing says stands between the role and the one before. */
function isAfterwards(segment: Segment, role: RoleToken, dates: readonly DateToken[]): boolean {
  const last = dates.findLast(({ to }) => to <= role.from);
  if (
    (VERB.test(role.text) && role.text !== '工作') ||
    last === undefined ||
    !last.weak ||
    last.start !== null ||
    last.after !== null
  )
    return false;
  return clauseAt(segment, last.from) === clauseAt(segment, role.from);
}

function isStudies({ kind }: RoleToken): boolean {
  return isDegree(kind) || kind === 'finish' || kind === 'enter';
}

/** Finds for each role of a segment the date that tells about it. */
export function datesOfRoles(text: string, segment: Segment): Map<RoleToken, When> {
  const roles = segment.roles.filter(
    (role) => role.kind !== 'none' && role.kind !== 'leave' && !isMoveToTown(text, segment, role),
  );
  const result = new Map<RoleToken, When>();
  const dates = segment.dates.filter(({ edge }) => edge !== 'grade');
  const zipped = respectively(text, roles, segment.dates);
  const brackets = bracketsOf(text, segment);
  const bracketOf = (at: number) => brackets.findLast(({ from, to }) => at > from && at < to) ?? null;
  const isWithin = (date: DateToken, bracket: Bracket | null) => [null, bracket].includes(bracketOf(date.from));
  const dated = dates.filter(({ edge }) => edge !== 'until');
  const isAside = (date: DateToken) => {
    const around = bracketOf(date.from);
    return around !== null && ASIDE.test(text.slice(around.from, date.from));
  };
  const told = dated.filter((date) => !date.weak && !isAside(date));
  const leads = leading(segment, roles, told);
  /** "first as instructor and, from 2000, as Reader": the year is that of the role right behind it. */
  const isOfNext = ({ to }: DateToken, role: RoleToken) =>
    roles.some((one) => one !== role && one.from > to && /^, as (?:an? |full )?$/.test(text.slice(to, one.from)));

  for (const role of roles) {
    const strong = told.filter((date) => !(date.edge === 'since' && role.from < date.from && isOfNext(date, role)));
    const paired = zipped.get(role);
    if (paired) {
      result.set(role, paired);
      continue;
    }
    // 毕业后 behind a year in which studies began: when they ended is not said.
    if (dates.some(({ from, to, start }) => start === null && from <= role.from && to >= role.to)) continue;
    const clause = clauseAt(segment, role.from);
    const bracket = bracketOf(role.from);
    const together =
      bracket &&
      nearestIn(
        text,
        role,
        strong.filter(
          (date) => date.from > bracket.from && date.to <= bracket.to && sameBranch(text, role, date, strong, roles),
        ),
      );
    if (together) {
      result.set(role, { date: together, own: true });
      continue;
    }
    // "J. Example (Fellow, IEEE) received the B.Eng. degree in 1990": no year is said.
    if (bracket && isPostNominal(text, role)) continue;
    // "Lecturer, then (from 2009) Senior Lecturer", 在读期间(2010-2012)任助教
    const just = strong.find(({ from, edge }) => {
      const around = bracketOf(from);
      if (!around || around === bracket || around.to > role.from) return false;
      const between = text.slice(around.to, role.from);
      return (
        (edge === 'since' && /^\) ?$/.test(between)) ||
        (isMeanwhile(text, around) && /^\)[^,;。()]{0,12}$/.test(between))
      );
    });
    if (just) {
      result.set(role, { date: just, own: true });
      continue;
    }
    // "and, three years later, to Professor": what was said right before, with a comma between
    const said = strong.findLast(({ to }) => to <= role.from);
    // "joined in 1990, became Reader in 1999": the clause has a year of its own.
    const ownBehind = strong.some(({ from }) => from >= role.to && clauseAt(segment, from) === clause);
    if (
      said &&
      !ownBehind &&
      !(said.range && strong.some(({ from }) => from >= role.to) && isOfRoleBefore(said, strong, roles)) &&
      /^,? (?:to|(?:(?:first|initially) )?as|became|becoming) (?:an? |full )?$/.test(text.slice(said.to, role.from))
    ) {
      result.set(role, { date: said, own: true });
      continue;
    }
    /** A clause behind the role, or two where the brackets follow its place: "博士,管理学,某大学(2007-2012)". */
    const isNear = (between: string, clauses: number, at: number) =>
      (clauses <= 1 && !/,.*,/.test(between)) ||
      (clauses === 2 && segment.places.some(({ to, sort }) => to === at && sort === 'main'));
    // "(2001)" behind the role, or behind its place.
    const after = strong.find((date) => {
      const around = bracketOf(date.from);
      if (!around || around === bracket || around.from < role.from) return false;
      const isItsOwn = /^期间 ?$/.test(text.slice(role.to, around.from));
      if ((isMeanwhile(text, around) && !isItsOwn) || OF_SOMETHING_ELSE.test(text.slice(around.from, around.from + 10)))
        return false;
      const isFirst =
        /^\((?:since |from )?$/.test(text.slice(around.from, date.from)) && /[;,]/.test(text[date.to] ?? '');
      const reach = isFirst ? date.to : around.to;
      if (roles.some((other) => other.from > around.from && other.to <= reach)) return false;
      const between = text.slice(role.to, around.from);
      const blocked = segment.roles.some(
        ({ from, kind }) =>
          from > role.from && from < around.from && !(isDegree(role.kind) && (kind === 'enter' || kind === 'finish')),
      );
      return (
        !blocked && !/[;。\n\t]/.test(between) && isNear(between, clauseAt(segment, around.from) - clause, around.from)
      );
    });
    if (after) {
      result.set(role, { date: after, own: true });
      continue;
    }
    const behind = strong.find((date) => date.from >= role.to && isWithin(date, bracket));
    if (behind && closes(text, role, behind, segment)) {
      result.set(role, { date: behind, own: true });
      continue;
    }
    const inClause = (date: DateToken) => clauseAt(segment, date.from) === clause && isWithin(date, bracket);
    const own =
      nearest(role, strong.filter(inClause), leads) ??
      nearest(
        role,
        dated.filter(
          (date) => date.weak && inClause(date) && date.start !== null && !followsRole(text, segment, role, date),
        ),
        true,
      );
    if (own && isOfStudiesBefore(text, segment, role, own)) continue;
    if (!own && isAfterwards(segment, role, dates)) continue;
    if (own) {
      result.set(role, { date: own, own: true });
      continue;
    }
    if (isBeforehand(text, segment, role) || isOnceBehind(text, segment, role)) continue;
    // "毕业后南下广州,任…": the clause before says when.
    const since = HAN.test(role.text)
      ? dated.findLast(
          ({ weak, start, to }) =>
            weak &&
            start !== null &&
            to <= role.from &&
            !segment.roles.some((one) => one.from >= to && one.from < role.from),
        )
      : undefined;
    if (since && !strong.some(({ from, to }) => from > since.to && to <= role.from)) {
      result.set(role, { date: since, own: true });
      continue;
    }
    // "1983年毕业后留校,现为教授": what somebody is now has no year of before.
    if (
      segment.narrative &&
      HAN.test(role.text) &&
      /现(?:任|为|是)/.test(text.slice(clauseStart(segment, clause), role.from))
    )
      continue;
    // The only year of an entry with one role is that of the role, also in brackets.
    const isOnly = strong.length === 1 && roles.length === 1 && !segment.narrative;
    const free = isOnly ? strong : strong.filter((date) => isWithin(date, bracket));
    const next = following(text, segment, role, roles, free);
    const found = leads ? before(role, free) : next;
    const aside = strong.findLast(
      (date) =>
        date.to <= role.from &&
        clauseAt(segment, date.from) === clause &&
        !/^[^()]{0,8}\)(?:和|与|及|以及)/.test(text.slice(date.to, role.from)) &&
        !roles.some(({ from }) => from > date.from && from < role.from),
    );
    const isOthers =
      found !== null &&
      roles.some((one) => one !== role && clauseAt(segment, one.from) === clauseAt(segment, found.from));
    const goesBefore = isOthers && segment.narrative && !HAN.test(role.text) ? next : null;
    // "1998年9月期满,受聘为…": the clause before has a year and no other role.
    const prior = strong.findLast(
      (date) =>
        date.to <= role.from &&
        clauseAt(segment, date.from) === clause - 1 &&
        !roles.some(
          (one) =>
            one.kind !== 'finish' &&
            !MOVES.test(one.text) &&
            one.from < role.from &&
            clauseAt(segment, one.from) === clause - 1,
        ),
    );
    const other = aside ?? goesBefore ?? found ?? next ?? (HAN.test(role.text) && prior);
    if (other && !isOfStudiesBefore(text, segment, role, other)) result.set(role, { date: other, own: false });
  }
  for (const [role, { date }] of result) {
    const next = beganAfter(text, segment, role, date);
    if (next) result.set(role, { date: next, own: false });
  }
  // "is Associate Professor at X, which he joined as Assistant Professor in 2009 (promoted 2015)"
  const risen = told.find(({ from }) => /\(promoted (?:in )?$/.test(text.slice(from - 13, from)));
  const first = roles.find(({ kind }) => kind === 'job');
  if (risen && first && !result.has(first) && first.to < risen.from) result.set(first, { date: risen, own: true });
  return result;
}

/** "assistant at X, 1989-1995, as researcher at Y, 1996-2002": a range that stands behind a role of its own. */
function isOfRoleBefore(date: DateToken, dates: readonly DateToken[], roles: readonly RoleToken[]): boolean {
  const role = roles.findLast(({ to }) => to <= date.from);
  return role !== undefined && !dates.some(({ from, to }) => from >= role.to && to <= date.from);
}

/** "J. Example (Fellow, IEEE)", right behind the name that a sentence begins with. */
export function isPostNominal(text: string, { kind, from, to }: RoleToken): boolean {
  if (kind !== 'award' || !/^[;,)]/.test(text.slice(to, to + 1))) return false;
  return /(?:^|\n|\. )(?:\p{Lu}[\p{L}\d.'-]* ){1,5}\($/u.test(text.slice(Math.max(0, from - 80), from));
}

/** "Lecturer, then Reader": what came next in the same years, no year of its own. */
function followsRole(text: string, { roles }: Segment, role: RoleToken, { from }: DateToken): boolean {
  const before = roles.findLast(({ to }) => to <= from);
  return before !== undefined && THEN.test(text.slice(before.to, role.from));
}

/** "Director of Studies, 2018-20" at the end of a cell or an entry: the date is the role's. */
function closes(text: string, role: RoleToken, date: DateToken, segment: Segment): boolean {
  const between = text.slice(role.to, date.from);
  const rest = text.slice(date.to, segment.to);
  return (
    /^(?:, [^,;\t\n]{3,40})?[^,;\t\n]{0,40}, $/.test(between) &&
    /^\s*(?:$|[\t\n;.)])/.test(rest) &&
    !segment.roles.some(({ from }) => from > role.from && from < date.from)
  );
}

interface Bracket {
  from: number;
  to: number;
}

/** 在读期间(2010-2012): brackets that tell when something else was. */
function isMeanwhile(text: string, { from }: Bracket): boolean {
  return /期间 ?$/.test(text.slice(from - 3, from));
}

function bracketsOf(text: string, { from, to }: Segment): Bracket[] {
  const found: Bracket[] = [];
  const open: number[] = [];
  for (let at = from; at < to; at++) {
    // "[ 01/10/2021 - Current ]" begins an entry.
    if (text[at] === '(' || (text[at] === '[' && !/(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 8), at))))
      open.push(at);
    if ((text[at] === ')' || text[at] === ']') && open.length > 0) found.push({ from: open.pop() as number, to: at });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** "(BSc 1992, MSc 1995)": the date that no comma parts from the role, else the first. */
function nearestIn(text: string, role: RoleToken, dates: readonly DateToken[]): DateToken | null {
  const between = (date: DateToken) => text.slice(Math.min(role.to, date.to), Math.max(role.from, date.from));
  return dates.find((date) => !/,/.test(between(date))) ?? dates[0] ?? null;
}

/** Within brackets of several dates and roles, those that no comma with another role parts. */
function sameBranch(
  text: string,
  role: RoleToken,
  date: DateToken,
  dates: readonly DateToken[],
  roles: readonly RoleToken[],
): boolean {
  const between = text.slice(Math.min(role.to, date.to), Math.max(role.from, date.from));
  if (/[;。]/.test(between)) return false;
  const [from, to] = [Math.min(role.from, date.from), Math.max(role.to, date.to)];
  const others = roles.some((other) => other !== role && other.from > from && other.to < to);
  return !others || dates.filter((one) => one.from > from - 60 && one.to < to + 60).length === 1;
}

function leading(segment: Segment, roles: readonly RoleToken[], dates: readonly DateToken[]): boolean {
  const firstDate = dates[0]?.from ?? Number.POSITIVE_INFINITY;
  const firstRole = Math.min(...roles.map(({ from }) => from), Number.POSITIVE_INFINITY);
  const firstPlace = segment.places[0]?.from ?? Number.POSITIVE_INFINITY;
  // "University of X 1990 B.A. / 1995 Ph.D.": years before the degrees though the place comes first.
  return firstDate < firstRole && (firstDate < firstPlace || dates.length >= roles.length);
}

function nearest(role: RoleToken, dates: readonly DateToken[], fromBefore: boolean): DateToken | null {
  const behind = dates.find((date) => date.from >= role.to) ?? null;
  const ahead = dates.findLast((date) => date.to <= role.from) ?? null;
  return fromBefore ? (ahead ?? behind) : (behind ?? ahead);
}

function before(role: RoleToken, dates: readonly DateToken[]): DateToken | null {
  return dates.findLast((date) => date.to <= role.from) ?? null;
}

/** The next date of a clause that has no other role, or of a clause where only the same list of roles goes on. */
function following(
  text: string,
  segment: Segment,
  role: RoleToken,
  roles: readonly RoleToken[],
  dates: readonly DateToken[],
): DateToken | null {
  const date = dates.find((one) => one.from >= role.to);
  if (!date) return null;
  const clause = clauseAt(segment, date.from);
  const taken = roles.some(
    (other) =>
      other !== role &&
      !/^(?:,? and (?:(?:then|later) )?(?:as )?(?:an? )?|, |、)$/.test(text.slice(role.to, other.from)) &&
      clauseAt(segment, other.from) !== clauseAt(segment, role.from) &&
      (clauseAt(segment, other.from) === clause ||
        (other.from > role.from && other.from < date.from && other.kind !== role.kind)),
  );
  return taken ? null : date;
}

/** "1991年、1994年 … 硕士、博士", "assistant → associate → full professor, 1995, 2001, 2006": a date for each role. */
function respectively(text: string, roles: readonly RoleToken[], dates: readonly DateToken[]): Map<RoleToken, When> {
  const result = new Map<RoleToken, When>();
  const strong = dates.filter(({ weak, edge }) => !weak && (edge === null || edge === 'grade'));
  const listed = (tokens: readonly { from: number; to: number }[], between: RegExp) =>
    tokens.every((token, i) => i === 0 || between.test(text.slice(tokens[i - 1].to, token.from)));
  for (const run of listsOf(text, strong, /^\s*(?:,|、|和|及|与|\/| and |, and |&)\s*$/)) {
    const at = strong.indexOf(run[0]);
    const [before, after] = [strong[at - 1], strong[at + run.length]];
    const behind = roles.filter(({ from }) => from > run[run.length - 1].to && (!after || from < after.from));
    const inTurn = /^,? respectively/.test(text.slice(run[run.length - 1].to));
    const allAhead = roles.filter(({ from }) => from < run[0].from && (!before || from > before.to));
    // "a Ph.D. from A and an M.S. from B in 2021 and 2017, respectively": names stand between the degrees.
    const degrees = inTurn ? allAhead.filter(({ kind }) => isDegree(kind)) : [];
    const isFar = run.length > 1 && degrees.length === run.length;
    const ahead = isFar ? degrees : allAhead;
    const gap = isFar ? /^[^;。\n\t]{0,120}$/ : /^(?:(?!\d{4})[^;。\n\t]){0,24}$/;
    for (const group of [behind.filter(({ kind }) => kind !== 'finish' && kind !== 'enter'), ahead])
      if (run.length > 1 && group.length === run.length && listed(group, gap) && result.size === 0)
        group.forEach((role, i) => result.set(role, { date: run[i], own: true }));
    // Of several degrees one is none of the kinds: the first and the last have the first and the last year.
    const told = ahead.filter(({ kind }) => kind !== 'finish' && kind !== 'enter');
    const isMore = run.length > told.length && told.length > 1 && inTurn;
    if (isMore && result.size === 0) {
      result.set(told[0], { date: run[0], own: true });
      result.set(told[told.length - 1], { date: run[run.length - 1], own: true });
    }
  }
  return result;
}
