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
