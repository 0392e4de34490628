import { type Gazetteer, knownAt, lookUp } from './gazetteer.ts';
import { type PlaceToken, place } from './place.ts';
import { REGIONS, SHORT_INSTITUTE, SHORT_SCHOOL, wholeNameOfSchool } from './short-schools.ts';
import { overlapping, Taken } from './spans.ts';

/** A run of characters with the numbers of institutes, schools and works in it, and a company's town in brackets. */
const RUN = new RegExp(
  String.raw`(?:[\p{Script=Han}·]|(?<=[^年月日至到]\p{Script=Han})\d{1,4}` +
    String.raw`(?=研究[所院]|医院|[中小]学|[所厂](?!\p{Script=Han}{0,2}(?:人|位))|地质大?队)){2,}` +
    String.raw`(?:\([\p{Script=Han}]{2,4}\)[\p{Script=Han}]{0,8}公司)?`,
  'gu',
);

/** Words that say what an institution is; the rest of its name stands before. */
const HEAD = new RegExp(
  '大学(?!生|毕业|本科|时[代期]|期间|文凭|学历|专科|语文|英语|物理[学]?教|四年)|学院(?!派|奖)|研究生院|研究院|' +
    `${SHORT_SCHOOL}|(?<=[省市区县州国第][\\p{Script=Han}]{2,5}|工程|勘测|管理|铁路|地质|气象|水文|地震|林业|农垦)(?:厅|局)(?!长)|` +
    `(?<=[教科财商文卫水铁交农林司民建化机冶电][育技政务化生利道通业法政设工械金子]部[\\p{Script=Han}]{2,10})司(?![长机])|` +
    '(?<=国家|[省市])(?:卫生健康|卫健|发改|国资|教|科)委(?!员|会|托)|(?:水利|发展和改革|卫生健康|科学技术|民族事务|经济|体育运动)委员会|' +
    '(?<=财团法人[\\p{Script=Han}]{2,16})(?:社|会|基金会)|' +
    `${SHORT_INSTITUTE}|` +
    '科学研究总院|研究所|科学院|工程院|研究中心|医院|(?<=\\p{Script=Han})诊所|振兴会|公司|集团(?!军)|专科学校|[师音美艺医农]专|师范学校|学校|中学(?![生教高])|小学(?![生教高])|' +
    '附[中小]|(?<=\\p{Script=Han}{2})(?<![名位为是的间时期从当做在所任])(?:中学|小学)(?=教[师员]|老师)|' +
    '幼儿园|高级中学|(?<!中)国中|国小|书院|(?<!科)学社(?!会)|国家重点实验室|重点实验室|实验室|天文台|植物园|博物馆|图书馆|文化馆|参事室|文史研究馆|文史馆|政策研究室|艺术馆|群艺馆|乐团|' +
    '歌舞团|文工团|' +
    '(?<=\\p{Script=Han}{2})(?:矿务局|煤矿|油田|农场|林场|勘探队|地质队|区测队|地质大队|气象站|水文站|试验站|防疫站|卫生院|保健院|检察院|法院|监测站)|' +
    '剧院|剧团|合唱团|艺术团|京剧院|电视台|电台|出版社|杂志社|报社|设计院|[钢机化电纺车船][械器工铁床]?厂|教育局|文化局|教育厅|文化厅|' +
    '(?<=[一-龥]{2})[一二三四五六七八九十]中(?=$|任|做|教|毕业|就?读|高中|当)|' +
    '银行|事务所|党校|学会|协会|研究会|联合会|委员会|基金会|音协|作协|文联|促进会|联盟(?!校)|组委会|领导小组|' +
    '(?<=\\p{Script=Han}{2})厂(?=[,、。;( \\t任做当工技]|$)|博物院|音乐节(?!目)|中心(?!小学|中学|学校|医院|任务|工作|思想)',
  'gu',
);
/** 国立大学, 高等学校: a kind of institution, and no name. */
const NO_NAME_OF_ONE =
  /^(?:国立|公立|私立|普通|重点|高等|本科|综合性?|地方|国外|国内|海外|境外|部属|省属|名牌|一流|著名|研究型|双一流)+(?:大学|学院|学校|研究所|医院)$/;
