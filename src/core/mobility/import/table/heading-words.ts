import { nameKey } from '../../names/name-key.ts';

/** Headings of CVs that stand above an institution's history or a word about a person as well. */
const INTRODUCTIONS = ['introduce', 'introduction', '介绍', '个人介绍', '人物介绍'];

/** Field → possible header names, compared without case, accents and punctuation. */
export const HEADER_WORDS: Record<string, string[]> = {
  scholar: [
    'scholar',
    'scholar id',
    'id',
    'key',
    'code',
    'person',
    'item',
    'qid',
    '编号',
    '学者编号',
    '学者',
    '序号',
    '工号',
    '代码',
    '标识',
    ...['orcid', 'orcid id', 'author id', 'openalex id', 'person id', 'researcher id', 'faculty id'],
    ...['laureate id', 'fellow id', 'recipient id', 'awardee id', 'member id', 'professor id', 'staff id'],
    ...['employee id', 'academic id', 'scientist id', '教师编号', '职工号', '人员编号'],
  ],
  name: [
    'name',
    'full name',
    'scholar name',
    '姓名',
    '学者姓名',
    '名字',
    'personlabel',
    'person label',
    'itemlabel',
    'item label',
    ...['person name', 'display name', 'author', 'author name', 'researcher', 'faculty name', 'faculty member'],
    ...[
      'professor',
      '专家姓名',
      '中文姓名',
      '教师',
      '教师姓名',
      '申请人',
      '项目负责人',
      '获资助者',
      '获奖者',
      '当选者',
    ],
    ...[
      'fellow',
      'fellow name',
      'laureate',
      'recipient',
      'awardee',
      'honoree',
      'member',
      'prize winner',
      '入选者',
      '获得者',
      '得主',
    ],
    ...['人物', '氏名', '이름', '성명'],
  ],
  institution: [
    'employerlabel',
    'employer label',
    'educatedatlabel',
    'educated at label',
    'institution',
    'institution name',
    'organization',
    'organization name',
    'organisation',
    'employer',
    'university',
    'affiliation',
    '单位',
    '机构',
    '院校',
    '学校',
    '工作单位',
    '任职单位',
    '单位名称',
    '学校名称',
    ...['org', 'org name', 'institutions', 'affiliations', 'affiliation name', 'current institution', 'workplace'],
    ...[
      'institution id',
      'company',
      'last known institution',
      'last known institutions',
      '所在单位',
      '现工作单位',
      '供职单位',
    ],
    ...['机构名', '任职机构', '工作机构', '所属机构', '所属', '所属機関', '소속', '소속기관'],
    ...['学校/单位', '单位/学校', '院校/单位', '单位/院校', '学习/工作单位', '学习工作单位', '就读/任职单位'],
  ],
  city: ['city', 'town', '城市', '城市名称', '城市名', '所在城市', '所在地'],
  country: ['country code', 'country iso code', 'country', '国家', '国家地区', '国别'],
  role: ['role', 'type', 'position type', '类型', '类别', '经历类型', '经历类别', '教育/工作', '性质', '身份'],
  title: [
    'title',
    'position',
    'job title',
    'position title',
    'academic title',
    'degree',
    '职务',
    '职称',
    '职位',
    '学位',
    '头衔',
    '学位/职务',
    '学位职务',
    '职务/学位',
    ...['岗位', '職名', '직위', '직급'],
    ...['学历/职务', '学历/职称', '学位/职称', '职务/职称'],
  ],
  start: [
    'start',
    'start year',
    'start date',
    'start time',
    'starttime',
    'startdate',
    'from',
    'from year',
    ...['start date time', 'date time start', 'interval start', 'date start', 'started'],
    'begin',
    '起始年',
    '开始年份',
    '起',
    '起始',
    '开始',
    '开始时间',
    '起始时间',
    '开始年月',
    '起始年月',
    '开始日期',
    '起始日期',
    '起始年份',
    '开始年',
    '入职年份',
    '入职时间',
    ...['開始年', '시작', '시작년도'],
  ],
  end: [
    'end',
    'end year',
    'end date',
    'end time',
    'endtime',
    'enddate',
    'to',
    'to year',
    ...['end date time', 'date time end', 'interval end', 'date end', 'ended'],
    'until',
    '结束年',
    '结束年份',
    '止',
    '终止',
    '结束',
    '结束时间',
    '终止时间',
    '结束年月',
    '终止年月',
    '结束日期',
    '终止日期',
    '终止年份',
    '离职年份',
    '离职时间',
    ...['截止日期', '截止时间', '終了年', '종료', '종료년도'],
  ],
  period: [
    'period',
    'dates',
    'time period',
    '起止时间',
    '起止年月',
    '起止年份',
    '起止日期',
    '起讫时间',
    '起讫年月',
    '起止',
    ...['years', 'year range', 'tenure', 'duration'],
    '时间段',
    '任职时间',
    '任职年限',
    '任期',
    '在职时间',
    '在读时间',
    '时间',
  ],
  stage: ['stage', '阶段'],
  primary: ['primary', 'main', 'main post', '主要', '主职', '是否主职'],
  text: ['text', 'evidence', 'source', '原文', '履历', '简历', '经历'],
  cv: [
    ...['cv', 'curriculum vitae', 'resume', 'résumé', 'vita', 'bio', 'biography', 'biographical sketch', 'cv text'],
    ...['院士简介', '专家简介', '学者简介', '教师简介'],
    ...['简历', '履历', '经历', '简介', '个人简历', '个人履历', '个人经历', '个人简介', '人物简介', '生平', '生平简介'],
    ...['学术简历', '学术履历', '学术经历', '主要经历', '主要履历', '工作简历', '工作履历', '简历全文', '履历全文'],
    ...['学习工作经历', '学习和工作经历', '学习与工作经历', '教育和工作经历', '教育与工作经历', '教育工作经历'],
    ...['教育及工作经历', '学习及工作经历', '求学与任职经历', '履历文本', '简历文本', '简历内容'],
    ...INTRODUCTIONS,
  ],
  cvEducation: [
    ...['education', 'educational background', 'education background', 'education history'],
    ...['教育经历', '教育背景', '学习经历', '求学经历', '学历经历', '教育履历', '受教育经历'],
  ],
  cvCareer: [
    ...['career', 'work experience', 'employment history', 'professional experience', 'career history', 'experience'],
    ...['工作经历', '任职经历', '职业经历', '任教经历', '从业经历', '职业履历', '任职履历', '学术任职经历'],
  ],
  cvHonours: [
    ...['honours', 'honors', 'awards', 'honours and awards', 'honors and awards'],
    ...['荣誉', '获奖情况', '荣誉奖励', '荣誉称号', '所获荣誉', '奖励与荣誉', '荣誉与奖励', '获奖与荣誉', '人才称号'],
  ],
  year: ['year', '年份', '年', '年度'],
  grade: [
    'grade',
    'rating',
    '评估结果',
    '学科评估结果',
    '评估等级',
    '等级/结果',
    '评选结果',
    '评估等次',
    '学科等级',
    '学科评级',
    '评估档次',
    '评级',
    '档次',
    '等级',
    '建设类型',
    '建设类别',
    '办学层次类型',
  ],
  discipline: ['discipline', 'subject', '一级学科', '一级学科名称', '学科', '学科名称'],
  rank: [
    // The place in the world before that in a selection.
    ...['world rank', 'global rank', 'world ranking', '世界排名', '全球排名'],
    ...['rank', 'ranking', 'overall rank', 'rank display', '排名', '名次', '位次', '总排名'],
  ],
  ranked: [
    'university name',
    'institution',
    'institution name',
    'university',
    'name',
    'school',
    '院校',
    '院校名称',
    '学校',
    '学校名称',
    '高校',
    '高校名称',
    '大学',
    '单位名称',
    '参评单位',
    '高等学校',
    '学校代码及名称',
    '学校代码名称',
    '学校名称及代码',
    '高校代码及名称',
  ],
  tier: ['tier', 'city tier', 'level', '等级', '城市等级', '城市级别', '城市分级', '级别', '线级', '层级', '几线'],
  edition: ['edition', 'version', '版本', '版'],
  key: ['key', 'id', 'institution key', 'institution id', 'unitid', 'ror', 'ror id', 'grid id', '编号', '代码'],
  kind: ['kind', 'type', '类型', '性质', '类别', '机构类型', '学校类型', '单位性质', '关系', '关系类型'],
  otherName: ['english name', 'name in english', 'chinese name', '英文名', '英文名称', '外文名', '外文名称'],
  aliases: [
    'aliases',
    'alias',
    'ialias',
    'other names',
    'abbreviation',
    '别名',
    '曾用名',
    '其他名称',
    '其它名称',
    '简称',
    '又名',
  ],
  state: ['state', 'stabbr', 'state code', 'state or province'],
  latitude: ['latitude', 'lat', 'latitud', '纬度'],
  longitude: ['longitude', 'longitud', 'lon', 'lng', '经度'],
  mergedInto: ['merged into', 'merged', '并入', '并入单位', '合并到', '合并为', '后继机构'],
  mergedYear: ['merged year', 'merge year', '并入年份', '合并年份'],
  parent: ['parent', '上级', '隶属', '上级单位', '隶属单位', '主管单位'],
  affiliateOf: ['affiliate of', '附属于', '依托单位'],
  campusOf: ['campus of', '校区属于', '主校区'],
  source: [
    'source',
    'from',
    'person 1',
    'author 1',
    'scholar 1',
    '甲',
    '学者1',
    '作者1',
    '合作者1',
    '合作者甲',
    '导师',
    '来源',
  ],
  target: [
    'target',
    'to',
    'person 2',
    'author 2',
    'scholar 2',
    '乙',
    '学者2',
    '作者2',
    '合作者2',
    '合作者乙',
    '学生',
    '目标',
  ],
  reason: [
    'reason',
    'reason missing',
    'missing because',
    'why missing',
    '缺失原因',
    '未找到原因',
    '无简历原因',
    '缺失理由',
    '原因',
    '理由',
  ],
  note: ['note', 'notes', 'remark', 'remarks', 'comment', '备注', '说明'],
  weight: ['weight', 'count', 'papers', '权重', '次数', '篇数', '合作次数', '合作篇数', '合著篇数'],
};

