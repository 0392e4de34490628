import type { FindingCode } from '../../../shared/mobility/findings.ts';
import { safeCell } from '../../../shared/table.ts';

type Data = FindingCode['data'];

/** Lines of an R script that prints one number by name. */
export function printed(name: string, expression: string): string {
  return `cat("${name}", format(${expression}, digits = 12), "\\n")`;
}

/** Words stay words, whatever they look like: R would read a column of F as FALSE, 01 as 1 and NA as missing. */
export function readData({ head, rows }: Data): string {
  const classes = head.map((_, column) =>
    rows.every((row) => row[column] === null || typeof row[column] === 'number') ? 'numeric' : 'character',
  );
  const [first] = classes;
  const all = classes.every((one) => one === first) ? quoted(first) : `c(${classes.map(quoted).join(', ')})`;
  const missing = rows.some((row) => row.some((value, column) => value === null && classes[column] === 'character'));
  return [
    'data <- read.csv("data.csv", fileEncoding = "UTF-8-BOM", check.names = FALSE,',
    `  na.strings = ${missing ? '""' : 'character(0)'}, colClasses = ${all})`,
  ].join('\n');
}

/** A text as R reads it from the exported file. */
export function quoted(text: string): string {
  return JSON.stringify(safeCell(text));
}

/** A vector of words. */
export function wordsOf(list: readonly string[]): string {
  return `c(${list.map(quoted).join(', ')})`;
}

/** Lines that make each variable of words a factor with its classes, the reference first. */
export function factors(classes: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(classes).map(
    ([name, levels]) => `data[[${quoted(name)}]] <- factor(data[[${quoted(name)}]], ${wordsOf(levels)})`,
  );
}

/** Lines that take the mean off numbers: optimisers do not converge on years as they are. */
export function centred(names: readonly string[]): string[] {
  return names.map((name) => `data[[${quoted(name)}]] <- data[[${quoted(name)}]] - mean(data[[${quoted(name)}]])`);
}

/** The right side of a formula. */
export function sumOf(names: readonly string[]): string {
  return names.map((name) => `\`${name.replaceAll(/[\\`]/g, (sign) => `\\${sign}`)}\``).join(' + ');
}

/** Names for the columns of attributes in a file that has columns of its own. */
export function namesBeside(own: readonly string[], attributes: readonly string[]): Record<string, string> {
  const taken = new Set([...own, '.']);
  return Object.fromEntries(
    attributes.map((attribute) => {
      let name = safeCell(attribute);
      while (taken.has(name)) name += '_';
      taken.add(name);
      return [attribute, name];
    }),
  );
}
