import { nameKey } from './name-key.ts';

const STATES =
  'AL/Alabama/Ala/亚拉巴马州/阿拉巴马州 AK/Alaska/阿拉斯加州 AZ/Arizona/Ariz/亚利桑那州 AR/Arkansas/Ark/阿肯色州 ' +
  'CA/California/Calif/加利福尼亚州/加州 CO/Colorado/Colo/科罗拉多州 CT/Connecticut/Conn/康涅狄格州/康州 DE/Delaware/Del/特拉华州 ' +
  'FL/Florida/Fla/佛罗里达州/佛州 GA/Georgia/佐治亚州/乔治亚州 HI/Hawaii/夏威夷州 ID/Idaho/爱达荷州 IL/Illinois/Ill/伊利诺伊州/伊利诺斯州 ' +
  'IN/Indiana/Ind/印第安纳州/印第安那州 IA/Iowa/艾奥瓦州/爱荷华州 KS/Kansas/Kans/Kan/堪萨斯州 KY/Kentucky/肯塔基州 ' +
  'LA/Louisiana/路易斯安那州/路易西安那州 ME/Maine/缅因州 MD/Maryland/马里兰州 MA/Massachusetts/Mass/马萨诸塞州/麻省/麻州 ' +
  'MI/Michigan/Mich/密歇根州/密西根州 MN/Minnesota/Minn/明尼苏达州 MS/Mississippi/Miss/密西西比州 MO/Missouri/密苏里州 ' +
  'MT/Montana/Mont/蒙大拿州 NE/Nebraska/Nebr/Neb/内布拉斯加州 NV/Nevada/Nev/内华达州 NH/New_Hampshire/新罕布什尔州 NJ/New_Jersey/新泽西州 ' +
  'NM/New_Mexico/新墨西哥州 NY/New_York/纽约州 NC/North_Carolina/北卡罗来纳州/北卡罗莱纳州/北卡州 ND/North_Dakota/北达科他州 OH/Ohio/俄亥俄州 ' +
  'OK/Oklahoma/Okla/俄克拉荷马州/俄克拉何马州 OR/Oregon/Oreg/Ore/俄勒冈州 PA/Pennsylvania/Penn/Penna/宾夕法尼亚州/宾州 ' +
  'RI/Rhode_Island/罗得岛州/罗德岛州 SC/South_Carolina/南卡罗来纳州/南卡罗莱纳州/南卡州 SD/South_Dakota/南达科他州 TN/Tennessee/Tenn/田纳西州 ' +
  'TX/Texas/Tex/得克萨斯州/德克萨斯州/得州 UT/Utah/犹他州 VT/Vermont/佛蒙特州 VA/Virginia/弗吉尼亚州/维吉尼亚州/弗州 WA/Washington/Wash/华盛顿州 ' +
  'WV/West_Virginia/W_Va/西弗吉尼亚州/西维吉尼亚州 WI/Wisconsin/Wis/Wisc/威斯康星州/威斯康辛州 WY/Wyoming/Wyo/怀俄明州 ' +
  'DC/District_of_Columbia';
const CANADIAN =
  'ON/Ontario/安大略省 QC/Quebec/魁北克省 BC/British_Columbia/不列颠哥伦比亚省/卑诗省 AB/Alberta/阿尔伯塔省/艾伯塔省 ' +
  'NS/Nova_Scotia/新斯科舍省 MB/Manitoba/马尼托巴省/曼尼托巴省 NB/New_Brunswick/新不伦瑞克省 ' +
  '-NL/Newfoundland_and_Labrador/Newfoundland/纽芬兰省 -PE/Prince_Edward_Island/爱德华王子岛省 ' +
  '-SK/Saskatchewan/萨斯喀彻温省 -YT/Yukon -NU/Nunavut -NT/Northwest_Territories';
/** With a hyphen only the names are told; the letters are left to what has them elsewhere. */
const AUSTRALIAN =
  'NSW/New_South_Wales/新南威尔士州 VIC/Victoria/维多利亚州 QLD/Queensland/昆士兰州 TAS/Tasmania/塔斯马尼亚州 ' +
  'ACT/Australian_Capital_Territory/首都领地 ' +
  '-WA/Western_Australia/西澳大利亚州 -SA/South_Australia/南澳大利亚州 -NT/Northern_Territory/北领地';
/** Counties behind towns; others end in -shire. */
const BRITISH_COUNTIES =
  'Surrey Essex Kent Sussex West_Sussex East_Sussex Devon Cornwall Norfolk Suffolk Dorset Somerset Cumbria Middlesex ' +
  'Merseyside Tyne_and_Wear West_Midlands Greater_Manchester Isle_of_Wight Gwynedd Dyfed Ceredigion Fife ' +
  'County_Durham Beds Berks Bucks Cambs Glos Hants Herts Lancs Leics Lincs Northants Notts Oxon Staffs Warks Wilts ' +
  'Worcs Yorks';
