import type { EndYear } from './dates.ts';
import type { PlaceToken } from './place.ts';
import type { RoleKind } from './role-kind.ts';

export type PositionKind = Exclude<RoleKind, 'none' | 'enter' | 'finish' | 'leave'>;
type DegreeKind = 'bachelor' | 'master' | 'doctorate';

export interface Found {
  kind: PositionKind | null;
  place: PlaceToken | null;
  role: string | null;
  /** Where the role stands. */
  roleAt: readonly [number, number] | null;
  /** Where its years stand. */
  dateAt: readonly [number, number] | null;
  start: number | null;
  end: EndYear;
  from: number;
  to: number;
}

/** Degrees are told in pieces: when somebody came, and when they left with which degree. */
export class Studies {
  readonly all: (Found & { open: boolean; carried?: boolean })[] = [];

  enter(found: Found): void {
    const told =
      found.kind &&
      this.all.find(({ kind, place, start }) => kind === found.kind && start === null && same(place, found.place));
    if (told) {
      told.start = found.start;
      return;
    }
    const before = this.all.at(-1);
    // "本科就读于某大学(1998级)": the year behind a degree that has none yet.
    if (
      before &&
      found.kind === null &&
      before.start === null &&
      before.end === null &&
      same(before.place, found.place)
    ) {
      before.start = found.start;
      before.dateAt = found.dateAt ?? before.dateAt;
      before.to = Math.max(before.to, found.to);
      return;
    }
    const isNext = before && before.start !== null && found.start !== null && found.start > before.start + 1;
    if (
      before?.open &&
      !isNext &&
      same(before.place, found.place) &&
      (before.kind === null || before.kind === found.kind)
    ) {
      before.start ??= found.start;
      before.kind ??= found.kind;
      before.to = Math.max(before.to, found.to);
      return;
    }
    this.all.push({ ...found, open: true });
  }

  /** @param named the place was named beside the degree, not carried on */
  degree(found: Found, named: boolean): void {
    const fits = (one: Found) =>
      (one.kind === null ||
        one.kind === found.kind ||
        (found.kind === 'doctorate' && one.role === '研究生' && (!one.end || one.end === found.end))) &&
      (!named || same(one.place, found.place));
    const years = (one: Found) =>
      (one.start === null || found.start === null || one.start === found.start) &&
      (one.end === null || found.end === null || one.end === found.end);
    const told =
      this.all.findLast((one) => one.open && fits(one) && ordered(one, found) && (!one.end || years(one))) ??
      this.all.findLast((one) => fits(one) && years(one) && (one.kind !== null || one.end === found.end)) ??
      null;
    if (told) {
      told.kind = found.kind;
      told.start ??= found.start;
      told.end ??= found.end;
      if (told.role === null || told.role === '研究生') [told.role, told.roleAt] = [found.role, found.roleAt];
      told.from = Math.min(told.from, found.from);
      told.to = Math.max(told.to, found.to);
      told.place ??= found.place;
      told.dateAt = found.dateAt ?? told.dateAt;
      if (found.end !== null) told.open = false;
      return;
    }
    // "研究生毕业" in the story, and in the list below it where: the same degree.
    const unplaced = this.all.find(
      (one) => named && one.carried && one.kind === found.kind && one.end !== null && one.end === found.end,
    );
    if (unplaced) Object.assign(unplaced, { ...found, start: found.start ?? unplaced.start, carried: false });
    else this.all.push({ ...found, open: false, carried: !named });
  }

