import { isDegree, isPost } from './career.ts';
import { placesInTurn } from './in-turn.ts';
import { isInstitution, type PlaceToken } from './place.ts';
import type { RoleKind } from './role-kind.ts';
import { isCollegeOfItsOwn, namesARegion } from './places-chinese.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, type Segment } from './segments.ts';
import { isOfAMinistry } from './state-and-press.ts';
import { SECONDARY } from './study-words.ts';
import { MOVES } from './verbs.ts';

/** Where the person was before: what 同校, "there" and a missing name mean. */
export interface Whereabouts {
  /** The last institution that the text names. */
  last: PlaceToken | null;
  job: PlaceToken | null;
  /** The last place of work, which a degree elsewhere does not end. */
  employer: PlaceToken | null;
  study: PlaceToken | null;
  /** All institutions so far, in the order of the text. */
  named: readonly PlaceToken[];
}

export interface Where {
  place: PlaceToken | null;
  /** Named for this role; otherwise carried on from before. */
  named: boolean;
}

const HAN = /\p{Script=Han}/u;
/** "at", and what French, Spanish, Portuguese, Italian and German have for it. */
const AT =
  "(?:at|from|of|in|with|by|for)(?: the)? |(?:à|au|aux|de|du)(?: la)? |(?:à |de )?(?:l|d|all|dell|nell)'|" +
  '(?:en|por|de)(?: (?:la|el))? |(?:pel|n|d)[ao] |(?:alla|della|nella|presso(?: (?:il|la))?) |' +
  '(?:an|von|bei) (?:der|dem) |(?:am|vom|beim) ';
const LINK = new RegExp(
  String.raw`^(?:[^,;.\n\t()]|\([^()]*\)){0,70}(?<!\p{L})(?:${AT})$|` +
    String.raw`^ (?:thesis|dissertation) (?:to|at|for) (?:the )?$|` +
    String.raw`^(?: [a-z]+){0,3},? (?:(?:first|initially|then|later|successively) )?(?:at|with|in) (?:the )?$|` +
    String.raw`^(?: ?\([^()]*\))?(?:,? [^,;\n]{0,60})?(?:,|\t|\n| -| \|)\s*(?:the )?$`,
  'iu',
);
/** 本科、硕士毕业于某大学 */
const ENGLISH_SCHOOL = /\b(?:High|Grammar|Primary|Secondary|Middle) School$/;
const AS = /^(?:, [A-Z]\w+(?: [A-Z]\w+)?)?,? as (?:an? |its |the )?(?:\w+ )?$/;
const DEGREES_FROM = /^(?:[、和及](?:本科|学士|硕士|博士|研究生))*(?:均|都|分别|先后)?(?:毕业|就读)[于自]$/;
const BACK_HOME = /回国|归国|返国|回[所院厂](?!长)|回校|返校|回原|学成归来|\breturned\b/;
/** Somebody who rises does so where they work, whatever they studied elsewhere meanwhile. */
const RISES = /(?:晋升|升任|晋|升|提升|评聘|评|转评|破格|增列|被聘|聘任|聘)(?:为|至|任)?[^,;。]{0,6}$/;
const NEXT_DEED = new RegExp(
  '(?: and (?:when|while) |(?:, (?:and )?|; (?:and )?| and )(?:(?:(?:in|during) the same (?:year|time)|' +
    'that year|(?:early |' +
    String.raw`late )?in \d{4}|` +
    String.raw`later|then|also|soon|subsequently|a year later|\w+ years later),? )?(?:(?:he|she|` +
    'they) )?(?:co-?founded|founded|spent|visited|' +
    'consulted|joined|advised|moved to|left for|began (?:an?|his|her|their)|enrolled|entered|' +
    'went (?:on )?to|' +
    String.raw`returned to|took up|accepted)\b)`,
);
const STUDIES: ReadonlySet<RoleKind> = new Set(['bachelor', 'master', 'doctorate', 'enter', 'finish']);
const AWAY = /后|毕业|分配|到|任|赴|进入|至|调|转|回|聘|退休/;

