import { isDegree } from './career.ts';
import type { Gazetteer } from './gazetteer.ts';
import { plainLine } from './plain-text.ts';
import { type CvPosition, readCv } from './read-cv.ts';
import { headingOf } from './sections.ts';

/** Somebody whom a text tells of, with the lines that are theirs: characters of the text, the end exclusive. */
export interface Person {
  name: string;
  /** Of the name, from 1. */
  line: number;
  span: [number, number];
}

const SURNAME =
  '(?:欧阳|司马|上官|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|端木|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛' +
  '奚范彭郎鲁韦马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴谈宋茅庞熊纪舒屈项祝董' +
  '梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包左石崔吉龚程邢裴陆荣翁荀羊惠甄曲家封储靳' +
  '段富巫乌焦巴弓牧谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰赖卓蔺屠蒙池乔阴胥闻党翟谭劳申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕' +
  '冀郏浦尚农温别庄晏柴瞿阎连习容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东殳沃利蔚越隆师巩聂晁勾敖融冷辛那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权盖益' +
  '桓公闫肖付代覃涂迟边])';
/** Words that begin as a name does: 文 and 后 are surnames. */
const NO_HAN_NAME = '(?!毕业|后来|曾任|时任|(?:文|管理|经济)学)';
const HAN_NAME = `${NO_HAN_NAME}(?:${SURNAME}\\p{Script=Han}(?: {0,2}\\p{Script=Han})?|` + '虚构\\p{Script=Han}{1,6})';
const NAME_WORD = "(?:\\p{Lu}[\\p{L}'-]+|\\p{Lu}\\.(?:-?\\p{Lu}\\.)?)";
const LATIN_NAME = `${NAME_WORD}(?: (?:${NAME_WORD}|van|von|de|der|den|da|di|del|bin|al|el|la|le)){1,4}`;
const DEGREES = '(?:,? (?:Ph\\.? ?D\\.?|DPhil|M\\.?D\\.?|D\\.?M\\.?A\\.?|MA|MSc|FBA|FRS|Jr\\.?))*';
const ADDRESS = '(?:(?:Prof(?:essor)?|Dr|Mr|Ms|Mrs|Associate Professor|Assistant Professor)\\.? )*';
const TITLE =
  '(?: ?[,|(·:-] ?|\\t)[^\\n]{0,60}(?:Professor|Lecturer|Fellow|Director|Dean|Head|Chair|Researcher|' +
  'Instructor|Reader|' +
  'Teacher|Scientist|Student|b\\.|born|\\d{4})[^\\n]{0,40}';
const HAN_TITLE =
  '(?: {1,8}|[,(:|·-]|\\t)+[^\\n。]{0,6}(?:男|女|教授|讲师|助教|研究员|博士|院士|主任|院长|教师|老师|\\d{4}|[A-Z])[^\\n。]{0,40}';

/** A name alone on its line, or with a title behind; a name that a paragraph begins with. */
const HEADINGS = [
  `^(?:姓名|Name) ?[:\\t] ?(${HAN_NAME}|${LATIN_NAME})(?=\\s|$)`,
  `^${ADDRESS}(${LATIN_NAME})${DEGREES}(?:${TITLE})?$`,
  `^(${HAN_NAME})(?:${HAN_TITLE}|先生|女士|教授|副教授|老师|博士)?$`,
].map((pattern) => new RegExp(pattern, 'u'));
const PROSE = [
  `^${ADDRESS}(${LATIN_NAME})${DEGREES}(?: \\([^()]{1,40}\\))?,? (?:is|was|has|had|received|holds|` +
    `studied|earned|joined|` +
    'obtained|serves|teaches|graduated|completed|took|began|worked|born|read|an?|the|professor)\\b',
  `^(${HAN_NAME})(?:\\([^()]{1,30}\\))?(?:,|现任|现为|是|毕业于|男|女|出生|生于|博士|教授)`,
].map((pattern) => new RegExp(pattern, 'u'));

