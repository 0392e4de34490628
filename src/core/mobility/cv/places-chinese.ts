import {
  RUN,
  HEAD,
  NO_NAME_OF_ONE,
  SOCIETY,
  LEAD,
  CAS,
  ACADEMY,
  EXTENSION,
  DISCIPLINE,
  FIELD,
  OF_FOREIGN_NAMES,
  BACK,
  COUNTRY,
} from './chinese-name-words.ts';
import { type Gazetteer, knownAt, lookUp } from './gazetteer.ts';
import { type PlaceToken, place } from './place.ts';
import { REGIONS, wholeNameOfSchool } from './short-schools.ts';
import { isOfAMinistry } from './state-and-press.ts';
import { overlapping, Taken } from './spans.ts';

const JOURNAL = /《[^《》\n]{0,80}》/g;

/** Names of institutions in Chinese. */
export function chinesePlaces(text: string, gazetteer: Gazetteer): PlaceToken[] {
  const places: PlaceToken[] = [];
  for (const run of text.matchAll(RUN)) places.push(...placesIn(run[0], run.index, text, gazetteer, places));
  const taken = new Taken(text.length);
  for (const { from, to } of places) taken.take(from, to);
  for (const { index, 0: back } of text.matchAll(BACK))
    if (!taken.has(index, index + back.length))
      places.push(place(index, index + back.length, back, { back: true, alma: back === '母校' }));
  const journals = [...text.matchAll(JOURNAL)].map(({ index, 0: journal }) =>
    place(index, index + journal.length, journal, { sort: 'society' }),
  );
  const inJournal = ({ from, to }: PlaceToken) => {
    const journal = overlapping(journals, from, to);
    return journal !== null && from >= journal.from && to <= journal.to;
  };
  return [...places.filter((one) => !inJournal(one)), ...journals].sort((a, b) => a.from - b.from);
}

