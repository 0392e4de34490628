import { type Field, formLabel } from './form-labels.ts';
import type { PlainText } from './plain-text.ts';

/** What the lines under a heading are about. */
export type Section = 'education' | 'work' | 'honours' | 'service' | 'other' | 'skip';

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

const VISITING = new RegExp(
  String.raw`^\W*(?:(?:selected |academic |other |research |international )?` +
    String.raw`(?:visiting|visits|secondments?|sabbaticals?)\b)|` +
    '^(?:[海国境]外|学术|出国)?(?:访[学问]|讲学|客座)(?!.*(?:工作|任职))',
  'i',
);

const HEADINGS: readonly [Section, RegExp][] = [
  ['work', VISITING],
  [
    'service',
    new RegExp(
      String.raw`兼职|社会任职|社会职务|学术任职|学术职务|学术服务|专业服务|社会服务|社团|学术团体|学会|\bservice\b|member(?:ship)?s?\b|` +
        String.raw`affiliations?\b|其[他它]$|editorial|committees?|\boffices?\b|boards?\b|other\b|outreach|` +
        'professional activities',
      'i',
    ),
  ],
  [
    'honours',
    new RegExp(
      '荣誉|[获得]奖|奖励|人才(?!培养)|称号|奖项|表彰|recognition|scholarships|' +
        String.raw`honou?rs?\b|awards?\b|prizes?\b|fellowships?\b|distinctions?\b`,
      'i',
    ),
  ],
  [
    'work',
    new RegExp(
      '^teaching$|teaching (?:activities|experience|positions|appointments|career)|教学经历|任教经历|科研经历|研究经历|' +
        'research (?:experience|positions)',
      'i',
    ),
  ],
  [
    'skip',
    new RegExp(
      '专长|(?<!联合)培养|学生|去向|毕业生|论文|著作|专著|出版|成果|发表|项目|课题|专利|作品|演出|教学|课程|讲授|研究方向|研究领域|研究兴趣|主要研究|指导|' +
        '招生|联系|参考|会议|讲座|报告|技能|语言|家庭|' +
        String.raw`publication|books?\b|articles?\b|papers?\b|presentations?|talks?\b|lectures\b|conferences?|` +
        String.raw`grants?\b|funding|research support|mentor(?:ing|ship)\b|mentees\b|trainees\b|` +
        String.raw`advis(?:ing|ees)\b|(?:dissertations|theses)\b|projects?\b|patents?\b|` +
        String.raw`teaching (?:areas?|interests?|statement|portfolio|evaluations?)|courses?\b|` +
        String.raw`supervision|students?\b|` +
        String.raw`languages?|skills|references?\b|referees|interests?\b|performances?|recordings?|` +
        String.raw`compositions?|discography|concerts?|contact|media|works\b|bibliography|hobbies|personal`,
      'i',
    ),
  ],
  [
    'education',
    new RegExp(
      '教育|学习|求学|学历(?!史)|学业|学位|education|academic (?:qualification|background|training|record)|' +
        String.raw`degrees?\b|studies\b|qualifications?|training`,
      'i',
    ),
  ],
  [
    'work',
    new RegExp(
      '工作|任职|职业|任教|研修|访学|进修|海外|国外|境外|留学|出国|经历|履历|简历|职历|生平|现职|职务|职称|简介|appointments?|employment|experience|' +
        'positions?|' +
        'career|professional|work history|biograph|administrative',
      'i',
    ),
  ],
];

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

const TEACHING = /^\W*(?:teaching\b|courses\b)|教学经历|任教经历/i;

/** Words of an entry, which no heading has. */
const NO_HEADING = new RegExp(
  String.raw`\b(?:Professor|Lecturer|University|College|Fellow|Association|Society|Council|Federation|` +
    String.raw`Academy|National|International|Ph\.?D|Institute|Scholar|Director|Dean|Head|Manager|Engineer|` +
    String.raw`Assistant|` +
    String.raw`Officer|Co-?ordinator|Consultant|Teacher|Instructor|Researcher|Scientist|Curator|` +
    String.raw`B\.?A|B\.?Sc?|M\.?A|M\.?Sc?|M\.?Ed|B\.?Ed|B\.?Mus|M\.?Mus|M\.?Phil|MBA)\b`,
);

