import type { DateToken } from './dates.ts';
import type { Line } from './lines.ts';
import { place, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { overlapping, within } from './spans.ts';

/** A name in capital words, with where it is behind it: "Example Biologics (Boston, MA)", "Example, Berlin". */
const NAME = new RegExp(
  String.raw`^([\p{Lu}\d][\p{L}\d&.'-]*(?:,? (?:[\p{Lu}\d][\p{L}\d&.'-]*|of|and|&|de|for|the|und|et)){0,5}?)` +
    String.raw`(?: ?\([^()\n]{2,40}\)|(?:,| [-|·]|` +
    String.raw`\t) ?(?:\p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)?)(?:, \p{Lu}[\p{L}. ]+)?)?$`,
  'u',
);
const CHINESE_NAME = new RegExp(
  '^([\\p{Script=Han}A-Z][\\p{Script=Han}A-Za-z]{2,14}(?:科技|集团|股份|证券|网络|软件|智能|医药|生物|传媒|咨询|资本|' +
    '电子|通信|汽车|教育|音乐|文化))$',
  'u',
);
/** "7 years 9 months", below an employer of several posts. */
const DURATION = /^\s*\d{1,2} ?(?:yrs?|years?|mos?|months?)(?: \d{1,2} ?(?:mos?|months?))?\s*$/;
/** 某某医疗(Example Health), 德国某市: in two languages, with where it is. */
const BILINGUAL =
  /^([\p{Script=Han}A-Z][\p{Script=Han}A-Za-z]{1,14}) ?\([A-Z][A-Za-z&. -]{2,30}\)(?:, ?[\p{Script=Han}]{2,10})?$/u;
/** Words of headings, parts of a university and fields of study, which are no name of an employer. */
const NO_EMPLOYER = new RegExp(
  String.raw`\b(?:Experiences?|Positions?|Appointments?|Employment|Education|Service|Teaching|` +
    String.raw`Awards?|Hono(?:u)?rs|Career|` +
    'Industry|Academic|Administrat\\w+|Professional|History|Current|Previous|Past|Selected|Activities|Training|' +
    'Qualifications|Departments?|Dept|Faculty|School|Division|Programs?|Programmes?|Office|Unit|Group|Section|' +
    'Professor|Lecturer|Fellow|Studies|Degrees?|Summary|Profile|Work|Visiting|Other|Additional|Leadership|' +
    String.raw`Committees?|Board|Society|Association|Editor\w*|Member\w*|Courses?|Thesis|` +
    String.raw`Dissertation|Advisor|Skills)\b`,
  'i',
);

/** ", Kampala, Uganda", "(Boston, MA)", and in a column of its own "Kampala" */
const IN_TOWN = /^(?:\t\p{Lu}[^\t]+|(?:,| [-|·]) ?\p{Lu}[^,]+, ?\p{Lu}[^,]+| ?\(\p{Lu}[^()]+\))$/u;
const PART_OR_POST = new RegExp(
  String.raw`^(?:Departments?|Dept|Faculty|School|Division|Unit|Section|Office|Program\w*) of\b|` +
    String.raw`\b(?:Professor|Lecturer|Fellow|Editor\w*|Member\w*|Positions?|Experience|Appointments?|` +
    String.raw`Courses?|Society|Association|Committees?|Board)\b`,
);

/** What a form says of an employer right below its name. */
const WHERE = /^\W{0,3}(?:City|Town|Country|Location|Address|Website)\b[^\n]{0,3}:/i;

interface Tokens {
  dates: readonly DateToken[];
  places: readonly PlaceToken[];
  roles: readonly RoleToken[];
}

const PART_OF_ONE = /\b(?:School|Cent(?:er|re))\b|(?:学院|中心|实验室|研究所)$/;

/**
 * Below a university alone on its line, "Associate Professor, Example School of Economics": there a school or centre
 * is a part of it.
 */
export function partsOfHeadings(text: string, lines: readonly Line[], { dates, places, roles }: Tokens): PlaceToken[] {
  const parts = new Set<PlaceToken>();
  let university: Line | null = null;
  for (const line of lines) {
    const here = within(places, line.from, line.to);
    const first = here[0];
    const isHeading =
      first !== undefined &&
      first.from === line.from &&
      /Universit|Institute of Technology|(?:大学|研究院|研究所)(?:\([^()]*\))?$/.test(first.name) &&
      line.to - first.to < 80 &&
      /^(?:, ?[\p{L}. ]{2,30}| \p{L}[\p{L}.]{1,30}){0,3}$/u.test(text.slice(first.to, line.to).trimEnd()) &&
      overlapping(dates, line.from, line.to) === null &&
      overlapping(roles, line.from, line.to) === null;
    if (isHeading) university = line;
    else if (line.gap || university?.section !== line.section) university = null;
    else if (overlapping(roles, line.from, line.to) !== null)
      for (const one of here)
        if (one.sort === 'main' && one.known === null && PART_OF_ONE.test(one.name) && !/Universit/.test(one.name))
          parts.add(one);
  }
  return places.map((one) => (parts.has(one) ? { ...one, sort: 'part' } : one));
}

/**
 * Employers that no list knows, by how a CV is laid out: a name alone on its line, and below it lines that have each a
 * year and no institution.
 */
export function unknownHeadings(text: string, lines: readonly Line[], { dates, places, roles }: Tokens): PlaceToken[] {
  const found: PlaceToken[] = [];
  const isIn = (tokens: readonly { from: number; to: number }[], { from, to }: Line) =>
    overlapping(tokens, from, to) !== null;
  const isPost = (line: Line | undefined) =>
    line !== undefined &&
    !line.gap &&
    line.to - line.from < 120 &&
    !isIn(places, line) &&
    within(dates, line.from, line.to).some(({ range }) => range);
  const written = ({ from, to }: Line) => text.slice(from, to).trim();
  const isDuration = (line: Line) => DURATION.test(written(line));
  /** A post over its years: the profile of a network gives each a line. */
  const isTitle = (line: Line) =>
    line.to - line.from < 80 && isIn(roles, line) && !isIn(places, line) && !isIn(dates, line);
  const isAboveTitle = (i: number) => {
    const at = lines[i + 1] !== undefined && isDuration(lines[i + 1]) ? i + 2 : i + 1;
    const before = lines[i - 1];
    // A PDF has no blank lines: a town stands there below the years of a post.
    const begins = lines[i].gap || (before !== undefined && !isPost(before) && !/,/.test(written(lines[i])));
    return begins && lines[at] !== undefined && !lines[at].gap && isTitle(lines[at]) && isPost(lines[at + 1]);
  };
  /** A title with its years, and no institution: the employer may stand below. */
  const isDatedTitle = (line: Line | undefined) =>
    line !== undefined && isIn(roles, line) && !isIn(places, line) && isIn(dates, line);
  const saysWhere = (line: Line | undefined) =>
    line !== undefined && WHERE.test(text.slice(text.lastIndexOf('\n', line.from - 1) + 1, line.to));
  const add = (line: Line) => {
    if ([dates, places, roles].some((tokens) => isIn(tokens, line))) return;
    const whole = written(line);
    const name = (NAME.exec(whole) ?? CHINESE_NAME.exec(whole) ?? BILINGUAL.exec(whole))?.[1];
    if (name === undefined || name.length < 3) return;
    // What has its town behind it is no heading of a list, unless a part of a university.
    const isLocated = IN_TOWN.test(whole.slice(name.length)) && / /.test(name) && !PART_OR_POST.test(name);
    if (NO_EMPLOYER.test(name) && !isLocated) return;
    const from = text.indexOf(name, line.from);
    found.push(place(from, from + name.length, name, { firm: true }));
  };
  lines.forEach((line, i) => {
    if (line.section !== 'work' || line.to - line.from > 70) return;
    const before = lines[i - 1];
    if (isDatedTitle(before) && !line.gap && saysWhere(lines[i + 1])) add(line);
    if (!(isPost(lines[i + 1]) || isAboveTitle(i)) || lines[i + 1].section !== line.section) return;
    // A department stands below the university that the line before names.
    if (before !== undefined && !line.gap && isIn(places, before) && !isIn(dates, before)) return;
    add(line);
  });
  return found;
}
