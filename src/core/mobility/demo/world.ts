import { Random } from '../../statistics/random.ts';
import { LEVELS, planCareers, TIERS } from './plan.ts';

/**
 * A fictional world: cities, institutions with ranks, and careers that follow the plan. Nothing in it
 * is real.
 */
export interface World {
  cities: { city: string; chinese: string; tier: number }[];
  institutions: FictionalInstitution[];
  resumes: string[][];
  edges: string[][];
}

export interface FictionalInstitution {
  key: string;
  name: string;
  chinese: string;
  former: string | null;
  kind: 'university' | 'institute';
  city: number;
  level: number;
  tier: number;
  mergedInto: string | null;
}

const CITIES: [string, string][] = [
  ['Aldmere', '安陌'],
  ['Brightwater', '明川'],
  ['Corvale', '柯谷'],
  ['Dunmoor', '敦原'],
  ['Eastfen', '东泽'],
  ['Farrowby', '法罗'],
  ['Glenhaven', '幽港'],
  ['Harrowgate', '哈洛'],
];
/**
 * One name for each institution of a city and level; two cities a tier give each cell of the lattice four institutions.
 */
const TYPES: [string, string][] = [
  ['University', '大学'],
  ['University of Technology', '理工大学'],
  ['Normal University', '师范大学'],
  ['Science University', '科技大学'],
  ['Agricultural University', '农业大学'],
  ['Polytechnic University', '工业大学'],
  ['Union University', '联合大学'],
  ['Open University', '开放大学'],
];
const DISCIPLINES = ['engineering', 'science', 'medicine', 'humanities', 'social science'];
const RESUME_HEAD = [
  'scholar',
  'name',
  'gender',
  'birth year',
  'discipline',
  'role',
  'title',
  'institution',
  'city',
  'start',
  'end',
];
const MERGER_YEAR = 1998;

export function fictionalWorld(seed = 621): World {
  const random = new Random(seed);
  const cities = CITIES.map(([city, chinese], i) => ({ city, chinese, tier: Math.floor(i / (CITIES.length / TIERS)) }));
  const institutions = institutionsOf(cities);
  const resumes: string[][] = [RESUME_HEAD];
  planCareers(seed).forEach((career, i) => {
    const id = `F${String(i + 1).padStart(3, '0')}`;
    const person = [id, `Fictional Scholar ${String(i + 1).padStart(3, '0')}`, random.uniform() < 0.27 ? 'f' : 'm'];
    const degreeYear = 1986 + random.below(22);
    person.push(String(degreeYear - 27 - random.below(6)), DISCIPLINES[random.below(DISCIPLINES.length)]);
    for (const [role, title, institution, city, start, end] of careerRows(
      career,
      degreeYear,
      institutions,
      cities,
      random,
    ))
      resumes.push([...person, role, title, institution, city, start, end]);
  });
  return { cities, institutions, resumes, edges: edgesOf(random) };
}

function institutionsOf(cities: World['cities']): FictionalInstitution[] {
  const list: FictionalInstitution[] = [];
  cities.forEach(({ city, chinese, tier }, at) => {
    TYPES.forEach(([type, chineseType], i) => {
      const level = 1 + (i % LEVELS);
      list.push({
        key: `fictional-${city.toLowerCase()}-${i + 1}`,
        name: `Fictional ${city} ${type}`,
        chinese: `虚构${chinese}${chineseType}`,
        former: i === 1 ? `Fictional ${city} Institute of Mechanics` : null,
        kind: 'university',
        city: at,
        level,
        tier,
        mergedInto: null,
      });
    });
    list.push({
      key: `fictional-${city.toLowerCase()}-institute`,
      name: `Fictional ${city} Institute of Advanced Study`,
      chinese: `虚构${chinese}高等研究院`,
      former: null,
      kind: 'institute',
      city: at,
      level: 2,
      tier,
      mergedInto: null,
    });
  });
  // Two colleges that were merged into their neighbours: who took a degree there before and worked at the whole
  // afterwards has stayed.
  for (const whole of ['fictional-aldmere-1', 'fictional-brightwater-3']) {
    const into = list.find(({ key }) => key === whole) as FictionalInstitution;
    list.push({
      ...into,
      key: `${whole}-college`,
      name: `${into.name.replace(/ (Normal )?University$/, '')} Old College`,
      chinese: `${into.chinese.replace(/(师范)?大学$/, '')}老学院`,
      former: null,
      mergedInto: whole,
    });
  }
  return list;
}

type Row = [role: string, title: string, institution: string, city: string, start: string, end: string];

