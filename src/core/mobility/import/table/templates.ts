import { HEADER_WORDS } from './heading-words.ts';
import type { MobilityImporter } from '../staged.ts';

/** Headings of a kind in Chinese where the first word of its field means something else in other tables. */
const CHINESE: Record<string, Record<string, string>> = {
  institutions: { name: '机构名称', key: '代码', kind: '类型', otherName: '英文名' },
  edges: { kind: '关系类型' },
  grades: { ranked: '学校名称' },
  rankings: { ranked: '学校名称' },
};
const ENGLISH: Record<string, Record<string, string>> = {
  rankings: { rank: 'world rank', ranked: 'university' },
  grades: { ranked: 'university' },
};
/** A period stands for start and end, which are there; a country of its own column needs no state. */
const LEFT_OUT: Record<string, readonly string[]> = { long: ['period'], institutions: ['state'], tiers: ['state'] };
const WIDE_STAGES = {
  en: [
    'doctorate institution',
    'doctorate city',
    'doctorate year',
    'first job institution',
    'first job city',
    'first job year',
  ],
  'zh-CN': ['博士院校', '博士城市', '博士年份', '首职单位', '首职城市', '首职年份'],
};

/** An empty table with the headings of a kind, as Excel opens it. */
export function templateOf(
  { kind, fields }: MobilityImporter,
  language: 'en' | 'zh-CN',
): { name: string; text: string } {
  const own = (language === 'en' ? ENGLISH : CHINESE)[kind] ?? {};
  const head = fields
    .filter(({ name }) => !(LEFT_OUT[kind] ?? []).includes(name))
    .map(({ name }) => own[name] ?? headingOf(name, language));
  const all = kind === 'wide' ? [...head, ...WIDE_STAGES[language]] : head;
  return { name: `${kind}-${language}.csv`, text: `\uFEFF${all.join(',')}\r\n` };
}

function headingOf(field: string, language: 'en' | 'zh-CN'): string {
  const words = HEADER_WORDS[field] ?? [];
  const isChinese = (word: string) => /\p{Script=Han}/u.test(word);
  return words.find((word) => isChinese(word) === (language === 'zh-CN')) ?? words[0] ?? field;
}
