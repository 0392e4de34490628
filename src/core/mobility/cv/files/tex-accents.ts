/** Signs that stand over the next letter, with what composes with it. */
const ABOVE: Readonly<Record<string, string>> = {
  '´': '\u0301',
  '`': '\u0300',
  '¨': '\u0308',
  ˆ: '\u0302',
  '˜': '\u0303',
  ˇ: '\u030C',
  '˚': '\u030A',
  '˝': '\u030B',
  '˘': '\u0306',
  '˙': '\u0307',
  '¯': '\u0304',
  '¸': '\u0327',
};
/** A grave accent is also a quotation mark, but not within a word. */
const ACCENTED = /([´¨ˆ˜ˇ˚˝˘˙¯]|(?<=\p{L})`)([A-Za-zı])|¸([cCsStT])|([cCsStT])¸/gu;

/**
 * "Universit´e", "G¨ottingen": the usual fonts of TeX have no letters with accents, so that a PDF has both apart. Here
 * they are one letter, where there is such a letter.
 */
export function withAccents(text: string): string {
  return text.replace(ACCENTED, (found, accent?: string, letter?: string, next?: string, before?: string) => {
    const base = letter ?? next ?? before ?? '';
    const whole = `${base === 'ı' ? 'i' : base}${ABOVE[accent ?? '¸']}`.normalize('NFC');
    return whole.length === 1 ? whole : found;
  });
}
