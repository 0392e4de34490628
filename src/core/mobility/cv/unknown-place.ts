import { isDegree, isPost } from './career.ts';
import { place, type PlaceToken } from './place.ts';
import { namesARegion } from './places-chinese.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, type Segment } from './segments.ts';
import { MINISTRY_ALONE } from './state-and-press.ts';

const NAME_WORD = String.raw`(?!\p{Script=Han})\p{Lu}[\p{L}\d&.'-]*`;
const NAME = new RegExp(
  `^${NAME_WORD}(?: (?:${NAME_WORD}|of|and|[&+]|de|del|do|da|dos|di|du|des|für|und|der|van|von|la|for|the)){0,6}$`,
  'u',
);
/** 某某设计 Example, 某某饭店: a firm that an English title stands beside. */
const IN_BOTH_SCRIPTS = /^\p{Script=Han}{2,12}(?: ?\p{Lu}[\w-]+){0,2}$/u;
/** Fields, ways of working and places on the map, which stand where a name could. */
export const NO_NAME = new RegExp(
  String.raw`Civil|Environment|Mechanic|Electric|Chemical|Computer|Applied|Biolog|Medic|Nurs|Social|Politic|` +
    'Public|Cultur|Communic|Journalis|Financ|Account|Manage|Market|Architect|Urban|Industr|Material|Nuclear|' +
    String.raw`Aerospace|Human|Health|Surgery|Music|Educat|ology|ics$|Studies|History|Theory|` +
    String.raw`\bArts?\b|Science|Engineering|Philosoph|` +
    'Literature|Language|[Tt]enure|[Tt]ime$|Hon|Composition|Piano|Voice|Psych|Chemistry|' +
    'Department|Faculty|School|Centre|Center|USA?$|UK$|^[A-Z]{2}$|Germany|China|Japan|France|' +
    'Canada|Australia|^(?:Portugal|Spain|Italy|Netherlands|The Netherlands|Belgium|Switzerland|Austria|Sweden|' +
    'Norway|' +
    'Denmark|Finland|Poland|Ireland|Scotland|England|Wales|Korea|Singapore|Taiwan|India|Israel|Brazil|Mexico|' +
    'Russia|Greece|' +
    'Turkey|New Zealand|United Kingdom|United States)$|Award|English|French|German|Law\b|Geograph|Business|' +
    'Econom|Drama|Dance|' +
    'Design|Distinction|Class|Summa|Magna|Perform|Grant|Research',
);

/** How names of organisations end, whatever field they begin with. */
const OF_ORGANISATION = new RegExp(
  String.raw`^(?!(?:Power|Digital|Analog|Quantum|Applied|Organic) )\S.* (?:Electronics|Instruments|` +
    String.raw`Communications|Energy|Services?|` +
    'Systems?|Authority|Partners|Solutions|Technologies|Software|Studios?|Records|Publishers)$',
);

/** "PhD (Sociology) Leeds 2008", "MA Econ. Leeds": behind the degree and its field, before the year or the end. */
const BEHIND_DEGREE = new RegExp(
  String.raw`^(?: ?\([^()\n]{1,40}\))?,?(?: \(?Hons\.?\)?,?)?(?: [A-Z][a-z]+\.)?[ \t]+` +
    String.raw`([A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2}?)(?=[ \t]*(?:[,(]? ?(?:19|20)\d\d|\n|$))`,
);
/** The clauses beside a role that may hold its place: the next, the one before, and those behind a degree's field. */
const NEAR = [1, -1, 2, 3] as const;

/** Headings and countries in capital letters, which stand before a town as letters of an employer do. */
const NO_EMPLOYER = new RegExp(
  '^(?:WORK|TEACHING|PAST|PRESENT|CURRENT|OTHER|VISITS?|POSTS?|JOBS?|CAREER|NAME|TITLE|DATE|PLACE|ROLE|' +
    'GDR|DDR|FRG|BRD|USSR|UAE|PRC|ROC)$',
);

/** "EXAMPLE, Rome, guest researcher": the letters before the town, at the head of the entry, are who employs. */
function townOf(
  text: string,
  { from, clauses, dates, roles }: Segment,
  index: number,
  name: string,
  universityIn: (city: string) => string | null,
): PlaceToken | null {
  if (index !== 1 || universityIn(name) === null) return null;
  const first = /^\W*([A-Z]{3,8})\s*$/.exec(text.slice(from, clauses[0]))?.[1];
  if (!first || NO_EMPLOYER.test(first)) return null;
  if ([first, first[0] + first.slice(1).toLowerCase()].some((word) => NO_NAME.test(word))) return null;
  const at = text.indexOf(first, from);
  return [...dates, ...roles].some((one) => one.from < at + first.length && one.to > at)
    ? null
    : place(at, at + first.length, first, { city: name });
}

