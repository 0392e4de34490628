import { simplified } from './simplified.ts';

/**
 * Countries as people write them: ISO 3166 codes of two or three letters, and names in English, Chinese and other
 * languages. The names come from the Unicode CLDR inside the JavaScript runtime.
 */

/** Codes of ISO 3166-1. */
const THREE_LETTERS =
  'AF:AFG AL:ALB DZ:DZA AD:AND AO:AGO AG:ATG AR:ARG AM:ARM AU:AUS AT:AUT AZ:AZE BS:BHS BH:BHR BD:BGD BB:BRB BY:BLR ' +
  'BE:BEL BZ:BLZ BJ:BEN BT:BTN BO:BOL BA:BIH BW:BWA BR:BRA BN:BRN BG:BGR BF:BFA BI:BDI KH:KHM CM:CMR CA:CAN CV:CPV ' +
  'CF:CAF TD:TCD CL:CHL CN:CHN CO:COL KM:COM CG:COG CD:COD CR:CRI CI:CIV HR:HRV CU:CUB CY:CYP CZ:CZE DK:DNK DJ:DJI ' +
  'DM:DMA DO:DOM EC:ECU EG:EGY SV:SLV GQ:GNQ ER:ERI EE:EST SZ:SWZ ET:ETH FJ:FJI FI:FIN FR:FRA GA:GAB GM:GMB GE:GEO ' +
  'DE:DEU GH:GHA GR:GRC GD:GRD GT:GTM GN:GIN GW:GNB GY:GUY HT:HTI HN:HND HK:HKG HU:HUN IS:ISL IN:IND ID:IDN IR:IRN ' +
  'IQ:IRQ IE:IRL IL:ISR IT:ITA JM:JAM JP:JPN JO:JOR KZ:KAZ KE:KEN KI:KIR KP:PRK KR:KOR KW:KWT KG:KGZ LA:LAO LV:LVA ' +
  'LB:LBN LS:LSO LR:LBR LY:LBY LI:LIE LT:LTU LU:LUX MO:MAC MG:MDG MW:MWI MY:MYS MV:MDV ML:MLI MT:MLT MR:MRT MU:MUS ' +
  'MX:MEX FM:FSM MD:MDA MC:MCO MN:MNG ME:MNE MA:MAR MZ:MOZ MM:MMR NA:NAM NR:NRU NP:NPL NL:NLD NZ:NZL NI:NIC NE:NER ' +
  'NG:NGA MK:MKD NO:NOR OM:OMN PK:PAK PW:PLW PS:PSE PA:PAN PG:PNG PY:PRY PE:PER PH:PHL PL:POL PT:PRT PR:PRI QA:QAT ' +
  'RO:ROU RU:RUS RW:RWA KN:KNA LC:LCA VC:VCT WS:WSM SM:SMR ST:STP SA:SAU SN:SEN RS:SRB SC:SYC SL:SLE SG:SGP SK:SVK ' +
  'SI:SVN SB:SLB SO:SOM ZA:ZAF SS:SSD ES:ESP LK:LKA SD:SDN SR:SUR SE:SWE CH:CHE SY:SYR TW:TWN TJ:TJK TZ:TZA TH:THA ' +
  'TL:TLS TG:TGO TO:TON TT:TTO TN:TUN TR:TUR TM:TKM TV:TUV UG:UGA UA:UKR AE:ARE GB:GBR US:USA UY:URY UZ:UZB VU:VUT ' +
  'VA:VAT VE:VEN VN:VNM YE:YEM ZM:ZMB ZW:ZWE XK:XKX';