function placesIn(
  run: string,
  offset: number,
  text: string,
  gazetteer: Gazetteer,
  told: readonly PlaceToken[],
): PlaceToken[] {
  const found: PlaceToken[] = [];
  let cursor = 0;
  while (cursor < run.length - 1) {
    const next = wholeCell(run, cursor, gazetteer, text, offset) ?? nextName(run, cursor, gazetteer, text, offset);
    if (!next) break;
    const { from, to, known } = next;
    const before = found.at(-1);
    const behind = before !== undefined && before.sort === 'main';
    const gap = behind ? run.slice(before.to - offset, from) : '';
    const joined = /^[\p{Script=Han}]{0,12}[与和及]$/u.test(gap) && /(?:实验室|中心|基地)$/.test(run.slice(from, to));
    const inside = behind && (gap === '' || joined);
    const name = run.slice(from, to);
    const isOfOne = isBehindUniversity(name, text, offset + from, [...told, ...found]);
    const isOwn = known !== null || (!isPart(name) && !isOfOne) || isMovedTo(run.slice(0, from), name);
    const isOfBefore = known === null && /(?:[该本我同]校|[该同]院)$/.test(run.slice(0, from));
    const sort = SOCIETY.test(name) ? 'society' : isOwn && !isOfBefore ? 'main' : 'part';
    cursor = to;
    const full =
      lookUp(gazetteer, name) ??
      lookUp(gazetteer, name.replace(COUNTRY, '')) ??
      lookUp(gazetteer, wholeNameOfSchool(name) ?? '');
    if (full === null && (inside || (behind && sort === 'part'))) {
      if (sort === 'society') found.push(place(offset + from, offset + to, name, { sort }));
      continue;
    }
    const start = from === 0 ? withFirstNames(text, withLatin(text, offset)) : offset + from;
    const office = OFFICE_OF_A_MINISTRY.exec(name);
    const end = office ? offset + from + office[1].length : withCampus(text, offset + to, gazetteer);
    const written = text.slice(start, end);
    const institution = full ?? known;
    // 某地"某某研究院"某某研究所: the academy that the quotes hold has institutes of their own.
    const isOfAcademy = sort === 'part' && /(?:科学|研究)院["”]$/.test(text.slice(start, offset + from));
    const bare = written.replace(COUNTRY, '');
    found.push(
      place(start, end, written, {
        sort: isOfAcademy ? 'main' : sort,
        known: institution,
        normal: institution?.chinese ?? wholeNameOfSchool(bare) ?? (bare === written ? null : bare),
        city: institution?.cityChinese ?? cityIn(bare, gazetteer),
      }),
    );
  }
  return found;
}

/** "水科学与技术研究所" alone in its cell: no word inside it leads to a name. */
function wholeCell(run: string, cursor: number, gazetteer: Gazetteer, text: string, offset: number): FoundName | null {
  if (cursor > 0 || !/[与和及]/.test(run) || run.length > 24) return null;
  if (!/^[\n\t,|、]?$/.test(text[offset - 1] ?? '') && !/[\d月日] {1,3}$| {2}$/.test(text.slice(offset - 4, offset)))
    return null;
  const name =
    /^([\p{Script=Han}]{2,20}?(?:研究所|研究院|研究中心|实验室|大学|学院))(?:(?:常务)?副?(?:主任|所长|院长)|$)/u.exec(
      run,
    )?.[1];
  if (!name || !/^[^与和及]{1,16}[与和及][^与和及]+$/.test(name)) return null;
  const ahead = name.split(/[与和及]/)[0];
  if (/[系院所校室厂]$|大学|任|教授|工作|学习/.test(ahead) || knownAt(gazetteer, run, 0)) return null;
  return { from: 0, to: name.length, known: lookUp(gazetteer, name) };
}

interface FoundName {
  from: number;
  to: number;
  known: KnownNameIn | null;
}
type KnownNameIn = NonNullable<ReturnType<typeof lookUp>>;

function nextName(run: string, cursor: number, gazetteer: Gazetteer, text: string, offset: number): FoundName | null {
  const head = headed(run, cursor, gazetteer);
  const limit = head ? head.to - 1 : run.length;
  for (let at = cursor; at < limit; at++) {
    const known = knownAt(gazetteer, run, at);
    if (!known) continue;
    if (head && at > head.from) {
      const prefix = run.slice(head.from, at);
      if (COUNTRY_BEFORE.exec(prefix)?.[0] !== prefix && !isAfterLead(prefix)) continue;
    }
    let to = at + known.name.length;
    if (known.name.length <= 4 && !/(?:大学|学院|医院)$/.test(known.name)) {
      const before = run.slice(cursor, at);
      const alone = before === '' ? cursor === 0 : isAfterLead(before);
      if (!alone || !fitsBehindShort(run.slice(to), text[offset + to] ?? '')) continue;
      // 澳大利亚某学院 is no 澳大, 剑桥学院 no 剑桥.
      if ((COUNTRY.exec(run.slice(at))?.[0].length ?? 0) > known.name.length) continue;
      const isLonger = head && at === head.from && head.to > to;
      const behind = run.slice(to, head?.to ?? to);
      const isInstitute =
        !ACADEMY.test(known.name) && /(?:研究院|研究所|设计院|厂)$/.test(behind) && REGION_FIRST.test(behind);
      if (isLonger && (REGIONS.includes(known.name) || /^学院$|大学$/.test(behind) || isInstitute))
        return { ...head, known: null };
    }
    // A longer name that begins as a known one: an institute of an academy, a hospital of a university.
    to = ACADEMY.test(known.name) ? Math.max(extended(run, to), academyEnd(run, to)) : extended(run, to);
    const country = COUNTRY_BEFORE.exec(run.slice(cursor, at));
    const from = country ? at - country[0].length : at;
    return { from, to, known: to > at + known.name.length ? null : known.institution };
  }
  return head ? { ...head, known: null } : null;
}

export const COUNTRY_BEFORE =
  /(?:美国|英国|德国|法国|日本(?:国立)?|加拿大|澳大利亚|澳洲|新西兰|荷兰|瑞士|瑞典|意大利|俄罗斯|奥地利|丹麦|芬兰|挪威|比利时|西班牙|新加坡|韩国|国立)$/;

/** Do words that lead to a name end here? */
export function isAfterLead(before: string): boolean {
  return [...before.matchAll(LEAD)].some((lead) => lead.index + lead[0].length === before.length);
}

const BEHIND_SHORT = new RegExp(
  '^(?:岗位|任|做|作|读|攻|获|毕|进|工作|留|担|教|从|博|硕|本|学|音|外|中文|数|物|化|历|哲|经|法|管|国|[一-龥]{1,8}(?:系|(?<!医)院|所|' +
    '中心|实验室|教研室|研究室|图书馆)|特|客|兼|讲|副|助|' +
    '研|访|校|党|附|的|和|与|取|并|首席|资深|总[工经裁监]|董事|产品|算法|软件|主任|实习)',
);

/** A short name (北大) is followed by what is done or studied there, not by the rest of another word. */
export function fitsBehindShort(after: string, sign: string): boolean {
  if (after === '') return !/[A-Za-z]/.test(sign);
  if (/^(?:代表|常委|会堂|街|路|门|区|地区|红楼)/.test(after)) return false;
  return BEHIND_SHORT.test(after);
}

function headed(run: string, cursor: number, gazetteer: Gazetteer): { from: number; to: number } | null {
  HEAD.lastIndex = cursor;
  for (let head = HEAD.exec(run); head; head = HEAD.exec(run)) {
    let from = cursor;
    const stem = run.slice(cursor, head.index);
    for (const lead of stem.matchAll(LEAD))
      if (
        fitsLead(lead[0], lead.index, from - cursor, head[0]) &&
        !joinsWords(lead[0], stem, lead.index, cursor, head[0])
      )
        from = Math.max(from, afterLead(lead[0], lead.index, stem, head[0], gazetteer) + cursor);
    // 该院某某研究所: a part of what the text named before.
    if (/[该本]/.test(run[from - 1] ?? '') && /^[院所校]\p{Script=Han}{2}/u.test(run.slice(from, head.index))) from++;
    const length = head.index - from;
    if (length < 1 && !/^(?:研究生院|[师音美艺医农]专|师范学校)/.test(head[0])) continue;
    if (length > 22 || (length < 2 && /^[中小]学$/.test(head[0]))) continue;
    if (/^(?:[两几多各某本该全]|[一二三四五六七八九十](?:[所个家]|$))/.test(run.slice(from, head.index)) && length <= 2)
      continue;
    const name = run.slice(from, head.index + head[0].length);
    if (NO_NAME_OF_ONE.test(name)) continue;
    const to = ACADEMY.test(name) ? academyEnd(run, head.index + head[0].length) : head.index + head[0].length;
    const end = extended(run, to);
    return { from: from + invitedBy(name, run.slice(end)), to: end };
  }
  return null;
}

/** 应某校之邀, 受某校之聘: signs before the name that are none of it. */
function invitedBy(stem: string, behind: string): number {
  return /^(?:之[邀聘约请]|的?邀请|聘请|邀约)/.test(behind) ? (/^(?:起?受|应)(?=..)/.exec(stem)?.[0].length ?? 0) : 0;
}

const FIELDS_AT_END = new RegExp(`(?:${FIELD})+$`);
const KIND_OF_SCHOOL = '国立|高等|皇家|[中央]国';
/** Words that only look like foreign names. */
const NO_FOREIGN = '(?!雷达|奥林匹克|纳米|马达|马克思)';
/** What says that a name begins: which country or town, or what kind of school. */
const BEGINS_JOINED = new RegExp(`^(?:${KIND_OF_SCHOOL}|${NO_FOREIGN}.?[${OF_FOREIGN_NAMES}]{2})`);
/** The same of a name that could be a part: three signs of foreign names, and the 科 of 科学 is none. */
const BEGINS_NAME = new RegExp(`^(?:${KIND_OF_SCHOOL}|${NO_FOREIGN}.?[${OF_FOREIGN_NAMES}]{3}(?!学))`);

const NATIONAL = /^(?:中国|国家|全国)\p{Script=Han}{2,6}$/u;
const INSTITUTE = /^(?:研究院|研究所|设计院|研究中心)$/;
/**
 * Where a name begins behind a word that leads to it. 与 joins two fields in one name ("某市音乐与舞蹈学院"): then the
 * name begins where its town or country does, or with the first field.
 */
function afterLead(lead: string, at: number, stem: string, head: string, gazetteer: Gazetteer): number {
  const behind = at + lead.length;
  const isJoin = /^[与和及暨]$/.test(lead);
  if (isJoin && joinsFieldsOfOne(stem, at, head)) return begunBefore(stem, at);
  const national = stem.slice(begunBefore(stem, at), at);
  if (isJoin && NATIONAL.test(national) && INSTITUTE.test(head)) return begunBefore(stem, at);
  if (isJoin && /^国立/.test(national) && !/[系院所校室]|任|教授|工作/.test(national)) return begunBefore(stem, at);
  const fields = isJoin ? (FIELDS_AT_END.exec(stem.slice(0, at))?.[0] ?? '') : '';
  if (fields === '' || !/^(?:大学|学院|研究所|研究院)$/.test(head)) return behind;
  if (at + 1 === stem.length || !DISCIPLINE.test(stem.slice(behind))) return behind;
  const begun = begunBefore(stem, at);
  const own = stem.slice(begun, at - fields.length);
  const isTown = [5, 4, 3, 2].some((length) => gazetteer.cities.has(own.slice(0, length)));
  return isTown || REGION_FIRST.test(own) || COUNTRY.test(own) || BEGINS_JOINED.test(own) ? begun : at - fields.length;
}

/** Where the last word that leads to a name ends, before a place in it. */
function begunBefore(stem: string, at: number): number {
  const lead = [...stem.slice(0, at).matchAll(LEAD)].at(-1);
  return lead ? lead.index + lead[0].length : 0;
}

/** "任雅典经济与商业大学": a town, a field and another: what begins right behind 任, 于, 在 goes on behind 与. */
function joinsFieldsOfOne(stem: string, at: number, head: string): boolean {
  if (!/^(?:大学|学院)$/.test(head) || at + 1 >= stem.length || !DISCIPLINE.test(stem.slice(at + 1))) return false;
  const begun = begunBefore(stem, at);
  const own = stem.slice(begun, at);
  if (begun === 0 || !/[任于在到往入至赴考]$/.test(stem.slice(0, begun)) || own.length > 14) return false;
  const name = own.replace(FIELDS_AT_END, '');
  if (name.length < 2 || name === own) return false;
  return !/研究|从事|主修|学习|专业|课程|方向|致力|主讲|讲授|[系院所校室部]|大学/.test(name);
}

/** One character is part of a company's name (百度在线) unless the name begins behind it. */
function fitsLead(lead: string, at: number, begun: number, head: string): boolean {
  return !/公司|集团/.test(head) || lead.length > 1 || at <= begun;
}

/** "某大学声与振动研究所": 与 joins two fields in the name of a part that stands right behind its university. */
function joinsWords(lead: string, stem: string, at: number, cursor: number, head: string): boolean {
  if (cursor === 0 || !/^[与和及暨]$/.test(lead) || !/研究所|研究院|中心|实验室|^学院/.test(head)) return false;
  return at >= 1 && at <= 8 && !/[系院所校]|工作|任|教授/.test(stem.slice(0, at));
}

const INSTITUTE_OF_ACADEMY = new RegExp(
  String.raw`^[\p{Script=Han}]{0,16}?(?:研究所|研究院|研究中心|天文台|植物园|国家实验室|大学|` +
    String.raw`分院(?:[\p{Script=Han}]{2,14}?研究所)?|研究生院|[\p{Script=Han}]{2}所(?![长属在]))`,
  'u',
);

/** Institutes of an academy stand for themselves: the name goes on to the institute. */
function academyEnd(run: string, to: number): number {
  const rest = run.slice(to);
  const institute = INSTITUTE_OF_ACADEMY.exec(rest);
  if (!institute || /任|工作|攻读|获|从事|毕业|师从/.test(institute[0])) return to;
  return to + institute[0].length;
}

function extended(run: string, to: number): number {
  for (const extension of EXTENSION) {
    if (extension.sticky) extension.lastIndex = to;
    const more = extension.exec(extension.sticky ? run : run.slice(to));
    if (more && !(more[0] === '学院' && !run.slice(0, to).endsWith('大学'))) return to + more[0].length;
  }
  return to;
}

const REGION_FIRST = new RegExp(`^(?:${REGIONS.join('|')}|国家|中国|国立|私立)`);

/** A name that says where it is, or which academy's it is, stands for itself. */
export function namesARegion(name: string): boolean {
  return REGION_FIRST.test(name) || COUNTRY.test(name) || ACADEMY.test(name);
}

/** 中国音乐学院 is an institution; 中国画学院, 中国语言文学学院 teach a field. */
const OF_THE_COUNTRY = /^中国(?!画|语|文|史|学|哲|古|近|现|当代|书|传统|特色|法|经济$|社会$|国|民族|话)/;

const COLLEGE_OF_ITS_OWN = new RegExp(
  '^(?!.*(?:[与和]|科学|技术|工程|管理|经济|应用|生物|国际|继续|基础))' +
    String.raw`\p{Script=Han}{2,4}(?:理工|[工农医师商]|师范)学院$`,
  'u',
);

/** 某某工学院, 某某师范学院: with a name before what is taught there it is no school of a university. */
export function isCollegeOfItsOwn(name: string): boolean {
  return COLLEGE_OF_ITS_OWN.test(name) && !DISCIPLINE.test(name.slice(0, -2));
}

function isPart(name: string): boolean {
  const stem = name.replace(
    /(?:学院|研究院|研究所|研究中心|中心|国家重点实验室|重点实验室|实验室|研究生院|图书馆|博物馆|附[中小])$/,
    '',
  );
  if (stem === name) return false;
  if (stem.startsWith('中国')) return !OF_THE_COUNTRY.test(stem);
  if (/^国家.{2,}学院$/.test(name) || isOfAMinistry(stem)) return false;
  return (
    DISCIPLINE.test(stem) ||
    (/(?:工程|科学|技术|管理)$/.test(stem) &&
      !REGION_FIRST.test(stem) &&
      !COUNTRY.test(stem) &&
      !/职业|国立|皇家/.test(stem) &&
      !BEGINS_NAME.test(stem))
  );
}

/** Behind a university in its line an unlisted 中国艺术学院 is a school of it. */
function isBehindUniversity(name: string, text: string, at: number, told: readonly PlaceToken[]): boolean {
  if (!/^中国.*(?:学院|中心)$/.test(name)) return false;
  const line = text.lastIndexOf('\n', at) + 1;
  return told.some(({ from, to, sort }) => sort === 'main' && from >= line && text.slice(from, to).endsWith('大学'));
}

/** 教育部某某司: who works in an office of a ministry works there. */
const OFFICE_OF_A_MINISTRY = /^([\p{Script=Han}]{2,7}部)[\p{Script=Han}]{2,10}司$/u;

/** 调往水利科学研究院: somebody moves to an institute of its own. */
function isMovedTo(before: string, name: string): boolean {
  return (
    /研究[院所]$/.test(name) && /(?:调[往入到至任]|分配[到至在]|进入|考入|加入|转[入到至]|[就供入]职于?)$/.test(before)
  );
}

/** "Example Museum 某某博物馆": there the Latin words are a name of their own. */
const NAMED_IN_LATIN = new RegExp(
  String.raw`\b(?:University|College|Institute|Museum|Academy|Hospital|School|Conservatory|Library|Press|` +
    'Observatory|Laboratory|Theatre|Orchestra|Company|Cent(?:er|re)) ?$',
);

/** "IBM 沃森研究中心": capital letters before the name belong to it. */
function withLatin(text: string, at: number): number {
  const latin = /(?<![A-Za-z])(?:[A-Z][A-Za-z&]{1,15} ){0,2}[A-Z][A-Za-z&]{1,15} ?$/.exec(
    text.slice(Math.max(0, at - 40), at),
  );
  if (latin && NAMED_IN_LATIN.test(latin[0])) return at;
  return latin && !/^(?:PhD|MBA|SCI|SSCI|CSSCI|EI)/i.test(latin[0]) ? at - latin[0].length : at;
}

const FIRST_NAMES = new RegExp(`(?<!\\p{Script=Han})(?:[${OF_FOREIGN_NAMES}]{2,6}-){1,2}$`, 'u');

/** 某国(海南)改革研究院, 某市"某某"音乐学院: what stands before the brackets or quotes is where the name begins. */
const BEFORE_SIGNS = /([\p{Script=Han}]{2,10})(?:"[\p{Script=Han}·]{2,12}"|\([\p{Script=Han}]{2,4}\))$/u;
/** 某市国立某某-某某音乐学院: the names of a person behind where the institution is. */
const BEFORE_HYPHEN = /([\p{Script=Han}·]{2,14})-$/u;
const ONLY_FOREIGN = new RegExp(`[${OF_FOREIGN_NAMES}]{2}$`, 'u');

/** 弗里德里希-席勒大学: the names of a person that a hyphen joins. */
function withFirstNames(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - 28), at);
  const names = FIRST_NAMES.exec(before);
  if (names) return at - names[0].length;
  const found = BEFORE_SIGNS.exec(before) ?? BEFORE_HYPHEN.exec(before);
  if (!found) return at;
  const [whole, stem] = found;
  if (whole.endsWith('-') && !ONLY_FOREIGN.test(stem)) return at;
  const lead = [...stem.matchAll(LEAD)].at(-1);
  const own = lead ? stem.slice(lead.index + lead[0].length) : stem;
  return own.length < 2 || /(?:[系院所校室厂司社馆局部团会]|大学|中心)$/.test(own)
    ? at
    : at - whole.length + stem.length - own.length;
}

/** 中国地质大学(武汉) */
function withCampus(text: string, to: number, gazetteer: Gazetteer): number {
  // A company's brackets say where it is.
  if (text.startsWith('公司', to - 2)) return to;
  const campus = /^ ?\(([\p{Script=Han}]{2,4})(?:校区)?\)/u.exec(text.slice(to, to + 12));
  return campus && (gazetteer.cities.has(campus[1]) || /^(?:华东|威海|珠海)$/.test(campus[1]))
    ? to + campus[0].length
    : to;
}

function cityIn(name: string, gazetteer: Gazetteer): string | null {
  const bare = name.replace(CAS, '').replace(/^(?:国立|私立)?(?:[\p{Script=Han}]{2,3}省)?/u, '');
  const beginsWith = knownAt(gazetteer, name, 0);
  if (beginsWith && bare === name) return beginsWith.institution.cityChinese;
  for (const length of [4, 3, 2]) {
    const city = gazetteer.cities.get(bare.slice(0, length));
    if (city) return city;
  }
  return /([\p{Script=Han}]{2,3})(?<!都)市/u.exec(bare)?.[1] ?? null;
}
