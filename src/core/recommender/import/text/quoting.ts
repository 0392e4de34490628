/** How the fields of a table are quoted where it is not as RFC 4180 has it. */
export interface Quoting {
  quote: '"' | "'";
  /** A backslash makes a character of a quote, a separator or a line end, as Spark, Hive and MySQL write it. */
  escapes: boolean;
}

type Split = (line: string) => string[] | null;

const ESCAPED: Quoting = { quote: '"', escapes: true };

/**
 * Sees from the first lines that fields stand between single quotes, or that backslashes stand before quotes or
 * separators. Titles begin with apostrophes too: every row has to have a field between single quotes. And names of
 * folders end with backslashes: with them as signs, more rows have to come out whole.
 *
 * @param plainly the fields of a line as RFC 4180 has it
 * @returns undefined if the lines are as RFC 4180 has it
 */
export function quotingOf(lines: readonly string[], separator: string, plainly: Split): Quoting | undefined {
  if (separator === ' ') return undefined;
  if (isSingleQuoted(lines, separator, plainly))
    return { quote: "'", escapes: lines.some((line) => line.includes("\\'")) };
  if (!lines.some((line) => line.includes('\\"') || line.includes(`\\${separator}`))) return undefined;
  const escaped = wholeRows(lines, (line) => splitQuoted(line, separator, ESCAPED));
  return escaped > wholeRows(lines, plainly) ? ESCAPED : undefined;
}

/** Lists of Python inside double quotes have single ones behind commas, too. */
function isSingleQuoted(lines: readonly string[], separator: string, plainly: Split): boolean {
  const [first, ...rest] = lines;
  if (first === undefined || !lines.some((line) => line.includes("'"))) return false;
  const pattern = patternsOf(separator, { quote: "'", escapes: true }).quoted.source;
  const isOpen = (line: string) => (plainly(line) ?? line.split(separator)).some((field) => /^\s*'/.test(field));
  const hasQuoted = (line: string) => isOpen(line) && new RegExp(`(?:^|${literal(separator)})${pattern}`).test(line);
  return rest.length > 0 && rest.every(hasQuoted) && (rest.length > 1 || hasQuoted(first));
}

/** Rows of the first one's width, with no sign left of those that enclosed a field or stood before a separator. */
function wholeRows(lines: readonly string[], split: Split): number {
  const rows = lines.map(split);
  const width = rows[0]?.length;
  const isClean = (field: string) => !/^".*"$/s.test(field) && !field.endsWith('\\');
  return rows.filter((fields) => fields?.length === width && fields?.every(isClean)).length;
}

/** The fields of a row; null if a quote is open at its end. */
export function splitQuoted(text: string, separator: string, quoting: Quoting): string[] | null {
  const { quote, escapes } = quoting;
  if (!text.includes(quote) && !(escapes && text.includes('\\')))
    return text.split(separator).map((field) => field.trim());
  const { quoted, plain, opening } = patternsOf(separator, quoting);
  const fields: string[] = [];
  for (let at = 0; ; ) {
    for (const pattern of [quoted, plain, opening]) pattern.lastIndex = at;
    const inQuotes = quoted.exec(text);
    if (!inQuotes && opening.test(text)) return null;
    const found = inQuotes ?? plain.exec(text);
    const written = found?.[1] ?? '';
    fields.push(unquoted(inQuotes ? written : written.trim(), inQuotes !== null, quoting));
    if (found?.[2] === undefined) return fields;
    at = inQuotes ? quoted.lastIndex : plain.lastIndex;
  }
}

type Patterns = Record<'quoted' | 'plain' | 'opening', RegExp>;

/** By separator and quoting: to compile them for each row takes longer than to split it. */
const COMPILED = new Map<string, Patterns>();

function patternsOf(separator: string, quoting: Quoting): Patterns {
  const name = `${quoting.quote}${quoting.escapes}${separator}`;
  const patterns = COMPILED.get(name) ?? compiled(separator, quoting);
  COMPILED.set(name, patterns);
  return patterns;
}

/** Each takes a field and the separator behind it; a quote that nothing separates from what follows is a character. */
function compiled(separator: string, { quote, escapes }: Quoting): Patterns {
  const end = `(?:(${literal(separator)})|$)`;
  const escaped = escapes ? `\\\\(?:["'\\\\\\n]|${literal(separator)})` : '(?!)';
  const closing = `${quote} *(?:${literal(separator)}|$)`;
  const character = `(?:${escaped}|${quote}${quote}|(?!${escaped}|${quote}${quote}|${closing})[^])`;
  return {
    quoted: new RegExp(` *${quote}(${character}*)${quote} *${end}`, 'y'),
    plain: new RegExp(`((?:${escaped}|(?!${escaped}|${literal(separator)})[^])*)${end}`, 'y'),
    opening: new RegExp(` *${quote}`, 'y'),
  };
}

function unquoted(field: string, wasQuoted: boolean, { quote, escapes }: Quoting): string {
  const single = wasQuoted ? field.replaceAll(`${quote}${quote}`, quote) : field;
  return escapes ? single.replaceAll(/\\([^\w\s]|\n)/g, '$1') : single;
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