/** "English Literature, Town", "History of Art, Town": what is taught there, and no company. */
const NAMES_A_FIELD = new RegExp(
  String.raw`(?:Literature|Studies|History|Theory|Music(?:ology)?|Arts?|Philosophy|Chemistry|Biology|Geography|` +
    String.raw`Physics|Mathematics|Economics|Linguistics|Sciences?|Languages?|Law|Education|Composition|Piano|Voice|` +
    String.raw`Drama|Dance|English|French|German|Psychology|Sociology|Anthropology|Archaeology|Medicine|Theology)$|` +
    '^(?:History|Theory|Philosophy|Sociology) of |' +
    '^(?:Civil|Mechanical|Electrical|Chemical|Computer|Software|Environmental|Biomedical) Engineering$',
);

/** "Ingénieur à l'EXAMPLE de Rouen", "Assistentin am Example-Institut": behind other languages' words for "at". */
const BEHIND_AT = new RegExp(
  String.raw`^[^,;\n\t]{0,50}?(?<!\p{L})(?:(?:am|beim|an der|bei der|à la|au|chez|alla|presso(?: (?:il|la))?|` +
    String.raw`en (?:el|la)) |(?:à l|all|presso l)')(${NAME_WORD}(?: (?:${NAME_WORD}|de|du|des|di|del|für|der)){0,4})` +
    String.raw`(?=\s*(?:[,;.(\n\t]|$| (?:19|20)\d\d| (?:à|in|en|a) \p{Lu}))`,
  'u',
);

/** "Jan 2009 Manager. Example Bank, Town.": a name in a sentence of its own, with its town or of several words. */
const BEHIND_STOP = new RegExp(
  String.raw`^(?: ?\([^()\n]{1,60}\))?\. (${NAME_WORD}(?: (?:${NAME_WORD}|of|de|&)){0,4})` +
    String.raw`(?=(?:, \p{Lu}[^.\n]{0,40})?\.?[ \t]*(?:\n|$))`,
  'u',
);

/** "2017-2018   Applied Example, Town   Engineer": what stands with its town in a cell of its own employs somebody. */
function employerInRow(text: string, { from, to, dates, roles }: Segment, role: RoleToken): PlaceToken | null {
  const cells = [...text.slice(from, to).matchAll(/(?:[^\t\n ]| (?! ))+/g)].map(({ index, 0: cell }) => ({
    at: from + index + cell.length - cell.trimStart().length,
    cell: cell.trim(),
  }));
  const isOf = (tokens: readonly { from: number; to: number }[], at: number, end: number) =>
    tokens.some((one) => one.from < end && one.to > at);
  if (cells.length < 3 || !isOf(dates, cells[0].at, cells[0].at + cells[0].cell.length)) return null;
  for (const { at, cell } of cells) {
    const name = /^([A-Z][\w&.'-]*(?: (?:[A-Z][\w&.'-]*|of|and|&|for|the)){0,5}), [A-Z][\w .-]+$/.exec(cell)?.[1];
    if (!name || name.length < 3 || /^(?:Department|Faculty|School|Division|Section|Chair) /.test(name)) continue;
    if (NAMES_A_FIELD.test(name)) continue;
    if (at < role.from && !isOf([...dates, ...roles], at, at + cell.length)) return place(at, at + name.length, name);
  }
  return null;
}

function universityBehind(
  rest: string,
  at: number,
  known: (name: string) => PlaceToken | string | null,
): PlaceToken | null {
  const found = BEHIND_DEGREE.exec(rest);
  if (!found || NO_NAME.test(found[1])) return null;
  const university = known(found[1]);
  if (university === null) return null;
  const from = at + found[0].length - found[1].length;
  const normal = typeof university === 'string' ? university : (university.normal ?? university.name);
  return place(from, from + found[1].length, found[1], { normal });
}

/**
 * A company that no list knows: in an entry with a year and no institution, a clause of capital words beside the role
 * ("analyst, Example Partners, 2003-04"); for a degree only a city that stands for its university ("MA, Leeds"). Null
 * where there is none.
 */