/** Names in use that CLDR does not give. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  CN: [
    'china',
    'china mainland',
    'mainland china',
    'prc',
    'p r china',
    'p r c',
    'peoples republic of china',
    'pr china',
    'china p r',
    'china pr',
    'peoples r china',
    'mainland',
    '中华人民共和国',
    '中国内地',
    '中国',
    '中国大陆',
    '大陆',
    '内地',
    '中',
    ...['volksrepublik china', 'vr china', 'république populaire de chine', 'rp chine', 'república popular china'],
    ...['república popular de china', 'rp china', 'república popular da china', 'repubblica popolare cinese'],
    ...['китайская народная республика', 'кнр', '中華人民共和国', '중화인민공화국', 'chinese mainland'],
  ],
  US: [
    ...['usa', 'u s a', 'u s', 'america', 'united states of america', '美利坚合众国', '美'],
    ...['vereinigte staaten von amerika', 'états unis d’amérique', 'estados unidos de américa', 'ee uu', 'e e u u'],
    ...['eeuu', 'eua', 'estados unidos da américa', 'stati uniti d’america', 'соединённые штаты америки', 'сша'],
    ...['アメリカ', '米', '미', 'amerika', 'amérique', 'étatsunis'],
  ],
  GB: [
    'uk',
    'u k',
    'great britain',
    'britain',
    'england',
    'scotland',
    'wales',
    'northern ireland',
    'u k of great britain and northern ireland',
    'united kingdom of great britain and northern ireland',
    '英格兰',
    '苏格兰',
    '威尔士',
    '北爱尔兰',
    '联合王国',
    '大不列颠',
    '英',
    ...['大不列颠及北爱尔兰联合王国', '大不列颠联合王国', '英伦', 'großbritannien', 'grossbritannien', 'angleterre'],
    ...['grande bretagne', 'inglaterra', 'gran bretaña', 'grã bretanha', 'inghilterra', 'gran bretagna', 'écosse'],
    ...['англия', 'шотландия', 'соединённое королевство', 'イングランド', 'スコットランド', '잉글랜드', '스코틀랜드'],
    ...['schottland', 'escocia', 'scozia', 'pays de galles', 'gales', 'galles', 'nordirland', 'irlande du nord'],
  ],
  KR: [
    'rok',
    '大韩民国',
    'korea',
    'south korea',
    'republic of korea',
    'korea south',
    '韩国',
    '南韩',
    '韩',
    'korea rep',
    'république de corée',
    'южная корея',
  ],
  KP: [
    'north korea',
    'dprk',
    '朝鲜',
    '朝鲜民主主义人民共和国',
    'democratic peoples republic of korea',
    'korea dem peoples rep',
  ],
  RU: [
    ...['russia', 'russian federation', '俄罗斯联邦', '俄国', '俄', 'российская федерация', 'рф'],
    ...['russische föderation', 'fédération de russie', 'federación rusa', 'federação russa', 'federazione russa'],
  ],
  HK: [
    'hksar',
    'hong kong s a r',
    'hk sar',
    '香港特别行政区',
    '中国香港特别行政区',
    'hong kong',
    'hongkong',
    'гонконг',
    'hong kong sar',
    'hong kong sar china',
    'china hong kong',
    'hong kong china',
    '香港',
    '中国香港',
  ],
  MO: [
    'macao',
    'macau',
    'macao sar',
    'macao sar china',
    '澳门特别行政区',
    '中国澳门特别行政区',
    'macau sar',
    'macau sar china',
    'macau china',
    'china macau',
    'china macao',
    '澳门',
    '中国澳门',
  ],
  TW: [
    'china taiwan',
    'roc',
    'r o c',
    'taiwan roc',
    'republic of china',
    '中国台湾省',
    '台湾省',
    'taiwan',
    'taiwan china',
    'chinese taipei',
    'taiwan province of china',
    '台湾',
    '臺灣',
    '中国台湾',
    '台湾地区',
  ],
  IE: ['republic of ireland', 'eire'],
  EG: ['egypt arab rep'],
  YE: ['yemen rep'],
  KG: ['kyrgyz republic'],
  BN: ['brunei darussalam'],
  SY: ['syrian arab republic'],
  TZ: ['united republic of tanzania'],
  MD: ['republic of moldova'],
  MK: ['macedonia', 'republic of macedonia', 'the former yugoslav republic of macedonia'],
  PS: ['palestine', 'palestinian territory', 'occupied palestinian territory', 'state of palestine'],
  LA: ['laos', 'lao pdr', 'lao peoples democratic republic'],
  BO: ['plurinational state of bolivia'],
  VE: ['venezuela rb', 'bolivarian republic of venezuela'],
  AE: ['uae', 'u a e'],
  CZ: ['czech rep', 'czech republic', 'czechia', '捷克共和国'],
  NL: ['netherlands', 'holland', 'the netherlands', '荷兰'],
  SK: ['slovak republic'],
  VN: ['vietnam', 'viet nam'],
  TR: ['turkey', 'turkiye'],
  IR: ['iran', 'islamic republic of iran', 'iran islamic rep', 'iran islamic republic of'],
  MM: ['burma', 'myanmar'],
  CI: ['ivory coast'],
  SZ: ['swaziland'],
  CD: [
    '刚果民主共和国',
    'congo dem rep',
    'zr',
    'zaire',
    'dr congo',
    'drc',
    'democratic republic of the congo',
    'congo kinshasa',
  ],
  CG: ['刚果共和国', 'congo rep', 'republic of the congo', 'congo brazzaville'],
  TL: ['tp', 'east timor'],
  VA: ['vatican', 'holy see'],
  IT: ['意'],
  CA: ['加'],
  // One country today, whichever of the two it was.
  DE: [
    ...['德', '德意志联邦共和国', '德意志', 'bundesrepublik deutschland', 'bundesrepublik', 'фрг', 'гдр'],
    ...['république fédérale d’allemagne', 'rfa', 'rda', 'república federal de alemania', 'ドイツ連邦共和国'],
    ...['federal republic of germany', 'west germany', 'frg', 'brd', '联邦德国', '西德', 'ger'],
    ...['east germany', 'gdr', 'ddr', 'dd', 'german democratic republic', '民主德国', '东德'],
  ],
  JP: ['日', '日本国'],
  AU: ['澳洲', '澳大利亚联邦'],
  NZ: ['纽西兰'],
  FR: ['法', '法兰西', '法兰西共和国', 'république française', 'french republic'],
};

/** States that became several: which of them is meant only the city tells. */
const PARTED = new Set(
  [
    ...['ussr', 'u s s r', 'soviet union', 'udssr', 'urss', 'cccp', 'ссср', '苏联', '前苏联', '原苏联'],
    ...['czechoslovakia', 'cssr', '捷克斯洛伐克', 'yugoslavia', 'sfr yugoslavia', '南斯拉夫', '前南斯拉夫'],
    ...['serbia and montenegro', '塞尔维亚和黑山', 'austria hungary', '奥匈帝国'],
    // Codes of theirs that records of ORCID still have.
    ...['su', 'yu', 'cs', 'an'],
    ...['hong kong macao', '港澳', '港澳台', '港澳地区', '港澳台地区'],
  ].map(plain),
);

