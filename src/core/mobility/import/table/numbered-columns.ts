import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { nameKey } from '../../names/name-key.ts';
import { CV_WORDS, HEADER_WORDS } from './heading-words.ts';
import { namesTwice } from './side-by-side.ts';

const NUMBERED = /^(.{2,}?)\s*[（(]?\s*(\d{1,2})\s*[)）]?$/u;

const wordsOf = (...fields: string[]) => new Set(fields.flatMap((field) => HEADER_WORDS[field] ?? []).map(nameKey));
/** What one post may be spread over, in the order in which a line tells it. */
const PARTS = [wordsOf('period', 'start', 'end'), wordsOf('institution'), wordsOf('title', 'role'), wordsOf('city')];
const [DATES, INSTITUTIONS] = PARTS;
/** The column of posts that stood in columns of their own. */
const POSTS = '工作经历';

interface Numbered {
  heading: string;
  at: number;
  base: string;
  number: string;
}

interface Table {
  head: string[];
  rows: readonly { cells: string[] }[];
  notes: Message[];
}

/**
 * 工作经历1, 工作经历2 … of a row a scholar become a column with a line each, behind the others; so do 工作单位1, 起止时间1,
 * 职务1, 工作单位2 …, a line a post. Changes the table in place; returns the columns that were put together.
 */
export function joinNumbered(table: Table): string[] {
  // Of two people in a row each has their own posts.
  if (namesTwice(table.head)) return [];
  const texts = new Set(CV_WORDS.map(nameKey));
  const named = table.head.flatMap((heading, at): Numbered[] => {
    const [, base, number] = NUMBERED.exec(heading.trim()) ?? [];
    return base === undefined ? [] : [{ heading, at, base, number }];
  });
  const groups = Map.groupBy(
    named.filter(({ base }) => texts.has(nameKey(base))),
    ({ base }) => base,
  );
  const lists = [...groups].map(([base, own]) => ({ base, own, lineOf: new Map(own.map((one) => [one.at, one.at])) }));
  const posts = named.filter(({ base }) => PARTS.some((words) => words.has(nameKey(base))));
  const has = (words: ReadonlySet<string>) => posts.some(({ base }) => words.has(nameKey(base)));
  if (has(DATES) && has(INSTITUTIONS))
    lists.push({
      base: POSTS,
      own: inOrder(posts),
      lineOf: new Map(posts.map(({ at, number }) => [at, Number(number)])),
    });
  return lists.flatMap(({ base, own, lineOf }) => (own.length > 1 ? put(table, base, own, lineOf) : []));
}

/** The parts of each post, when, where and as what. */
function inOrder(posts: readonly Numbered[]): Numbered[] {
  const place = ({ base }: Numbered) => PARTS.findIndex((words) => words.has(nameKey(base)));
  return posts.toSorted((a, b) => Number(a.number) - Number(b.number) || place(a) - place(b) || a.at - b.at);
}

function put(
  { head, rows, notes }: Table,
  base: string,
  own: readonly Numbered[],
  lineOf: ReadonlyMap<number, number>,
): string[] {
  if (head.includes(base)) return [];
  const columns = own.map(({ heading }) => heading);
  const lines = [...Map.groupBy(own, ({ at }) => lineOf.get(at)).values()];
  const width = head.length;
  for (const { cells } of rows) {
    while (cells.length < width) cells.push('');
    const texts = lines.map((parts) =>
      parts
        .map(({ at }) => cells[at])
        .filter((cell) => cell !== '')
        .join(' '),
    );
    cells.push(texts.filter((text) => text !== '').join('\n'));
  }
  head.push(base);
  notes.push(say('study-import.columns-put-together', { columns, base }));
  return columns;
}
