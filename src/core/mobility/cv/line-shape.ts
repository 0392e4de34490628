/** What stands instead of the break behind a line: a space, nothing beside Chinese signs, or the break. */
export type Join = ' ' | ', ' | '' | null;

const BULLET = /^\s*(?:[-+*•·・■◆●▪○►◇➤]|\(?\d{1,2}[.、)](?!\d)|\(?[一二三四五六七八九十]{1,2}[、.)])/u;
const DATED = new RegExp(
  String.raw`^(?:\d|[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=[年至到-])|` +
    String.raw`民国? ?[\d一二三四五六七八九十元]|(?:[Ss]ince|[Ff]rom|[Uu]ntil|[Ss]eit|[Aa]b) \d|[A-Z]{3,}|` +
    String.raw`[A-Z][a-z]{2,8}\.?(?: ?- ?[A-Z][a-z]{2,8}\.?)? ?(?:19|20)\d\d)`,
);
/** A label, or a range of years, which only begins an entry. */
const BEGINS = new RegExp(
  String.raw`^(?:[A-Z][A-Za-z &]{2,28}:|\p{Script=Han}{2,8}:|` +
    String.raw`(?:19|20)\d\d(?:[./年] ?\d{1,2}(?:[./月]\d{0,2})?)? ?- ?(?:\d|至今|现在|[Pp]resent|[Nn]ow|$))`,
  'u',
);
/** Lines of a table, by tabs or by spaces. */
const COLUMNS = /\t|\S {3,}\S/;
/** A reply to an e-mail has its mark before each line. */
const QUOTED = /^(?:> ?)+/;

/** A line in one way of writing, and as it was given: what is in full width takes more room. */
export interface WrittenLine {
  text: string;
  written: string;
}

export interface Shape {
  text: string;
  blank: boolean;
  table: boolean;
  /** Beside a Chinese sign no space was where the line was broken. */
  beginsChinese: boolean;
  endsChinese: boolean;
  /** Where the last of several columns begins, and whether it holds years. */
  column: number;
  endsInYears: boolean;
  /** In columns: a Chinese sign has two. */
  width: number;
  indent: number;
  /** Of what could not be parted from the line's beginning. */
  first: number;
  /** Begins as entries of a list do, and as lines within a sentence may. */
  isEntry: boolean;
  /** Begins as nothing within a sentence does. */
  begins: boolean;
  isBullet: boolean;
}

export const unquoted = (line: string) => line.replace(QUOTED, '');
const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2E80' ? 2 : 1), 0);
/** What a line begins with and is not parted: a Chinese sign or a word, with the signs that no line begins with. */
const FIRST = /^(?:[\u2E80-\uFFFF]|[^\s\u2E80-\uFFFF]+)[,.;:!?)"”’、。》，；：！？）」』]*/u;

export function shapeOf({ text: line, written }: WrittenLine): Shape {
  const text = unquoted(line).trimEnd();
  const bare = text.trimStart();
  const wide = unquoted(written).trim();
  const first = FIRST.exec(wide)?.[0] ?? '';
  const isBullet = BULLET.test(bare);
  const last = /(?:^|\t| {3,})((?:(?! {3})[^\t])*)$/.exec(text)?.[1] ?? '';
  return {
    text,
    blank: bare === '',
    table: COLUMNS.test(bare),
    column: widthOf(text.slice(0, text.length - last.length)),
    endsInYears: last.length < 24 && /(?:19|20)\d\d/.test(last),
    beginsChinese: /^[\u2E80-\uFFEF]/.test(wide),
    endsChinese: /[\u2E80-\uFFEF]$/.test(wide),
    width: widthOf(unquoted(written).trimEnd()),
    indent: text.length - bare.length,
    first: widthOf(first),
    isEntry: isBullet || DATED.test(bare) || BEGINS.test(bare),
    begins: isBullet || BEGINS.test(bare),
    isBullet,
  };
}
