import { INSTITUTION_KINDS, type InstitutionKind } from '../../../../shared/mobility/codebook.ts';
import { nameKey } from '../../names/name-key.ts';
import { simplified } from '../../names/simplified.ts';

/** Universities whose names say institute, school, college or academy. */
const UNIVERSITIES = new RegExp(
  [
    'institutes? of (?:advanced )?(?:science and )?technology|indian institute of science|karolinska|caltech',
    'school of (?:economics|oriental|business|hygiene|mines)|business school|medical school|law school',
    'polytechni|politecnico|hochschule|[ée]cole (?:normale|polytechnique|des)|sciences po|eth z|eth zürich',
    '医科大学|医学院$|师范学院$|理工学院$|工学院$|商学院$|学院$',
  ].join('|'),
  'i',
);
const TYPES: [RegExp, InstitutionKind][] = [
  [/附属(?!小学|中学).*医院|hospital|infirmary|医院/i, 'hospital'],
  [/附属?(?:中学|小学|实验学校)|附[中小]$|(?:primary|middle|high|secondary|elementary) school|中学|小学/i, 'school'],
  [
    new RegExp(
      'conservator|juilliard|curtis institute|音乐学院|音乐院|musikhochschule|music (?:academy|school|college)|' +
        '(?:school|college|academy|institute|hochschule|universit\\w*) (?:of|für|for) mus',
      'i',
    ),
    'conservatory',
  ],
  [/orchestra|philharmonic|symphony|乐团|交响/i, 'orchestra'],
  [/研究所|研究院|科学院(?!大学)|实验室|academy of sciences|laborator|max planck|cnrs/i, 'institute'],
  [UNIVERSITIES, 'university'],
  [/institute/i, 'institute'],
  [/school/i, 'school'],
  [/inc\.?$|\bltd\b|\bgmbh\b|\bcompany\b|corporation|公司|集团/i, 'company'],
  [/ministry|bureau|government|部$|局$|厅$|委员会/i, 'government'],
];
/** Parts of a university that are of another kind than it. */
const PARTS: readonly InstitutionKind[] = ['hospital', 'school', 'conservatory'];

/** A first guess of the kind from the name: university unless a word says otherwise. */
export function guessKind(text: string): InstitutionKind {
  const name = simplified(text.normalize('NFKC').trim());
  const found = TYPES.find(([words]) => words.test(name))?.[1] ?? 'university';
  const school = found === 'conservatory' && /universit\w* .*school of mus/i.test(name);
  return /大学|universit/i.test(name) && (school || !PARTS.includes(found)) ? 'university' : found;
}

/** Words of a column that says the kind. */
const KIND_WORDS: Record<InstitutionKind, readonly string[]> = {
  university: [
    '大学',
    '高校',
    '高等院校',
    '本科院校',
    '本科',
    '学院',
    'college',
    'higher education',
    'education',
    'univ',
  ],
  institute: [
    '研究所',
    '研究院',
    '研究院所',
    '研究机构',
    '研究单位',
    '科研单位',
    '科研院所',
    '科研机构',
    'research institute',
    'facility',
    'laboratory',
  ],
  conservatory: ['音乐学院', '艺术院校', '艺术学院', 'music academy', 'music school', 'music college'],
  orchestra: ['乐团', '院团', '文艺院团', '交响乐团', 'ensemble'],
  school: ['中学', '小学', '中小学', '附中'],
  company: ['公司', '企业', '集团', 'business', 'industry', 'firm'],
  hospital: ['医院', '附属医院', 'healthcare', 'clinic'],
  government: ['政府', '机关', '政府机关', '政府部门', '党政机关', 'public authority'],
  freelance: ['自由职业', '自由职业者', 'self employed'],
  other: ['其他', '其它', 'nonprofit', 'archive', 'funder'],
};

/** The kind that a cell names, in English or Chinese; null if it names none. */
export function kindIn(text: string): InstitutionKind | null {
  const key = nameKey(text);
  return (
    INSTITUTION_KINDS.find((kind) => key === kind || KIND_WORDS[kind].some((word) => nameKey(word) === key)) ?? null
  );
}
