/** What a field of a form asks for: words behind its label that are no name and no post may still be one. */
export type Field = 'employer' | 'post' | 'value' | 'note';

const LABELS: readonly [Field, string][] = [
  [
    'employer',
    '(?:current |present |previous )?(?:employer|company|organi[sz]ation|institution|institute|' +
      'university|' +
      String.raw`school|college|affiliation|host|hospital)s?(?: ?(?:\/|or|and) ?\w+)?(?: name)?|` +
      'name (?:and (?:address|' +
      'type|location) )?of (?:the )?(?:employer|organi[sz]ation|institution|company|' +
      'university)(?: providing ' +
      'education and training)?|(?:awarding|granting|host|degree) (?:body|institution|university)',
  ],
  [
    'post',
    '(?:occupation or )?(?:position|job|post|role|rank|function|designation)s?(?: (?:title|held|' +
      'name))?(?: held)?|' +
      '(?:job |position |academic )?title(?: of (?:the )?position)?',
  ],
  [
    'value',
    String.raw`(?:employment |appointment |study )?(?:dates?|period|duration|years?)(?: (?:attended|of \w+|held|` +
      'from.{0,8}' +
      'to))?|time ?(?:period|frame)?|from ?[-–/] ?to|start ?[-/] ?end(?: dates?)?|title of (?:the )?' +
      '(?:qualification|degree)(?: (?:awarded|obtained))?|(?:academic )?(?:qualification|degree|' +
      'diploma)s?(?: (?:' +
      'awarded|obtained|received|earned|title|type|name))?',
  ],
  [
    'note',
    '(?:main |key )?(?:activities|duties|responsibilities|tasks)(?: and (?:activities|duties|' +
      'responsibilities))?|' +
      '(?:business|economic)? ?(?:or )?sector|(?:final )?(?:grade|mark|level)|' +
      '(?:employment )?location|country|' +
      'city|address|web ?site|(?:field|area|subject)s?|major|minor|speciali[sz]ation',
  ],
];
const ENGLISH = LABELS.map(
  ([field, words]) =>
    [field, new RegExp(String.raw`^\W{0,3}(?:${words})(?: ?\([^()\n]{1,24}\))? ?(?::(?!\/)|\t)\s*`, 'i')] as const,
);
/** Labels that say of any line, also of one outside a form, that it tells no position. */
const NEVER = new RegExp(
  String.raw`^\W{0,3}(?:type of (?:business|employment|organi[sz]ation|contract)(?: or sector)?|principal ` +
    String.raw`(?:subjects|studies)[^:\n]*|occupational skills[^:\n]*|level in (?:eqf|national|` +
    String.raw`international)[^:\n]*|` +
    '(?:(?:ph\\.?d\\.?|doctoral|master.?s|bachelor.?s|honou?rs) ' +
    '(?![^\\n]*(?:University|College|Institute)[^\\n]*, (?:19|20)\\d\\d))?' +
    '(?:thesis|dissertation|essay)(?: title| topic)?|' +
    '(?:thesis |dissertation )?(?:advis[eo]rs?|supervisors?)|title of (?:the )?(?:thesis|dissertation)|gpa|' +
    String.raw`(?:field|area|subject)(?:s|\(s\))? of (?:study|research))(?: ?\([^()\n]{1,24}\))? ?(?::|\t)\s*`,
  'i',
);
const CHINESE: readonly (readonly [Field, RegExp])[] = [
  ['value', /^(?:[起任就在]?[止职读学]?(?:时间|年月|日期)|学历|学位):/],
  ['employer', /^(?:(?:工作|任职|所在|学习)?单位|学校|(?:毕业|就读)?院校):/],
  ['post', /^(?:职务|职称|职位|岗位):/],
];

/** The label that a line of a form begins with, and how long it is. */
export function formLabel(line: string): { length: number; field: Field; alone: boolean } | null {
  const never = NEVER.exec(line);
  if (never) return { length: never[0].length, field: 'note', alone: true };
  for (const [field, pattern] of [...ENGLISH, ...CHINESE]) {
    const found = pattern.exec(line);
    if (found) return { length: found[0].length, field, alone: false };
  }
  return null;
}
