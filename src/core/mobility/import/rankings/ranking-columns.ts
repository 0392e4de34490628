import { headingKeys } from '../table/heading-words.ts';

/** The indicators of known rankings, as their own sites and the usual copies of their tables head them. */
const INDICATORS: readonly (readonly [string, readonly RegExp[]])[] = [
  [
    'ARWU',
    [
      /^(?:alumni|alu|校友获奖)$/,
      /^(?:award|awd|教师获奖|获奖教师)$/,
      /^(?:hi ?ci|高被引(?:科学家|学者))$/,
      /^(?:n s|ns|n and s|nands|n s论文|ns论文|nands论文)$/,
      /^(?:pub|国际论文)$/,
      /^(?:pcp|师均表现)$/,
    ],
  ],
  [
    'THE',
    [
      /^(?:scores? )?teaching(?: score)?$/,
      /^(?:scores? )?research(?: environment)?(?: score)?$/,
      /^(?:scores? )?(?:citations|research quality)(?: score)?$/,
      /^(?:scores? )?(?:industry )?income(?: score)?$|^(?:scores? )?industry(?: score)?$/,
      /^(?:scores? )?international(?: outlook)?(?: score)?$/,
      /^(?:stats )?(?:female male ratio|student staff ratio)$/,
    ],
  ],
  [
    'QS',
    [
      /^(?:academic reputation|ar)(?: score| rank)?$|^学术声誉/,
      /^(?:employer reputation|er)(?: score| rank)?$|^雇主(?:声誉|评价)/,
      /^(?:faculty student(?: ratio)?|fsr)(?: score| rank)?$|^师生比/,
      /^(?:citations per (?:faculty|paper)|cpf)(?: score| rank)?$|^(?:师均|单位教员)/,
      /^(?:international faculty(?: ratio)?|ifr)(?: score| rank)?$|^国际(?:教师|教员|师资)/,
      /^(?:international students?(?: ratio)?|isr)(?: score| rank)?$|^国际学生/,
      /^(?:international research network|irn|employment outcomes|ger|sustainability|sus)(?: score| rank)?$/,
    ],
  ],
  [
    'CWUR',
    [
      /^(?:quality of )?education(?: rank)?$/,
      /^(?:alumni employment|employability)(?: rank)?$/,
      /^(?:quality of )?faculty(?: rank)?$/,
      /^(?:broad impact|influence)(?: rank)?$/,
      /^(?:patents|research output|research performance)(?: rank)?$/,
    ],
  ],
  [
    'US News',
    [/^(?:global|regional) research reputation$/, /^global score$/, /^(?:enrollment|normalized citation impact)$/],
  ],
  ['SCImago', [/^sector$/, /^(?:research|innovation|societal) rank$/, /^(?:best )?quartile$/]],
  [
    'Leiden',
    [/^(?:impact )?p$/, /^frac counting$/, /^(?:impact )?p top ?\d+$/, /^pp top ?\d+$/, /^(?:impact )?m?n?cs$/],
  ],
  [
    '软科中国大学排名',
    [
      /^(?:办学层次|办学资源|师资规模与结构)(?:得分)?$/,
      /^(?:学科水平|学科建设)(?:得分)?$/,
      /^(?:人才培养|科学研究|服务社会|社会服务)(?:得分)?$/,
      /^(?:高端人才|重大项目与成果|国际竞争力)(?:得分)?$/,
      /^(?:生源质量|科研规模|科研质量|顶尖成果|顶尖人才|科技服务|产学研究合作|成果转化|培养结果|社会声誉)/,
    ],
  ],
];
const FEWEST = 2;
/** So many indicators are enough, even where other rankings have each of them too. */
const SURE = 3;
/** What any ranking may measure. */
const GENERIC = new RegExp(
  `^(?:scores? )?(?:${[
    ...['teaching', 'research', 'citations', 'international', 'industry', 'student staff ratio', 'female male ratio'],
    ...['education', 'employability', 'faculty', 'influence', 'patents', 'research output', 'research performance'],
    ...['faculty student(?: ratio)?', 'international (?:faculty|students?)(?: ratio)?', 'sustainability', 'enrollment'],
    ...[
      'employment outcomes',
      'sector',
      'quartile',
      '师生比',
      '学科建设',
      '人才培养',
      '科学研究',
      '服务社会',
      '社会服务',
    ],
  ].join('|')})(?: score| rank|得分)?$`,
);

/**
 * The known rankings whose indicators stand among the headings of a table: at least two of one, and most of all. They
 * are sure if one of the headings is no other ranking's, or there are three.
 */
export function rankingsByColumns(head: readonly string[]): { sure: string[]; like: string[] } {
  const keys = head.map((heading) => headingKeys(heading));
  const found = INDICATORS.map(([name, patterns]) => {
    const fitting = patterns.flatMap((pattern) => {
      const own = keys.find((some) => some.some((key) => pattern.test(key)));
      return own === undefined ? [] : [own];
    });
    const isOwn = fitting.some((own) => !own.some((key) => GENERIC.test(key)));
    return { name, count: fitting.length, isSure: isOwn || fitting.length >= SURE };
  });
  const most = Math.max(...found.map(({ count }) => count));
  const best = most < FEWEST ? [] : found.filter(({ count }) => count === most);
  const namesOf = (some: typeof best) => some.map(({ name }) => name);
  return { sure: namesOf(best.filter(({ isSure }) => isSure)), like: namesOf(best.filter(({ isSure }) => !isSure)) };
}