/** Whether a heading may be that of a CV, and as well of something else. */
export const saysIntroduction = (heading: string) =>
  headingKeys(heading).some((key) => INTRODUCTIONS.some((word) => nameKey(word) === key));

/** Headings above free text about a career, the whole of it or a part. */
export const CV_WORDS = ['cv', 'cvEducation', 'cvCareer', 'cvHonours'].flatMap((field) => HEADER_WORDS[field]);

export const ATTRIBUTE_WORDS: Record<string, string[]> = {
  gender: ['gender', 'sex', '性别'],
  birthYear: [
    ...['birth year', 'born', 'year of birth', 'birthyear', 'year birth', 'birth date', 'birthdate'],
    ...['date of birth', 'dob', '出生年', '出生年份', '出生年月', '出生日期', '生年'],
  ],
  discipline: ['discipline', 'field', 'subject', '学科', '专业', '研究领域'],
  instrument: ['instrument', '乐器'],
  degreeAbroad: ['degree abroad', 'abroad', '海外博士', '海外学位', '留学', '是否海外'],
};

let fieldKeys: ReadonlySet<string>[] | null = null;

/** The keys of each field's words, made once: every heading of every table is looked for among them. */
function keysOfFields(): ReadonlySet<string>[] {
  fieldKeys ??= [...Object.values(HEADER_WORDS), ...Object.values(ATTRIBUTE_WORDS)].map(
    (words) => new Set(words.map(nameKey)),
  );
  return fieldKeys;
}

