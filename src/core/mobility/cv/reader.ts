import { isAllowed, isPassing } from './allowed.ts';
import { awardsOf } from './awards.ts';
import { begunBefore, dateOfItsOwn, gradeBehind, isHeadline, sinceDegreeBefore } from './beginnings.ts';
import { type Found, isDegree, isPost, type PositionKind, Studies } from './career.ts';
import type { DateToken } from './dates.ts';
import { kindOf } from './kinds.ts';
import { doubleDegrees } from './double-degrees.ts';
import { isInstitution, type PlaceToken } from './place.ts';
import { endAfterYears, endBy, endOfMoved, endOfRetired, endUntil, endWithLine } from './leaving.ts';
import { isDeed } from './moves.ts';
import {
  alsoAt,
  followsStudies,
  goesOnAfter,
  inSuccession,
  listTitle,
  placesOfList,
  underTitle,
} from './lists-of-posts.ts';
import { isNow } from './now.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, indentAt, type Segment } from './segments.ts';
import { datesOfRoles, type When } from './when.ts';
import {
  BEGINS,
  BEGINS_NEXT,
  BEGUN,
  ENDS,
  GRADUATES,
  NO_DEGREE,
  NO_SCHOOL,
  OF_SCHOOL,
  SECONDARY,
  VISIT,
} from './study-words.ts';
import { MOVES, VERB } from './verbs.ts';
import { unknownPlace } from './unknown-place.ts';
import { isElsewhere, stayedAt } from './own-places.ts';
import { ledAtEmployer, ofTheSchool, placeOf, type Where, type Whereabouts } from './where.ts';

/** Posts to look back on. */
const MOST_POSTS = 60;

/** Makes positions of the segments of a text, one after another. */
export class Reader {
  private readonly text: string;
  private readonly studies = new Studies();
  private readonly posts: Found[] = [];
  private readonly known: Whereabouts = {
    last: null,
    job: null,
    employer: null,
    study: null,
    named: [],
  };
  private readonly universityIn: (city: string) => string | null;
  private readonly shortNames: ReadonlyMap<string, PlaceToken>;
  private section: Segment['section'] | null = null;
  private title: ReturnType<typeof listTitle> = null;
  /** An institution on a line of its own, with several posts below. */
  private heading: { place: PlaceToken; to: number; section: Segment['section'] } | null = null;

  constructor(
    text: string,
    universityIn: (city: string) => string | null,
    shortNames: ReadonlyMap<string, PlaceToken>,
  ) {
    this.shortNames = shortNames;
    this.text = text;
    this.universityIn = universityIn;
  }

  positions(): Found[] {
    return [...this.studies.positions(), ...this.posts].sort((a, b) => a.from - b.from);
  }

