import { isDegree, type PositionRole } from '../../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import { simplified } from '../../names/simplified.ts';
import { isBesidePost, isDoubtfulDegree, roleByWords, type RoleSaid } from './role-doubts.ts';

/**
 * Words that contain a degree's or an award's word and mean something else: who supervises doctoral students, who heads
 * undergraduate studies, a master of an orchestra, a research fellowship that is a post.
 */
const NO_DEGREE = new RegExp(
  [
    '(?:博士|硕士|研究生|博|硕)(?:研究生)?(?:生)?(?:指导(?:教师|老师)|导师|生导|导)',
    '博导|硕导|博士点|硕士点|博士生院|博士生班|博士后(?:研究)?(?:的)?(?:合作)?导师|合作导师',
    '(?:(?:博士|硕士|本科)(?:研究)?(?:生)?)?(?:学位|毕业)?论文(?:答辩|评审|评阅|盲审|外审)[^,，、;；]*',
    '答辩委员会[^,，、;；]*',
    '(?:博士|硕士|研究生|本科)(?:研究)?生?(?:招生|培养|教育|教学|管理|工作|学位点)[^,，、;；]*',
    '研究生(?:院|处|部|会)[^,，、;；]*',
    '(?:master.?s|doctoral|ph\\.?\\s?d)\\s+tutor',
    'exam(?:iner|ination)s?\\s+(?:for|of)\\s[^,;]*|external\\s+examiner[^,;]*',
    'ma[iî]tre\\s+de\\s+(?:conf[ée]rences|chapelle|recherche)|ma[iî]tre[- ]assistant|chef[- ]?master',
    '(?:名誉|荣誉)(?:法学|文学|音乐|教育学|哲学|理学|工学)?博士',
    '本科生?(?:院|教育|教学|教务|招生|学院)[^,，、;；]*',
    '(?:doctoral|ph\\.?\\s?d\\.?|doctorate|master.?s|graduate|thesis)\\s+(?:students?.?\\s+)?' +
      '(?:supervisor|advis[eo]r|committee|program(?:me)?)',
    'honorary\\s+(?:doctor\\w*|degree|ph\\.?\\s?d)',
    'doctor\\w*\\s+(?:of\\s+\\w+\\s+)?(?:honoris\\s+causa|h\\.?\\s?c\\.)',
    '(?:director|head|dean|chair|coordinator|conven[oe]r|advis[eo]r)\\s+of\\s+(?:the\\s+)?(?:under)?graduate\\b[^,;]*',
    '\\w*(?:concert|choir|band|quarter|ballet|head|web|school|post|ring)[-\\s]?masters?\\b',
    // Who heads, looks after or teaches studies that lead to a degree.
    '[^,，、;；/\\s]*(?:主任|院长|处长|所长|部长|秘书|干事|辅导员)(?=[,，、;；/\\s]|$)',
    '(?:博士|硕士|修士)(?:前期|后期)?(?:生)?课程[^,，、;；]{0,6}(?:指导|担当|教员|教授|教师)[^,，、;；]*',
    '(?:박사|석사)[^,，、;；]*지도[^,，、;；]*',
    '\\b(?:co-?)?(?:director[ae]?s?|directeur|directrice|diret(?:tore|or|ora)|direkt\\w+|dean|head|chair\\w*|' +
      'coord\\w+|koord\\w+|responsable|responsabile|leiter(?:in)?|betreuer(?:in)?|relatore|orientador\\w*)\\s+' +
      "(?:of|for|de|del|des|du|della|dei|di|do|da|der|von|d['’])[^,;/]*",
    '(?:научн[а-яё]+\\s+руковод|заведующ|руководитель)[^,;/]*|doktor(?:vater|mutter)\\w*',
    'master\\s+(?:teacher|instructor|artist|musician|drummer|planner|trainer)',
    '(?:staff|resident|medical|team)\\s+doctor',
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
  [/兼职|兼任|\(兼\)|\bpart[- ]?time\b|\badjunct\b/i, 'part-time'],
  [/客座|客员|客席|\bguest\b|\bgast(?:professor|dozent|wissenschaftler)/i, 'visiting'],
  [
    /直博|直攻博|硕博连读|박사|dottorato|doutor(?:ado|amento)|кандидат\s+наук|kandidat\s+nauk|candidate of sciences|副博士/i,
    'doctorate',
  ],
  [
    /博士|\bph\.?\s?d\b|\bd\.?\s?phil\b|\bdoctora\w*|\bdoctor\b|\bdma\b|\bd\.m\.a\b|\bed\.?d\b|\bsc\.?d\b\.?/i,
    'doctorate',
  ],
  // DBA alone is a degree, in a longer title somebody who looks after databases.
  [
    /\bd\.\s?(?:b\.\s?a|p\.\s?a|sc|eng|com|litt?|mus)\b\.?|^\s*(?:dba|dpa|dsc|deng|dcom|dmus|dlitt?|thd|sjd|jsd)\s*$/i,
    'doctorate',
  ],
  [/\bdr\.?\s?(?:phil|rer|ing|med|jur|mus|sc)\b|artist diploma|konzertexamen/i, 'doctorate'],
  [/修士|석사|magister|\bmaîtrise|laurea magistrale|\bm\.?[bfp]\.?a\b|\bll\.?m\b/i, 'master'],
  [/学部卒|학사|licenciatura|\blicen(?:ce|tiate)\b|\blaurea\b/i, 'bachelor'],
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
const EDUCATION =
  /^(?:受?教育|学习|求学|就读|学|学历|学位)(?:经历|背景)?$|^(?:education|stud(?:y|ies)|training|degrees?)$/i;
const WORK =
  /^(?:工作|工|任职|职业|任教|从业)(?:经历|履历)?$|^(?:work|employment|jobs?|positions?|appointments?|experience)$/i;
const HONOUR =
  /^(?:荣誉|荣誉称号|学术荣誉|人才|人才(?:称号|项目|计划|工程)|奖励|获奖|表彰)$|^(?:hono[u]?rs?|awards?|prizes?)$/i;

/** The words under which a decision about these cells is kept. */
export function roleText({ role, title }: RoleCells): string {
  return [role, title].filter((text) => text !== '').join(' · ');
}

/** The role by the words decided on and the rules; null if the cells leave it open. */
export function roleOf(
  cells: RoleCells,
  words: Mapping['roles'],
  terminalDegrees: readonly string[] = [],
): PositionRole | null {
  return roleSaid(cells, words, terminalDegrees).role;
}

const sure = (role: PositionRole | null): RoleSaid => ({ role, isGuess: false });

/** The role, and whether it is a job only because no word of the cells is known. */
export function roleSaid(cells: RoleCells, words: Mapping['roles'], terminalDegrees: readonly string[] = []): RoleSaid {
  const { role, title } = cells;
  const own = words[roleText(cells)] ?? words[role] ?? (role === '' ? words[title] : undefined);
  if (own) return sure(own);
  const kind = simplified(role.normalize('NFKC').trim());
  if (HONOUR.test(kind)) return sure('award');
  const read = (text: string) => readRole(text, { roles: words }, terminalDegrees);
  if (WORK.test(kind)) {
    const told = read(title);
    if (isBesidePost(simplified(title)) && told === 'job') return sure(null);
    return sure(isDegree(told) || told === 'award' ? 'job' : told);
  }
  if (EDUCATION.test(kind)) {
    const told = read(title);
    return sure(told === 'job' || told === 'award' || isDoubtfulDegree(simplified(title)) ? null : told);
  }
  const said = roleInWords(role || title, read);
  // A kind of row that is not known tells less than the title beside it.
  return said.isGuess && role !== '' && title !== '' ? roleInWords(title, read) : said;
}

/** The role that a text says by itself: of a degree where one is named, else of what careers are told with. */
function roleInWords(text: string, read: (text: string) => PositionRole): RoleSaid {
  const told = read(text);
  if (told !== 'job') return sure(isDegree(told) && isDoubtfulDegree(simplified(text)) ? null : told);
  const plain = simplified(text.normalize('NFKC'));
  return roleByWords(plain, plain.replace(NO_DEGREE, ' '));
}