/** The institution of a role; null where only a society or nothing at all is named. */
export function placeOf(text: string, segment: Segment, role: RoleToken, known: Whereabouts): Where | 'society' {
  const inTurn = placesInTurn(text, segment).get(role);
  if (inTurn) return { place: inTurn, named: true };
  const places = segment.places;
  const isHome = role.kind === 'job' || role.kind === 'administrative';
  // A school gives no degree.
  const fits = ({ name, from }: PlaceToken) =>
    (isDegree(role.kind) ? !ENGLISH_SCHOOL.test(name) : !isOfDegree(text, segment, from)) &&
    !isMeanwhile(text, segment, from, role.from);
  const saysOnlyDegrees = places.length > 0 && places.every(({ from }) => isOfDegree(text, segment, from));
  if (saysOnlyDegrees && isPost(role.kind)) return { place: null, named: false };
  const before = places.findLast((one) => one.to <= role.from && fits(one)) ?? null;
  const after = places.find((one) => one.from >= role.to && fits(one)) ?? null;
  const chosen = choose(text, segment, role, before, after);
  // Back from abroad: a post that names no place is at home.
  const home = known.employer ?? known.job;
  if (
    isHome &&
    !home &&
    /返校|回校|回母校/.test(text.slice(before?.to ?? segment.from, role.from)) &&
    chosen === before
  )
    return { place: schoolBefore([...known.named, ...places], before ?? known.last), named: false };
  if (
    chosen === before &&
    before &&
    home &&
    isHome &&
    before !== home &&
    BACK_HOME.test(text.slice(before.to, role.from))
  )
    return { place: home, named: false };
  const isSchoolteacher = SECONDARY.test(known.employer?.name ?? '') && /教授|研究员/.test(role.text);
  const rises = isHome && known.employer && !isSchoolteacher && risesHere(text, segment, role);
  if (!chosen) return { place: rises ? known.employer : carried(role, known), named: false };
  if (rises && chosen === before && clauseAt(segment, chosen.from) < clauseAt(segment, role.from)) {
    const studied = segment.roles.some(
      ({ kind, from, to }) =>
        (STUDIES.has(kind) && from < role.from && from > chosen.from) ||
        (kind === 'visiting' && to <= role.from && to > chosen.from - 40),
    );
    if (studied) return { place: known.employer, named: false };
  }
  if (chosen.sort === 'society') {
    if (role.kind === 'job' && PUBLISHER.test(chosen.name) && /[Ee]dit|[Pp]ublish/.test(role.text))
      return { place: { ...chosen, sort: 'main' }, named: true };
    const invites = /Foundation$/.test(chosen.name) && (role.kind === 'visiting' || role.kind === 'postdoc');
    return invites ? { place: chosen, named: true } : 'society';
  }
  if (chosen.back) {
    const place = backTo(segment, chosen, known);
    return { place, named: place !== null };
  }
  if (chosen.sort === 'part') {
    const own =
      places.findLast((one) => one.to <= chosen.from && isInstitution(one)) ??
      places.find(
        (one) =>
          one.from >= chosen.to &&
          isInstitution(one) &&
          /^(?:, ?|\n\s*|\t| of | at )(?:the )?$/.test(text.slice(chosen.to, one.from)),
      );
    const whole = own ?? lineOf(text, segment, chosen) ?? onlyOne(segment) ?? carried(role, known);
    const school =
      whole !== own && OF_A_SCHOOL.test(chosen.name) && !/大学|学院|学校/.test(whole?.name ?? '')
        ? known.named.findLast(({ name }) => /大学/.test(name))
        : undefined;
    if (school) return { place: school, named: false };
    if (!own && headsEntry(text, segment, chosen, role)) return { place: chosen, named: true };
    const alone = HAN.test(chosen.name) || /School|Cent/.test(chosen.name) ? chosen : null;
    const isLed =
      role.kind === 'administrative' && /^ (?:of|for) (?:the |its )?$/.test(text.slice(role.to, chosen.from));
    return { place: whole ?? alone, named: whole !== null && (isLed || segment.places.includes(whole)) };
  }
  return { place: chosen, named: true };
}

const AFTER_DEGREE = /^[^.;\n]{0,60}(?:19|20)\d\d,? (?:he|she|they|I) [a-z]/;

