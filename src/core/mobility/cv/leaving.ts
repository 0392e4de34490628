import type { Found, PositionKind } from './career.ts';
import type { RoleToken } from './roles.ts';
import { clauseAt, type Segment } from './segments.ts';
import { count, NUMBERS } from './year-words.ts';

/** 出站, "leaving in 2002": the end of the post before. */
export function endBy(text: string, segment: Segment, role: RoleToken, before: readonly Found[]): void {
  const clause = clauseAt(segment, role.from);
  const date = segment.dates.find(
    (one) =>
      clauseAt(segment, one.from) === clause &&
      one.start !== null &&
      one.after !== 0 &&
      !one.range &&
      (one.after ?? 0) >= 0,
  );
  const named = text.slice(role.to, role.to + 16);
  const posts = before.filter(({ kind }) => canBeLeft(role.text, kind));
  const last = posts.findLast((one) => one.role && named.includes(one.role)) ?? posts.at(-1);
  if (date && last && last.end === null && !/before $/.test(text.slice(role.from - 8, role.from)))
    last.end = date.start;
}

/** 至2014年卸任 */
export function endUntil(segment: Segment, made: readonly Found[], before: Found | undefined): void {
  for (const date of segment.dates) {
    if (date.edge !== 'until') continue;
    const last = made.findLast(({ from, roleAt }) => (roleAt?.[0] ?? from) < date.from) ?? before;
    if (last && last.end === null && last.kind !== 'award') last.end = date.end;
  }
  for (const role of segment.roles) {
    if (role.kind !== 'leave') continue;
    const date = segment.dates.findLast((one) => one.to <= role.from && one.edge === null && role.from - one.to < 6);
    const last = made.findLast(({ from, to }) => from < role.from && to <= role.from);
    if (date?.start && last && last.end === null && last.start !== date.start) last.end = date.start;
  }
}

/** 先在某大学任教,2008年转至另一大学: who moved on in a year left in it. */
const MOVED_ON =
  /[,;](?:[后又再遂]|其后|随后)?(?:(?:于|至)?\d{4}年(?:\d{1,2}月)?)?(?:[起又再后]|被|奉)?[转调](?:[入到至往赴任]|回)/;

export function endOfMoved(text: string, posts: readonly Found[]): void {
  posts.forEach((post, i) => {
    const next = posts.slice(i + 1).find(({ kind }) => kind === 'job');
    if (post.kind !== 'job' || post.end !== null || !next?.start || next.place === post.place) return;
    const between = text.slice(post.to, next.roleAt?.[1] ?? next.to);
    if (next.from < post.to || (post.start !== null && post.start >= next.start)) return;
    if (MOVED_ON.test(between) && !/[。\n]|兼/.test(between)) post.end = next.start;
  });
}

const FOR_YEARS =
  /^(?: ?\([^()\n]{1,40}\))?(?:,?(?:为期|任期|聘期|历时|在任)|达|共|约|了|满)?([一两二三四五六七八九十]|\d{1,2})年(?=[,;。、]|$)/;

/** 从教授任上退休, 在院长岗位上离休: the year is the last of the post. */
const RETIRES = /^(?:的?(?:职务|职位|岗位|任|位置|位子)上?)?(?:光荣|正式|因病)?(?:退休|离休|离任|卸任|退下|退职)/;
/** "retired as Professor of Music at X in 2004", "stood down as Dean in 2010" */
const RETIRED_AS = new RegExp(
  String.raw`\b(?:retir(?:ed|ing)|stood down|stepp(?:ed|ing) down|resign(?:ed|ing)) ` +
    String.raw`(?:as|from (?:the |his |her |their )?(?:posts?|positions?|office|role)s? (?:as|of)) (?:an? |the )?$`,
);

/** Of a post that is told where it ended, the year is its end. */
export function endOfRetired(text: string, role: RoleToken, found: Found): void {
  if (found.start === null || found.kind === 'award' || (found.end !== null && found.end !== found.start)) return;
  const isLast =
    RETIRES.test(text.slice(role.to, role.to + 12)) ||
    RETIRED_AS.test(text.slice(Math.max(0, role.from - 60), role.from));
  if (isLast) [found.start, found.end] = [null, found.start];
}

/** 教了三年政治 */
const TAUGHT_FOR = new RegExp(`^([${NUMBERS}]|\\d{1,2})年(?![级代])`);

/** 任某职三年: how long a post lasted says when it ended. */
export function endAfterYears(text: string, role: RoleToken, found: Found): void {
  if (found.end !== null || found.start === null || found.kind === 'award') return;
  const behind = text.slice(role.to, role.to + 52);
  const years = (FOR_YEARS.exec(behind) ?? (role.text.startsWith('教') ? TAUGHT_FOR.exec(behind) : null))?.[1];
  if (years !== undefined) found.end = found.start + count(years);
}

/** 出站 ends a postdoc's time, retirement a main post. */
function canBeLeft(how: string, kind: PositionKind | null): boolean {
  if (how === '出站') return kind === 'postdoc';
  if (/退休|retir/.test(how)) return kind === 'job' || kind === 'administrative';
  return kind !== 'award';
}

/** "(from 2013)" inside a line of 2010-16 ends with the line, and the post before it began. */
export function endWithLine(
  text: string,
  segment: Segment,
  role: RoleToken,
  found: Found,
  made: readonly Found[],
): void {
  const whole = segment.dates.find((date) => date.range && date.end !== null && date.to <= role.from);
  const date = segment.dates.find(
    (one) =>
      one.edge === 'since' &&
      one.start === found.start &&
      (one.from > role.from || /(?:\(|\b(?:and|then) )$/.test(text.slice(one.from - 5, one.from))),
  );
  if (!date || !whole || found.end !== null || found.start === null) return;
  if (whole.end !== 'present' && found.start >= Number(whole.end)) return;
  if (whole.start === null || whole.start > found.start) return;
  found.end = whole.end;
  for (const other of made) if (other.end === whole.end && other.start === whole.start) other.end = found.start;
}
