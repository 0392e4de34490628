import type { RoleKind } from './role-kind.ts';
import { CHINESE_ROLES } from './role-words-chinese.ts';
import { ENGLISH_ROLES } from './role-words-english.ts';
import { EUROPEAN_ROLES } from './role-words-european.ts';
import { MOVING_ROLES, STUDYING_ROLES, TITLES_OF_MORE } from './role-words-prose.ts';
import { UNLISTED_ROLES } from './role-words-unlisted.ts';
import { SHORT_SCHOOL } from './short-schools.ts';
import { Taken } from './spans.ts';

export interface RoleToken {
  from: number;
  to: number;
  kind: RoleKind;
  text: string;
}

/** Roles of a text in their order: of two that overlap, the one that is tried first. */
export function roleTokens(text: string): RoleToken[] {
  const taken = new Taken(text.length);
  const tokens: RoleToken[] = [];
  for (const [kind, pattern] of [
    ...TITLES_OF_MORE,
    ...CHINESE_ROLES,
    ...EUROPEAN_ROLES,
    ...ENGLISH_ROLES,
    ...STUDYING_ROLES,
    ...UNLISTED_ROLES,
    ...MOVING_ROLES,
  ])
    for (const found of text.matchAll(pattern)) {
      const [from, to] = [found.index, found.index + found[0].length];
      if (to === from || isInsideWord(text, from) || taken.has(from, to)) continue;
      taken.take(from, to);
      tokens.push({ from, to, kind, text: found[0] });
    }
  const sorted = tokens
    .filter(
      (token) =>
        !isHonorific(text, token) && !isAddress(text, token) && !isOfProgramme(text, token) && !isOfGrade(text, token),
    )
    .map((token) => (isLeft(text, token) ? { ...token, kind: 'none' as const } : token))
    .sort((a, b) => a.from - b.from);
  return sorted.filter((token, i) => !isSaidAgain(text, sorted[i - 1], token));
}

/** "Gateshead" tells of no head. */
function isInsideWord(text: string, at: number): boolean {
  return /[A-Za-z]/.test(text[at]) && /(?!\p{Script=Han})\p{L}/u.test(text[at - 1] ?? '');
}

const isPosition = ({ kind }: RoleToken) => kind === 'job' || kind === 'visiting' || kind === 'postdoc';

