/** What a program printed: text (numbers too, to their last digit), nothing, lists, and fields in their order. */
export type Value = string | null | Value[] | Map<string, Value>;

/** A text that ends or goes on where it should not. */
export class BrokenLiteral extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`no value at ${offset}`);
    this.offset = offset;
  }
}

const DEEPEST = 60;
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const SPACE = /\s/y;
/** A word without quotes: a number, an id, None. */
const WORD = /[^\s,;[\](){}'"=]+/y;
const WORD_OF_FIELD = /[^\s,;[\](){}'"=:]+/y;
const PREFIX = /^[bru]$/i;
const ESCAPE = /\\(u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[\s\S])/g;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * Reads JSON, and what Python, numpy and Spark print: lists in any brackets, with commas or only blanks in between,
 * objects, `Row(item=1, rating=.5)`, `np.float32(.5)`, `array([1, 2])`. Fields keep the order of the text, which
 * JavaScript's objects do not where names are numbers.
 *
 * @throws BrokenLiteral
 */
export function readLiteral(text: string): Value {
  const reader = new Reader(text);
  const value = reader.value(0, WORD);
  reader.end();
  return value;
}

/** As `readLiteral`; undefined for what is none. */
export function literalIn(text: string): Value | undefined {
  try {
    return readLiteral(text);
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #slash = -1;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#text.length) throw new BrokenLiteral(this.#at);
  }

  value(depth: number, word: RegExp): Value {
    this.#skip();
    const sign = this.#text[this.#at];
    if (sign === undefined || depth > DEEPEST) throw new BrokenLiteral(this.#at);
    if (sign in CLOSING) return this.#list(depth + 1);
    if (sign === '"' || sign === "'") return this.#quoted(sign);
    word.lastIndex = this.#at;
    const found = word.exec(this.#text)?.[0];
    if (found === undefined) throw new BrokenLiteral(this.#at);
    this.#at += found.length;
    const next = this.#text[this.#at];
    if (next === '(') return this.#call(depth + 1);
    // Python's b'17' and u'17'.
    if (PREFIX.test(found) && (next === "'" || next === '"')) return this.#quoted(next);
    return found === 'null' || found === 'None' ? null : found;
  }

  /**
   * `np.str_('a')`, `array([1, 2], dtype=object)` and `defaultdict(<class 'list'>, {…})` are what is in them; a row of
   * Spark has named fields.
   */
  #call(depth: number): Value {
    const inside = this.#list(depth);
    if (!Array.isArray(inside)) return (inside as Map<string, Value>).get('') ?? inside;
    return inside.find((one) => one !== null && typeof one === 'object') ?? inside[0] ?? null;
  }

  /** Items between commas; those that only blanks are between are items where there is no comma. */
  #list(depth: number): Value {
    const open = this.#text[this.#at++];
    const close = CLOSING[open];
    const groups: Value[][] = [[]];
    const fields = new Map<string, Value>();
    for (;;) {
      this.#skip();
      const sign = this.#text[this.#at];
      if (sign === undefined) throw new BrokenLiteral(this.#at);
      if (sign === close) break;
      if (sign === ',' || sign === ';') {
        this.#at++;
        groups.push([]);
        continue;
      }
      const item = this.value(depth, open === '{' ? WORD_OF_FIELD : WORD);
      this.#skip();
      const isField = this.#text[this.#at] === '=' || (open === '{' && this.#text[this.#at] === ':');
      if (isField) {
        this.#at++;
        fields.set(textOf(item), this.value(depth, WORD));
      } else groups[groups.length - 1].push(item);
    }
    this.#at++;
    if (fields.size === 0) return open === '{' && groups.flat().length === 0 ? new Map() : itemsOf(groups);
    const [unnamed] = groups.flat();
    return unnamed === undefined ? fields : new Map([['', unnamed], ...fields]);
  }

  #quoted(quote: string): string {
    const start = this.#at + 1;
    let end = this.#text.indexOf(quote, start);
    for (let slash = this.#slashFrom(start); slash < end; slash = this.#slashFrom(slash + 2))
      if (slash + 1 === end) end = this.#text.indexOf(quote, end + 1);
    if (end < 0) throw new BrokenLiteral(this.#at);
    this.#at = end + 1;
    const inside = this.#text.slice(start, end);
    return inside.includes('\\') ? inside.replace(ESCAPE, unescaped) : inside;
  }

  /** The next backslash, which is looked for once: most texts have none. */
  #slashFrom(start: number): number {
    if (this.#slash < start) {
      const found = this.#text.indexOf('\\', start);
      this.#slash = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#slash;
  }

  #skip(): void {
    for (;;) {
      SPACE.lastIndex = this.#at;
      if (!SPACE.test(this.#text)) return;
      this.#at++;
    }
  }
}

function unescaped(_: string, sign: string, unicode?: string, byte?: string): string {
  const code = unicode ?? byte;
  return code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPED[sign] ?? sign);
}

/** Between commas, words with blanks are one item: a title without quotes. */
function itemsOf(groups: readonly Value[][]): Value[] {
  if (groups.length === 1) return groups[0];
  return groups.flatMap((group) => (group.length > 1 && group.every(isText) ? [group.join(' ')] : group));
}

export function isText(value: Value): value is string {
  return typeof value === 'string';
}

/** A value as the text of a field; nothing for lists and objects. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
