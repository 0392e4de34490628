import { basename, extname } from 'node:path';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type Codebook, OWN_MOVES } from '../../../../shared/mobility/codebook.ts';
import type { Questions } from '../../../imports/questions.ts';
import { guessedColumns } from '../cells/fields.ts';
import { headingKeys } from '../table/heading-words.ts';
import type { ReadTable } from '../table/table.ts';

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
/** What a table with provinces is asked about. */
const DOMESTIC = ['软科中国大学排名', '校友会中国大学排名', '武书连中国大学排行榜', 'ARWU'];
/** Headings of ranks among the universities of one country. */
export const DOMESTIC_RANKS = ['全国排名', '国内排名', 'national rank'];
/** What rankings of a subject are called, and the indicators of ARWU's, which have no others' names. */
const OF_SUBJECT = /(?<![a-z])gras(?![a-z])|(?<![a-z])subjects?(?![a-z])|世界一流学科|学科排[名行]/i;
const SUBJECT_INDICATORS = ['Q1', 'CNCI', 'IC', 'TOP'];
/** What a table is taken for of which nothing says which ranking it is. */
const USUAL = 'ARWU';

/**
 * The name of a ranking: as given, else as the names of the file and the sheet or the title above the headings say.
 * Null while it is asked which it is.
 */
export function rankingOf(
  table: Pick<ReadTable, 'file' | 'sheet' | 'title' | 'head'>,
  given: string | undefined,
  { reputation }: Pick<Codebook, 'reputation'>,
  questions: Questions,
): { ranking: string; notes: Message[] } | null {
  if (given !== undefined) return { ranking: given, notes: [] };
  const { file, sheet, title } = table;
  const subject = subjectRanking(table);
  const found = subject === null ? calledIn([file, sheet ?? ''].join(' ')) : [subject];
  const names = found.length > 0 ? found : calledIn(title);
  let [ranking] = names;
  if (names.length > 1) {
    const choices = names.map((name) => ({ id: name, label: say('study-import-choice.ranking', { name }) }));
    const answer = questions.ask(say('ask.which-ranking', { file, names }), choices);
    if (answer === null) return null;
    ranking = answer;
  }
  if (ranking === undefined && isOfOneCountry(table)) {
    const choices = DOMESTIC.map((name) => ({ id: name, label: say('study-import-choice.ranking', { name }) }));
    const answer = questions.ask(say('ask.which-domestic-ranking', { file }), choices);
    if (answer === null) return null;
    ranking = answer;
  }
  if (ranking === undefined) return { ranking: USUAL, notes: [say('study-import.ranking-assumed', { name: USUAL })] };
  const used = [reputation.table, ...reputation.ownTables.map(({ table }) => table)];
  const isUsed = used.includes(ranking) || reputation.table === OWN_MOVES;
  if (ranking === USUAL && isUsed) return { ranking, notes: [] };
  const unused = say('study-import.ranking-not-in-force', { name: ranking, table: reputation.table });
  const told =
    subject === null
      ? say('study-import.ranking-from-name', { name: ranking })
      : say('study-import.ranking-of-subject', { name: ranking });
  return { ranking, notes: [told, ...(isUsed ? [] : [unused])] };
}

/**
 * The name of a ranking of one subject, which is no ranking of whole universities: that of its file without the year.
 * Null for others.
 */
function subjectRanking({ file, sheet, title, head }: Parameters<typeof rankingOf>[0]): string | null {
  const isOne = OF_SUBJECT.test([file, sheet ?? '', title].join(' ').normalize('NFKC'));
  if (!isOne && !SUBJECT_INDICATORS.every((name) => head.includes(name))) return null;
  const name = basename(file, extname(file))
    .replace(/(?<!\d)(?:19|20)\d\d(?!\d)年?/g, ' ')
    .replace(/[\s_]+/g, ' ')
    .replace(/^[\s-]+|[\s-]+$/g, '');
  const isNamed = name !== '' && !CALLED.some(([known]) => known.toLowerCase() === name.toLowerCase());
  return isNamed ? name : `${name} GRAS`.trim();
}

const PROVINCE = /^(?:所在)?(?:省市|省份|省|省区市|省\/市|省\(市\)|省市自治区|地区|所在地区|province)$/i;
const COUNTRY = /国家|地区\/|国别|^country|^location|nation/i;

/** Whether a table says provinces or places in a country, and no countries: the ranking is not one of the world. */
function isOfOneCountry({ head }: Pick<ReadTable, 'head'>): boolean {
  const plain = head.map((name) => name.normalize('NFKC').replace(/\s+/g, ''));
  const isDomestic = head.some((name) => headingKeys(name).some((key) => DOMESTIC_RANKS.includes(key)));
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
