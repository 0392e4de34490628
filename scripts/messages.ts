// Part of `npm run check`: every call of say('id', { … }) has its message in both catalogues with just those values,
// every message is said somewhere, none is only a hole, no value is a sentence, and errors, notes and
// rejections are given messages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';
import { parseAst } from 'vite';

type Pattern = ReturnType<typeof parse>;

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

const ERRORS = ['AppError'];
const FEWEST_LETTERS = 2;

function child(node: Node, field: string): Node {
  return node[field] as Node;
}

function visit(node: unknown, found: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, found);
  if (typeof (node as Node | null)?.type !== 'string') return;
  found(node as Node);
  for (const part of Object.values(node as Node)) if (typeof part === 'object') visit(part, found);
}

/** Names of placeholders, including those in branches and plurals. */
export function holesOf(pattern: Pattern): string[] {
  const names = new Set<string>();
  const walk = (elements: Pattern) => {
    for (const element of elements as {
      type: number;
      value?: string;
      options?: Record<string, { value: Pattern }>;
    }[]) {
      if (element.type !== 0 && element.type !== 7) names.add(String(element.value));
      for (const { value } of Object.values(element.options ?? {})) walk(value);
    }
  };
  walk(pattern);
  return [...names].sort();
}

interface Said {
  where: string;
  /** Null if the values are not an object literal in the call. */
  values: string[] | null;
  /** Those that are words of a library, such as an error's, and stay English. */
  foreign: string[];
}

/** Every id in use with its values, and problems of the calls. */
export function messagesSaid(file: string, source: string): { said: Map<string, Said[]>; problems: string[] } {
  const said = new Map<string, Said[]>();
  const problems: string[] = [];
  visit(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), (node) => {
    const where = `${file}:${source.slice(0, node.start).split('\n').length}`;
    const callee = node.callee as Node | undefined;
    if (node.type === 'NewExpression' && ERRORS.includes(String(callee?.name)) && !file.startsWith('src/cli/')) {
      const given = (node.arguments as Node[])[1];
      if (['Literal', 'TemplateLiteral'].includes(given?.type))
        problems.push(`${where}: give this error a message: say('…')`);
    }
    const given = node.type === 'CallExpression' ? (node.arguments as Node[]) : [];
    if ((isToldTo(callee) && given.some(isText)) || (isRejection(callee) && isText(given[2])))
      problems.push(`${where}: a person reads this: say('…')`);
    if (node.type !== 'CallExpression' || callee?.name !== 'say') return;
    const [ids, values] = node.arguments as Node[];
    for (const id of idsIn(ids)) {
      said.set(id, [...(said.get(id) ?? []), { where, values: namesIn(values), foreign: foreignIn(values) }]);
    }
    for (const property of (values?.properties as Node[] | undefined) ?? []) {
      const value = property.value as Node | undefined;
      const text = value?.type === 'Literal' ? value.value : null;
      if (typeof text === 'string' && /\p{L}+ \p{L}+/u.test(text))
        problems.push(`${where}: "${text}" is a sentence: make it a message`);
      if (isQuoted(value) && String(child(property, 'key').name) !== 'example')
        problems.push(`${where}: the catalogue quotes values; give this one as it is`);
      if (isJoinedByWords(value)) problems.push(`${where}: the word between the values belongs to the message`);
    }
  });
  return { said, problems };
}

/** Lists of text for the user: notes.push(…), this.#warnings.push(…), report.notes.push(…). */
const TOLD = ['notes', 'warnings', 'reasons', 'problems'];

function isToldTo(callee: Node | undefined): boolean {
  if (callee?.type !== 'MemberExpression') return false;
  const nameOf = (node: Node) => String(node.name ?? (node.property as Node | undefined)?.name);
  if (nameOf(child(callee, 'property')) === 'push') return TOLD.includes(nameOf(child(callee, 'object')));
  return false;
}

function isRejection(callee: Node | undefined): boolean {
  return callee?.type === 'MemberExpression' && child(callee, 'property').name === 'reject';
}

function isJoinedByWords(node: Node | undefined): boolean {
  const callee = node?.callee as Node | undefined;
  if (callee?.type !== 'MemberExpression' || child(callee, 'property').name !== 'join') return false;
  return ((node as Node).arguments as Node[]).some(isText);
}

function isQuoted(node: Node | undefined): boolean {
  const callee = node?.type === 'CallExpression' ? child(node, 'callee') : undefined;
  return callee?.type === 'MemberExpression' && child(callee, 'property').name === 'stringify';
}

function foreignIn(values: Node | undefined): string[] {
  const properties = (values?.properties as Node[] | undefined) ?? [];
  return properties
    .filter(({ value }) => (value as Node | undefined)?.type === 'MemberExpression')
    .filter(({ value }) => child(value as Node, 'property').name === 'message')
    .map((property) => String(child(property, 'key').name));
}

function isText(node: Node | undefined): boolean {
  if (node?.type === 'ConditionalExpression')
    return isText(child(node, 'consequent')) || isText(child(node, 'alternate'));
  return (
    node?.type === 'TemplateLiteral' ||
    (node?.type === 'Literal' && typeof node.value === 'string' && /\p{L}/u.test(node.value))
  );
}

function idsIn(node: Node | undefined): string[] {
  if (node?.type === 'ConditionalExpression')
    return [...idsIn(child(node, 'consequent')), ...idsIn(child(node, 'alternate'))];
  return node?.type === 'Literal' && typeof node.value === 'string' ? [node.value] : [];
}

