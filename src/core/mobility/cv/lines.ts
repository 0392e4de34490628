import { type Field, formLabel } from './form-labels.ts';
import { isOfInfobox } from './infobox.ts';
import type { PlainText } from './plain-text.ts';
import { headingOf, NO_HEADING, type Section, VISITING } from './sections.ts';
import { type Span, within } from './spans.ts';
import { sectionOfHead, sectionOfPart } from './table-heads.ts';

export interface Line {
  /** Without the sign of a list and the label before. */
  from: number;
  to: number;
  section: Section;
  /** A blank line stands before. */
  gap: boolean;
  /** Under "Honours and service" or "Honours": a name of a fellowship is an award. */
  withHonours: boolean;
  /** Under "Teaching": a degree there is what a course leads to. */
  teaching: boolean;
  /** Under "Visiting positions": every post is a visit. */
  visiting: boolean;
  /** What a form asks for on this line. */
  field?: Field;
}

const BULLET = new RegExp(
  String.raw`^(?:[\s>]*(?:[-+*•·・■◆●▪○◇►▶□✓→※★☆❖➤]+(?=[\s\p{L}\d])|#+(?= )|\(?\d{1,2}[.、)](?!\d)|\[\d{1,3}\]|` +
    String.raw`[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,2}\)|[(]?[a-z][.)] ))?\s*`,
  'u',
);
const PUBLICATION = new RegExp(
  String.raw`^\s*(?:\[\d{1,3}\]|["《])|\(\d{4}\) ?:|\b\d{4}[,;] ?\d+\(\d+\)|\b\d{4} ?\(\d{1,2}\)|\bpp?\. ?\d|` +
    String.raw`\bvol\. ?\d|\bet al\b|\[[JMCD]\]|\bdoi\b|\b[A-Z]{1,2}\d{1,2}[ -]?[A-Z]{2}\d{5,}|` +
    String.raw`\((?:Multi-|Co-)?PI\b|ISBN|\bISSN|CSSCI.*期`,
  'i',
);

/** What a line is about, in brackets or before a colon or a tab. */
const LABEL = new RegExp(
  String.raw`^(?:【(?=[^【】\n]{2,8}】)|\[)?([\p{Script=Han}]{2,8}|[A-Z][A-Za-z &]{3,28})\]?` +
    String.raw`(?:】|[:：]|\t(?=[^\t]{25})|\t(?=[^\t]+$))\s*`,
  'u',
);

