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
  音专: '音乐专科学校',
  美专: '美术专科学校',
  艺专: '艺术专科学校',
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
export const SHORT_SCHOOL =
  `(?<=${REGIONS.join('|')})(?:${Object.keys(KINDS).join('|')})(?![学生]|大学|学院|职业|科技|高等|` +
  `技术|工程|应用|经贸)`;

/** Fields of well-known institutes, which people shorten to the field with 所. */
const FIELDS =
  '物理 理论物理 高能 近物 应物 化学 有机 应化 化物 化冶 过程 理化 硅酸盐 物构 金属 半导体 微电子 声学 力学 自动化 计算 软件 信工 电工 电子学 光机 ' +
  '光电 技物 微系统 数学 系统 动物 植物 微生物 生物物理 遗传 发育 水生 昆虫 药物 生化 细胞 神经 心理 营养 地质 地球 地理 大气 遥感 海洋 南海 土壤 ' +
  '生态 山地 沙漠 冰川 寒旱 湖泊 盐湖 水保 测地 地化 古脊椎 文学 哲学 考古 近代史 历史 法学 经济 工经 农经 社会学 民族 语言 宗教 世经政 外文 ' +
  '植保 作物 蔬菜 棉花 茶叶 水稻 油料 畜牧 兽医 饲料 音研 舞研 戏研 美研';

/** 福建物构所, 中科院金属所, 金属所: an institute with a short name, where what follows says what somebody is there. */
export const SHORT_INSTITUTE =
  `(?<=(?:${REGIONS.join('|')}|科院|科学院)\\p{Script=Han}{1,4}(?<![场住寓厕])|` +
  `(?<=${FIELDS.split(' ').join('|')})|\\d)所(?=$|[任做当工担历从获攻读学进副研所助党组兼博硕])`;

const WHOLE = new RegExp(`^(.*)(${Object.keys(KINDS).join('|')})$`, 'u');

/** 科大 for 科技大学, or null. */
export function shortOfKind(kind: string): string | null {
  return Object.keys(KINDS).find((short) => KINDS[short] === kind) ?? null;
}

/** The full name that a short one stands for, or null. */
export function wholeNameOfSchool(name: string): string | null {
  const [, region, kind] = WHOLE.exec(name) ?? [];
  return kind === undefined ? null : region + KINDS[kind];
}