const SOCIETY =
  /^(?!财团法人).*(?:学会|协会|研究会|联合会|(?<!水利|发展和改革|卫生健康|科学技术|民族事务|经济|体育运动)委员会|基金会|音协|作协|文联|促进会|联盟|组委会|领导小组)$/;
/** Words before a name that are none of it. */
const LEAD = new RegExp(
  '以及|(?<=[年月日,]|^)调(?![研查整节解停控度])|接受了?|拥有|持有|转[往投职聘]|重返|复[名称]为?|恢复为?|挂职[于在]?|离开|辞去|放弃|收到|投身|效力|创办|创立|组建|筹建|' +
    '执掌|受邀|应邀|返回|' +
    '毕业[于自]|[获被]聘[为任]?|留学(?!生)|[当入获]选|荣获|获得|保送|免试|推免|升入?|就读于?|考[入取上进回]了?|(?<![促改先推增])进(?![出修步展行士贤])|学期|' +
    '(?<![^一二三四五六七八九〇零○])级(?!别)|(?:改|更)名为?|签约|攻读|进入|' +
    '转[入到至赴]|调[入到至任回]了?|加[入盟]了?|入职|入读|留[任在]|分配?[到至在]|分配|任(?:教(?!育|务|学|研)|职)于?|供职于?|就职于?|' +
    '工作于|受聘[于为]?|聘[任]?为|应聘|现[任为]|历任|曾[任为]|担任|出任|兼任|转任|升任|借调|选派|公派|访问|前往|先后|赴|于|在|到|至(?!善)|往|从|由|' +
    '入(?!江)|获|取得|留(?!学生)|是|的|去|与|及|任(?!丘)|被|曾|后(?!勤)|并|系(?!统|列)|年|月(?!坛)|自(?!贡|动|然|由|治|来)|(?<!华)为(?!公司|技术)|' +
    '(?<!协)和(?!田|平|歌山|县|硕)|校(?=图书馆|团委|党委|医院|工会|办公室|[教学科人财]务?生?研?事?处|研究生)|回(?!民|族)|(?<![太平中高草三])[现原](?=[^代]{2})|由|赴|' +
    '随|以(?!色列)|母校|[本我]校|我国|该(?=[校院所])|了|她|他|兼|读|转|改(?!良|革)|或|位(?!素)|今(?![年天日晚后])',
  'g',
);
const CAS = /^(?:中国|中)?(?:社会|农业|医学|林业|艺术|军事|水产|气象|工程物理|社|农|医|林)?(?:科|研)(?:学)?院/;
/** An academy, whose institutes and branches stand for themselves. */
const ACADEMY = new RegExp(String.raw`${CAS.source}|科学研究(?:总)?院$`);
/** What belongs to a name though it stands behind its head. */
const EXTENSION = [
  /^学院[\p{Script=Han}]{0,6}?学院|^学院(?!院)/u,
  /^(?:[\p{Script=Han}]{0,4}(?:医学院|医学部|临床学院))?附[属设][\p{Script=Han}]{0,8}?医院|^医院/u,
  /^(?:集团)?(?:股份|控股)?有限(?:责任)?公司/u,
  /^附属[\p{Script=Han}]{0,8}?(?:中学|小学|学校|幼儿园)|^附属?[中小]学?/u,
  /^(?!附属)(?![\p{Script=Han}]{0,3}(?:[任在到和与、教授系于]|医(?!院)))[\p{Script=Han}]{2,4}医院/u,
  /^第[一二三四五六][\p{Script=Han}]{0,4}医院/u,
  /^[\p{Script=Han}·-]{2,8}?分校/u,
  /(?<=(?:加州|加利福尼亚|威斯康[星辛]|伊利诺伊?|密[歇西]根|[得德]克萨斯|印[第地]安[纳那]|马里兰|明尼苏达|夏威夷|麻州)大学)[\p{Script=Han}·-]{2,6}?校区/uy,
  /^(?:深圳|珠海|北京|上海|苏州|威海)研究生?院|^医学部|^管理学院(?=分院)/u,
];
const DISCIPLINE = new RegExp(
  '^(?:校|音乐|舞蹈|艺术|美术|教育|管理|经济|金融|经贸|贸易|材料|化学|化工|物理|数学|数理|统计|生命|生物|科学|工程|技术|机械|电子|信息|计算机|' +
    '软件|自动化|电气|能源|动力|环境|生态|土木|建筑|城市|城乡|规划|交通|运输|外国语|外语|英语|国际|关系|政治|公共|行政|新闻|传播|人文|社会|历史|' +
    '哲学|马克思主义|体育|心理|护理|口腔|临床|基础|动物|植物|食品|海洋|地球|空间|地理|地质|资源|遥感|测绘|航空|航天|仪器|光电|光学|微电子|网络|资讯|' +
    '安全|人工智能|智能|数据|创新|创业|继续|成人|研究生|国学|戏剧|影视|设计|传媒|文化|旅游|会计|财政|税务|保险|应用|高等|现代|产业|分子|纺织|服装|' +
    '轻工|汽车|船舶|水利|电力|矿业|石油|核|冶金|力学|精密|系统|控制|量子|纳米|高分子|表演|作曲|声乐|钢琴|民乐|器乐|管弦|指挥|流行|师范|师资|语言|[日俄德法韩西英]语|英文|中文|阿拉伯语|' +
    '高温|低温|' +
    '艺文|史学|语学|文学|汉语|对外|图书|档案|情报|编辑|出版|广播|电视|播音|主持|理论|合唱|音乐学|民族|重点|国家|省|市|联合|开放|研究|测试|分析|实验|教学|教师|' +
    '发展|培训|交流|合作|评估|考试|督导|工业|农业|园艺|林|农|医|药|文|理|工|法|商|学|与|和|及|暨|中国?|西方|比较|固体|表面|制造|艺教|美育)*$',
);
const BACK =
  /同系|同(?:一所?)?(?:校|所|院)(?![长友])|同上|同前|同一学校|本(?:校|院|所)(?=[^,;。]{0,12})|该(?:校|院|所)|我[校院]|母校|〃/g;
