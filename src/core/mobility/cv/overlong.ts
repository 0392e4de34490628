/** Signs of one kind in a row, letters of a word, and characters without a sign between: more no person writes. */
const MOST_OF_ONE_SIGN = 40;
const MOST_OF_A_WORD = 90;
const MOST_WITHOUT_A_SIGN = 400;

/** Cuts down what would take time that grows with its square, as patterns and what to write for what they find. */
export const OVERLONG: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [new RegExp(`([^\\p{L}\\p{N}])\\1{${MOST_OF_ONE_SIGN},}`, 'gu'), ([run]) => run.slice(0, MOST_OF_ONE_SIGN)],
  [new RegExp(`[\\p{Script=Latin}\\p{N}\\p{Pc}.&'/+@%=:?#-]{${MOST_OF_A_WORD},}`, 'gu'), () => ' '],
  [
    new RegExp(`[\\p{Script=Han}\\p{N}]{${MOST_WITHOUT_A_SIGN}}`, 'gu'),
    ([run]) => `${run.slice(0, MOST_WITHOUT_A_SIGN - 1)}\n`,
  ],
];
