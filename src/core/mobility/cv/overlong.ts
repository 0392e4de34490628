/** Signs of one kind in a row, letters of a word, and characters without a sign between: more no person writes. */
const MOST_OF_ONE_SIGN = 40;
const MOST_OF_A_WORD = 90;
const MOST_WITHOUT_A_SIGN = 400;

/** 某市音乐、戏剧与媒体学院: fields of one name, which a sign parts. */
const FIELD = '(?:音乐|戏剧|舞蹈|艺术|美术|影视|农业|林业|经济|管理|政治|法律|科学|技术|工业|医学|药学)';
const FIELDS_OF_A_NAME = new RegExp(
  `(?<=\\p{Script=Han}{2}${FIELD})、(?=${FIELD}[与和及]\\p{Script=Han}{2,6}(?:学院|大学|研究[所院]))`,
  'gu',
);

/** Cuts down what would take time that grows with its square, as patterns and what to write for what they find. */
export const OVERLONG: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [FIELDS_OF_A_NAME, () => ''],
  [new RegExp(`([^\\p{L}\\p{N}])\\1{${MOST_OF_ONE_SIGN},}`, 'gu'), ([run]) => run.slice(0, MOST_OF_ONE_SIGN)],
  [new RegExp(`[\\p{Script=Latin}\\p{N}\\p{Pc}.&'/+@%=:?#-]{${MOST_OF_A_WORD},}`, 'gu'), () => ' '],
  [
    new RegExp(`[\\p{Script=Han}\\p{N}]{${MOST_WITHOUT_A_SIGN}}`, 'gu'),
    ([run]) => `${run.slice(0, MOST_WITHOUT_A_SIGN - 1)}\n`,
  ],
];