/** Provinces of China in addresses, but for those that are cities; SC is South Carolina elsewhere, SN Senegal. */
const PROVINCE_CODES = (
  'HE/河北 SX/山西 NM/内蒙古 LN/辽宁 JL/吉林 HL/黑龙江 JS/江苏 ZJ/浙江 AH/安徽 FJ/福建 JX/江西 SD/山东 HA/河南 HB/湖北 HN/湖南 GD/广东 ' +
  'GX/广西 HI/海南 SC/四川 GZ/贵州 YN/云南 XZ/西藏 SN/陕西 GS/甘肃 QH/青海 NX/宁夏 XJ/新疆'
).split(' ');
/** Provinces by letters that are a state or a country elsewhere, of which only known cities are told. */
const WITH_LETTERS_OF_OTHERS = ['AU', 'BR', 'CA', 'GB', 'IN', 'IT', 'ZA'];

export interface State {
  country: string;
  /** As in addresses: MA. */
  code: string;
}

let states: Map<string, State> | null = null;

/** The state or province that follows a city: Ann Arbor, MI; Kingston, Ontario; 波特兰（俄勒冈州）; Springfield, MA 01109. */
export function stateOf(text: string): State | null {
  states ??= new Map(
    [
      ['US', STATES],
      ['CA', CANADIAN],
      ['AU', AUSTRALIAN],
    ].flatMap(([country, list]) =>
      list.split(' ').flatMap((one) => {
        const names = one.split('/');
        const state = { country, code: names[0].replace('-', '') };
        return names
          .filter((name) => !name.startsWith('-'))
          .map((name): [string, State] => [nameKey(name.replaceAll('_', ' ')), state]);
      }),
    ),
  );
  const plain = text.replace(/(?<=\p{L}\s+)\d{5}(?:-\d{4})?\s*$/u, '').replace(/(?<=\b\p{L})\.\s?/gu, '');
  return states.get(nameKey(plain)) ?? null;
}

/** The province of China that letters behind a city are: ZJ. */
export function provinceOfCode(text: string): string | null {
  return PROVINCE_CODES.find((one) => one.startsWith(`${text.trim()}/`))?.slice(3) ?? null;
}

/** Whether letters are those of a province that only the city tells. */
export function isProvinceCode(text: string): boolean {
  return provinceOfCode(text) !== null || /^[A-Z]{2}$/.test(text);
}

/** Whether a province with these letters is told by its city: Adelaide, SA; Saskatoon, SK; Recife, PE; Milano, MI. */
export function isLettersOf(text: string, country: string, province: string | null): boolean {
  const letters = text.trim();
  return province !== null && WITH_LETTERS_OF_OTHERS.includes(country) && province === letters;
}

/** Whether what follows a town is a county of Britain: Egham, Surrey. */
export function isBritishCounty(text: string): boolean {
  const county = nameKey(text);
  const isListed = BRITISH_COUNTIES.split(' ').some((one) => nameKey(one.replaceAll('_', ' ')) === county);
  return isListed || (/.shire$/.test(county) && stateOf(text) === null);
}

/** The country of a state or province that follows a city. */
export function countryOfState(text: string): string | null {
  return stateOf(text)?.country ?? null;
}

/** Territories with a country code of their own, and provinces whose abbreviations are codes of other countries. */
const TERRITORIES =
  'PR/Puerto_Rico GU/Guam VI/Virgin_Islands AS/American_Samoa MP/Northern_Mariana_Islands FM/Micronesia ' +
  'MH/Marshall_Islands PW/Palau';
const MORE_CANADIAN =
  'NL/Newfoundland_and_Labrador PE/Prince_Edward_Island SK/Saskatchewan YT/Yukon NT/Northwest_Territories NU/Nunavut';

let territories: Map<string, string> | null = null;

/**
 * The country of what a column of states in the United States and Canada says; behind a city, some of these letters
 * say another country.
 */
export function countryOfStateOrTerritory(text: string): string | null {
  territories ??= new Map(
    [...TERRITORIES.split(' '), ...MORE_CANADIAN.split(' ').map((one) => `${one}/CA`)].flatMap((one) => {
      const [code, name, country = code] = one.split('/');
      return [code, name].map((key): [string, string] => [nameKey(key.replaceAll('_', ' ')), country]);
    }),
  );
  const country = countryOfState(text);
  return (country === 'AU' ? null : country) ?? territories.get(nameKey(text)) ?? null;
}
