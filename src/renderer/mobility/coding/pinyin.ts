/** The first character of each initial letter in the order of pinyin; I, U and V begin no syllable. */
const FIRSTS: readonly [letter: string, character: string][] = [...'ABCDEFGHJKLMNOPQRSTWXYZ'].map((letter, i) => [
  letter.toLowerCase(),
  [...'吖八嚓咑妸发旮哈丌咔垃妈拏噢妑七呥仨他屲夕丫帀'][i],
]);

/** Of characters with several readings, the one in names of universities and cities: 重庆, 厦门, 音乐, 长沙. */
const IN_NAMES: Record<string, string> = { 重: 'c', 厦: 'x', 乐: 'y', 长: 'c', 朝: 'c', 会: 'h', 校: 'x' };

const order = new Intl.Collator('zh-u-co-pinyin');

/** qhdx for 清华大学; other characters stay as they are. */
export function pinyinInitials(text: string): string {
  return [...text]
    .map((character) => {
      if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
      if (character in IN_NAMES) return IN_NAMES[character];
      const at = FIRSTS.findLastIndex(([, first]) => order.compare(first, character) <= 0);
      return at < 0 ? character : FIRSTS[at][0];
    })
    .join('');
}