const COUNTRY = new RegExp(
  '^(?:美国|英国|德国|法国|日本|加拿大|澳大利亚|澳洲|新西兰|纽西兰|荷兰|比利时|瑞士|瑞典|挪威|丹麦|芬兰|意大利|西班牙|葡萄牙|奥地利|俄罗斯|苏联|' +
    '前?苏联|乌克兰|白俄罗斯|波兰|捷克|匈牙利|保加利亚|罗马尼亚|希腊|土耳其|以色列|印度|韩国|朝鲜|马来西亚|泰国|越南|菲律宾|印度尼西亚|印尼|爱尔兰|' +
    '苏格兰|巴西|阿根廷|墨西哥|智利|古巴|南非|埃及|新加坡(?!国立)|联邦德国|西德|东德)',
);

const JOURNAL = /《[^《》\n]{0,80}》/g;

/** Names of institutions in Chinese. */
export function chinesePlaces(text: string, gazetteer: Gazetteer): PlaceToken[] {
  const places: PlaceToken[] = [];
  for (const run of text.matchAll(RUN)) places.push(...placesIn(run[0], run.index, text, gazetteer));
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

function placesIn(run: string, offset: number, text: string, gazetteer: Gazetteer): PlaceToken[] {
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
    const isOwn = known !== null || !isPart(name) || isMovedTo(run.slice(0, from), name);
    const sort = SOCIETY.test(name) ? 'society' : isOwn ? 'main' : 'part';
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
    const bare = written.replace(COUNTRY, '');
    found.push(
      place(start, end, written, {
        sort,
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
  const head = headed(run, cursor);
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
      if (head && at === head.from && head.to > to && REGIONS.includes(known.name)) return { ...head, known: null };
    }
    // A longer name that begins as a known one: an institute of an academy, a hospital of a university.
    to = CAS.test(known.name) ? Math.max(extended(run, to), academyEnd(run, to)) : extended(run, to);
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
  '^(?:岗位|任|做|作|读|攻|获|毕|进|工作|留|担|教|从|博|硕|本|学|音|外|中文|数|物|化|历|哲|经|法|管|国|[一-龥]{1,8}(?:系|(?<!医)院|所)|特|客|兼|讲|副|助|' +
    '研|访|校|党|附|的|和|与|取|并|首席|资深|总[工经裁监]|董事|产品|算法|软件|主任|实习)',
);

/** A short name (北大) is followed by what is done or studied there, not by the rest of another word. */
export function fitsBehindShort(after: string, sign: string): boolean {
  if (after === '') return !/[A-Za-z]/.test(sign);
  if (/^(?:代表|常委|会堂|街|路|门|区|地区|红楼)/.test(after)) return false;
  return BEHIND_SHORT.test(after);
}

function headed(run: string, cursor: number): { from: number; to: number } | null {
  HEAD.lastIndex = cursor;
  for (let head = HEAD.exec(run); head; head = HEAD.exec(run)) {
    let from = cursor;
    const stem = run.slice(cursor, head.index);
    for (const lead of stem.matchAll(LEAD))
      if (
        fitsLead(lead[0], lead.index, from - cursor, head[0]) &&
        !joinsWords(lead[0], stem, lead.index, cursor, head[0])
      )
        from = cursor + lead.index + lead[0].length;
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
    return { from, to: extended(run, to) };
  }
  return null;
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

/** Institutes of an academy stand for themselves: the name goes on to the institute. */
function academyEnd(run: string, to: number): number {
  const rest = run.slice(to);
  const institute =
    /^[\p{Script=Han}]{0,16}?(?:研究所|研究院|研究中心|天文台|植物园|国家实验室|大学|分院|研究生院|[\p{Script=Han}]{2}所(?![长属在]))/u.exec(
      rest,
    );
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

function isPart(name: string): boolean {
  const stem = name.replace(
    /(?:学院|研究院|研究所|研究中心|中心|国家重点实验室|重点实验室|实验室|研究生院|图书馆|博物馆|附[中小])$/,
    '',
  );
  if (stem === name) return false;
  return (
    DISCIPLINE.test(stem) || (/(?:工程|科学|技术|管理)$/.test(stem) && !REGION_FIRST.test(stem) && !COUNTRY.test(stem))
  );
}

/** 教育部某某司: who works in an office of a ministry works there. */
const OFFICE_OF_A_MINISTRY = /^([\p{Script=Han}]{2,7}部)[\p{Script=Han}]{2,10}司$/u;

/** 调往水利科学研究院: somebody moves to an institute of its own. */
function isMovedTo(before: string, name: string): boolean {
  return (
    /研究[院所]$/.test(name) && /(?:调[往入到至任]|分配[到至在]|进入|考入|加入|转[入到至]|[就供入]职于?)$/.test(before)
  );
}

/** "IBM 沃森研究中心": capital letters before the name belong to it. */
function withLatin(text: string, at: number): number {
  const latin = /(?<![A-Za-z])(?:[A-Z][A-Za-z&]{1,15} ){0,2}[A-Z][A-Za-z&]{1,15} ?$/.exec(
    text.slice(Math.max(0, at - 40), at),
  );
  return latin && !/^(?:PhD|MBA|SCI|SSCI|CSSCI|EI)/i.test(latin[0]) ? at - latin[0].length : at;
}

const OF_FOREIGN_NAMES =
  '阿艾爱安奥巴贝比彼布查茨达大德狄丁恩尔法菲费弗夫冯戈格根古哈海赫亨霍基吉加杰卡凯康科克库拉莱兰朗劳勒雷里利列林隆卢鲁路罗洛马' +
  '迈曼梅门蒙米密莫姆纳内尼涅诺欧帕佩皮普奇乔切琼热日荣萨塞森沙什圣施史舒斯丝苏索塔泰特腾提图托瓦万韦维文沃乌西希谢辛休雅亚扬伊因尤约泽扎詹朱兹';
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
  return /([\p{Script=Han}]{2,3})市/u.exec(bare)?.[1] ?? null;
}
