import { isDegree, type PositionRole } from '../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import { simplified } from '../names/simplified.ts';

/**
 * Words that contain a degree's or an award's word and mean something else: who supervises doctoral students, who heads
 * undergraduate studies, a master of an orchestra, a research fellowship that is a post.
 */
const NO_DEGREE = new RegExp(
  [
    '(?:博士|硕士|研究生|博|硕)(?:研究生)?(?:生)?(?:指导(?:教师|老师)|导师|生导|导)',
    '博导|硕导|博士点|硕士点|博士生院|博士生班',
    '(?:名誉|荣誉)(?:法学|文学|音乐|教育学|哲学|理学|工学)?博士',
    '本科生?(?:院|教育|教学|教务|招生|学院)[^,，、;；]*',
    '(?:doctoral|ph\\.?\\s?d\\.?|doctorate|master.?s|graduate|thesis)\\s+(?:students?.?\\s+)?' +
      '(?:supervisor|advis[eo]r|committee|program(?:me)?)',
    'honorary\\s+(?:doctor\\w*|degree|ph\\.?\\s?d)',
    'doctor\\w*\\s+(?:of\\s+\\w+\\s+)?(?:honoris\\s+causa|h\\.?\\s?c\\.)',
    '(?:director|head|dean|chair|coordinator|conven[oe]r|advis[eo]r)\\s+of\\s+(?:the\\s+)?(?:under)?graduate\\b[^,;]*',
    '\\w*(?:concert|choir|band|quarter|ballet|head|web|school|post|ring)[-\\s]?masters?\\b',
    'master\\s*class\\w*|master\\s+of\\s+(?:the\\s+)?(?:choristers|ceremonies|rolls)',
    '(?:junior|senior|early career|teaching|clinical)?\\s*research\\s+fellow(?:ship)?',
  ].join('|'),
  'gi',
);

/** More specific words first: a postdoc's line often contains the word for doctor too. */
const ROLE_WORDS: [RegExp, PositionRole][] = [
  [/博士后|post-?\s?doc/i, 'postdoc'],
  [/入选|当选|获聘.*学者|\baward|\belected\b|\bfellowship\b/i, 'award'],
  [/访问|访学|\bvisiting\b/i, 'visiting'],
  [/兼职|兼任|\bpart[- ]?time\b|\badjunct\b/i, 'part-time'],
  [/博士|\bph\.?\s?d\b|\bd\.?\s?phil\b|\bdoctora\w*|\bdoctor\b|\bdma\b|\bd\.m\.a\b|\bed\.?d\b/i, 'doctorate'],
  [/artist diploma|konzertexamen/i, 'doctorate'],
  [/硕士|\bmasters?\b|\bmaster.s\b|\bm\.?\s?(?:a|mus|ed|phil|sc|m)\b\.?/i, 'master'],
  [/本科|学士|\bbachelor\w*|\bundergraduate\b|\bb\.?\s?(?:a|mus|ed|sc|m)\b\.?/i, 'bachelor'],
];

/** The type of a line, from its role column or title; a job by default. */
export function readRole(
  text: string,
  mapping: Pick<Mapping, 'roles'>,
  terminalDegrees: readonly string[] = [],
): PositionRole {
  const own = mapping.roles[text.trim()];
  if (own) return own;
  const meant = simplified(text.normalize('NFKC')).replace(NO_DEGREE, ' ');
  const known = ROLE_WORDS.find(([words]) => words.test(meant));
  if (known) return known[1];
  return terminalDegrees.some((degree) => meant.toLowerCase().includes(degree.toLowerCase())) ? 'doctorate' : 'job';
}

/** What a position's role is read from; both cells are kept, so that better rules or words read them again. */
export interface RoleCells {
  role: string;
  title: string;
}

/** Cells that name a kind of experience: the title beside them tells the role. */
const EDUCATION = /^(?:教育|学习|求学|学历)(?:经历|背景)?$|^(?:education|stud(?:y|ies)|training|degrees?)$/i;
const WORK = /^(?:工作|任职|职业|任教)(?:经历|履历)?$|^(?:work|employment|jobs?|positions?|appointments?|experience)$/i;
const HONOUR = /^(?:荣誉|荣誉称号|人才称号|人才项目|奖励|获奖|表彰)$|^(?:hono[u]?rs?|awards?|prizes?)$/i;

/** The words under which a decision about these cells is kept. */
export function roleText({ role, title }: RoleCells): string {
  return [role, title].filter((text) => text !== '').join(' · ');
}

/** The role by the words decided on and the rules; null if the cells leave open which degree is meant. */
export function roleOf(
  cells: RoleCells,
  words: Mapping['roles'],
  terminalDegrees: readonly string[] = [],
): PositionRole | null {
  const { role, title } = cells;
  const own = words[roleText(cells)] ?? words[role] ?? (role === '' ? words[title] : undefined);
  if (own) return own;
  const kind = simplified(role.normalize('NFKC').trim());
  if (HONOUR.test(kind)) return 'award';
  const read = (text: string) => readRole(text, { roles: words }, terminalDegrees);
  if (WORK.test(kind)) {
    const told = read(title);
    return isDegree(told) || told === 'award' ? 'job' : told;
  }
  if (!EDUCATION.test(kind)) return read(role || title);
  const told = read(title);
  return told === 'job' || told === 'award' ? null : told;
}
