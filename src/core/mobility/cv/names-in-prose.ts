import { isDegree, isPost } from './career.ts';
import { type Gazetteer, lookUp } from './gazetteer.ts';
import { place, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { overlapping, type Span, Taken, within } from './spans.ts';
import { headingOf } from './sections.ts';
import { NO_NAME } from './unknown-place.ts';

/** A full stop belongs to a word where a letter follows, and to what is short for another. */
const WORD = String.raw`(?:(?:St|Mt|Ss|Inc|Ltd|Co|Corp|Bros|\p{Lu})\.|\p{Lu}(?:[\p{L}\d&'-]|\.(?=[\p{L}\d]))*)`;
/** A name of one to five capital words that ends where the sentence goes on. */
const NAME = String.raw`(?:the )?(${WORD}(?: (?:[&+]|of|and|de|von) ${WORD}| ${WORD}){0,4}?)`;
const ENDS =
  String.raw`(?=[,.;:)\n]|$| (?:in|from|and|until|between|as|where|while|when|for|since|on|to|with|` +
  String.raw`before|after) | \(| \d{4})`;

/** Who employs somebody, whatever the name: "joined Example & Sons", "a company, Example Optics, of which". */
const EMPLOYS = [
  String.raw`\b(?:[Jj]oin(?:ed|ing)(?: the (?:[a-z]+ ){0,2}(?:staff|faculty|team) (?:of|at))?|` +
    String.raw`(?:hired|employed|recruited)(?: [a-z]+){0,2} (?:by|at)|` +
    String.raw`(?:years?|months|time|stint|period) (?:with|at)|(?:work(?:ed|ing)|trained|articled) (?:for|at|` +
    String.raw`with)|practi[sc]ed (?:with|at|for)) ${NAME}${ENDS}`,
  String.raw`\b(?:company|firm|start-?up|spin-?off|consultancy),? (?:(?:called|named) )?` +
    String.raw`${NAME}(?=,| \(| of which| where)`,
  String.raw`\b[Cc]o-?founded ${NAME}(?=,| \(| in \d)`,
].map((source) => new RegExp(source, 'gu'));
/** Several words of which the last may be a field: "Example Optics". */
const IS_NAME = new RegExp(
  String.raw`^(?!.*\b(?:Department|Faculty|School|Division|Cent(?:er|re)|Institute|Group|Studies|United|` +
    String.raw`Party|Army)\b)\S+ .*(?<!'s)$`,
);
const IS_COMPANY = /^(?:company|firm|start|spin|consult|co-?found)/i;

/** "at Leeds", and "from Leeds" behind a degree: there the town is its university. */
const AT = new RegExp(String.raw`\bat ${NAME}${ENDS}`, 'gu');
/** "to Leeds as a postdoc", "brought her to Leeds, where she wrote her thesis". */
const CAME_TO = new RegExp(
  String.raw`\bto ${NAME}(?=(?: in (?:[A-Z][a-z]+ )?\d{4})?,? as (?:[a-z]+ ){0,2}(?:lecturer|reader|` +
    String.raw`professor|fellow)|` +
    String.raw`,? (?:as an? |for (?:an?|his|her|their) (?:[Pp]h|DPhil|MA|MSc|master|doctor|` +
    String.raw`post)|where (?:he|she|they) (?:wrote|took|earned|completed|read|studied|taught|lectured|held|` +
    String.raw`received|obtained)))`,
  'gu',
);
/** "came to Example in 2001, where she was promoted": whatever the name, somebody works there. */
const CAME_TO_WORK = new RegExp(
  String.raw`\b(?:came|moved|went|returned) to ${NAME}(?= in \d{4},? where (?:he|she|they) (?:was (?:tenured|` +
    String.raw`promoted|appointed|made)|became|rose|is|has been|served|taught|remained)\b)`,
  'gu',
);
/** "moved to Example in 2014", where the text names its university. */
const MOVED_TO = new RegExp(String.raw`\b(?:moved|returned|came) to ${NAME}(?= in \d{4}\b)`, 'gu');
const NO_POST = new RegExp(
  '^ in \\d{4}(?:,? where (?:he|she|they) (?:has |have |had )?(?:lived?|lives|settled)| as an? (?:child|boy|girl)|' +
    ' with (?:his|her|their) (?:family|husband|wife|parents?|partner|children)| to (?:play|live|retire)| when )',
);
const FROM = new RegExp(String.raw`^(?: in (?:[a-z]+ ?){1,4})?,? from ${NAME}${ENDS}`, 'u');
/** "postdoc in Berkeley", "professor of law in Vienna": behind a post, a town that has a university of its name. */
const IN_TOWN = new RegExp(String.raw`^(?: of \w+(?: \w+)?)?,? in ${NAME}${ENDS}`, 'u');
/** "Example School and Cambridge (MA, PhD)", "Visits: Berkeley (1989-91) and Princeton (1991-93)" */
const BEFORE_BRACKET = new RegExp(
  String.raw`(?:(?<=\)),|(?<=[A-Z][\w']+ (?:School|College)),|:|\b(?:and|then|at|from|by|` +
    String.raw`to)) (${WORD}(?: ${WORD})?) \(`,
  'gu',
);
/** "BA (Durham) 1990" */
const IN_BRACKETS = new RegExp(String.raw`^ ?\(${NAME}[,)]`, 'u');
const BEHIND_POST = new RegExp(String.raw`^(?: [a-z]+){0,5}? (?:at|with|for) ${NAME}${ENDS}`, 'u');
/** "Leeds: Lecturer, 2001-07" */
const BEFORE_COLON = new RegExp(
  String.raw`^[ \t]*(?:[-*•·] )?${NAME}(?:, \p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)?: `,
  'gmu',
);
/** "My role: …", "Phase Two: …", "Consulting: …" */
const LABEL_OF_ENTRY = new RegExp(
  String.raw`\b(?:My|Roles?|Titles?|Posts?|Jobs?|Duties|Phase|Stage|Part|Year|First|Second|Third|Summer|Winter|` +
    String.raw`Project|Task|Team|Client|Consult\w+|Freelance|Self|Internships?|Volunteer\w*|Outreach|Industry|` +
    String.raw`Current\w*|Previous\w*|Present|Former\w*|Recent|Later|Earlier|Then|Since|Also|Status|Level|Grade|` +
    String.raw`Advis\w+|Supervis\w+|Mentor\w*|Course\w*|Module\w*|Introduction)\b`,
);
/** "Jane Example: research assistant, 2003-2005" may be a pupil as well as a firm. */
const OF_A_PUPIL = /assistant|student|postdoc|doctoral|fellow|scholar|intern/i;
/** Names in Latin letters within Chinese: 加盟ABC公司任…, 在Example Labs任… */
const IN_CHINESE = new RegExp(
  String.raw`(?:加盟|加入|入职|供职于|就职于|任职于|[赴到在于])` +
    String.raw`([A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,2} ?(?:公司|集团)?)(?=,?(?:任|做|担任|工作|从事))`,
  'g',
);
/** "Professor for Example Studies": there a field follows, and no employer. */
const OF_A_FIELD = /[Pp]rofessor|[Ll]ecturer|[Tt]eacher|[Dd]irector|[Ff]ellow|[Rr]eader|[Ii]nstructor/;
const MONTH = /^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/;
/** Characters within which a role stands before a town's name. */
const REACH = 80;

/**
 * Employers and universities that prose names without a word for what they are. Where a sentence has one of these, a
 * role of it is nowhere else, so the neighbour's institution is never taken.
 */
export function namesInProse(
  text: string,
  { dates, places, roles }: { dates: readonly Span[]; places: readonly PlaceToken[]; roles: readonly RoleToken[] },
  gazetteer: Gazetteer,
): PlaceToken[] {
  const found: PlaceToken[] = [];
  const taken = new Taken(text.length);
  const add = (at: number, name: string, more: Partial<PlaceToken>) => {
    const to = at + name.length;
    const isTaken = [dates, places, roles].some((tokens) => overlapping(tokens, at, to) !== null);
    if (isTaken || taken.has(at, to) || name.length < 2 || MONTH.test(name)) return;
    taken.take(at, to);
    found.push(place(at, to, name, more));
  };
  /** "with Jane Example, University of Z": whom somebody works with stands before where. */
  const isAhead = (at: number) => /^, /.test(text.slice(at, at + 2)) && overlapping(places, at + 2, at + 3) !== null;
  /** Where the name begins of a match that ends with it. */
  const nameAt = (match: RegExpMatchArray, base = 0) => base + (match.index ?? 0) + match[0].length - match[1].length;
  const university = (name: string) =>
    lookUp(gazetteer, `University of ${name}`) ??
    lookUp(gazetteer, `${name} University`) ??
    lookUp(gazetteer, `University of California, ${name}`);
  const asUniversity = (at: number, name: string) => {
    const known = university(name);
    if (known) add(at, name, { normal: known.english, city: known.cityEnglish, known });
    return known !== null;
  };
  const isTold = (at: number) =>
    within(roles, at - REACH, at).some(
      ({ kind, to }) =>
        (isPost(kind) || isDegree(kind) || kind === 'enter' || kind === 'finish') && !/[.;\n]/.test(text.slice(to, at)),
    );
  for (const match of text.matchAll(AT)) if (isTold(match.index)) asUniversity(nameAt(match), match[1]);
  const named = new Set(places.map(({ known }) => known));
  for (const match of text.matchAll(MOVED_TO)) {
    const known = NO_POST.test(text.slice(match.index + match[0].length, match.index + match[0].length + 60))
      ? null
      : university(match[1]);
    if (known && named.has(known)) asUniversity(nameAt(match), match[1]);
  }
  for (const match of text.matchAll(CAME_TO)) asUniversity(nameAt(match), match[1]);
  for (const match of text.matchAll(CAME_TO_WORK))
    if (!asUniversity(nameAt(match), match[1]) && isEmployer(match[1], gazetteer)) add(nameAt(match), match[1], {});
  for (const match of text.matchAll(BEFORE_COLON)) {
    const at = match.index + match[0].length;
    // "test engineer": a word or two may stand before the title.
    const isBehind = ({ from: begins }: RoleToken) => /^(?:[a-z-]+ ){1,2}$/.test(text.slice(at, begins));
    const role = overlapping(roles, at, at + 1) ?? within(roles, at, at + 40).find(isBehind) ?? null;
    const from = match.index + match[0].indexOf(match[1]);
    if (role === null || asUniversity(from, match[1])) continue;
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const isEntry =
      isPost(role.kind) && within(dates, at, end).length > 0 && within(places, match.index, end).length === 0;
    const isNobodys = LABEL_OF_ENTRY.test(match[1]) || (IS_NAME.test(match[1]) && OF_A_PUPIL.test(role.text));
    if (isEntry && !isNobodys && headingOf(match[1]) === null && isEmployer(match[1], gazetteer))
      add(from, match[1], { firm: true });
  }
  for (const match of text.matchAll(BEFORE_BRACKET)) {
    const open = match.index + match[0].length;
    const isToldThere = [dates, roles].some((tokens) => overlapping(tokens, open, open + 1) !== null);
    if (isToldThere) asUniversity(open - 2 - match[1].length, match[1]);
  }
  for (const match of text.matchAll(IN_CHINESE)) add(nameAt(match), match[1], {});
  for (const role of roles) {
    const behind = text.slice(role.to, role.to + REACH);
    const from = isDegree(role.kind) ? FROM.exec(behind) : null;
    if (from) asUniversity(nameAt(from, role.to), from[1]);
    const within = isDegree(role.kind) ? IN_BRACKETS.exec(behind) : null;
    if (within) asUniversity(role.to + within[0].indexOf('(') + 1, within[1]);
    const town = isPost(role.kind) ? IN_TOWN.exec(behind) : null;
    if (town) asUniversity(nameAt(town, role.to), town[1]);
    const post = isPost(role.kind) ? BEHIND_POST.exec(behind) : null;
    const at = post && / for (?:the )?\S+(?: \S+)*$/.test(post[0]) && OF_A_FIELD.test(role.text) ? null : post;
    const isPerson = at && / with \S+(?: \S+){1,3}$/.test(at[0]) && isAhead(role.to + at[0].length);
    const isTwo = at !== null && / at \S+ \S+$/.test(at[0]) && IS_NAME.test(at[1]) && !gazetteer.cities.has(at[1]);
    if (at && !isPerson && (isTwo || isEmployer(at[1], gazetteer))) add(nameAt(at, role.to), at[1], {});
  }
  for (const pattern of EMPLOYS)
    for (const match of text.matchAll(pattern))
      if (IS_COMPANY.test(match[0]) || isEmployer(match[1], gazetteer) || IS_NAME.test(match[1]))
        add(nameAt(match), match[1], { firm: true });
  return found;
}

/** No field of study, no place on the map and no "Example's" group. */
function isEmployer(name: string, gazetteer: Gazetteer): boolean {
  if (/^\p{Lu}\p{Ll}*\p{Lu}\p{Ll}{2,}$/u.test(name)) return true;
  return !NO_NAME.test(name) && !gazetteer.cities.has(name) && !/'s$|^(?:The|His|Her|Dr|Prof|Mr|Mrs|Ms)\b/.test(name);
}
