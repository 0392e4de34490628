// Checks that the entries of tests/mutants fit the tree, and produces a file with one line broken.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS } from '../tests/mutants/index.ts';
import type { Mutant } from '../tests/mutants/mutant.ts';

/** A pattern for source text that a formatter may have wrapped: around punctuation white space does not matter. */
function anySpacing(text: string): string {
  const parts = (text.match(/\w+|\s+|[^\w\s]/g) ?? []).map((token) => {
    if (/\s/.test(token)) return '\\s+';
    const comma = /[)\]}]/.test(token) ? ',?\\s*' : ''; // which wrapped lists end with
    return `${comma}${/\w/.test(token) ? token : `\\${token}`}\\s*`;
  });
  return parts
    .join('')
    .replaceAll('\\s*\\s+', '\\s+')
    .replace(/\\s\*$/, '');
}

/** The file with the line broken. @throws if the text is missing or not unique */
export function broken(root: string, { name, file, from, to, every }: Mutant): string {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${name}: there is no file ${file}. Correct the entry in tests/mutants.`);
  const whole = readFileSync(path, 'utf8');
  const pattern = new RegExp(anySpacing(from), 'g');
  const found = whole.match(pattern)?.length ?? 0;
  if (found === 0 || (found > 1 && !every))
    throw new Error(`${name}: ${file} holds the text to break ${found} times. Correct the entry in tests/mutants.`);
  return whole.replace(pattern, () => to);
}

/** Entries that do not fit the tree: a commit that moves or rewrites such a line must update them. */
export function listProblems(root: string): string[] {
  const problems = MUTANTS.flatMap((mutant) => {
    try {
      broken(root, mutant);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  if (new Set(MUTANTS.map(({ name }) => name)).size < MUTANTS.length) problems.push('two entries have one name');
  return problems;
}