/** "Scholarships, Fellowships, and Honors": words of headings in a row. */
const WORDS = '[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?';
const ROW_OF_WORDS = new RegExp(`^${WORDS}(?:, ${WORDS})*,? (?:and |AND |& )?${WORDS}$`);

/** The heading that a short line is, or null. */
export function headingOf(text: string): Section | null {
  const bare = text
    .replace(/^[\s#【[(<*=-]+|[\s】\])>:*=-]+$/g, '')
    .trim()
    .replace(
      /^(?:University|College) (?=(?:Studies|Education|Offices?|Service|Training|Degrees|Appointments|Positions)$)/i,
      '',
    );
  if (bare.length < 2 || /\d{4}/.test(bare)) return null;
  if (/[,;。.]/.test(bare.replace(/\.$/, '')) && !ROW_OF_WORDS.test(bare)) return null;
  const chinese = /\p{Script=Han}/u.test(bare);
  if (chinese && /\d/.test(bare)) return null;
  if (chinese ? bare.replace(/\s/g, '').length > 14 : bare.split(/\s+/).length > 6 || bare.length > 60) return null;
  if (
    chinese &&
    /(?:大学|学院|研究所|公司|医院|教授|讲师|研究员|院长|主任|博士|硕士|学士|本科)$/.test(
      bare.replace(/\([^()]*\)?$/, ''),
    )
  )
    return null;
  if (chinese && /(?:大学|学院|研究[所院])\S*[系部室处所院心]$/.test(bare)) return null;
  if (!chinese && NO_HEADING.test(bare)) return null;
  const found = HEADINGS.filter(([, words]) => words.test(bare));
  // A line of capitals that says nothing known ends what stood before it.
  if (found.length === 0) return !chinese && bare.length > 3 && /^[A-Z][A-Z &/-]+$/.test(bare) ? 'other' : null;
  const isCapital = !chinese && (bare === bare.toUpperCase() || /^[A-Z]/.test(bare));
  if (!chinese && !isCapital) return null;
  if (/^other (?:\w+ )?(?:experience|employment)$/i.test(bare)) return 'work';
  // "Grants and offices" holds offices too.
  if (VISITING.test(bare)) return 'work';
  return found[0][0] === 'skip' ? (found.find(([section]) => section === 'service')?.[0] ?? 'skip') : found[0][0];
}

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
/** "7 yrs 6 mos" */
const DURATION = /^\s*\d{1,2} (?:yrs?|mos?)(?: \d{1,2} mos?)?\s*$/;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The lines of a text with what they are about; headings and lists of publications are left out. */
export function linesOf({ text }: PlainText): Line[] {
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
    const heading: Section | null = inEntry ? null : (headingOf(bare) ?? (ends ? 'other' : null));
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
    let own: Section = section;
    let skip = bullet;
    const heads =
      /^\[?([\p{Script=Han}]{2,8}|[A-Z][A-Za-z &]{3,28})\]?(?:[:：]|\t(?=[^\t]{25})|\t(?=[^\t]+$))\s*/u.exec(bare);
    const labelled = heads ? headingOf(heads[1]) : null;
    if (heads && labelled) {
      own = labelled;
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
      PUBLICATION.test(bare) ||
      /(?:^|\t)(?:姓名|性别|民族|籍贯|政治面貌|最高学[历位]|(?:学历|职称)(?=\t[^\t]{0,12}(?:\t|$)))\t/.test(bare)
    )
      own = 'skip';
    // A list's first word is a heading with its entries behind a tab.
    if (!heads) {
      const cell = /^([^\t\d]{3,40}|\p{Script=Han}{2})\t(?=.*\d{4})/u.exec(bare);
      const inCell = cell ? headingOf(cell[1]) : null;
      if (cell && inCell) {
        section = inCell;
        visiting = VISITING.test(cell[1]);
        own = inCell;
        skip += cell[0].length;
      }
    }
    lines.push({
      from: start + skip,
      to,
      section: own,
      gap,
      withHonours: own === 'honours' || (own === section && mixed),
      teaching: heads && labelled ? TEACHING.test(heads[1]) : own === section && teaching,
      visiting: own === 'work' && (heads && labelled ? VISITING.test(heads[1]) : section === 'work' && visiting),
    });
    gap = false;
  }
  return lines;
}