/** Whether a text names a state that became several, or several at once. */
export function isParted(text: string): boolean {
  return PARTED.has(plain(text));
}

/** Languages in which countries are written, those first whose names count where two languages differ. */
const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant', 'de', 'fr', 'es', 'it', 'pt', 'ru', 'ja', 'ko', 'nl', 'pl', 'sv', 'tr'];

let known: Map<string, string> | null = null;

/** The two-letter code of a country, or null if the text names none that is known. */
export function countryCode(text: string): string | null {
  known ??= countries();
  const code = (name: string) => known?.get(plain(name));
  const forms = [text, turned(text), withoutParentheses(text), withoutForm(text)];
  return forms.map(code).find(Boolean) ?? saidTwice(text, code) ?? null;
}

/** 越南社会主义共和国 → 越南: Chinese names without the form of the state. */
function withoutForm(text: string): string {
  return text.trim().replace(/(?<=.{2})(?:社会主义|伊斯兰|联邦|人民|民主)*(?:共和[国國]|王[国國]|联邦|聯邦)$/u, '');
}

/** The country that all parts of a text name, in two scripts (中国 China) or with a part of it (England, UK). */
function saidTwice(text: string, code: (name: string) => string | undefined): string | undefined {
  const scripts = [text.replace(/\p{Script=Han}+/gu, ' '), text.replace(/[^\p{Script=Han}]+/gu, '')];
  return [scripts, text.split(',')]
    .map((parts) => new Set(parts.map(code)))
    .map((codes) => (codes.size === 1 ? [...codes][0] : undefined))
    .find(Boolean);
}

/** Korea, Republic of → Republic of Korea; Venezuela (Bolivarian Republic of) is written so too. */
function turned(text: string): string {
  return text.replace(/^\s*([^,(]+)[,(]\s*(.+?)\s*\)?\s*$/, '$2 $1');
}

/** Venezuela (Bolivarian Republic) → Venezuela, where what is in parentheses is no place of its own. */
function withoutParentheses(text: string): string {
  return text.replace(/\s*\([^()]*\b(?:republic|state|kingdom|federation)\b[^()]*\)\s*$/i, '');
}

/** The code, or the text where it names no known country: for comparing what older versions stored as written. */
export function comparableCountry(text: string): string {
  return countryCode(text) ?? text;
}

function countries(): Map<string, string> {
  const found = new Map<string, string>();
  const namesIn = LANGUAGES.map((language) => new Intl.DisplayNames([language], { type: 'region' }));
  const pairs = THREE_LETTERS.split(' ').map((pair) => pair.split(':'));
  const add = (name: string, code: string) => found.has(plain(name)) || found.set(plain(name), code);
  for (const [two, three] of pairs) for (const name of [two, three, ...(ALSO[two] ?? [])]) add(name, two);
  for (const names of namesIn) for (const [two] of pairs) add(names.of(two) ?? two, two);
  return found;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[’']/g, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .replace(/^the /, '')
    .trim()
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .replace(/\p{Script=Han}+/gu, simplified);
}