  read(segment: Segment): void {
    // Who employs somebody does not give them the degrees of a list that comes behind.
    if (segment.section === 'education' && !['education', 'service'].includes(`${this.section}`))
      this.known.last = null;
    this.section = segment.section;
    const when = datesOfRoles(this.text, segment);
    this.readHeading(segment);
    const made: Found[] = [];
    const grades = segment.dates.filter(
      ({ edge, from }) =>
        edge === 'grade' && !segment.roles.some((role) => role.kind === 'none' && role.from <= from && role.to > from),
    );
    for (const role of segment.roles) {
      while (grades[0]?.from < role.from) this.readGrade(segment, grades.shift() as DateToken);
      if (role.kind === 'none') continue;
      if (role.kind === 'leave') endBy(this.text, segment, role, [...this.posts.slice(-MOST_POSTS), ...made]);
      else if (!isAllowed(this.text, segment, role)) continue;
      else {
        const known = this.knownAt(when.get(role)?.date.start ?? null, segment);
        const placed =
          stayedAt(this.text, segment, role, when.get(role) ?? null, this.studies.all) ??
          placeOf(this.text, segment, role, known);
        if (placed === 'society' && role.kind !== 'award') continue;
        const where: Where = placed === 'society' ? { place: null, named: false } : placed;
        const unknown =
          !where.named &&
          !segment.teaching &&
          (isPost(role.kind) || role.kind === 'administrative' || isDegree(role.kind))
            ? unknownPlace(this.text, segment, role, this.universityIn, this.shortNames)
            : null;
        if (
          segment.section === 'service' &&
          !where.named &&
          !unknown?.normal &&
          role.kind !== 'award' &&
          !segment.places.some(({ sort }) => sort === 'part')
        )
          continue;
        const at: Where = unknown
          ? { place: unknown, named: true }
          : { ...where, place: ledAtEmployer(ofTheSchool(where.place, role), role, this.known) };
        if (at.place?.sort === 'part' && !when.has(role) && !segment.narrative && isHeadline(segment, this.known))
          continue;
        if (!where.named && !unknown && isPassing(role, when.get(role) ?? null)) continue;
        const studies = isDegree(role.kind) || role.kind === 'enter' || role.kind === 'finish';
        const said = dateOfItsOwn(this.text, role, when.get(role) ?? null);
        const date = studies && said?.date.weak ? null : said;
        const found = this.found(segment, role, at, date);
        const grade = isDegree(role.kind) ? gradeBehind(this.text, segment, role, grades) : null;
        found.start ??= grade;
        if (role.kind === 'enter' || role.kind === 'finish') this.readStudy(segment, role, found, at);
        else if (isDegree(role.kind)) this.readDegree(segment, role, found, at, { when: date, grade });
        else made.push(...this.readPost(segment, role, found, at, made, when));
      }
    }
    for (const grade of grades) this.readGrade(segment, grade);
    endUntil(segment, made, this.posts.at(-1));
    endOfMoved(this.text, made);
    this.posts.push(...made);
    const listed = underTitle(this.title, segment);
    this.title = listTitle(this.text, segment) ?? this.title;
    if (listed) this.posts.push(listed);
    else if (segment.roles.length === 0) this.readUnsaid(segment);
    const last = segment.places.findLast(isInstitution);
    if (last) this.known.last = last;
    this.known.named = [...this.known.named.slice(-MOST_POSTS), ...segment.places.filter(isInstitution)];
  }

  private readHeading(segment: Segment): void {
    const place = segment.places.find(isInstitution);
    const behind = place ? this.text.slice(place.to, segment.to).indexOf('\n') : -1;
    const end = place && behind >= 0 ? place.to + behind : -1;
    const isOther = (token: { from: number }) => token.from < end;
    const alone =
      place?.from === segment.from && end > 0 && !segment.roles.some(isOther) && !segment.dates.some(isOther);
    if (place) this.heading = alone ? { place, to: segment.to, section: segment.section } : null;
    const { heading } = this;
    if (!heading) return;
    const isDeeper = indentAt(this.text, segment.from) > indentAt(this.text, heading.place.from);
    const goesOn =
      heading.section === segment.section && (isDeeper || !/\n\s*\n/.test(this.text.slice(heading.to, segment.from)));
    if (goesOn && !segment.narrative) heading.to = segment.to;
    else this.heading = null;
  }

  /** The employer of a year is that of the post which somebody had then. */
  private knownAt(year: number | null, segment: Segment): Whereabouts {
    if (this.heading) return { ...this.known, job: this.heading.place, last: this.heading.place };
    const { employer } = this.known;
    if (employer && goesOnAfter(this.text, segment, employer)) return { ...this.known, job: employer };
    if (year === null) return this.known;
    const begun = this.posts
      .slice(-MOST_POSTS)
      .filter(({ kind, start }) => (kind === 'job' || kind === 'administrative') && start !== null && start <= year);
    const latestOf = (posts: readonly Found[]) =>
      posts.reduce<Found | null>((one, next) => (one !== null && one.start! > next.start! ? one : next), null);
    // A post that lasts counts; of others the last begun, which ended those before it though nothing says so.
    const lasting = begun.filter(
      ({ kind, end }) => kind === 'job' && (end === 'present' || (typeof end === 'number' && end > year)),
    );
    const then = latestOf(lasting) ?? latestOf(begun);
    const studied =
      then?.end !== 'present' &&
      this.studies.all.some(
        ({ end }) => typeof end === 'number' && end <= year && end > (then?.start ?? Number.NEGATIVE_INFINITY),
      );
    return then && !studied ? { ...this.known, job: then.place } : this.known;
  }