  finish(found: Found, named: boolean): void {
    const open = this.all.findLast(
      (one) => one.open && (!named || same(one.place, found.place)) && ordered(one, found),
    );
    if (open) {
      open.end ??= found.end;
      open.dateAt = found.dateAt ?? open.dateAt;
      open.open = false;
      open.to = Math.max(open.to, found.to);
      return;
    }
    // "考入 A …, 毕业于 B": the school was merged or changed meanwhile.
    const moved = this.all.findLast(
      ({ open, kind, start }) =>
        open && kind === null && start !== null && typeof found.end === 'number' && found.end - start <= 6,
    );
    if (moved && named && found.end !== null && moved.end === null) {
      Object.assign(moved, { place: found.place, end: found.end, open: false, to: Math.max(moved.to, found.to) });
      return;
    }
    if (this.all.some((one) => one.end === found.end && (!named || same(one.place, found.place)))) return;
    if (named) this.all.push({ ...found, open: false });
  }

  /** Studies whose degree is not said are the first that is missing before the later ones. */
  positions(): Found[] {
    const order: DegreeKind[] = ['bachelor', 'master', 'doctorate'];
    const said = new Set(this.all.map(({ kind }) => kind));
    const unsaid = this.all.filter(({ kind }) => kind === null).sort((a, b) => yearOf(a) - yearOf(b));
    for (const one of unsaid) {
      const next = order.find((kind) => !said.has(kind));
      if (!next || one.place === null) continue;
      // 某大学毕业,另一大学硕士: studies without a year are the first where a later degree was elsewhere.
      const isFirst =
        next === 'bachelor' && this.all.some(({ kind, place }) => kind !== null && !same(place, one.place));
      if (one.start === null && one.end === null && !isFirst) continue;
      one.kind = next;
      said.add(next);
    }
    return this.all.filter(({ kind, place }) => kind !== null && place !== null);
  }
}

const yearOf = ({ start, end }: Found) => start ?? (typeof end === 'number' ? end : Number.MAX_SAFE_INTEGER);

function ordered(one: Found, later: Found): boolean {
  return one.start === null || typeof later.end !== 'number' || later.end >= one.start;
}

export function same(a: PlaceToken | null, b: PlaceToken | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a === b ||
    a.name === b.name ||
    (a.known !== null && a.known === b.known) ||
    (a.normal !== null && a.normal === b.normal)
  );
}

/** Leaves out what is told twice: a post in the headline and below, the same entry in two sections. */
export function withoutRepetitions(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const one of found) {
    const twin = kept.find(
      (other) =>
        other.kind === one.kind &&
        (same(other.place, one.place) ||
          isTranslation(other, one) ||
          (one.kind === 'award' && (one.place === null || other.place === null))) &&
        other.start === one.start &&
        !(isDegree(one.kind) && one.kind !== 'doctorate' && endsOtherwise(one, other)) &&
        (sameRole(one, other) ||
          one.kind === 'award' ||
          isTranslation(other, one) ||
          one.kind === 'postdoc' ||
          (isDegree(one.kind) && !endsOtherwise(one, other)) ||
          one.role === null ||
          other.role === null) &&
        (one.kind !== 'award' || sameAward(one, other)),
    );
    if (!twin) kept.push({ ...one });
    else {
      if (twin.role === null && one.role !== null) {
        const { role, roleAt, end } = one;
        Object.assign(twin, { role, roleAt, end: end ?? twin.end });
      }
      twin.end ??= one.end;
      twin.place ??= one.place;
    }
  }
  return kept
    .filter((one) => !isEndOf(one, kept))
    .filter((one) => !isToldBelow(one, kept))
    .filter((one) => !isVerbOf(one, kept))
    .filter(
      (one) =>
        one.start !== null ||
        typeof one.end === 'number' ||
        one.kind === 'award' ||
        !kept.some(
          (other) =>
            other !== one &&
            other.kind === one.kind &&
            other.start !== null &&
            same(other.place, one.place) &&
            (sameRole(one, other) || isDegree(one.kind)),
        ),
    );
}

/** "(BA 1988, LLB 1990)", "MA, Sociology, 2001" over "MA, Demography, 1999": of different years, two degrees. */
function endsOtherwise(one: Found, other: Found): boolean {
  return typeof one.end === 'number' && typeof other.end === 'number' && one.end !== other.end;
}

