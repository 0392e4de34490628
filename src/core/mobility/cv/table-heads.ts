import { headingOf, type Section } from './sections.ts';

const WHEN = new RegExp(
  '^(?:years?|dates?|when|period|(?:year|date) (?:awarded|received|of award)|' +
    '(?:获奖|授予|发表|出版|立项)?(?:时间|年份|日期|年度)|起[止讫](?:年月|时间|日期|年限|年份)|年月)$',
  'i',
);
const HONOURS = new RegExp(
  String.raw`^(?:recognitions?|prizes?|` +
    String.raw`(?:title|name) of (?:the )?(?:award|honou?r|prize)|` +
    String.raw`award(?:ed|ing)? (?:by|body)|(?:荣誉|奖励?|奖项|获奖|人才)(?:称号|名称|项目)?|授[予奖](?:单位|机构|部门))$`,
  'i',
);
/** Of these, "Award" is also a degree: the head has to say who gave it, or nothing else. */
const PERHAPS_HONOURS = /^(?:honou?rs?|awards?|distinctions?)$/i;
const BY = /^(?:(?:awarded |given |conferred |granted )?(?:by|from)|(?:awarding )?(?:body|organi[sz]ation))$/i;
/** What stands over degrees and posts. */
const WHERE = /^(?:institutions?|universit(?:y|ies)|schools?|colleges?|titles?|roles?|places?|学校|院校|单位|机构)$/i;
const POSTS = /^(?:positions?|posts?|employers?|job titles?|appointments?|职务|职位|岗位|工作单位|任职单位)$/i;
const STUDIES = /^(?:degrees?|qualifications?|学历|学位|毕业院校)$/i;

/** What the rows below the first of a table are about: "Recognition | By | Year". */
export function sectionOfHead(cells: readonly string[]): Section | null {
  const words = cells.map((cell) => cell.trim());
  if (words.length < 2 || !words.some((cell) => WHEN.test(cell))) return null;
  if (words.some((cell) => cell.length > 24 || /\d/.test(cell))) return null;
  if (words.some((cell) => POSTS.test(cell))) return 'work';
  if (words.some((cell) => STUDIES.test(cell))) return 'education';
  if (words.some((cell) => HONOURS.test(cell))) return 'honours';
  const perhaps = words.some((cell) => WHERE.test(cell)) ? undefined : words.find((cell) => PERHAPS_HONOURS.test(cell));
  const isSaid = perhaps && (words.some((cell) => BY.test(cell)) || (words.length === 2 && perhaps.endsWith('s')));
  return isSaid ? 'honours' : null;
}

/** A part of a form: 教育经历 in a cell of its own, and beside it the headings of the part's table. */
export function sectionOfPart(cells: readonly string[]): Section | null {
  const words = cells.map((cell) => cell.trim());
  const [label, ...heads] = words;
  if (heads.length < 2 || words.some((cell) => cell.length > 24 || /\d/.test(cell))) return null;
  return heads.some((cell) => WHEN.test(cell)) ? headingOf(label) : null;
}