function namesIn(values: Node | undefined): string[] | null {
  if (!values) return [];
  if (values.type !== 'ObjectExpression') return null;
  const properties = values.properties as Node[];
  if (properties.some(({ type }) => type !== 'Property')) return null;
  return properties.map((property) => String(child(property, 'key').name ?? child(property, 'key').value)).sort();
}

export function messageProblems(root: string, files: readonly string[]): { problems: string[]; count: number } {
  const read = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(join(root, 'resources', 'translations', `messages.${language}.json`), 'utf8'));
  const catalogues = { en: read('en'), 'zh-CN': read('zh-CN') };
  const problems: string[] = [];
  const said = new Map<string, Said[]>();
  const sources = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);
  for (const [file, source] of sources) {
    if (!/\bsay\(|AppError\(|\.push\(|\.reject\(/.test(source)) continue;
    const found = messagesSaid(file, source);
    problems.push(...found.problems);
    for (const [id, calls] of found.said) said.set(id, [...(said.get(id) ?? []), ...calls]);
  }
  const quoted = new Set(
    sources.flatMap(([, source]) => [...source.matchAll(/'([a-z][\w-]*\.[\w.-]+)'/g)].map(([, id]) => id)),
  );
  for (const [id, calls] of said) if (!catalogues.en[id]) problems.push(`${calls[0].where}: there is no message ${id}`);
  for (const [id, text] of Object.entries(catalogues.en))
    problems.push(...problemsOf(id, text, catalogues['zh-CN'][id], said.get(id) ?? [], quoted));
  for (const id of Object.keys(catalogues['zh-CN']))
    if (!(id in catalogues.en)) problems.push(`messages.en.json lacks ${id}`);
  return { problems, count: Object.keys(catalogues.en).length };
}

/** A language may omit plural or case branches it does not distinguish, but must use the same placeholders. */
export function fillingProblems(english: Pattern, chinese: Pattern): string[] {
  const [holes, there] = [holesOf(english), holesOf(chinese)];
  const plain = holesOf(english.filter(({ type }) => type === 1 || type === 2 || type === 3) as Pattern);
  return [
    ...there.filter((name) => !holes.includes(name)).map((name) => `Chinese fills in ${name}, English does not`),
    ...plain.filter((name) => !there.includes(name)).map((name) => `Chinese does not fill in ${name}`),
  ];
}

function problemsOf(
  id: string,
  text: string,
  chinese: string | undefined,
  calls: readonly Said[],
  quoted: ReadonlySet<string>,
): string[] {
  if (chinese === undefined) return [`messages.zh-CN.json lacks ${id}`];
  if (!quoted.has(id)) return [`nothing says ${id}: delete it from both catalogues`];
  let patterns: [Pattern, Pattern];
  try {
    patterns = [parse(text, { ignoreTag: true }), parse(chinese, { ignoreTag: true })];
  } catch (error) {
    return [`${id} is no ICU message (${(error as Error).message})`];
  }
  const problems = fillingProblems(...patterns).map((problem) => `${id}: ${problem}`);
  const holes = holesOf(patterns[0]);
  if (
    text.replace(/\{[^{}]*\}|\P{L}/gu, '').length < FEWEST_LETTERS &&
    !/select|plural/.test(text) &&
    !(id in ONLY_JOIN)
  ) {
    problems.push(`${id} is only a hole: say what is filled in`);
  }
  if (id.length > LONGEST_ID) problems.push(`${id} is a sentence, not a name: make it shorter`);
  problems.push(...styleProblems(id, text, chinese));
  for (const { where, values, foreign } of calls) {
    for (const name of foreign)
      if (![text, chinese].every((one) => new RegExp(`[(（][^()（）]*\\{${name}\\}`).test(one)))
        problems.push(`${where}: ${id} says ${name}, the words of a library, which belong in parentheses`);
    if (values !== null && values.join() !== holes.join())
      problems.push(`${where}: ${id} fills in ${holes.join(', ') || 'nothing'}, not ${values.join(', ') || 'nothing'}`);
  }
  return problems;
}

const LONGEST_ID = 44;
const COUNTED =
  'songs|listeners|scholars|rows|values|cells|models|codes|lines|cities|years|plays|units|classes|trials|stages|moves';

/** Rules of style that both languages' texts keep, those of pages too. */
export function styleProblems(id: string, english: string, chinese: string): string[] {
  const problems: string[] = [];
  for (const text of [english, chinese])
    if (/"/.test(text) && !/"\w+":/.test(text)) problems.push(`${id}: use “ and ” instead of straight quotes`);
  if (new RegExp(`\\{\\w+(, number)?\\} (${COUNTED})(?![/\\w])`).test(english))
    problems.push(`${id}: write the count with its noun as a plural, for "1 rows" is wrong`);
  const words = chinese.replace(/\{[^{}]*\}/g, '{}');
  if (/\p{Script=Han} +\p{Script=Han}/u.test(words)) problems.push(`${id}: no space between Chinese characters`);
  if (/\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u.test(words))
    problems.push(`${id}: Chinese takes full-width punctuation`);
  return problems;
}

/** Messages that only join two others. */
const ONLY_JOIN: Record<string, string> = {
  'figure.model-at': 'a model and its number of factors',
  'focus.chosen': 'an attribute and its classes',
  'study-figure.kinds': 'kinds of institution before and after',
  'words.and-then': 'what is told one after the other',
  'finding.state-parts': 'the parts of a state of a career',
  'import.note-on-a-file': 'the file and the note on it',
  'measure.at-length': 'a measure and the length of the list',
  'report.bounds': 'the bounds of a difference',
  'report.listed': 'the items of a list',
  'report.option': 'a setting and its value',
  'report.value-with-interval': 'a value and its bounds',
  'sheet.of-part': 'the number of a comparison and what its sheet holds',
};
