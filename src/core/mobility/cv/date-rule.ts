/** What a date in a text is, and how one is read. */

export type EndYear = number | 'present' | null;

export interface DateToken {
  from: number;
  to: number;
  start: number | null;
  end: EndYear;
  /** A range, also an open one, says when something began and ended; a single year says one of the two. */
  range: boolean;
  /** "since", 起: the year is a beginning. "until", 至: it is an end. A grade (1998级): when studies began. */
  edge: 'since' | 'until' | 'grade' | null;
  /** Years after the last date of the text, where it names no year of its own. */
  after: number | null;
  /** Years that what began then went on. */
  lasts?: number;
  /** "Fall 2008", 2009年秋: how long a visit was; of other positions when they began or ended. */
  season: boolean;
  /** "then", 毕业后: only of use where nothing else says when. */
  weak: boolean;
}

export interface DateRule {
  pattern: RegExp;
  read(found: RegExpExecArray, monthDashes: boolean): Partial<DateToken> | null;
  /** Whether the text writes dates so at all. */
  holds?(text: string): boolean;
}
