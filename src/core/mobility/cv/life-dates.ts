/** Dates of a life or of a page, which say nothing about a career. */

const BIRTH_BEFORE = new RegExp(
  String.raw`(?:(?<![年月日\d] ?)出生(?:于|年月日?|日期)?|(?<![学究先医博硕考师新])生(?:于|年月日?|日期)|\b(?:born(?: on|` +
    String.raw` in)?(?: [A-Z]\w+,?)?(?: in)?|b\.|birth)|d\.?o\.?b\.?)[\s:,(]*$`,
  'i',
);
/** When a page was written says nothing about anybody. */
const EDITED_BEFORE = new RegExp(
  String.raw`(?:\b(?:last )?(?:revised|updated|modified|edited|version)` +
    String.raw`|(?:最后|最近)?更新(?:日期|时间|于)?|修订日期?|制表(?:日期|时间)|填表(?:日期|时间))[\s:]*(?:on |in )?$`,
  'i',
);
/** Birth, joining a party and the first working day say nothing about a post. */
const BIRTH_AFTER = new RegExp(
  String.raw`^[\s,]*(?:\)?(?:(?:因病|[在于])[\p{Script=Han}]{1,8}?)?(?:[逝去]世|病逝|辞世)` +
    String.raw`|\)?出?生(?![物命理态产存活源])|诞生|加入(?:中国)?共产党|入党|参加工作|加入(?:民盟|九三|民进|农工))`,
  'u',
);

/** 某某(1907-1998): behind the name that a line begins with; a post there (教授(1955-1998)) is no name. */
const NAME_BEFORE = /(?:^|\n)[ \t]*\p{Script=Han}{2,4}(?:·\p{Script=Han}{1,6})?(?<![授师员长任士教工家学院系]) ?\($/u;
/** Nobody has one post for so many years. */
const A_LIFE = 40;

/** The years of a life in brackets behind a name; of the living the year of birth. */
export function isLife(before: string, after: string, start: number, end: unknown): boolean {
  if (!NAME_BEFORE.test(before) || !/^ ?-? ?\)/.test(after)) return false;
  return typeof end === 'number' ? end - start >= A_LIFE : start < 1950;
}

/** Does a date tell of a life, or of a page, by what stands before and behind it? */
export function isOfLife(before: string, after: string): boolean {
  return BIRTH_BEFORE.test(before) || EDITED_BEFORE.test(before) || BIRTH_AFTER.test(after);
}