/** Whether a cell says what a column's heading says, of any table. */
export function isHeaderWord(cell: string): boolean {
  const keys = headingKeys(cell);
  return keysOfFields().some((field) => keys.some((key) => field.has(key)));
}

/** Words that stand before a heading's without changing what it says: 学者姓名, 教师编号. */
const WHOSE = /^(?:学者|教师|人才|人员|专家|入选者|被试|个人|本人|您的|你的)(?=.{2})/;
const SAID_BESIDE = /[(（【[<][^)）】\]>]*[)）】\]>]|[*＊※]|^\s*\d+\s*[.、．]\s*|(?<=.{2})全称$/g;

/** The first of a table's headings that a pattern fits. */
export function headingLike(head: readonly string[], pattern: RegExp): string | null {
  return head.find((name) => headingKeys(name).some((key) => pattern.test(key))) ?? null;
}

/** A heading as it is compared: as written, without remarks (单位（全称）, 1. 姓名, 姓名*), and without whose it is. */
export function headingKeys(heading: string): string[] {
  const plain = heading.replace(SAID_BESIDE, '');
  const apart = plain.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
  const named = /^(?!person|item)(.+?)[\s_.]*(?:label|display name)s?$/i.exec(apart.replaceAll('_', ' '))?.[1] ?? '';
  return [
    ...new Set([heading, plain, plain.replace(WHOSE, ''), apart, named, ...inTwoLanguages(plain)].map(nameKey)),
  ].filter((key) => key !== '');
}

/** 姓名 and Name of “Name 姓名”, where both name one field: QS排名 is no rank of any table. */
function inTwoLanguages(heading: string): string[] {
  const parts = [/[^\p{Script=Han}]+/gu, /\p{Script=Han}+/gu].map((other) => nameKey(heading.replace(other, ' ')));
  if (parts.includes('')) return [];
  const isOneField = keysOfFields().some((keys) => parts.every((part) => keys.has(part)));
  return isOneField ? parts : [];
}
