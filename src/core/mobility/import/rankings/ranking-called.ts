import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type Codebook, OWN_MOVES } from '../../../../shared/mobility/codebook.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadTable } from '../table/table.ts';

/** What files that hold a ranking are called, by the name that it goes under here. */
const CALLED: readonly (readonly [string, RegExp])[] = [
  [
    '软科中国大学排名',
    /ruanke|软科.{0,4}中国大学|中国(?:最好)?大学.{0,6}软科|中国最好大学|\bbcur\b|best chinese univ/i,
  ],
  ['校友会中国大学排名', /校友会/],
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
  ['SCImago', /scimago/i],
  ['Leiden', /(?:cwts|leiden)[ _-]?rank|cwts/i],
  [
    'ARWU',
    /arwu|academic[ _-]ranking[ _-]of[ _-]world|世界大学学术排名|shanghai[ _-]?(?=data|rank)|ranking: shanghai/i,
  ],
];
/** What a table with provinces is asked about. */
const DOMESTIC = ['软科中国大学排名', '校友会中国大学排名', 'ARWU'];
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
  const found = calledIn([file, sheet ?? ''].join(' '));
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
  return { ranking, notes: [say('study-import.ranking-from-name', { name: ranking }), ...(isUsed ? [] : [unused])] };
}

const PROVINCE = /^(?:所在)?(?:省市|省份|省|省区市|省\/市|省\(市\)|省市自治区|地区|所在地区|province)$/i;
const COUNTRY = /国家|地区\/|国别|^country|^location|nation/i;

/** Whether a table says provinces and no countries: the ranking is one of China's, not the world's. */
function isOfOneCountry({ head }: Pick<ReadTable, 'head'>): boolean {
  const plain = head.map((name) => name.normalize('NFKC').replace(/\s+/g, ''));
  return plain.some((name) => PROVINCE.test(name)) && !plain.some((name) => COUNTRY.test(name));
}

/** Whether a file is called as a known ranking is. */
export function isCalledRanking(file: string): boolean {
  return calledIn(file).length > 0;
}

function calledIn(text: string): string[] {
  const plain = text.normalize('NFKC');
  return [...new Set(CALLED.flatMap(([name, pattern]) => (pattern.test(plain) ? [name] : [])))];
}
