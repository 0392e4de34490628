// Part of `npm run check`: checks that no linter has. Each failure says what to do.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageProblems } from './messages.ts';
import { roomProblems } from './rooms.ts';
import { translationProblems } from './translations.ts';
import { listProblems } from './mutants-list.ts';

const root = join(import.meta.dirname, '..');
const problems: string[] = [];
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

if (lock.packages['node_modules/better-sqlite3']?.gypfile !== false)
  problems.push('package-lock.json lost better-sqlite3\'s "gypfile": false: run "node scripts/fix-lock.mjs"');
if (Object.entries(lock.packages).some(([path, entry]) => path !== '' && (entry as { engines?: unknown }).engines))
  problems.push('package-lock.json has "engines" of packages: run "node scripts/fix-lock.mjs"');
if (manifest.allowScripts?.['better-sqlite3'] !== false)
  problems.push('package.json must keep "allowScripts": { "better-sqlite3": false }');

const cited = /^version: (.*)$/m.exec(readFileSync(join(root, 'CITATION.cff'), 'utf8'))?.[1];
if (cited !== manifest.version) problems.push(`CITATION.cff names version ${cited}, package.json ${manifest.version}`);

const tracked = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', 'src', 'tests', 'scripts'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter(Boolean);
const sources = tracked.filter((file) => /^src\/.*\.tsx?$/.test(file));
if (sources.length < 50) problems.push(`only ${sources.length} source files were checked: the check itself is broken`);
const LONGEST_FILE = 400;
const LONGEST_LINE = 120;
for (const file of tracked.filter((name) => /\.(tsx?|mts|[cm]js)$/.test(name) && !name.endsWith('.wasm.ts'))) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  if (file.startsWith('src/') && lines.length > LONGEST_FILE)
    problems.push(`${file} has ${lines.length} lines; cut it into parts of at most ${LONGEST_FILE}`);
  for (const [i, line] of lines.entries())
    if (line.length > LONGEST_LINE)
      problems.push(`${file}:${i + 1} has ${line.length} characters; break it at ${LONGEST_LINE}`);
}

/** What another program holds open for a moment is tried again in one place. */
const MOVES = /\b(rename|rm|unlink|rmdir)(Sync)?\b[^;]*from 'node:fs(\/promises)?'/;
/** These remove temporary files only, with Node's own patience, or do not mind failing. */
const MAY_MOVE = ['core/storage/moves.ts', 'core/report/pdf.ts', 'trainer/native-graph.ts', 'main/whole-file.ts'];
for (const file of sources.filter((name) => !MAY_MOVE.includes(name.slice('src/'.length))))
  if (MOVES.test(readFileSync(join(root, file), 'utf8')))
    problems.push(`${file} renames or removes by itself: use core/storage/moves.ts, which waits for virus scanners`);

problems.push(...roomProblems(new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]))));

const { problems: untranslated, texts } = translationProblems(
  root,
  tracked.filter((file) => /^src\/(renderer|main|shared)\/.*\.tsx?$/.test(file)),
  ['menu', 'shell'],
);
problems.push(...untranslated);
const told = messageProblems(root, sources);
problems.push(...told.problems);

problems.push(...listProblems(root));

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exit(1);
process.stdout.write(
  `tree: ${sources.length} source files, ${texts} translated texts, ${told.count} messages, no problem\n`,
);