  private found(segment: Segment, role: RoleToken, { place }: Where, when: When | null): Found {
    const inSegment = (token: { from: number; to: number }) => token.from >= segment.from && token.to <= segment.to;
    const parts = [role, ...(when ? [when.date] : []), ...(place && inSegment(place) ? [place] : [])];
    return {
      kind: role.kind as PositionKind,
      place,
      role: role.text,
      roleAt: [role.from, role.to],
      dateAt: when ? [when.date.from, when.date.to] : null,
      start: when?.date.start ?? null,
      end: when === null || (when.date.season && role.kind !== 'visiting') ? null : when.date.end,
      from: Math.min(...parts.map(({ from }) => from)),
      to: Math.max(...parts.map(({ to }) => to)),
    };
  }

  /** "(1991级)" behind an institution: studies began. */
  private readGrade(segment: Segment, date: DateToken): void {
    const behind = segment.places.find((one) => isInstitution(one) && one.from >= date.to && one.from - date.to <= 1);
    const ahead = segment.places.findLast(({ to, sort }) => to <= date.from && sort === 'main');
    const place = behind ?? ahead ?? this.known.last;
    const from = Math.min(place?.from ?? date.from, date.from);
    this.studies.enter({
      kind: null,
      place,
      role: null,
      roleAt: null,
      dateAt: [date.from, date.to],
      start: date.start,
      end: null,
      from,
      to: date.to,
    });
    if (place) this.known.study = place;
  }

  private readStudy(segment: Segment, role: RoleToken, found: Found, { place, named: isNamed }: Where): void {
    const clause = clauseAt(segment, role.from);
    const inClause = segment.roles.some(
      (other) =>
        isDegree(other.kind) &&
        clauseAt(segment, other.from) === clause &&
        !(role.kind === 'finish' && BEGINS_NEXT.test(this.text.slice(role.to, other.to))),
    );
    const behind = this.text.slice(role.to, segment.clauses[clause]);
    const isSchool = place !== null && SECONDARY.test(place.name);
    const isOfSchool = role.kind === 'enter' && OF_SCHOOL.test(behind);
    const isBeside = isSchool && clauseAt(segment, place.from) === clause;
    const isAbroad = role.text === '留学' && place !== null && clauseAt(segment, place.from) !== clause;
    if (inClause || isBeside || isAbroad) return;
    const named = isNamed && !isSchool && !isOfSchool && !NO_SCHOOL.test(place?.name ?? '');
    if (role.kind === 'enter') {
      const graduates = found.dateAt && GRADUATES.exec(this.text.slice(role.to, found.dateAt[0]))?.[0];
      if (graduates) found.end ??= graduates === 'diploma' ? null : found.start;
      if (graduates) found.start = null;
      if (named)
        this.studies.enter({
          ...found,
          kind: null,
          role: null,
          roleAt: null,
          end: typeof found.end === 'number' ? found.end : null,
        });
    } else {
      const end = typeof found.end === 'number' ? found.end : found.start;
      const start = typeof found.end === 'number' ? found.start : null;
      this.studies.finish({ ...found, kind: null, role: null, roleAt: null, start, end }, named);
    }
    if (named) this.known.study = place;
    if (named) this.known.last = place;
  }

  private readDegree(
    segment: Segment,
    role: RoleToken,
    found: Found,
    { place, named }: Where,
    { when, grade }: { when: When | null; grade: number | null },
  ): void {
    const clause = sinceDegreeBefore(this.text, segment, role);
    if (!named && when === null && place === null) return;
    const date = when?.date;
    const range = date?.range === true && !date.season;
    if (range && !when?.own && segment.roles.some((one) => one.kind === 'job' && one.from < role.from))
      found.start = found.end = null;
    else if (!range && date) {
      const begins =
        date.edge === 'since' ||
        date.edge === 'grade' ||
        (BEGINS.test(clause) && !ENDS.test(clause.replace(BEGUN, '')));
      found.start = begins ? (date.start ?? null) : (begunBefore(segment, role, date) ?? grade);
      found.end = begins ? null : (date.start ?? date.end);
      if (begins) {
        this.studies.enter(found);
        this.settle(place, 'study');
        return;
      }
    }
    if (found.end === 'present' && !range) found.end = null;
    if (date === undefined && BEGINS.test(clause) && !ENDS.test(clause)) this.studies.enter(found);
    else for (const one of [...doubleDegrees(this.text, segment, role, found), found]) this.studies.degree(one, named);
    if (!/在职|part-?time/i.test(clause)) this.known.job = place;
    this.settle(place, 'study');
  }