/** Sentences in quotes, and no title of a paper. */
const SAID_OF_ONESELF = /^"[^"]*。[^"]*。/;

/** Sentences of a Chinese biography may name a grant or a journal; a paper's title has fewer. */
const isProse = (line: string) => (line.match(/。/g)?.length ?? 0) > 2;

const TEACHING = /^\W*(?:teaching\b|courses\b)|教学经历|任教经历/i;

/** A few words alone after a blank line, with entries right below, end a list of honours. */
function endsList(section: Section, line: string, rest: string): boolean {
  if (section !== 'honours') return false;
  const bare = line.trim().replace(/[:：]$/, '');
  const words = /^[A-Z][A-Za-z]+(?: (?:and|&|of|[A-Z]?[a-z]+)){0,3}$/.test(bare) && !NO_HEADING.test(bare);
  if (!words && !/^\p{Script=Han}{2,6}$/u.test(bare)) return false;
  if (/(?:奖|学者|人才|会员|委员|院士|教授)$|\b(?:Fellow|Scholar|Award|Prize|Medal|Member)s?\b/.test(bare))
    return false;
  return /^[ \t]*\S[^\n]*\d{4}/.test(rest);
}

/** A line that a list's sign does not begin, deeper than the one above which it does. */
const UNDER_BULLET = /^[-*•] [^\n]*\n {2,}(?![-*•] )\S/;
/** A post without a year and below it its years: the line above is its employer. */
const IS_ENTRY_BELOW = /^\n[^\n\d]{4,60}\n[^\n]{0,20}(?:19|20)\d\d/;
/** "7 yrs 6 mos" */
const DURATION = /^\s*\d{1,2} (?:yrs?|mos?)(?: \d{1,2} mos?)?\s*$/;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** "NIH/NCI": a line of capitals that names institutions and nothing else is no heading. */
function isOnlyNames(text: string, names: readonly Span[], from: number, to: number): boolean {
  let rest = '';
  let at = from;
  for (const name of within(names, from, to)) {
    rest += text.slice(at, name.from);
    at = name.to;
  }
  return at > from && !/\p{L}/u.test(rest + text.slice(at, to));
}

/** The lines of a text with what they are about; headings and lists of publications are left out. */
export function linesOf({ text }: PlainText, names: readonly Span[] = []): Line[] {
  const lines: Line[] = [];
  let section: Section = 'other';
  let gap = false;
  let mixed = false;
  let teaching = false;
  let visiting = false;
  let inForm = false;
  let skipped = 0;
  for (let from = 0; from <= text.length; ) {
    const to = lineEnd(text, from);
    const line = text.slice(from, to);
    const start = from;
    from = to + 1;
    if (line.trim() === '') {
      // A profile says how long somebody was with an employer, and the posts stand below.
      gap = !DURATION.test(text.slice(text.lastIndexOf('\n', start - 2) + 1, start - 1));
      inForm = false;
      continue;
    }
    const bullet = BULLET.exec(line)![0].length;
    const bare = line.slice(bullet);
    const label = formLabel(bare);
    inForm = label !== null && (inForm || formLabel(text.slice(to + 1, lineEnd(text, to + 1))) !== null);
    if (label && (inForm || label.alone)) {
      const { field, length } = label;
      const own = field === 'note' ? 'skip' : section;
      const marks = { field, withHonours: own === 'honours', teaching, visiting: own === 'work' && visiting };
      lines.push({ from: start + bullet + length, to, section: own, gap, ...marks });
      gap = false;
      continue;
    }
    const cells = bare.split('\t').filter((cell) => cell.trim() !== '');
    const ends: boolean = gap && endsList(section, bare, text.slice(to + 1, to + 200));
    const inEntry = !gap && UNDER_BULLET.test(text.slice(text.lastIndexOf('\n', start - 2) + 1, to));
    let heading: Section | null = inEntry || /: ?"/.test(bare) ? null : (headingOf(bare) ?? (ends ? 'other' : null));
    if (heading === 'other' && isOnlyNames(text, names, start + bullet, to)) heading = null;
    if (heading === 'other' && gap && section === 'work' && IS_ENTRY_BELOW.test(text.slice(to, to + 200)))
      heading = null;
    if (heading && cells.length < 2) {
      // What stands deeper in a page's outline than a list of students or papers belongs to it.
      const level = /^(#{1,6}) /.exec(line)?.[1].length ?? 0;
      section = level > skipped && skipped > 0 ? 'skip' : heading;
      if (level <= skipped || skipped === 0) skipped = heading === 'skip' ? level : 0;
      teaching = TEACHING.test(bare);
      visiting = VISITING.test(bare);
      mixed = /honou?rs|awards|荣誉|奖/i.test(bare);
      gap = true;
      continue;
    }
    const part = sectionOfPart(cells);
    const head = part ?? sectionOfHead(cells);
    if (head !== null && (part !== null || head === 'honours' || section === 'honours')) {
      section = head;
      mixed = head === 'honours';
      teaching = visiting = false;
      continue;
    }
    let own: Section = section;
    let skip = bullet;
    const heads = LABEL.exec(bare);
    const isOfHonours = (label: string) => section === 'honours' && /\t/.test(bare) && headingOf(label) === 'honours';
    const labelled = heads && !isOfHonours(heads[1]) && !isEmployerInTown(heads[1], bare) ? headingOf(heads[1]) : null;
    if (heads && labelled) {
      own = labelled === 'skip' && isTaughtThere(heads[1], bare) ? 'work' : labelled;
      skip += heads[0].length;
    } else if (
      heads &&
      /^(?:姓名|性别|民族|籍贯|政治面貌|职称|学历|最高学[历位]|联系|电话|邮箱|地址|研究方向|专业|Name|Email|Address|Phone|Tel)/i.test(
        heads[1],
      ) &&
      !/employer|organi[sz]ation|institution/i.test(heads[1])
    ) {
      own = 'skip';
    }
    // A line of a summary, "Doctoral students <tab> …", says what it is itself.
    if (heading && headingOf(cells[0]) === 'skip') own = 'skip';
    if (
      (PUBLICATION.test(bare) && !SAID_OF_ONESELF.test(bare) && !isProse(bare)) ||
      isOfInfobox(text, start, bare) ||
      /(?:^|\t)(?:姓名|性别|民族|籍贯|政治面貌|最高学[历位]|(?:学历|职称)(?=\t[^\t]{0,12}(?:\t|$)))\t/.test(bare)
    )
      own = 'skip';
    // A list's first word is a heading with its entries behind a tab.
    if (!heads) {
      const cell = /^([^\t\d]{3,40}|\p{Script=Han}{2})\t(?=.*\d{4})/u.exec(bare);
      const inCell = cell && !isOfHonours(cell[1]) ? headingOf(cell[1]) : null;
      if (cell && inCell) {
        section = inCell;
        visiting = VISITING.test(cell[1]);
        own = inCell;
        skip += cell[0].length;
      }
    }
    const parts = innerLabels(text, start + skip, to);
    lines.push({
      from: start + skip,
      to: parts[0]?.at ?? to,
      section: own,
      gap,
      withHonours: own === 'honours' || (own === section && mixed),
      teaching: heads && labelled ? TEACHING.test(heads[1]) : own === section && teaching,
      visiting: own === 'work' && (heads && labelled ? VISITING.test(heads[1]) : section === 'work' && visiting),
    });
    parts.forEach(({ from: begins, section: about, label }, i) => {
      const marks = { withHonours: about === 'honours', teaching: TEACHING.test(label) };
      const visits = about === 'work' && VISITING.test(label);
      lines.push({ from: begins, to: parts[i + 1]?.at ?? to, section: about, gap: false, ...marks, visiting: visits });
    });
    gap = false;
  }
  return lines;
}

/** "Example Forest Service <tab> Kampala, Uganda": no heading, but an employer with its town. */
function isEmployerInTown(label: string, line: string): boolean {
  if (!/^(?!Professional|Academic|Public|Community|University|Other)\S+(?: \S+)+$/.test(label)) return false;
  return /^[^\t]+\t ?\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?, (?:[A-Z]{2,3}|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)$/u.test(
    line.trim(),
  );
}

/** 教学:2009年起任某大学兼职教授: what is taught is no post, who appointed somebody to teach is one. */
function isTaughtThere(label: string, line: string): boolean {
  return (
    /^教学(?!成果|获?奖|荣誉|论文)/.test(label) &&
    /(?:[聘担受]任?为?|任)[^,;。\n]{2,24}(?:教授|讲师|教师|研究员)/.test(line)
  );
}

/** A label that begins a sentence within a line: "… Visits: ETH Zurich 1999. Honours: …" */
const INNER_LABEL = /(?<=[.;。] {0,2})([A-Z][A-Za-z &]{2,28}|\p{Script=Han}{2,8}): */gu;

function innerLabels(
  text: string,
  from: number,
  to: number,
): { at: number; from: number; section: Section; label: string }[] {
  return [...text.slice(from, to).matchAll(INNER_LABEL)].flatMap(({ index, 0: whole, 1: label }) => {
    const section = headingOf(label);
    return section === null ? [] : [{ at: from + index, from: from + index + whole.length, section, label }];
  });
}