function careerRows(
  { steps, cells, postdoc }: ReturnType<typeof planCareers>[number],
  degreeYear: number,
  institutions: FictionalInstitution[],
  cities: World['cities'],
  random: Random,
): Row[] {
  const at = (
    cell: { level: number; tier: number },
    kind: 'university' | 'institute',
    not: FictionalInstitution | null,
  ) => {
    const fitting = institutions.filter(
      (one) =>
        one.kind === kind &&
        one.mergedInto === null &&
        one.tier === cell.tier &&
        one !== not &&
        (kind === 'institute' || one.level === cell.level),
    );
    return fitting[random.below(fitting.length)];
  };
  const places: (FictionalInstitution | null)[] = [at(cells[0], 'university', null)];
  steps.forEach((step, i) => {
    const here = places[i] as FictionalInstitution;
    places.push(
      step.kind === 'stayed'
        ? here
        : step.kind === 'moved'
          ? at(cells[i + 1], 'university', here)
          : step.kind === 'institute'
            ? at(cells[i + 1], 'institute', null)
            : null,
    );
  });
  const [doctorate, first, elected, current] = places;
  const college = institutions.find(({ mergedInto }) => mergedInto === doctorate?.key);
  const trained =
    college && steps[0].kind === 'stayed' && degreeYear < MERGER_YEAR && !postdoc
      ? college
      : (doctorate as FictionalInstitution);
  const rows: Row[] = [];
  const named = (one: FictionalInstitution) =>
    random.uniform() < 0.3 ? one.chinese : one.former && random.uniform() < 0.3 ? one.former : one.name;
  const add = (role: string, title: string, one: FictionalInstitution, start: number, end: number | 'present') =>
    rows.push([role, title, named(one), cities[one.city].city, String(start), String(end)]);
  const bachelor = institutions[random.below(institutions.length)];
  // An occasional misspelling, for the Institutions page; no stage depends on these lines.
  rows.push([
    'bachelor',
    'BSc',
    random.uniform() < 0.05
      ? bachelor.name.replace('University', 'Univ.').replace('Fictional', 'Fictonal')
      : bachelor.name,
    cities[bachelor.city].city,
    String(degreeYear - 9),
    String(degreeYear - 5),
  ]);
  add('doctorate', 'PhD', trained, degreeYear - 4, degreeYear);
  const awardYear = Math.max(degreeYear + 6, Math.min(2017, degreeYear + 8 + random.below(9)));
  let begins = degreeYear === MERGER_YEAR || trained === doctorate ? degreeYear : Math.max(degreeYear, MERGER_YEAR);
  if (postdoc) {
    add('postdoc', 'postdoctoral fellow', first as FictionalInstitution, degreeYear, degreeYear + 2);
    begins = degreeYear + 2;
  }
  const leaves = first === elected ? null : awardYear - 1 - random.below(3);
  const last = leaves ?? begins;
  const ends = awardYear + 1 + random.below(4);
  const finish = steps[2].kind === 'stayed' ? 'present' : ends;
  // After a postdoc elsewhere some go straight to where they are elected; at the alma mater all stay for some time.
  const straight = postdoc && leaves !== null && steps[0].kind === 'moved' && random.uniform() < 0.5;
  if (leaves !== null && !straight) add('job', 'lecturer', first as FictionalInstitution, begins, leaves);
  add('job', 'professor', elected as FictionalInstitution, straight ? begins : Math.max(last, begins), finish);
  add('award', 'elected Fictional Scholar', elected as FictionalInstitution, awardYear, awardYear);
  if (current && steps[2].kind !== 'stayed') add('job', 'professor', current, ends, 'present');
  return rows;
}

function edgesOf(random: Random): string[][] {
  const id = () => `F${String(1 + random.below(621)).padStart(3, '0')}`;
  const rows: string[][] = [['source', 'target', 'kind', 'weight', 'year']];
  const seen = new Set<string>();
  while (rows.length <= 900) {
    const a = id();
    const number = Number(a.slice(1));
    // Most ties are between neighbours in the list, so that there are communities to find.
    const b =
      random.uniform() < 0.75
        ? `F${String(1 + ((number - 1 + 621 + random.below(30) - 15) % 621)).padStart(3, '0')}`
        : id();
    const kind = random.uniform() < 0.85 ? 'co-authorship' : 'advisor';
    const key = `${[a, b].sort().join()} ${kind}`;
    if (a === b || seen.has(key)) continue;
    seen.add(key);
    rows.push([a, b, kind, String(1 + random.below(8)), String(1995 + random.below(22))]);
  }
  return rows;
}