  private readPost(
    segment: Segment,
    role: RoleToken,
    found: Found,
    { place, named }: Where,
    made: Found[],
    when: ReadonlyMap<RoleToken, When>,
  ): Found[] {
    if (!isDeed(this.text, segment, role, { place, named }, when)) return [];
    if (MOVES.test(role.text)) found.role = found.roleAt = null;
    if (VERB.test(role.text)) {
      const clause = clauseAt(segment, role.from);
      const better = segment.roles.some(
        (other) =>
          other !== role &&
          (isPost(other.kind) || other.kind === 'administrative') &&
          !/任教|执教|任职|工作|供职/.test(other.text) &&
          !MOVES.test(other.text) &&
          !(named && isElsewhere(segment, role, other)) &&
          Math.abs(clauseAt(segment, other.from) - clause) <= 1 &&
          (when.get(other)?.date === when.get(role)?.date || !when.get(role)),
      );
      if (better || (role.text === '工作' && !named && !found.start)) return [];
      if (/教职|曾?供职|^[Ww]ork/.test(role.text) && found.start === null) return [];
    }
    const kind = kindOf(this.text, segment, role, place);
    found.kind = kind;
    if (kind === 'award') {
      return awardsOf(this.text, segment, role, found, { place, named, when: when.get(role) ?? null });
    }
    if (place === null) return [];
    if (kind === 'visiting' && VISIT.test(role.text) && this.isToldBeside(role, segment, when)) return [];
    if (/科主任/.test(role.text) && SECONDARY.test(place.name)) found.kind = 'job';
    endOfRetired(this.text, role, found);
    endAfterYears(this.text, role, found);
    if (found.end === null && isNow(this.text, segment, role)) found.end = 'present';
    endWithLine(this.text, segment, role, found, made);
    if (kind === 'job' || kind === 'administrative') this.settle(place, 'job');
    else this.known.last = place;
    if (kind === 'job' && followsStudies(segment, role, when)) {
      found.start = typeof found.end === 'number' ? found.end : found.start;
      found.end = null;
    }
    if (kind === 'job' || kind === 'administrative') {
      const { begins, ends } = inSuccession(this.text, role, segment, when);
      if (!begins) found.start = null;
      if (!ends) found.end = null;
    }
    const also = alsoAt(this.text, segment, role, place, found);
    return [found, ...also];
  }

  /** 作为访问学者赴某大学研修, "a visiting fellow during her sabbatical": one visit. */
  private isToldBeside(role: RoleToken, segment: Segment, when: ReadonlyMap<RoleToken, When>): boolean {
    return segment.roles.some(
      (other) =>
        other !== role &&
        other.kind === 'visiting' &&
        !VISIT.test(other.text) &&
        [when.get(role)?.date, undefined].includes(when.get(role) && when.get(other)?.date) &&
        (/^[Ss]pent/.test(role.text) || Math.abs(clauseAt(segment, other.from) - clauseAt(segment, role.from)) <= 1),
    );
  }

  private settle(place: PlaceToken | null, as: 'job' | 'study'): void {
    if (!place) return;
    this.known[as] = place;
    if (as === 'job') this.known.employer = place;
    this.known.last = place;
  }

  /** A line of a list with years and an institution, and no word for what it was. */
  private readUnsaid(segment: Segment): void {
    const date = segment.dates.find(({ weak }) => !weak);
    const place = segment.places.find(isInstitution);
    if (
      !date ||
      !place ||
      /Academy$/.test(place.name) ||
      NO_DEGREE.test(this.text.slice(segment.from, segment.to)) ||
      segment.narrative ||
      segment.to - segment.from > 120
    )
      return;
    const found = {
      kind: null,
      place,
      role: null,
      roleAt: null,
      dateAt: [date.from, date.to] as const,
      start: date.start,
      end: date.end,
      from: Math.min(date.from, place.from),
      to: Math.max(date.to, place.to),
    };
    if (segment.section === 'education') {
      if (!date.range) Object.assign(found, { start: null, end: date.start });
      this.studies.degree(found, true);
      this.settle(place, 'study');
    } else if (segment.section === 'work' && (segment.visiting ? date.start !== null : date.range && !date.season)) {
      const kind = segment.visiting ? 'visiting' : 'job';
      this.posts.push({ ...found, kind }, ...placesOfList(this.text, segment, { ...found, kind }));
      if (!segment.visiting) this.settle(place, 'job');
    }
  }
}
