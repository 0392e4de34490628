import { nameKey } from './name-key.ts';

const STATES =
  'AL/Alabama AK/Alaska AZ/Arizona AR/Arkansas CA/California CO/Colorado CT/Connecticut DE/Delaware FL/Florida ' +
  'GA/Georgia HI/Hawaii ID/Idaho IL/Illinois IN/Indiana IA/Iowa KS/Kansas KY/Kentucky LA/Louisiana ME/Maine ' +
  'MD/Maryland MA/Massachusetts MI/Michigan MN/Minnesota MS/Mississippi MO/Missouri MT/Montana NE/Nebraska ' +
  'NV/Nevada NH/New_Hampshire NJ/New_Jersey NM/New_Mexico NY/New_York NC/North_Carolina ND/North_Dakota OH/Ohio ' +
  'OK/Oklahoma OR/Oregon PA/Pennsylvania RI/Rhode_Island SC/South_Carolina SD/South_Dakota TN/Tennessee TX/Texas ' +
  'UT/Utah VT/Vermont VA/Virginia WA/Washington WV/West_Virginia WI/Wisconsin WY/Wyoming DC/District_of_Columbia';
const CANADIAN = 'ON/Ontario QC/Quebec BC/British_Columbia AB/Alberta NS/Nova_Scotia MB/Manitoba NB/New_Brunswick';

let countries: Map<string, string> | null = null;

/** The country of a state or province that follows a city: Ann Arbor, MI; Kingston, Ontario. */
export function countryOfState(text: string): string | null {
  countries ??= new Map(
    [
      ['US', STATES],
      ['CA', CANADIAN],
    ].flatMap(([country, list]) =>
      list.split(/[ /]/).map((name): [string, string] => [nameKey(name.replaceAll('_', ' ')), country]),
    ),
  );
  return countries.get(nameKey(text)) ?? null;
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
