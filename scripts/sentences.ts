// Part of `npm run check`: every sentence that the sources mark with say`…` has its Chinese in
// resources/translations/sentences.zh-CN.json, and no other is there.
// `node scripts/sentences.ts` prints those that are missing, as JSON to fill in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

/** Sentences with fewer fixed letters would be found in any text. */
const FEWEST_LETTERS = 4;
const MOST_FORMS = 32;
const HOLE = '\u0000';

function child(node: Node, field: string): Node {
  return node[field] as Node;
}

/** The command line speaks English. */
const speaks = (file: string) => /^src\/(?!cli\/).*\.ts$/.test(file);

/** What a part of a sentence may read as: its own words where they are given there, else a hole. */
function formsOf(node: Node): string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  if (node.type === 'ConditionalExpression')
    return [...formsOf(child(node, 'consequent')), ...formsOf(child(node, 'alternate'))];
  if (node.type === 'TaggedTemplateExpression' && child(node, 'tag').name === 'say')
    return formsOf(child(node, 'quasi'));
  if (node.type !== 'TemplateLiteral') return [HOLE];
  const texts = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  return (node.expressions as Node[]).reduce(
    (forms, part, i) => forms.flatMap((form) => formsOf(part).map((words) => `${form}${words}${texts[i + 1]}`)),
    [texts[0]],
  );
}

/** Every marked sentence, and every unmarked one that is given to an error. */
function visit(node: unknown, found: (sentence: Node, marked: boolean) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, found);
  if (typeof (node as Node | null)?.type !== 'string') return;
  const here = node as Node;
  if (here.type === 'TaggedTemplateExpression' && child(here, 'tag').name === 'say') found(child(here, 'quasi'), true);
  if (here.type === 'NewExpression' && child(here, 'callee').name === 'AppError') {
    const message = (here.arguments as Node[])[1];
    if (['Literal', 'TemplateLiteral'].includes(message?.type)) found(message, false);
  }
  for (const part of Object.values(here)) if (typeof part === 'object') visit(part, found);
}

/** Every form of every marked sentence, with `{1}`, `{2}` … for what is filled in. */
export function sentencesIn(
  root: string,
  files: readonly string[],
): { sentences: Map<string, string>; problems: string[] } {
  const sentences = new Map<string, string>();
  const problems: string[] = [];
  for (const file of files.filter(speaks)) {
    const source = readFileSync(join(root, file), 'utf8');
    if (!/\bsay`|AppError\(/.test(source)) continue;
    visit(parseAst(source, { lang: 'ts' }), (quasi, marked) => {
      const forms = formsOf(quasi);
      const where = `${file}:${source.slice(0, quasi.start).split('\n').length}`;
      if (!marked) return void problems.push(`${where}: mark the sentence of this error with say`);
      if (forms.length > MOST_FORMS) problems.push(`${where}: a sentence of ${forms.length} forms; cut it into parts`);
      for (const form of forms) {
        let hole = 0;
        const text = form.replaceAll(HOLE, () => `{${++hole}}`).trim();
        if (text.replace(/\{\d+\}|\P{L}/gu, '').length < FEWEST_LETTERS)
          problems.push(
            `${where}: "${text}" has too few words of its own to be known again; write more of the sentence there`,
          );
        else sentences.set(text, where);
      }
    });
  }
  return { sentences, problems };
}

function holes(text: string): string {
  return [...new Set(text.match(/\{\d+\}/g))].sort().join();
}

export function sentenceProblems(
  root: string,
  files: readonly string[],
): { problems: string[]; missing: Record<string, string>; count: number } {
  const translated: Record<string, string> = JSON.parse(
    readFileSync(join(root, 'resources', 'translations', 'sentences.zh-CN.json'), 'utf8'),
  );
  const { sentences, problems } = sentencesIn(root, files);
  const missing: Record<string, string> = {};
  for (const [text, where] of sentences) {
    if (!translated[text]) {
      problems.push(`sentences.zh-CN.json lacks "${text}" (${where})`);
      missing[text] = '';
    } else if (holes(translated[text]) !== holes(text))
      problems.push(`sentences.zh-CN.json does not fill in the same as "${text}"`);
  }
  for (const text of Object.keys(translated))
    if (!sentences.has(text)) problems.push(`nothing says "${text}": delete it from sentences.zh-CN.json`);
  return { problems, missing, count: sentences.size };
}

if (import.meta.main) {
  const { execFileSync } = await import('node:child_process');
  const root = join(import.meta.dirname, '..');
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', 'src'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  const { missing } = sentenceProblems(root, files);
  process.stdout.write(`${JSON.stringify(missing, null, 2)}\n`);
}