export function unknownPlace(
  text: string,
  segment: Segment,
  role: RoleToken,
  universityIn: (city: string) => string | null,
  shortNames: ReadonlyMap<string, PlaceToken>,
): PlaceToken | null {
  const { clauses, places, dates, roles, narrative } = segment;
  if (narrative || dates.length === 0 || places.some(({ sort, back }) => sort !== 'society' || back)) return null;
  if (segment.to - segment.from > 200) return null;
  if (/\p{Script=Han}/u.test(role.text)) return isPost(role.kind) ? unknownInChinese(text, segment, role) : null;
  // "Engineer   Example Software" in two columns
  const column = /^[^\n\t,]{0,40}? {2,}([A-Z][\w&.'-]*(?: [\w&.'-]+){0,4})(?= {2}|\n|\t|$)/.exec(
    text.slice(role.to, segment.to),
  );
  if (column && isPost(role.kind) && !NO_NAME.test(column[1])) {
    const at = role.to + column[0].length - column[1].length;
    const end = at + column[1].length;
    if (![...dates, ...roles].some((one) => one.from < end && one.to > at)) return place(at, end, column[1]);
  }
  const at = isPost(role.kind) ? BEHIND_AT.exec(text.slice(role.to, segment.to)) : null;
  if (at && universityIn(at[1]) === null) {
    const end = role.to + at[0].length;
    const isTaken = [...dates, ...roles].some((one) => one.from < end && one.to > end - at[1].length);
    if (!isTaken) return place(end - at[1].length, end, at[1]);
  }
  const stop = isPost(role.kind) ? BEHIND_STOP.exec(text.slice(role.to, role.to + 160)) : null;
  if (stop && !NO_NAME.test(stop[1])) {
    const [from, name] = [role.to + stop[0].length - stop[1].length, stop[1]];
    const hasTown = text[from + name.length] === ',';
    if (hasTown || name.includes(' ')) return place(from, from + name.length, name);
  }
  const isTaught = /[Ll]ecturer|[Pp]rofessor|[Rr]eader|[Ii]nstructor/.test(role.text);
  const inRow = isPost(role.kind) && !isTaught ? employerInRow(text, segment, role) : null;
  if (inRow) return inRow;
  if (isDegree(role.kind)) {
    const known = (name: string) => shortNames.get(name) ?? universityIn(name);
    const behind = universityBehind(text.slice(role.to, segment.to), role.to, known);
    if (behind) return behind;
  }
  const own = clauseAt(segment, role.from);
  for (const step of NEAR) {
    const index = own + step;
    if (index < 0 || index >= clauses.length || (step > 1 && !isDegree(role.kind))) continue;
    const from = index === 0 ? segment.from : clauses[index - 1] + 1;
    // "Architect, Example and Partners, London"
    const partners =
      /^ and (?:Partners|Associates|Sons|Brothers|Company)\b/.exec(text.slice(clauses[index]))?.[0] ?? '';
    const clause = text.slice(from, clauses[index] + partners.length);
    const name = clause
      .trim()
      .replace(/[.·(].*$/, '')
      .trim();
    const start = from + clause.indexOf(name);
    const isTaken = [...dates, ...roles, ...places].some((one) => one.from < start + name.length && one.to > start);
    const next = text.slice(clauses[index] + 1, clauses[index + 1]).trim();
    const isLocated = /^[A-Z][\w-]+ Research$/.test(name) && universityIn(next) !== null;
    if (
      name.length <= 2 ||
      isTaken ||
      !(NAME.test(name) || (isPost(role.kind) && IN_BOTH_SCRIPTS.test(name))) ||
      (NO_NAME.test(name) && !isLocated && !OF_ORGANISATION.test(name))
    )
      continue;
    const ahead = townOf(text, segment, index, name, universityIn);
    if (ahead) return ahead;
    const whole = shortNames.get(name);
    const university = whole ? (whole.normal ?? whole.name) : universityIn(name);
    if (whole || isPost(role.kind) || (role.kind !== 'administrative' && university !== null))
      return place(start, start + name.length, name, { normal: university, city: whole?.city ?? null });
  }
  return null;
}

/** How names of organisations end that are none of the kinds which are read anywhere. */
const ORGANISATION =
  /^[\p{Script=Han}]{2,16}(?:社|署|局|厅|所|厂|行|店|站|队|团|台|馆|院|公司|集团|中心|科技|工作室|基金会|法人|矿)(?<!教研所)$/u;

/** "1999-2002  某测量队  工程师": the cell of an organisation that stands nearest to the role. */
function unknownInChinese(text: string, { from, to, dates, roles }: Segment, role: RoleToken): PlaceToken | null {
  let best: { at: number; name: string; distance: number } | null = null;
  for (const cell of text.slice(from, to).matchAll(/[^\s,;()]+/g)) {
    const at = from + cell.index;
    const next = roles.find((one) => one.from > at && one.from < at + cell[0].length);
    const name = next ? cell[0].slice(0, next.from - at) : cell[0];
    const isNational = /^\p{Script=Han}{4,10}(?<![系部处室科组学])$/u.test(name) && namesARegion(name);
    if (!ORGANISATION.test(name) && !MINISTRY_ALONE.test(name) && !isNational) continue;
    if ([...dates, ...roles].some((one) => one.from < at + name.length && one.to > at)) continue;
    const distance = at < role.from ? role.from - at : 2 * (at - role.from);
    if (best === null || distance < best.distance) best = { at, name, distance };
  }
  return best && place(best.at, best.at + best.name.length, best.name);
}
