import { isDegree } from './career.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import type { When } from './when.ts';

/** A fellowship of any name is an award where somebody receives it. */
const ANY_FELLOWSHIP = /^(?:[A-Z][\w.'-]+ ){1,5}(?:Fellowship|Talent|Scholar|Fellow|Investigator|Innovator|Laureate)$/;
const KNOWN_AWARD = new RegExp(
  '^(?:IEEE|ACM|APS|AAAS|AERA|ACS|MRS|OSA|IOP) ' +
    '|Guggenheim|Humboldt|Fulbright|Sloan|MacArthur|Packard|Leverhulme|Wolfson|Changjiang' +
    '|Young|Teaching|Rhodes|Marshall',
);
const RECEIVES = /\b(?:receiv|award|won\b|recipient|honou?red|elected|named|held\b)/i;
/** Titles that a list of honours holds though they are also posts. */
const TITLE_OF_HONOUR = /Fulbright|布[赖莱]特|^(?:Regents|Distinguished) |(?<!Visiting |Research )Fellow$/;

/** Whether a role may stand for a position in the section where it is written. */
export function isAllowed(text: string, segment: Segment, role: RoleToken): boolean {
  const { section } = segment;
  if (section === 'honours')
    return (
      role.kind === 'award' ||
      TITLE_OF_HONOUR.test(role.text) ||
      (isVisit(role) && !/^ (?:Prize|Award|Medal|Grant|Lecture)/.test(text.slice(role.to, role.to + 9))) ||
      isNamedFellow(text, role)
    );
  if (segment.teaching && (isDegree(role.kind) || role.kind === 'enter' || role.kind === 'finish')) return false;
  if (/\b(?:Study|Studies|Portrait|Bust) of an? $/.test(text.slice(Math.max(0, role.from - 16), role.from)))
    return false;
  if (role.text === 'Studies ' && section !== 'education' && !isBehindRange(text, role)) return false;
  if (isNoAward(text, segment, role)) return false;
  if (isProgramme(role)) return false;
  if (section !== 'service') return true;
  return role.kind === 'visiting' || role.kind === 'administrative' || role.kind === 'award' || role.kind === 'postdoc';
}

/** "10/1988-03/1994 Studies of …" tells of studying; with one year "Studies in Rhythm" is the title of a work. */
function isBehindRange(text: string, { from }: RoleToken): boolean {
  return /\d{4} ?[-–—~/] ?(?:\d{1,2}[./])?\d{2,4}:?\s+$/.test(text.slice(Math.max(0, from - 30), from));
}

/** Only a list of honours makes a programme that no list knows one. */
function isProgramme({ kind, text: role }: RoleToken): boolean {
  return (
    kind === 'award' && /^(?!.*(?:人才|学者|百人|千人|万人|百千万|双创|名师|人选))\p{Script=Han}{2,14}计划$/u.test(role)
  );
}

/** "Example Research Fellow, University of Z" under "Fellowships". */
function isNamedFellow(text: string, { text: role, from }: RoleToken): boolean {
  return (
    /^Research Fellow/.test(role) && /(?:^|[^A-Za-z])[A-Z][a-z]{3,} $/.test(text.slice(Math.max(0, from - 24), from))
  );
}

/** "Visiting Fellow, All Souls College" among fellowships: a stay. */
export function isVisit({ kind, text }: RoleToken): boolean {
  return kind === 'visiting' && /^(?:[A-Z]\w+ )?(?:Visiting|Guest) /.test(text);
}

function isNoAward(text: string, segment: Segment, { kind, text: role, from }: RoleToken): boolean {
  if (kind !== 'award' || segment.withHonours || !ANY_FELLOWSHIP.test(role)) return false;
  return !KNOWN_AWARD.test(role) && !RECEIVES.test(text.slice(Math.max(segment.from, from - 60), from));
}

/** "A reader of this page", "the engineer in me": a word of English prose without a year or a place tells no post. */
export function isPassing({ kind, text: role }: RoleToken, when: When | null): boolean {
  if (when !== null || /\p{Script=Han}/u.test(role)) return false;
  return kind === 'job' || kind === 'administrative' || kind === 'postdoc' || isDegree(kind);
}
