import type { PositionRole } from '../../../../shared/mobility/codebook.ts';
import { roleTokens } from '../../cv/roles.ts';
import type { RoleKind } from '../../cv/role-kind.ts';

/** A degree that is not, or not yet, finished, or of another university: who has left has none. */
const UNFINISHED =
  /联合培养|肄业|在读|在学|结业|未获|未取得|中退|\babd\b|all but dissertation|withdr[ae]wn?|not completed|incomplete|dropped out/i;
/** A degree and what came after it in one cell. */
const AND_A_POST = /(?:毕业|获|后).{0,8}(?:留校|任教|执教|工作|任职)|留校/;
/** A degree given in honour. */
const HONORARY_DEGREE =
  /(?:名誉|荣誉).{0,6}博士|honorary\s+(?:doctor|degree|ph\.?\s?d)|honoris\s+causa|\bh\.\s?c\.|ehrendoktor/i;
/** Studies of no known degree: most are a master's, some a doctorate; schools below a university give none. */
const STUDIES =
  /^(?:研究生|研究生班|研究生课程班|双学位|专科|大专|中专|高中|promotion|diplom(?:[- ].*)?|staatsexamen)$/i;
/** A title that is held beside the main post or after it, as the employer says: in honour, on loan, in retirement. */
const BESIDE = new RegExp(
  '名誉|荣誉|荣休|退休|离休|返聘|已故|外聘|特邀|双聘|共享|柔性|银龄|挂职|借调|支教|(?<!长江学者|长江)讲座教授|' +
    'emerit|honorary|\\bretired\\b|' +
    'courtesy|affiliate[d]?\\b|secondment|honorarprofessor|au[sß]+erplanm|professor\\s+ii\\b',
  'i',
);
/** A fellowship that may be a post, a scholarship or an honour. */
const FELLOWSHIP =
  /(?<!(?:research|teaching|postdoctoral|clinical)\s)\bfellow(?:ship)?\b|\bscholar(?:ship)?\b|\bF(?:RS|BA|REng|RSE)\b/i;
/** What is done beside a post, for others: on a committee, for a thesis. */
const OFFICE = /答辩|评审|评阅|委员|理事|会长|协会|学会|主编|\bexaminer\b|\bcommittee\b|\bboard\b/i;
const GUEST =
  /客座|客员|客席|访问|访学|交换|进修|研修|合作研究|\bvisiting\b|\bguest\b|\bgast|invit[ée]|exchange|fulbright/i;
/** What columns of the kind of a row call a post. */
const POST =
  /^(?:(?:job|post|position|appointment)s?|work|employ(?:ment|ed|er)|career)$|^(?:工作|[任就在现]职|职[务位业]|岗位|任教|聘任)$/i;

/** What is known of a text that no word of a degree tells the role of. */
export interface RoleSaid {
  /** Null where the text leaves open what it is. */
  role: PositionRole | null;
  /** Whether no word of the text is known, so that it is a job for want of anything else. */
  isGuess: boolean;
}

const DEGREES = ['doctorate', 'master', 'bachelor'] as const;
const OPEN: RoleSaid = { role: null, isGuess: false };

/** Whether a text of a degree leaves open whether there is one. */
export function isDoubtfulDegree(text: string): boolean {
  return UNFINISHED.test(text) || AND_A_POST.test(text) || HONORARY_DEGREE.test(text) || STUDIES.test(text.trim());
}

/** Whether a text says a title that is mostly held beside the main post. */
export function isBesidePost(text: string): boolean {
  return BESIDE.test(text);
}

/**
 * What the words of careers say of a text that the words of degrees say nothing of.
 *
 * @param meant the text without words that only contain those of degrees
 */
export function roleByWords(text: string, meant: string): RoleSaid {
  if (isDoubtfulDegree(text) || isBesidePost(text)) return OPEN;
  const isHonour = roleTokens(text).some(({ kind }) => kind === 'award');
  const kinds = new Set(roleTokens(meant).map(({ kind }) => kind));
  const has = (...some: RoleKind[]) => some.some((kind) => kinds.has(kind));
  if (has('job', 'administrative')) return { role: 'job', isGuess: false };
  const degree = DEGREES.find((kind) => has(kind));
  if (degree !== undefined) return { role: degree, isGuess: false };
  if (has('postdoc')) return { role: 'postdoc', isGuess: false };
  if (has('visiting')) return GUEST.test(text) ? { role: 'visiting', isGuess: false } : OPEN;
  if (isHonour || has('enter', 'finish') || FELLOWSHIP.test(text) || OFFICE.test(text)) return OPEN;
  return { role: 'job', isGuess: meant.trim() !== '' && !POST.test(text.trim()) };
}
