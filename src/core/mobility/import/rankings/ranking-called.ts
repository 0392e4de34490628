import { basename, extname } from 'node:path';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type Codebook, OWN_MOVES } from '../../../../shared/mobility/codebook.ts';
import type { Questions } from '../../../imports/questions.ts';
import { guessedColumns } from '../cells/fields.ts';
import type { ReadTable } from '../table/table.ts';
import { isDomesticRank, namedByRanks } from './national-ranks.ts';
import { rankingsByColumns } from './ranking-columns.ts';

/** What files that hold a ranking are called, by the name that it goes under here. */
const CALLED: readonly (readonly [string, RegExp])[] = [
  [
    '软科中国大学排名',
    /ruanke|软科.{0,4}中国大学|中国(?:最好)?大学.{0,6}软科|中国最好大学|\bbcur\b|best chinese univ/i,
  ],
  ['校友会中国大学排名', /校友会/],
  ['武书连中国大学排行榜', /武书连/],
  ['CWUR', /cwur|world university rankings? cent(?:er|re)/i],
  ['QS', /(?<![a-z])qs(?![a-z])/i],
  [
    'THE',
    /times[ _-]?higher|(?<![a-z])times(?=[dD]ata|[ _-]|\d|\.)|泰晤士|(?<![A-Za-z])THE(?=[ _-]*(?:world|wur|rank|\d|世界))/,
  ],
  ['THE', /(?<![a-z])the[ _-]?(?=wur|world[ _-]?univ|\d{4})|(?<![a-z])the[_-]rank|ranking: times\b/i],
  ['US News', /us[ ._-]?news/i],
  ['Nature Index', /nature[ _-]?index|自然指数/i],
  ['NIRF', /(?<![a-z])nirf(?![a-z])/i],
  ['SCImago', /scimago|(?<![a-z])sir(?=[ _-]?(?:(?:19|20)\d\d|rank|world))/i],
  ['Leiden', /(?:cwts|leiden)[ _-]?rank|cwts/i],
  [
    'ARWU',
    /arwu|academic[ _-]ranking[ _-]of[ _-]world|世界大学学术排名|shanghai[ _-]?(?=data|rank)|ranking: shanghai/i,
  ],
];
/** Of the universities of one country, whose ranks are meant to be those within it. */
const OF_ONE_COUNTRY = ['软科中国大学排名', '校友会中国大学排名', '武书连中国大学排行榜', 'NIRF'];
/** What a table with provinces is asked about; one with the ranks within a country is none of the world's. */
const DOMESTIC = OF_ONE_COUNTRY.filter((name) => name !== 'NIRF');
/** What rankings of a subject are called, and the indicators of ARWU's, which have no others' names. */
const OF_SUBJECT = /(?<![a-z])gras(?![a-z])|(?<![a-z])subjects?(?![a-z])|世界一流学科|学科排[名行]/i;
const SUBJECT_INDICATORS = ['Q1', 'CNCI', 'IC', 'TOP'];
/** The ranking of the world that counts unless a codebook says otherwise. */
const USUAL = 'ARWU';
const WORLD = new Set(CALLED.map(([name]) => name).filter((name) => !OF_ONE_COUNTRY.includes(name)));
/** What is offered for a table of which nothing says which ranking it is. */
const OFTEN = [USUAL, 'QS', 'THE', 'US News', 'CWUR', '软科中国大学排名'];

type Called = Pick<ReadTable, 'file' | 'sheet' | 'title' | 'head'>;
type Named = { ranking: string; notes: Message[] };

/**
 * The name of a ranking: as given, else as the names of the file and the sheet or the title above the headings say.
 * Null while it is asked which it is.
 *
 * @param column the heading of the ranks; null where each column is a year's
 */
export function rankingOf(
  table: Called,
  { given, column }: { given: string | undefined; column: string | null },
  book: Pick<Codebook, 'reputation'>,
  questions: Questions,
): Named | null {
  const named = given === undefined ? namedRanking(table, book, questions) : { ranking: given, notes: [] };
  if (named === null || column === null || !isDomesticRank(column)) return named;
  const isWorld = WORLD.has(named.ranking) || named.ranking === subjectRanking(table);
  const ranking = isWorld ? namedByRanks(named.ranking, column, table.file, questions) : named.ranking;
  if (ranking === null) return null;
  return ranking === named.ranking ? named : { ranking, notes: [notInForce(ranking, book)] };
}

const notInForce = (name: string, { reputation }: Pick<Codebook, 'reputation'>) =>
  say('study-import.ranking-not-in-force', { name, table: reputation.table });

