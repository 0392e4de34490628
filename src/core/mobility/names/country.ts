/**
 * Countries as people write them: ISO 3166 codes of two or three letters, and names in English and Chinese. The names
 * come from the Unicode CLDR inside the JavaScript runtime.
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
    'peoples republic of china',
    '中国',
    '中国大陆',
    '大陆',
    '内地',
  ],
  US: ['usa', 'u s a', 'u s', 'america', 'united states of america', '美利坚合众国', '美'],
  GB: [
    'uk',
    'u k',
    'great britain',
    'britain',
    'england',
    'scotland',
    'wales',
    'northern ireland',
    '英格兰',
    '苏格兰',
    '英',
  ],
  KR: ['korea', 'south korea', 'republic of korea', 'korea south', '韩国', '南韩', '韩'],
  KP: ['north korea', 'dprk', '朝鲜'],
  RU: ['russia', 'russian federation', '俄罗斯联邦', '俄国', '俄'],
  HK: ['hong kong', 'hong kong sar', 'hong kong sar china', 'china hong kong', 'hong kong china', '香港', '中国香港'],
  MO: [
    'macao',
    'macau',
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
  BN: ['brunei darussalam'],
  SY: ['syrian arab republic'],
  TZ: ['united republic of tanzania'],
  MD: ['republic of moldova'],
  MK: ['macedonia', 'republic of macedonia', 'the former yugoslav republic of macedonia'],
  PS: ['palestine', 'palestinian territory', 'occupied palestinian territory', 'state of palestine'],
  LA: ['laos', 'lao pdr', 'lao peoples democratic republic'],
  BO: ['plurinational state of bolivia'],
  VE: ['bolivarian republic of venezuela'],
  AE: ['uae', 'u a e'],
  CZ: ['czech republic', 'czechia', '捷克共和国'],
  NL: ['netherlands', 'holland', 'the netherlands', '荷兰'],
  SK: ['slovak republic'],
  VN: ['vietnam', 'viet nam'],
  TR: ['turkey', 'turkiye'],
  IR: ['iran', 'iran islamic republic of'],
  MM: ['burma', 'myanmar'],
  CI: ['ivory coast'],
  DE: ['德', 'federal republic of germany'],
  JP: ['日'],
  FR: ['法'],
};

let known: Map<string, string> | null = null;

/** The two-letter code of a country, or null if the text names none that is known. */
export function countryCode(text: string): string | null {
  known ??= countries();
  return [text, turned(text), withoutParentheses(text)].map((name) => known?.get(plain(name))).find(Boolean) ?? null;
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
  const namesIn = ['en', 'zh-Hans', 'zh-Hant'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));
  for (const pair of THREE_LETTERS.split(' ')) {
    const [two, three] = pair.split(':');
    for (const name of [two, three, ...namesIn.map((names) => names.of(two) ?? two), ...(ALSO[two] ?? [])])
      found.set(plain(name), two);
  }
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
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}
