import { CHINESE_CITIES } from '../names/chinese-cities.ts';

const PARTS_OF_THE_COUNTRY =
  '首都 中央 全国 东北 西北 西南 中南 华东 华中 华南 华北 华西 内蒙 江汉 皖南 赣南 湘南 鲁东 闽南 陇东 电子 国防';

/** Provinces, cities and parts of the country, the longest first. */
export const REGIONS = [
  ...new Set([
    ...CHINESE_CITIES.split(/[^\p{Script=Han}]+/u).filter((name) => name.length > 1),
    ...PARTS_OF_THE_COUNTRY.split(' '),
  ]),
].sort((a, b) => b.length - a.length);

/** How people shorten what kind of school it is, behind the name of a region. */
const KINDS: Readonly<Record<string, string>> = {
  师大: '师范大学',
  师院: '师范学院',
  师专: '师范专科学校',
  科大: '科技大学',
  理工: '理工大学',
  工大: '工业大学',
  农大: '农业大学',
  医大: '医科大学',
  林大: '林业大学',
  财大: '财经大学',
  交大: '交通大学',
  民大: '民族大学',
  外大: '外国语大学',
  音院: '音乐学院',
  美院: '美术学院',
  体院: '体育学院',
};

/** 成都科大, 福建师大: the end of such a name, as a source of regular expressions. */
export const SHORT_SCHOOL = `(?<=${REGIONS.join('|')})(?:${Object.keys(KINDS).join('|')})(?![学生]|大学|学院)`;

const WHOLE = new RegExp(`^(.*)(${Object.keys(KINDS).join('|')})$`, 'u');

/** The full name that a short one stands for, or null. */
export function wholeNameOfSchool(name: string): string | null {
  const [, region, kind] = WHOLE.exec(name) ?? [];
  return kind === undefined ? null : region + KINDS[kind];
}
