/** Languages in scripts that the reader of CVs does not read, or reads as Chinese. */
export type UnreadLanguage = 'japanese' | 'korean' | 'cyrillic' | 'greek' | 'arabic' | 'hebrew' | 'thai' | 'devanagari';

const SCRIPTS: readonly [UnreadLanguage, RegExp][] = [
  ['korean', /\p{Script=Hangul}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['thai', /\p{Script=Thai}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
];
/** From this share of the letters on a text is written in that script; a name or a title has fewer. */
const WRITTEN_IN = 0.2;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** Kana that a Japanese CV has, among its characters; a Chinese one has no more than those of a name. */
const LEAST_KANA = 0.03;
const LONGEST_NAME = 12;
/** What only a Japanese CV says of studies and posts. */
const JAPANESE = /卒業|准教授|修士課程|博士課程|大学院|学歴|職歴|略歴/;

const lettersOf = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** The language of a text if the reader does not know it: what it finds there, it may have misunderstood. */
export function unreadLanguage(text: string): UnreadLanguage | null {
  const letters = lettersOf(text, /\p{L}/gu);
  const found = SCRIPTS.find(([, pattern]) => lettersOf(text, pattern) > WRITTEN_IN * letters);
  if (found) return found[0];
  const kana = lettersOf(text, KANA);
  const signs = kana + lettersOf(text, /\p{Script=Han}/gu);
  const isJapanese =
    (kana > WRITTEN_IN * signs && kana > LONGEST_NAME) || (kana > LEAST_KANA * signs && JAPANESE.test(text));
  return isJapanese && signs > WRITTEN_IN * letters ? 'japanese' : null;
}