function inBrackets(text: string, { from }: Segment, role: RoleToken): boolean {
  const ahead = text.slice(from, role.from);
  return ahead.lastIndexOf('(') > ahead.lastIndexOf(')');
}

/** "Center for Example Policy   2015 - 2018" and the post below it: what heads an entry with its years employs. */
function headsEntry(text: string, { from, dates }: Segment, { from: at, to, name }: PlaceToken, role: RoleToken) {
  const behind = text.slice(to, role.from);
  const line = to + behind.indexOf('\n');
  const isDated = dates.some((date) => date.from >= to && date.to <= line);
  return at === from && /^Cent(?:er|re) for /.test(name) && behind.includes('\n') && isDated;
}

function risesHere(text: string, segment: Segment, role: RoleToken): boolean {
  return RISES.test(text.slice(Math.max(segment.from, role.from - 12), role.from));
}

/** 学士学位(某大学)的研究助理教授: the brackets behind a degree tell of it, and of no post. */
function isOfDegree(text: string, { roles }: Segment, at: number): boolean {
  return text[at - 1] === '(' && roles.some(({ kind, to }) => isDegree(kind) && to === at - 1);
}

/** 副研究员(其间在某大学读博): where somebody was meanwhile is told in brackets, and says nothing of what stands outside. */
function isMeanwhile(text: string, { from, to }: Segment, at: number, role: number): boolean {
  const open = text.slice(from, at).search(/\((?:其间|期间|同期)[^()]*$/) + from;
  if (open < from || text[open] !== '(') return false;
  const close = text.indexOf(')', at);
  return role < open || (close >= 0 && close < to && role > close);
}

/** The university that somebody came from, who went to another one and is back. */
function schoolBefore(named: readonly PlaceToken[], away: PlaceToken | null): PlaceToken | null {
  const isOther = ({ name, from }: PlaceToken) => name !== away?.name && from < (away?.from ?? Infinity);
  return named.findLast((one) => isInstitution(one) && isOther(one) && /大学|学院|学校/.test(one.name)) ?? null;
}

/** Who employs editors. */
const PUBLISHER = /\b(?:Press|Publish(?:ers?|ing)|Verlag|Books)$/;

/** 某学院, 某系: parts that only a university has. */
const OF_A_SCHOOL = /\p{Script=Han}(?:学院|系)$/u;

/** All that stands between a name and what its brackets tell: ", Example Town (". */
const IN_ITS_BRACKETS = /^(?:, \p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)? ?\([^()]*$/u;

function choose(
  text: string,
  segment: Segment,
  role: RoleToken,
  before: PlaceToken | null,
  after: PlaceToken | null,
): PlaceToken | null {
  if (!after) return before;
  const between = text.slice(role.to, after.from);
  const roles = segment.roles.filter(({ kind }) => kind !== 'leave');
  const others = roles.filter((other) => other.from > role.from && other.from < after.from);
  const sameClause = clauseAt(segment, role.from) === clauseAt(segment, after.from);
  if (!sameClause && /^[^,]{0,30}Emerit/.test(text.slice(role.from, role.to + 12))) return before;
  const studies = role.kind === 'enter' || role.kind === 'finish';
  const isVerb =
    studies ||
    role.text === '访问' ||
    /^(?:留校)?(?:曾|一直)?(?:任教|执教|任职|供职|就职)|^教书|^(?:[调转]|加盟|入职|返聘|分|进入)/.test(role.text);
  if (HAN.test(role.text)) {
    // 留校任教,后赴某大学访问; 晋升为讲师,后考入某大学: who stays or rises does so where they were.
    const isAfterwards = !sameClause && (/^留[校所院系]/.test(role.text) || risesHere(text, segment, role));
    if (isAfterwards) return before;
    if (isVerb && sameClause && others.length === 0 && !/后|,|分配/.test(between)) return after;
    if (studies && /^后?(?:由国家)?分配/.test(between)) return before;
    if (studies && !before && /[,;].*(?:任|到|进|分配)/.test(between)) return null;
    // 拥有博士学位(某大学)和学士学位(另一大学): what stands in brackets right behind a degree is where it was taken.
    if (isDegree(role.kind) && between === '(') return after;
    if (sameClause && /^的?(?:身份)?(?:赴|到|前往|于|在)$/.test(between)) return after;
    if (sameClause && DEGREES_FROM.test(between.replace(/\([^()]*\)/g, ''))) return after;
    if (before) return before;
    // 1978年任副研究员,四年后任研究员,1983-1984年在另一大学: what follows is told with years of its own.
    const { dates } = segment;
    const isDated =
      dates.some(({ to }) => to <= role.from) && dates.some(({ from, to }) => from >= role.to && to <= after.from);
    if (isDated && !sameClause && (role.kind === 'job' || role.kind === 'administrative')) return null;
    if (AWAY.test(between.replace(/^毕业(?=[于自])/, '')) && !isVerb) return null;
    return after;
  }
  // "University of A (MA 1990), University of B (PhD 1996)": brackets tell of the name before them.
  if (before && IN_ITS_BRACKETS.test(text.slice(before.to, role.from)) && between.includes(')')) return before;
  if (/^(?:direct|head|lead|chair)(?:s|ed|ing)?$|^led$/.test(role.text) && /^ (?:the |its )?$/.test(between))
    return after;
  if (MOVES.test(role.text) && /^ (?:the )?$/.test(between)) return after;
  // "lecturer (subsequently Reader in music) at X": brackets tell of the same place.
  const outside = inBrackets(text, segment, role) ? between.replace(/^[^()]*\)/, '') : between;
  // "After taking his degree in 1950 he undertook research at X": where somebody went then gave no degree.
  if (!before && segment.narrative && isDegree(role.kind) && AFTER_DEGREE.test(between)) return null;
  // "BSc, MSc (A), PhD (B)"
  if (isDegree(role.kind) && /^ ?\((?:the )?$/.test(between)) return after;
  if (others.length === 0 && /, (?:first|initially|originally) (?:at|with|in) (?:the )?$/.test(between)) return after;
  if (others.length === 0 && LINK.test(outside)) {
    if (!before || sameClause) return after;
    // "University, Lecturer, University": the order in which the segment began goes on.
    const firstRole = roles.find(({ kind }) => kind !== 'none');
    return firstRole && firstRole.from < segment.places[0].from ? after : before;
  }
  // "served as head, and co-founded a company, …": what follows is another thing that somebody did.
  if (!before) {
    // "became lecturer, and his PhD, from X, followed": the place is that of the degree.
    const isOfDegree =
      segment.narrative && !isDegree(role.kind) && others.length > 0 && others.every(({ kind }) => isDegree(kind));
    if (isOfDegree && /,/.test(text.slice(role.to, others[0].from))) return null;
    return segment.narrative && NEXT_DEED.test(between) ? null : after;
  }
  // "moved to X, Example Town, as lecturer": what stands right before.
  if (AS.test(text.slice(before.to, role.from))) return before;
  if (others.length > 0 && sharesPlace(text, role, others, after)) return after;
  // "at X, became Lecturer in 1953 and Reader in 1959": somebody rises where they are.
  if (
    segment.narrative &&
    /\b(?:became|promoted to|rose to|advanced to) (?:an? )?$/.test(text.slice(before.to, role.from))
  )
    return before;
  if (others.length > 0 && clauseAt(segment, before.from) !== clauseAt(segment, role.from)) {
    const firstPlace = segment.places[0];
    const firstRole = roles.find(({ kind }) => kind !== 'finish' && kind !== 'enter');
    if (
      firstRole !== undefined &&
      firstRole.from < firstPlace.from &&
      before.to < role.from &&
      roles.some((one) => one.from > before.to && one !== role)
    )
      return /[;\n]/.test(between) ? before : after;
  }
  return before;
}

/** Of posts in several departments of one entry: the university that the entry names. */
function onlyOne({ places, narrative }: Segment): PlaceToken | null {
  const named = places.filter(isInstitution);
  return named.length === 1 && !narrative ? named[0] : null;
}

/** "Department of X and Centre for Y, University of Z": the institution that ends the line of its parts. */
function lineOf(text: string, { places, roles }: Segment, part: PlaceToken): PlaceToken | null {
  const whole = places.find((one) => one.from >= part.to && isInstitution(one)) ?? null;
  if (whole === null || whole.from - part.to > 120 || /[\n;\t]/.test(text.slice(part.to, whole.from))) return null;
  return roles.some(({ from }) => from >= part.to && from < whole.from) ? null : whole;
}

/** "a house officer and then medical officer at X": posts in a row have the place behind the last. */
function sharesPlace(text: string, role: RoleToken, others: readonly RoleToken[], after: PlaceToken): boolean {
  const row = [role, ...others];
  const joined = others.every((other, i) =>
    /^(?:,| and)(?: (?:and|then|later|subsequently|as|an?)){0,3} $/.test(text.slice(row[i].to, other.from)),
  );
  return joined && /^[^,;.\n]{0,40} (?:at|with)(?: the)? $/.test(text.slice(row.at(-1)!.to, after.from));
}

function carried({ kind, text }: RoleToken, known: Whereabouts): PlaceToken | null {
  if (kind === 'award') return null;
  if (/^留校/.test(text)) return known.last;
  // Who did a degree elsewhere meanwhile rises where they work.
  const { employer, job, study } = known;
  if (employer && job === study && isSenior({ kind, text }) && /大学|学院/.test(employer.name)) return employer;
  if (kind === 'job' || kind === 'administrative') return known.job ?? known.last;
  return known.last;
}

function isSenior({ kind, text }: Pick<RoleToken, 'kind' | 'text'>): boolean {
  return kind === 'administrative'
    ? HAN.test(text)
    : kind === 'job' && /(?:^|[^副])教授$|^副教授$|(?:^|副)研究员$/.test(text);
}

/** 该所, 该院, 该校: the last institution of that kind. */
const SAID_KIND: ReadonlyMap<string, RegExp> = new Map([
  ['所', /研究[所院]$/],
  ['院', /院$/],
  ['校', /大学$|学[院校]$|中学$/],
]);

function backTo(segment: Segment, back: PlaceToken, known: Whereabouts): PlaceToken | null {
  if (back.alma) return known.study ?? known.last;
  const inside = segment.places.findLast((one) => one.to <= back.from && isInstitution(one));
  if (inside) return inside;
  const kind = ([...SAID_KIND].find(([said]) => back.name.startsWith('该') && back.name.endsWith(said)) ?? [])[1];
  const meant = kind && known.named.findLast((one) => kind.test(one.name));
  if (meant) return meant;
  const own = [known.job, known.study, known.last];
  const isSchool = (one: PlaceToken | null) => one !== null && /大学|学院|学校/.test(one.name);
  if (/^[本我]校/.test(back.name)) return own.find(isSchool) ?? known.job ?? known.last;
  if (/^本(?:院|所)|^我院/.test(back.name)) return known.job ?? known.last;
  return known.last;
}

/** 担任茶学院副院长: the school that somebody leads, named alone, belongs to the university that employs them. */
export function ledAtEmployer(
  place: PlaceToken | null,
  { kind, text }: RoleToken,
  known: Whereabouts,
): PlaceToken | null {
  if (place === null || place.sort !== 'main' || place.known !== null || kind !== 'administrative') return place;
  if (!/^(?!.*(?:师范|职业|大学|总院)).{1,10}(?:学院|研究所|研究中心)$/.test(place.name)) return place;
  if (namesARegion(place.name) || isOfAMinistry(place.name) || isCollegeOfItsOwn(place.name)) return place;
  if (!(place.name.endsWith('学院') ? /院长|书记/ : /所长|主任/).test(text)) return place;
  if (!known.job || !/(?:大学|学院)(?:\([^()]*\))?$/.test(known.job.name)) return place;
  return known.job;
}

/** Degrees and ranks are a university's, not those of the school that belongs to it. */
export function ofTheSchool(place: PlaceToken | null, { kind, text }: RoleToken): PlaceToken | null {
  if (place === null || !/(?:大学|学院)附属?[中小]学?$/.test(place.name)) return place;
  if (!isDegree(kind) && !/教授|讲师|助教|研究员|留校|系/.test(text)) return place;
  const name = place.name.replace(/附属?[中小]学?$/, '');
  return { ...place, name, to: place.from + name.length, normal: null, known: null };
}
