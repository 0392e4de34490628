/** How years are counted in words and cut short in figures. */

export const NUMBERS = '一二两三四五六七八九十';
export const WORDS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The year of which a range gives the last two figures. */
export const full = (short: string, start: number) => {
  const year = start - (start % 100) + Number(short);
  return year < start ? year + 100 : year;
};

/** A number in figures, or in words of either language. */
export const count = (text: string) => {
  if (/^\d+$/.test(text)) return Number(text);
  const word = WORDS.indexOf(text.toLowerCase());
  if (word > 0) return word;
  if (text === '两') return 2;
  return NUMBERS.replace('两', '').indexOf(text) + 1;
};

/** A year of two figures. */
export const twoDigits = (text: string) => Number(text) + (Number(text) > 40 ? 1900 : 2000);

/** Behind "since then": what goes on is told, and no events one after the other ("has visited it many times"). */
export const STILL =
  '(?=[.;)\\n]|$|,(?! (?:s?he|they|I|ha(?:s|ve))\\b)|,? (?:and|as|at|in|been|is|works|teaches|leads)\\b|' +
  "(?:,? (?:s?he|they|I))?(?: ha(?:s|ve)|'s|'ve) (?:also )?(?:been(?! (?:to|visiting|invited)\\b)|served|worked|" +
  'taught|held|led|headed|directed|chaired|remained|lived|run|continued)\\b)';