/** 助理研究员(Research Associate), 院长(院长任期:…): in brackets the same once more. */
function isSaidAgain(text: string, before: RoleToken | undefined, token: RoleToken): boolean {
  if (before === undefined) return false;
  const between = text.slice(before.to, token.from);
  const isHan = (role: RoleToken) => /\p{Script=Han}/u.test(role.text);
  const isSameAward = before.kind === 'award' && token.kind === 'award' && /^暨?"?$/.test(between);
  if (isSameAward) return true;
  const isTranslated = before.kind === 'award' && token.kind === 'award' && isHan(before) !== isHan(token);
  if (isTranslated && /^"?[ (/|·-]{0,3}"?(?:[A-Z]{2,6} )?$/.test(between)) return true;
  // 访问学者(Example Institute Visiting Scholar)
  if (isHan(before) && !isHan(token) && before.kind !== 'none' && /^(?: | ?\/ ?)(?:[A-Z][a-z]+ )?$/.test(between))
    return true;
  if (/^暨$/.test(between) && before.kind === token.kind) return true;
  // 博士,某大学(2008级硕博连读生): how they came to it
  if (
    before.kind === 'doctorate' &&
    /^(?:硕博连读|直博|本硕博)/.test(token.text) &&
    /\((?:\d{4}级|\d{4}年)?$/.test(between)
  )
    if (!/[;。\n]/.test(between)) return true;
  // 博士(联合培养): how somebody came to the degree, and no stay elsewhere.
  if (before.kind === 'doctorate' && token.text === '联合培养' && between === '(' && text[token.to] === ')')
    return true;
  // Lecturer 讲师
  if (!isHan(before) && isHan(token) && isPosition(before) && isPosition(token) && /^ (?:\/ )?$/.test(between))
    return true;
  // "MSc (pre-Bologna Licenciatura plus Mestrado)"
  const isDegreeToken = (one: RoleToken) => /^(?:bachelor|master|doctorate)$/.test(one.kind);
  if (isDegreeToken(before) && isDegreeToken(token) && !isHan(token) && /^ ?\([^()\d\n]*$/.test(between))
    if (/^[^()\d\n]*\)/.test(text.slice(token.to, token.to + 60))) return true;
  const isAgain = isHan(before) && !isHan(token) && isPosition(before) && text[token.to] === ')';
  if (isAgain && /^ ?\((?:[A-Z][\w.'-]* )*$/.test(between)) return true;
  if (!/^(?: mit Doktorat)? ?\($/.test(between)) return false;
  if (before.kind === 'award' && token.kind === 'award' && text[token.to] === ')') return true;
  // "Research Fellow (postdoc)": the brackets say what kind of post it was.
  if (token.kind === 'postdoc' && before.kind === 'job' && text[token.to] === ')') {
    before.kind = 'postdoc';
    return true;
  }
  const isOnePost = before.kind === 'job' || before.kind === 'visiting' || before.kind === 'postdoc';
  const isSame =
    before.kind === token.kind &&
    isOnePost &&
    /^(?:\)|, [^()]{0,30}\))/.test(text.slice(token.to, token.to + 34)) &&
    !/^[^()]*\d{4}/.test(text.slice(token.to, token.to + 34));
  return isSame || before.text === token.text || (isHan(before) && !isHan(token) && text[token.to] === ')');
}

const LEAVING_BEFORE = new RegExp(
  '(?:卸任|辞去|辞掉|不再担?任|免去)了?(?:(?![,;。\\n后任转改调赴到])\\S){0,14}$|' +
    '\\b(?:(?:resign(?:ed|ing)|stepp(?:ed|ing) down) (?:as|from (?:the post of )?)|retired from (?:the post of )?)' +
    '(?: an?| the)? ?$',
);

/** 卸任所长, 辞去教授职务: leaving an office is not taking one. */
function isLeft(text: string, { kind, from }: RoleToken): boolean {
  if (kind !== 'administrative' && kind !== 'job' && kind !== 'visiting') return false;
  return LEAVING_BEFORE.test(text.slice(Math.max(0, from - 32), from));
}

const BEFORE_A_NAME = new RegExp(
  String.raw`^ (?!Emerit|Depart|School|Facult|Universit|Institut|College|Cent)(?:[A-Z][\w.-]* ){1,4}` +
    String.raw`(?:\([^()\n]*\) )?(?:was|is|grew|has|had|studied|joined|came|died|obtained|received|` +
    String.raw`earned|took|completed|graduated|holds)\b`,
);

/** "Lecturer Jane Example earned her doctorate from …": where somebody studied is not where they have that rank. */
const RANK_OF_A_NAME = /^(?:(?:Associate|Assistant) Professor|(?:Senior )?Lecturer|Reader|Instructor)$/;
const STUDIED = /^ [^\n]*?\b(?:received|earned|obtained|completed|took|studied|graduated|holds)\b/;

/** "Professor Jane Example was born": before a name at the head of a sentence. */
function isTitle(text: string, from: number, role: string): boolean {
  if (!/(?:^|[\n.]\s*)$/.test(text.slice(Math.max(0, from - 3), from))) return false;
  const behind = text.slice(from + role.length, from + 120);
  if (!BEFORE_A_NAME.test(behind)) return false;
  return !RANK_OF_A_NAME.test(role) || STUDIED.test(BEFORE_A_NAME.exec(behind)![0]);
}

/** "某某老师是…": a form of address behind a name. */
function isAddress(text: string, { from, text: role }: RoleToken): boolean {
  if (/^(?:Professor|Prof\.?)$/.test(role) || RANK_OF_A_NAME.test(role)) return isTitle(text, from, role);
  if (/^(?:教授|研究员)$/.test(role))
    return (
      SURNAME_ALONE.test(text.slice(Math.max(0, from - 2), from)) ||
      (ADDRESSED.test(text.slice(Math.max(0, from - 8), from)) &&
        TOLD_OF_SOMEBODY.test(text.slice(from + 2, from + 8).replace(/^员/, '')))
    );
  if (role === '医师' || role === '医生')
    return (
      /\p{Script=Han}/u.test(text[from - 1] ?? '') &&
      !/[科任为名位当做级系]/.test(text[from - 1]) &&
      /^(?:曾|现|是|,|小传|简介|生于|出生|的)/.test(text.slice(from + role.length, from + role.length + 4))
    );
  if (role !== '老师') return false;
  const before = text.slice(Math.max(0, from - 1), from);
  return /\p{Script=Han}/u.test(before) && !/[任当做为成了名位学校园中班院系科课组级文语琴乐术]/.test(before);
}

const LEADS_A_PROGRAMME = new RegExp(
  String.raw`\b(?:[Cc]onven[oe]r|[Cc]o-?ordinator|[Ll]eader|[Dd]irector|[Aa]dmissions [Tt]utor)(?:,| of| for) ` +
    String.raw`(?:the )?$|\b(?:[Cc]oord[ei]na(?:dora?|tore|trice)|[Cc]oordinat(?:eur|rice)|` +
    String.raw`[Dd]irect(?:ora?|eur|rice)|[Rr]esponsable) (?:de|du|del|do|da)(?: la| el)? (?:programa de )?$`,
);

/** "Programme Convenor, Bachelor of Music": the degree that a programme leads to is the title of nobody. */
function isOfProgramme(text: string, { kind, from }: RoleToken): boolean {
  if (kind !== 'bachelor' && kind !== 'master' && kind !== 'doctorate') return false;
  return LEADS_A_PROGRAMME.test(text.slice(Math.max(0, from - 36), from));
}

/** (2006级,2009年毕业): the years in brackets are those of the degree beside them. */
function isOfGrade(text: string, { kind, from }: RoleToken): boolean {
  return kind === 'finish' && /\(\d{4}级[,、;]? ?\d{4}年(?:\d{1,2}月)?$/.test(text.slice(Math.max(0, from - 20), from));
}

/** Universities that people call by two or three characters, as if they were a name. */
const SHORT_NAMES =
  '(?:北大|清华|复旦|同济|南开|浙大|南大|武大|川大|厦大|山大|吉大|兰大|云大|郑大|苏大|深大|港大|人大|' +
  '华师|北师|东师|华科|哈工大|中科大|首师大|华师大|北师大|东北师大|华东师大|华中师大|华南师大|陕师大)';
/** 某某教授早年…: behind the name that a sentence begins with, a form of address. */
const ADDRESSED = new RegExp(
  String.raw`(?:^|[\n。])[\s*#]*(?!\p{Script=Han}*(?:大学|学院|[任为是职系所院校部室级]|特聘|讲座|客座|名誉)|` +
    String.raw`\p{Script=Han}*${SHORT_SCHOOL}|${SHORT_NAMES}$)\p{Script=Han}{2,5}$`,
  'u',
);
/** 吴教授: behind a surname alone. */
const SURNAME_ALONE = /(?:^|[,。;\n])(?![任为是被聘升评晋获兼正副特客名现系])\p{Script=Han}$/u;
const TOLD_OF_SOMEBODY = /^(?:早年|曾|于|自|长期|生于|出生|毕业|师从|祖籍|是|,? ?(?:19|20)\d\d年|一直|主要|现|,男|,女)/;

/** "李博士现为…" and "Dr": somebody is called so, and no degree is told. */
function isHonorific(text: string, { kind, from, to, text: role }: RoleToken): boolean {
  if (kind !== 'doctorate' || role !== '博士') return false;
  const before = /[\p{Script=Han}]*$/u.exec(text.slice(Math.max(0, from - 12), from))![0];
  const after = text.slice(to, to + 3);
  const isField = /(?:[年月日学系院所业获取得读修为及和与、工理文法医农商史哲艺乐教育育术程位的攻]|方向|[A-Z])$/.test(
    before,
  );
  return before !== '' && !isField && /^(?:现|是|为|于|,|,?\d|生|出|毕|曾|历|主|长|先|教|任)/.test(after);
}
