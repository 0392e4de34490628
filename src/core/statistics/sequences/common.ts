/** Bits of a word: sums of two stay whole numbers of 31 bits, which engines add fastest. */
const WORD = 30;
const ALL = 2 ** WORD - 1;

/**
 * The length of the longest common subsequence, thirty places at a time (Crochemore et al. 2001; Hyyrö 2004): a column
 * of the table of Needleman & Wunsch is one addition. Asked of one sequence against many, what it needs of it is kept.
 *
 * @param states how many there are; sequences hold their indices
 */
export function commonLengths(states: number, longest: number): (a: Int32Array, b: Int32Array) => number {
  const most = Math.max(1, Math.ceil(longest / WORD));
  const places = new Int32Array(states * most);
  const column = new Int32Array(most);
  let known: Int32Array | null = null;
  const remember = (a: Int32Array) => {
    places.fill(0);
    for (let at = 0; at < a.length; at++) places[a[at] * most + Math.floor(at / WORD)] |= 1 << (at % WORD);
    known = a;
  };
  return (a, b) => {
    if (known !== a) remember(a);
    const words = Math.ceil(a.length / WORD);
    column.fill(ALL, 0, words);
    for (let j = 0; j < b.length; j++) {
      const from = b[j] * most;
      let carry = 0;
      for (let word = 0; word < words; word++) {
        const here = column[word];
        const same = here & places[from + word];
        const total = here + same + carry;
        carry = total >>> WORD;
        column[word] = (total | (here & ~places[from + word])) & ALL;
      }
    }
    let common = 0;
    for (let word = 0; word < words; word++) {
      const used = Math.min(WORD, a.length - word * WORD);
      // A place without its bit is one that both have.
      for (let left = ~column[word] & (2 ** used - 1); left !== 0; left &= left - 1) common++;
    }
    return common;
  };
}
