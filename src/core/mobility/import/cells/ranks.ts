import { nameKey } from '../../names/name-key.ts';
import { HEADER_WORDS } from '../table/heading-words.ts';

const GROUPS_OF_THOUSAND = /(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])/g;

export interface Rank {
  low: number;
  high: number;
  /** Whether only its upper end is told: 201+ may be any rank from 201 on. */
  isOpen: boolean;
}

/**
 * 17, =3, 12=, 5th, 7º, 第7名, 17.0, 12 ↑3, 101-152, 101 to 150, 2 (Top 0.1%), 1,001+; open ends as 401+, 401-, ≥401
 * and >400 (401).
 */
export function readRank(text: string): Rank | null {
  const plain = text
    .replace(/(?<=\d)\.?[ºª°]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^\(([^()]*)\)$/, '$1')
    .replace(/\s*[↑↓▲▼→]\s*\d*$/, '')
    .replace(/^(?:≥|>=)\s*(\d[\d,.]*)$/, '$1+')
    .replace(/\s*[([]?top\s+[\d.]+\s*%[)\]]?$/, '')
    .replace(/^t-?(?=\d)|(?<=\d)t$|\s*\(?(?:tied?|并列)\)?$|^并列(?:第)?/g, '')
    .replace(/\s*(?:及|名)?(?:以后|之后|以下)$|\s*(?:and|or) (?:below|lower|higher)$/g, '+')
    .replace(/^(.*\d)\s*名?(?:以外|之外)$/, '>$1')
    .replace(/^(?:(?:no\.?|rank|#|=|第)\s*)+|\s*=$|\s*[名位위]$|[*†‡.]+$/g, '')
    .replace(GROUPS_OF_THOUSAND, (number) => number.replaceAll(',', ''))
    .replaceAll(/\s*(?:[–—−~至到]|\bto\b|-|(?<=\d\s)(?:bis|à|a)(?=\s\d))\s*/g, '-')
    .replaceAll(/(?<=\d)(?:st|nd|rd|th|er|e|[èe]me)(?=$|-)/g, '')
    .replaceAll(/(?<=\d)\.0+(?=$|-|\+)/g, '')
    .replaceAll(/(?<=\d)[名位](?=-|$)/g, '');
  const beyond = /^(?:>|over|above)\s*(\d{1,6})$/.exec(plain);
  if (beyond) return { low: Number(beyond[1]) + 1, high: Number(beyond[1]) + 1, isOpen: true };
  const found = /^(\d{1,6})(?:-(\d{1,6})|([-+]))?$/.exec(plain);
  if (!found) return null;
  const low = Number(found[1]);
  const high = found[2] === undefined ? low : Number(found[2]);
  return low >= 1 && high >= low ? { low, high, isOpen: found[3] !== undefined } : null;
}

const YEAR_IN_HEADING = /(?<!\d)((?:19|20)\d\d)(?!\d)/g;

export interface YearColumn {
  header: string;
  year: number;
  /** Whether the heading says that these are ranks; a year alone does not. */
  saysRank: boolean;
}

/** Columns with the ranks of a year each: 2024 RANK, 2020排名, ARWU 2019, or a year alone. */
export function yearColumns(head: readonly string[]): YearColumn[] {
  const words = new Set((HEADER_WORDS.rank ?? []).map(nameKey));
  return head.flatMap((header) => {
    const years = Array.from(header.normalize('NFKC').matchAll(YEAR_IN_HEADING), ([year]) => Number(year));
    if (years.length !== 1) return [];
    const rest = nameKey(header.normalize('NFKC').replace(YEAR_IN_HEADING, ' ').replace('年', ' '));
    const saysRank =
      words.has(rest) || /^(?:arwu|qs|the|cwur|us news|软科|泰晤士)(?: (?:world )?rank(?:ing)?|排名)?$/.test(rest);
    return saysRank || rest === '' ? [{ header, year: years[0], saysRank }] : [];
  });
}

const FOOTNOTES = /(?:\s*(?:\[[0-9a-z]{1,2}\]|[*†‡§¶※]+|[①-⑳]|[⁰¹²³⁴-⁹]+))+$/u;

/** A name without the marks that refer to notes below the table. */
export function withoutFootnotes(name: string): string {
  const plain = name.replace(FOOTNOTES, '');
  return plain === '' ? name : plain;
}
