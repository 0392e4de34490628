import { type PlaceToken, place } from './place.ts';
import { REGIONS } from './short-schools.ts';
import { overlapping } from './spans.ts';

const KINDS =
  '(?:大学|高校|院校|学院|师院|师专|中学|小学|研究所|研究院|科研院所|单位|公司|企业|医院|乐团|剧院|出版社|杂志社)';
/** 某 behind a surname is a person's name: 李某大学毕业. */
const UNNAMED = new RegExp(
  `(?:(?:${REGIONS.join('|')})[省市区]?|[国省海境][内外]|(?<!\\p{Script=Han})|(?<=[在于到任至赴入自从由年月日起今调聘与和及]))` +
    `某{1,3}[^\\s,;:。()任为于在到某]{0,8}?${KINDS}|` +
    `(?:国内|海外|国外|境外|省内|外省|外地)(?:某|一所|知名|著名|重点|一流)*(?:大学|高校|院校)`,
  'gu',
);

/** 山东某重点高校, 国内某985高校: a CV may keep an institution's name to itself, which is then no earlier one. */
export function unnamedPlaces(text: string, named: readonly PlaceToken[]): PlaceToken[] {
  return [...text.matchAll(UNNAMED)].flatMap(({ index, 0: name }) =>
    overlapping(named, index, index + name.length) ? [] : [place(index, index + name.length, name)],
  );
}
