/** What the lines under a heading are about. */
export type Section = 'education' | 'work' | 'honours' | 'service' | 'other' | 'skip';

export const VISITING = new RegExp(
  String.raw`^\W*(?:(?:selected |academic |other |research |international )?` +
    String.raw`(?:visiting|visits|secondments?|sabbaticals?)\b)|` +
    '^(?:[海国境]外|学术|出国)?(?:访[学问]|讲学|客座|[进研]修)(?!.*(?:工作|任职|学习))',
  'i',
);

const HEADINGS: readonly [Section, RegExp][] = [
  ['work', VISITING],
  [
    'service',
    new RegExp(
      String.raw`兼职|社会任职|社会职务|学术任职|学术职务|学术服务|专业服务|社会服务|社团|学术团体|学会|\bservice\b|member(?:ship)?s?\b|` +
        String.raw`affiliations?\b|其[他它]$|editorial|committees?|\boffices?\b|boards?\b|other\b|outreach|` +
        'professional activities',
      'i',
    ),
  ],
  [
    'honours',
    new RegExp(
      '荣誉|[获得]奖|奖励|人才(?!培养)|称号|奖项|表彰|recognition|scholarships|' +
        String.raw`honou?rs?\b|awards?\b|prizes?\b|fellowships?\b|distinctions?\b`,
      'i',
    ),
  ],
  [
    'work',
    new RegExp(
      '^teaching$|teaching (?:activities|experience|positions|appointments|career)|教学经历|任教经历|科研经历|研究经历|' +
        'research (?:experience|positions)',
      'i',
    ),
  ],
  [
    'skip',
    new RegExp(
      '专长|(?<!联合)培养|学生|去向|毕业生|论文|著作|专著|出版|成果|发表|项目|课题|专利|作品|演出|教学|课程|讲授|研究方向|研究领域|研究兴趣|主要研究|指导|' +
        '招生|联系|参考|会议|讲座|报告|技能|语言|家庭|' +
        String.raw`publication|books?\b|articles?\b|papers?\b|presentations?|talks?\b|lectures\b|conferences?|` +
        String.raw`grants?\b|funding|research support|mentor(?:ing|ship)\b|mentees\b|trainees\b|` +
        String.raw`advis(?:ing|ees)\b|(?:dissertations|theses)\b|projects?\b|patents?\b|` +
        String.raw`teaching (?:areas?|interests?|statement|portfolio|evaluations?)|courses?\b|` +
        String.raw`supervision|^(?!.*teaching).*supervisory|students?\b|` +
        String.raw`languages?|skills|references?\b|referees|interests?\b|performances?|recordings?|` +
        String.raw`compositions?|discography|concerts?|contact|media|works\b|bibliography|hobbies|personal`,
      'i',
    ),
  ],
  [
    'education',
    new RegExp(
      '教育|学习|求学|学历(?!史)|学业|学位|education|academic (?:qualification|background|training|record)|' +
        String.raw`degrees?\b|studies\b|qualifications?|training`,
      'i',
    ),
  ],
  [
    'work',
    new RegExp(
      '工作|任职|职业|任教|研修|访学|进修|海外|国外|境外|留学|出国|经历|履历|简历|职历|生平|现职|职务|职称|简介|appointments?|employment|experience|' +
        'positions?|' +
        'career|professional|work history|biograph|administrative',
      'i',
    ),
  ],
];

/** Headings in German, French, Italian, Spanish and Portuguese. */
const EUROPEAN: readonly [Section, RegExp][] = [
  ['honours', /^(?:auszeichnungen|ehrungen|preise|prix|pr[êe]mios|premi|reconocimientos|riconoscimenti)(?![\p{L}])/iu],
  [
    'work',
    new RegExp(
      String.raw`^(?:beruf\p{L}*|(?:akademischer |beruflicher |wissenschaftlicher )?werdegang|` +
        String.raw`tätigkeiten|lebenslauf|parcours|situation actuelle|` +
        String.raw`situaci[óo]n (?:profesional|acad[ée]mica|actual)|exp[ée]riences?|experiencia|experi[êe]ncia|` +
        String.raw`esperienz[ae]|atuaç[ãa]o|actividad(?:es)?|attivit[àa]|trayectoria|trajet[óo]ria|` +
        String.raw`carriera|carrière)(?![\p{L}])`,
      'iu',
    ),
  ],
  [
    'education',
    new RegExp(
      String.raw`^(?:formaç[ãa]o|formaci[óo]n|formation|formazione|istruzione|études|estudios|studi|titolazione|` +
        String.raw`títulos|titulaç[ãa]o|ausbildung|studium|bildungsweg)(?![\p{L}])`,
      'iu',
    ),
  ],
];

/** Words of an entry, which no heading has. */
export const NO_HEADING = new RegExp(
  String.raw`\b(?:Professor|Lecturer|University|College|Fellow|Association|Society|Council|Federation|` +
    String.raw`Academy|National|International|Ph\.?D|Institute|Scholar|Director|Dean|Head|Manager|Engineer|` +
    String.raw`Assistant|` +
    String.raw`Officer|Co-?ordinator|Consultant|Teacher|Instructor|Researcher|Scientist|Curator|` +
    String.raw`B\.?A|B\.?Sc?|M\.?A|M\.?Sc?|M\.?Ed|B\.?Ed|B\.?Mus|M\.?Mus|M\.?Phil|MBA)\b`,
);