function namedRanking(table: Called, book: Pick<Codebook, 'reputation'>, questions: Questions): Named | null {
  const { reputation } = book;
  const { file, sheet, title } = table;
  const subject = subjectRanking(table);
  const called = subject === null ? calledIn([file, sheet ?? ''].join(' ')) : [subject];
  const said = called.length > 0 ? called : calledIn(title);
  const { sure, like } = rankingsByColumns(table.head);
  const names = subject === null ? withColumns(said, sure) : said;
  const used = [reputation.table, ...reputation.ownTables.map(({ table }) => table)].filter((one) => one !== OWN_MOVES);
  let ranking: string | undefined = names[0];
  if (names.length > 1) {
    ranking = asked(say('ask.which-ranking', { file, names }), names, questions);
  } else if (ranking === undefined && isOfOneCountry(table)) {
    const domestic = table.head.some(isDomesticRank) ? DOMESTIC : [...DOMESTIC, USUAL];
    ranking = asked(say('ask.which-domestic-ranking', { file }), domestic, questions);
  } else if (ranking === undefined) {
    const offered = [...new Set([...like, ...used, ...OFTEN, nameOfFile(file)])].filter((name) => name !== '');
    const isLike = like.length > 0 ? 'yes' : 'no';
    ranking = asked(say('ask.which-ranking-unsaid', { file, like, isLike }), offered, questions);
  }
  if (ranking === undefined) return null;
  const isUsed = used.includes(ranking) || reputation.table === OWN_MOVES;
  if (ranking === USUAL && isUsed && said.length > 0) return { ranking, notes: [] };
  const told = [
    ...(said.length === 1 && subject === null ? [say('study-import.ranking-from-name', { name: ranking })] : []),
    ...(subject === null ? [] : [say('study-import.ranking-of-subject', { name: ranking })]),
    ...(said.length === 0 && names.length === 1 ? [say('study-import.ranking-from-columns', { name: ranking })] : []),
  ];
  return { ranking, notes: [...told, ...(isUsed ? [] : [notInForce(ranking, book)])] };
}

/** What may be meant: the names that are said, and that of the columns where these are another's. */
function withColumns(said: readonly string[], byColumns: readonly string[]): readonly string[] {
  if (said.length === 0) return byColumns;
  const isOther = byColumns.length === 1 && said.length === 1 && said[0] !== byColumns[0] && WORLD.has(said[0]);
  return isOther ? [...said, ...byColumns] : said;
}

/** The name that was chosen, or undefined while it is asked. */
function asked(message: Message, names: readonly string[], questions: Questions): string | undefined {
  const choices = names.map((name) => ({ id: name, label: say('study-import-choice.ranking', { name }) }));
  return questions.ask(message, choices) ?? undefined;
}

/**
 * The name of a ranking of one subject, which is no ranking of whole universities: that of its file without the year.
 * Null for others.
 */
function subjectRanking({ file, sheet, title, head }: Called): string | null {
  const isOne = OF_SUBJECT.test([file, sheet ?? '', title].join(' ').normalize('NFKC'));
  if (!isOne && !SUBJECT_INDICATORS.every((name) => head.includes(name))) return null;
  const name = nameOfFile(file);
  const isNamed = name !== '' && !CALLED.some(([known]) => known.toLowerCase() === name.toLowerCase());
  return isNamed ? name : `${name} GRAS`.trim();
}

/** The name of a file without its ending and the year. */
function nameOfFile(file: string): string {
  return basename(file, extname(file))
    .replace(/(?<!\d)(?:19|20)\d\d(?!\d)年?/g, ' ')
    .replace(/[\s_]+/g, ' ')
    .replace(/^[\s-]+|[\s-]+$/g, '');
}

const PROVINCE = /^(?:所在)?(?:省市|省份|省|省区市|省\/市|省\(市\)|省市自治区|地区|所在地区|province)$/i;
const COUNTRY = /国家|地区\/|国别|^country|^location|nation/i;

/** Whether a table says provinces or places in a country, and no countries: the ranking is not one of the world. */
function isOfOneCountry({ head }: Pick<ReadTable, 'head'>): boolean {
  const plain = head.map((name) => name.normalize('NFKC').replace(/\s+/g, ''));
  const isDomestic = head.some(isDomesticRank);
  const isWorld = guessedColumns(head, ['rank']).has('rank');
  const isPlaced = plain.some((name) => PROVINCE.test(name)) && !plain.some((name) => COUNTRY.test(name));
  return isPlaced || (isDomestic && !isWorld);
}

/** Whether a file is called as a known ranking is. */
export function isCalledRanking(file: string): boolean {
  return calledIn(file).length > 0;
}

function calledIn(text: string): string[] {
  const plain = text.normalize('NFKC');
  return [...new Set(CALLED.flatMap(([name, pattern]) => (pattern.test(plain) ? [name] : [])))];
}
