import { nameKey } from './name-key.ts';

const STATES =
  'AL/Alabama/亚拉巴马州/阿拉巴马州 AK/Alaska/阿拉斯加州 AZ/Arizona/亚利桑那州 AR/Arkansas/阿肯色州 CA/California/加利福尼亚州/加州 ' +
  'CO/Colorado/科罗拉多州 CT/Connecticut/康涅狄格州/康州 DE/Delaware/特拉华州 FL/Florida/佛罗里达州/佛州 GA/Georgia/佐治亚州/乔治亚州 ' +
  'HI/Hawaii/夏威夷州 ID/Idaho/爱达荷州 IL/Illinois/伊利诺伊州/伊利诺斯州 IN/Indiana/印第安纳州/印第安那州 IA/Iowa/艾奥瓦州/爱荷华州 ' +
  'KS/Kansas/堪萨斯州 KY/Kentucky/肯塔基州 LA/Louisiana/路易斯安那州/路易西安那州 ME/Maine/缅因州 MD/Maryland/马里兰州 ' +
  'MA/Massachusetts/马萨诸塞州/麻省/麻州 MI/Michigan/密歇根州/密西根州 MN/Minnesota/明尼苏达州 MS/Mississippi/密西西比州 ' +
  'MO/Missouri/密苏里州 MT/Montana/蒙大拿州 NE/Nebraska/内布拉斯加州 NV/Nevada/内华达州 NH/New_Hampshire/新罕布什尔州 ' +
  'NJ/New_Jersey/新泽西州 NM/New_Mexico/新墨西哥州 NY/New_York/纽约州 NC/North_Carolina/北卡罗来纳州/北卡罗莱纳州/北卡州 ' +
  'ND/North_Dakota/北达科他州 OH/Ohio/俄亥俄州 OK/Oklahoma/俄克拉荷马州/俄克拉何马州 OR/Oregon/俄勒冈州 PA/Pennsylvania/宾夕法尼亚州/宾州 ' +
  'RI/Rhode_Island/罗得岛州/罗德岛州 SC/South_Carolina/南卡罗来纳州/南卡罗莱纳州/南卡州 SD/South_Dakota/南达科他州 TN/Tennessee/田纳西州 ' +
  'TX/Texas/得克萨斯州/德克萨斯州/得州 UT/Utah/犹他州 VT/Vermont/佛蒙特州 VA/Virginia/弗吉尼亚州/维吉尼亚州/弗州 WA/Washington/华盛顿州 ' +
  'WV/West_Virginia/西弗吉尼亚州/西维吉尼亚州 WI/Wisconsin/威斯康星州/威斯康辛州 WY/Wyoming/怀俄明州 DC/District_of_Columbia';
const CANADIAN =
  'ON/Ontario/安大略省 QC/Quebec/魁北克省 BC/British_Columbia/不列颠哥伦比亚省/卑诗省 AB/Alberta/阿尔伯塔省/艾伯塔省 ' +
  'NS/Nova_Scotia/新斯科舍省 MB/Manitoba/马尼托巴省/曼尼托巴省 NB/New_Brunswick/新不伦瑞克省';

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
    ].flatMap(([country, list]) =>
      list.split(' ').flatMap((one) => {
        const names = one.split('/');
        return names.map((name): [string, State] => [nameKey(name.replaceAll('_', ' ')), { country, code: names[0] }]);
      }),
    ),
  );
  return states.get(nameKey(text.replace(/(?<=\p{L}\s+)\d{5}(?:-\d{4})?\s*$/u, ''))) ?? null;
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
  return countryOfState(text) ?? territories.get(nameKey(text)) ?? null;
}
