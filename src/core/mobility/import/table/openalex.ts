/** An author as OpenAlex's API and snapshots have it. */
interface Author {
  id?: string | null;
  orcid?: string | null;
  display_name?: string | null;
  /** What lists made from it call it. */
  name?: string | null;
  affiliations?: { institution?: Institution | null; years?: number[] }[] | null;
  last_known_institutions?: Institution[] | null;
  last_known_institution?: Institution | string | null;
}
interface Institution {
  id?: string | null;
  display_name?: string | null;
  country_code?: string | null;
}

/** Years without a paper that do not end a stay at an institution. */
const GAP_YEARS = 2;
export const OPENALEX_HEAD = ['scholar id', 'name', 'institution', 'country', 'start', 'end'];

/** Whether the beginning of a text is that of OpenAlex authors, one or several, or one a line. */
export function isOpenAlex(text: string): boolean {
  return (
    /^\uFEFF?\s*[[{]/.test(text) &&
    /"(?:last_known_institutions?|affiliations)"/.test(text) &&
    /"display_name"|openalex\.org\/A/.test(text) &&
    !/"authorships"/.test(text)
  );
}

/**
 * Authors as rows of a table: a row for each stay at an institution, from the first to the last year of papers that
 * name it, open where it is the last one known.
 *
 * @throws SyntaxError for text that is no JSON
 */
export function openAlexRows(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '').trim();
  return authorsIn(plain).flatMap(rowsOf);
}

function authorsIn(text: string): Author[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isOneALine = lines.length > 1 && lines.slice(0, 2).every((line) => /^\{.*\}$/.test(line.trim()));
  const given = isOneALine ? lines.map((line) => JSON.parse(line)) : JSON.parse(text);
  const found: unknown = Array.isArray(given) ? given : (given.results ?? [given]);
  return (Array.isArray(found) ? found : []).filter((one): one is Author => one !== null && typeof one === 'object');
}

function rowsOf(author: Author): string[][] {
  const { id, orcid, affiliations, last_known_institutions: last } = author;
  const name = author.display_name ?? author.name;
  const latest = (last ?? [author.last_known_institution ?? null])
    .filter((one) => one !== null)
    .map((one): Institution => (typeof one === 'string' ? { display_name: one } : one));
  const stays = (affiliations ?? []).flatMap(({ institution, years = [] }) =>
    institution ? runs(years).map((run) => ({ institution, ...run })) : [],
  );
  const whole = Math.max(...stays.map(({ end }) => end));
  const isLatest = ({ id: own, display_name: called }: Institution) =>
    latest.some((one) => (one.id ?? one.display_name) === (own ?? called));
  const dated = stays
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ institution, start, end }) => {
      const isOpen = isLatest(institution) && whole - end <= GAP_YEARS;
      return [...placeOf(institution), String(start), isOpen ? 'present' : String(end)];
    });
  const known = new Set(stays.map(({ institution }) => institution.id ?? institution.display_name));
  const undated = latest
    .filter((one) => !known.has(one.id ?? one.display_name))
    .map((one) => [...placeOf(one), '', 'present']);
  const short = (address: string | null | undefined) => address?.replace(/^.*\//, '') ?? '';
  const who = [short(orcid) || short(id), name ?? ''];
  return [...dated, ...undated].map((row) => [...who, ...row]);
}

const placeOf = ({ display_name: name, country_code: country }: Institution) => [name ?? '', country ?? ''];

/** Years as stays: a longer gap than that begins another. */
function runs(years: readonly number[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const year of [...years].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && year - last.end <= GAP_YEARS + 1) last.end = year;
    else found.push({ start: year, end: year });
  }
  return found;
}