/** "Scholarships, Fellowships, and Honors": words of headings in a row. */
const WORDS = '[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?';
const ROW_OF_WORDS = new RegExp(`^${WORDS}(?:, ${WORDS})*,? (?:and |AND |& )?${WORDS}$`);

/** 报告人简介, 作者简介: about somebody, whatever the occasion. */
/** What somebody means to do is no position yet. */
const PLANS = /(?:工作|研究|科研)(?:计划|设想|规划)|未来/;

const ABOUT_SOMEBODY = /(?:[人者宾家师]|教授|博士|院士)(?:个人)?(?:简介|简历|介绍|生平)$/;

const OF_A_PROGRAMME =
  /^(?:教育部|科技部|国家|中组部|\p{Script=Han}{2,3}[省市区]|全国)(?!.*[及与和、]).{4,}(?:计划|工程|基金|专家|名师|学者|称号|人选)$/u;

/** "Department of Media and Information" below a post: where it was, and no heading. */
const OF_A_DEPARTMENT = /^(?:Department|School|Faculty|Division|Cent(?:er|re)) (?:of|for) [A-Z]/;

/** "PhD students supervised": whose posts stand below. */
const GRADUATE = String.raw`(?:Ph\.?D\.?|MA|MSc|Postdoc\w*|Doctoral|Graduate|Master'?s)`;
const OF_STUDENTS = new RegExp(
  String.raw`^(?:(?:Former|Current|Past|Present|Completed|Ongoing|Selected) )*${GRADUATE}` +
    String.raw`(?:(?:,| and|,? &| ?\/) ${GRADUATE})* (?:students|advisees|supervis\w+|theses|committees|graduates)\b`,
  'i',
);

/** A title in a line of its own is the post of what stands above it. */
const TITLE_ALONE = /^(?:高级|国家公派)?(?:访问|客座|讲座|兼职)(?:学者|学人|教师|教授|副教授|研究员|科学家)$/;

/** 高层次人才基本情况表, 某某基金申请书: the title of a form says what the form is for. */
const TITLE_OF_FORM = new RegExp(
  '^(?=.{4,30}$)(?:.*(?:人才|专家|学者|教师|干部|人员|个人|员工|博士后?|负责人|引进|岗位|资格).*表|' +
    '.*(?:申请|申报|候选|推荐|评审|评选|提名).*(?:表|书|简况))$',
);

/** The heading that a short line is, or null. */
export function headingOf(text: string): Section | null {
  const bare = text
    .replace(/^[\s#【[(<*=-]+|[\s】\])>:*=-]+$/g, '')
    .trim()
    .replace(
      /^(?:University|College) (?=(?:Studies|Education|Offices?|Service|Training|Degrees|Appointments|Positions)$)/i,
      '',
    );
  if (TITLE_OF_FORM.test(bare)) return 'other';
  if (bare.length < 2 || /\d{4}/.test(bare) || TITLE_ALONE.test(text.trim())) return null;
  if (/[,;。.]/.test(bare.replace(/\.$/, '')) && !ROW_OF_WORDS.test(bare)) return null;
  const chinese = /\p{Script=Han}/u.test(bare);
  if (chinese && /\d/.test(bare)) return null;
  // A heading in capitals may be long: "ACTIVIDADES ANTERIORES DE CARÁCTER CIENTÍFICO O PROFESIONAL".
  const [most, longest] = bare === bare.toUpperCase() ? [9, 80] : [6, 60];
  if (chinese ? bare.replace(/\s/g, '').length > 14 : bare.split(/\s+/).length > most || bare.length > longest)
    return null;
  if (
    chinese &&
    /(?:大学|学院|研究所|公司|医院|教授|讲师|研究员|院长|主任|博士|硕士|学士|本科)$/.test(
      bare.replace(/\([^()]*\)?$/, ''),
    )
  )
    return null;
  if (chinese && /(?:大学|学院|研究[所院])\S*[系部室处所院心]$/.test(bare)) return null;
  // 某某部优秀人才支持计划: the name of a programme, which stands in a table of honours.
  if (chinese && OF_A_PROGRAMME.test(bare)) return null;
  if (!chinese && !OF_STUDENTS.test(bare) && (NO_HEADING.test(bare) || OF_A_DEPARTMENT.test(bare))) return null;
  if (ABOUT_SOMEBODY.test(bare)) return 'work';
  if (PLANS.test(bare)) return 'skip';
  const found = [...HEADINGS, ...EUROPEAN].filter(([, words]) => words.test(bare));
  // A line of capitals that says nothing known ends what stood before it.
  if (found.length === 0) return !chinese && bare.length > 3 && /^[A-Z][A-Z &/-]+$/.test(bare) ? 'other' : null;
  const isCapital = !chinese && (bare === bare.toUpperCase() || /^[A-Z]/.test(bare));
  if (!chinese && !isCapital) return null;
  if (/^other (?:\w+ )?(?:experience|employment)$/i.test(bare)) return 'work';
  // "Grants and offices" holds offices too.
  if (VISITING.test(bare)) return 'work';
  return found[0][0] === 'skip' ? (found.find(([section]) => section === 'service')?.[0] ?? 'skip') : found[0][0];
}