/** Words of headings, places and employers, which no name has. */
const NO_NAME = new RegExp(
  String.raw`\b(?:Universit\w*|College|Institut\w*|School|Department|Faculty|Cent(?:er|re)|Academy|` +
    String.raw`Hospital|Education|` +
    'Employment|Experience|Appointments?|Positions?|Awards?|Honou?rs|Publications?|Research|Teaching|Service|' +
    'Curriculum|' +
    'Vitae|Biograph\\w+|Studies|Career|Professional|Academic|Selected|Current|Previous|Personal|Contact|References?|' +
    'Orchestra|Company|Inc|Ltd|LLC|GmbH|Group|Foundation|Society|Association|Council|Press|Journal|Music|' +
    'Science|Arts?|' +
    'New|San|Los|United|North|South|East|West|Hong|Skills|Languages?|Summary|Profile|Page|Updated|The|Visiting|' +
    'Professor|Lecturer|Fellow|Reader|Doctorate|Doctor|Honorary|Adjunct|Full|Postdoctoral|' +
    String.raw`Senior|Junior|Associate|Assistant|Chief|Staff|People|Dear|Best|Kind|Her|His|She|He|In|At|After)\b`,
  'i',
);
/** 王  伟 */
const SPACE_IN_NAME = /(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu;
/** A list of these has names with what became of them. */
const OF_STUDENTS =
  /students?|advisees?|supervis|theses|dissertations|mentees|trainees|alumni|学生|毕业|去向|指导|培养/i;
/** Headings above whom somebody is related to or writes with. */
const OF_RELATED = new RegExp(
  String.raw`^(?:references?|referees|推荐人|证明人)(?![\p{L}\p{N}])|` +
    String.raw`^(?:(?:my )?family(?: members)?|(?:\w+ )?(?:collaborators|co-?authors)|` +
    '(?:主要)?(?:家庭成员|家庭|亲属|社会关系|合作者|合作人))$',
  'iu',
);
/** A CV begins with a name, and lines of where somebody is found. */
const HEAD_LINES = 5;
/** A paragraph has at least so many characters. */
const LEAST_PROSE = 40;

interface Begun {
  name: string;
  row: number;
}

/**
 * The people whom a text tells of one after another (a page of a department, biographies of a group), each from their
 * name on; none where it tells of one. Somebody counts whose part tells a career, and two are needed.
 */
export function peopleIn(text: string, gazetteer?: Gazetteer): Person[] {
  const lines = text.split('\n');
  const offsets: number[] = [];
  lines.reduce((at, line) => {
    offsets.push(at);
    return at + line.length + 1;
  }, 0);
  const begun = namesOf(lines);
  if (begun.length < 2) return [];
  const people = begun.map(({ name, row }, i): Person => {
    const end = i + 1 < begun.length ? offsets[begun[i + 1].row] : text.length;
    return { name, line: row + 1, span: [offsets[row], end] };
  });
  const read = people.map(({ span }) => readCv(text.slice(...span), gazetteer));
  const told = people.map(({ span }, i) => isCareer(text.slice(...span), read[i]));
  if (told.filter(Boolean).length < 2) return [];
  // Among people whose careers are told one of a single post is somebody too.
  return withRest(
    people.filter((_one, i) => told[i] || read[i].length > 0),
    text.length,
  );
}

/** What stands between two people belongs to the one before. */
function withRest(people: readonly Person[], length: number): Person[] {
  return people.map((one, i) => ({ ...one, span: [one.span[0], people[i + 1]?.span[0] ?? length] }));
}

function namesOf(lines: readonly string[]): Begun[] {
  const found: Begun[] = [];
  let others: 'people' | 'works' | null = null;
  for (const [row, line] of lines.entries()) {
    const bare = bareLine(line);
    const below = othersBelow(bare);
    if (below !== null || headingOf(bare) !== null) {
      others = below;
      continue;
    }
    if (beginsCareer(lines, row) || (others === 'works' && isApart(lines, row))) others = null;
    const name = others !== null ? null : nameIn(bare, lines[row - 1] ?? '', `${bare} ${lines[row + 1] ?? ''}`);
    if (name !== null && !found.some((one) => isSame(one.name, name))) found.push({ name, row });
  }
  return found;
}

/** A line without the signs that set it off. */
function bareLine(line: string): string {
  return plainLine(line)
    .replace(/^[\s>#*•·■◆●▪◇○-]+|(?<=^\s*)\d{1,2}[.、)] ?|[\s*_:]+$/gu, '')
    .replaceAll('**', '')
    .trim();
}

/** What a heading is above: people who are not whom the text is about, works which name such, or neither. */
function othersBelow(line: string): 'people' | 'works' | null {
  if (OF_RELATED.test(line)) return 'people';
  const section = headingOf(line);
  if (section !== null && OF_STUDENTS.test(line)) return 'people';
  return section === 'skip' ? 'works' : null;
}

/** Soon below a name stands a heading of a career, with no year between: the next CV begins. */
function beginsCareer(lines: readonly string[], row: number): boolean {
  const near = lines.slice(row, row + HEAD_LINES).map(bareLine);
  const heading = near.findIndex((line) => /^(?:education|work)$/.test(headingOf(line) ?? ''));
  return heading > 0 && !/(?:19|20)\d\d/.test(near.slice(0, heading).join(' '));
}

/** Below an empty line, though not as the first below a heading: papers end there, and a page may go on to somebody. */
function isApart(lines: readonly string[], row: number): boolean {
  if (lines[row - 1]?.trim() !== '') return false;
  const above = lines.slice(0, row).findLast((line) => line.trim() !== '');
  return above !== undefined && headingOf(bareLine(above)) === null;
}

function nameIn(line: string, before: string, paragraph: string): string | null {
  const heading = line.length <= 90 ? firstOf(HEADINGS, line) : null;
  if (heading !== null) return heading;
  const begins = before.trim() === '' || /[。.!?]["”)]?\s*$/.test(before) || before.length < LEAST_PROSE;
  return begins && paragraph.length >= LEAST_PROSE ? firstOf(PROSE, line) : null;
}

function firstOf(patterns: readonly RegExp[], line: string): string | null {
  for (const pattern of patterns) {
    const name = pattern.exec(line)?.[1].trim();
    if (name !== undefined && !NO_NAME.test(name)) return name.replace(SPACE_IN_NAME, '');
  }
  return null;
}

/** A page's head and a signature repeat a name, in short or in capitals. */
function isSame(one: string, other: string): boolean {
  const words = (name: string) =>
    name
      .toLowerCase()
      .split(/[\s.]+/)
      .filter((word) => word !== '');
  const [a, b] = [words(one), words(other)];
  const isIn = (word: string, all: readonly string[]) =>
    all.some((one) => one === word || (Math.min(one.length, word.length) === 1 && one[0] === word[0]));
  return a.every((word) => isIn(word, b)) || b.every((word) => isIn(word, a));
}

/** Degrees and posts, or a position in prose about somebody. */
function isCareer(text: string, positions: readonly CvPosition[]): boolean {
  const dated = positions.filter(({ start, end }) => start !== null || typeof end === 'number');
  const isDegreeOf = ({ kind }: CvPosition) => isDegree(kind);
  if (positions.some(isDegreeOf) && positions.some((one) => !isDegreeOf(one))) return true;
  const about = /^[^。.]{0,160}(?:,? (?:is|was|born|has|received|studied) |[男女生]|教授|讲师|毕业|现任)/su.test(text);
  return about && (dated.length > 0 || positions.length > 1);
}