/** 讲师、副教授 of a range, where it is said elsewhere when the second began: the range says when that ended. */
function isEndOf(one: Found, all: readonly Found[]): boolean {
  const { kind, place, start, end } = one;
  if ((kind !== 'job' && kind !== 'administrative') || start !== null || typeof end !== 'number') return false;
  const begun = all.find(
    (other) =>
      other.kind === kind &&
      other.start !== null &&
      other.start < end &&
      [null, end].includes(other.end as number | null) &&
      same(other.place, place) &&
      sameRole(one, other),
  );
  if (begun) begun.end = end;
  return begun !== undefined;
}

/** An entry that says the same in Chinese and in English, with its years once. */
function isTranslation(one: Found, again: Found): boolean {
  const isHan = ({ role }: Found) => /\p{Script=Han}/u.test(role ?? '');
  if (one.role === null || again.role === null || isHan(one) === isHan(again)) return false;
  return one.dateAt !== null && again.dateAt !== null && one.dateAt[0] === again.dateAt[0];
}

const TEACHES = /^(?:留校|曾|一直)*(?:任教|执教|任职|供职|就职|工作)$/;

/** 任教于 A(1997-2001,助理教授): what somebody did there is what they were. */
function isVerbOf(one: Found, all: readonly Found[]): boolean {
  if (one.kind !== 'job' || one.start === null || !TEACHES.test(`${one.role}`)) return false;
  return all.some(
    (other) =>
      other.kind === 'job' &&
      other.start === one.start &&
      same(other.place, one.place) &&
      !TEACHES.test(`${other.role}`),
  );
}

/** A headline's degree or title without a year, where the CV gives one with a year. */
function isToldBelow(one: Found, all: readonly Found[]): boolean {
  if (one.start !== null || typeof one.end === 'number') return false;
  return all.some((other) => {
    if (other === one || other.kind !== one.kind || (other.start === null && typeof other.end !== 'number'))
      return false;
    if (isDegree(one.kind)) return true;
    if (one.kind === 'award')
      return (
        sameAward(one, other) ||
        (/院士|学部委员/.test(`${one.role}`) === /院士|学部委员/.test(`${other.role}`) && /院士/.test(`${one.role}`))
      );
    return same(one.place, other.place) && /任教|执教|任职|工作|供职/.test(`${one.role}`);
  });
}

export function isDegree(kind: RoleKind | null): boolean {
  return kind === 'bachelor' || kind === 'master' || kind === 'doctorate';
}

/** A post that is no office. */
export function isPost(kind: RoleKind): boolean {
  return kind === 'job' || kind === 'postdoc' || kind === 'visiting';
}

/** 长江学者特聘教授 and 教育部"长江学者奖励计划"特聘教授 */
function sameAward(a: Found, b: Found): boolean {
  const [one, other] = [a.role ?? '', b.role ?? ''].map((role) =>
    role.replace(/["“”]|教育部|国家级?|国务院|享受|入选者?|获得者|奖励计划|科学?基金|政府/g, ''),
  );
  const words = (role: string) =>
    role
      .replace(/[^A-Za-z]+/g, ' ')
      .replace(/\b(?:of|the|elected|an?)\b/gi, '')
      .trim()
      .split(/ +/)
      .sort()
      .join(' ');
  return one.includes(other) || other.includes(one) || (/^[A-Za-z]/.test(one) && words(one) === words(other));
}

/** What makes another rank of the title behind it. */
const OTHER_RANK = /\b(?:assistant|associate|senior|junior|principal|deputy|vice|visiting|adjunct|honorary)[ -]$/;

function sameRole(a: Found, b: Found): boolean {
  const [one, other] = [a.role ?? '', b.role ?? ''].map((role) => role.toLowerCase());
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return (
    one === other || (short !== '' && long.endsWith(` ${short}`) && !OTHER_RANK.test(long.slice(0, -short.length)))
  );
}
