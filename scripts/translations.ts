// Part of `npm run check`: every text used in the sources exists in both languages, and every existing text
// is used.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';
import { fillingProblems, styleProblems } from './messages.ts';

type Tree = { [key: string]: string | Tree };

function keysOf(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
}

function textAt(tree: Tree, key: string): string {
  return key.split('.').reduce<string | Tree>((at, part) => (at as Tree)[part], tree) as string;
}

/** Keys as written in sources: complete, or with placeholders, which match anything. */
function askedFor(sources: readonly string[]): { whole: Set<string>; patterns: Set<string> } {
  const whole = new Set<string>();
  const patterns = new Set<string>();
  for (const source of sources) {
    for (const [, key] of source.matchAll(/\bt\(\s*'([\w.@-]+)'/g)) whole.add(key);
    // A key may be chosen by a condition, passed on, or be a literal in a table: anything quoted that has the
    // form of a key.
    for (const [, key] of source.matchAll(/'([a-zA-Z][\w-]*(?:\.[\w@-]+)+)'/g)) whole.add(key);
    for (const [, template] of source.matchAll(/`([a-zA-Z][\w-]*\.[^`\s]*\$\{[^`]*)`/g))
      patterns.add(template.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '*'));
  }
  return { whole, patterns };
}

function matcher(patterns: ReadonlySet<string>): (key: string) => boolean {
  const expressions = [...patterns].map(
    (pattern) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^.]+(?:\\..+)?')}$`),
  );
  return (key) => expressions.some((expression) => expression.test(key));
}

/** @param inCode keys that are read as properties, as the menu does: `section` covers all below it */
export function translationProblems(
  root: string,
  files: readonly string[],
  inCode: readonly string[],
): { problems: string[]; texts: number } {
  const read = (language: string): Tree =>
    JSON.parse(readFileSync(join(root, 'resources', 'translations', `${language}.json`), 'utf8'));
  const trees = { en: read('en'), 'zh-CN': read('zh-CN') };
  const problems: string[] = [];
  const [en, zh] = [new Set(keysOf(trees.en)), new Set(keysOf(trees['zh-CN']))];
  for (const key of en) if (!zh.has(key)) problems.push(`zh-CN.json lacks ${key}`);
  for (const key of zh) if (!en.has(key)) problems.push(`en.json lacks ${key}`);
  for (const key of en) {
    if (zh.has(key)) {
      const [english, chinese] = [trees.en, trees['zh-CN']].map((tree) =>
        parse(textAt(tree, key), { ignoreTag: true }),
      );
      problems.push(...fillingProblems(english, chinese).map((problem) => `${key}: ${problem}`));
      problems.push(...styleProblems(key, textAt(trees.en, key), textAt(trees['zh-CN'], key)));
    }
    if (zh.has(key) && textAt(trees['zh-CN'], key).trim() === '') problems.push(`zh-CN.json has no text for ${key}`);
  }
  const { whole, patterns } = askedFor(files.map((file) => readFileSync(join(root, file), 'utf8')));
  const matches = matcher(patterns);
  const there = (key: string) => en.has(key);
  const sections = new Set([...en].map((key) => key.split('.')[0]));
  for (const file of files)
    for (const [, key] of readFileSync(join(root, file), 'utf8').matchAll(/\bt\(\s*'([\w.@-]+)'/g))
      if (!there(key)) problems.push(`${file} asks for ${key}, which no translation has`);
  for (const pattern of patterns) {
    if (!sections.has(pattern.split('.')[0])) continue;
    const one = matcher(new Set([pattern]));
    if (![...en].some((key) => one(key))) problems.push(`no text has the form ${pattern}`);
  }
  for (const key of en) {
    const plain = key;
    if (!whole.has(plain) && !matches(plain) && !inCode.some((section) => plain.startsWith(`${section}.`)))
      problems.push(`nothing asks for ${key}: delete it from both translations`);
  }
  return { problems, texts: en.size };
}
