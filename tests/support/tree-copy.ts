import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from './root.ts';

/** An extension, added by one file and one line of a registry. */
export interface Addition {
  /** Path of the new file, and its text. */
  file: string;
  source: string;
  /** The registry file, and the name of its list. */
  registry: string;
  list: string;
  /** What the new file exports. */
  name: string;
}

/** A copy of the program without tests, sharing our node_modules. */
export function copyTree(folder: string): string {
  for (const part of ['src', 'resources', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Writes the file, imports it in the registry and puts it at the end of the list. */
export function add(tree: string, { file, source, registry, list, name }: Addition): void {
  writeFileSync(join(tree, file), source);
  const path = join(tree, registry);
  const text = readFileSync(path, 'utf8');
  const below = posix.relative(posix.dirname(registry), file);
  const entries = new RegExp(`(${list}\\b[^=]*= \\[[^\\]]*?),?(\\s*\\])`);
  if (!entries.test(text)) throw new Error(`${registry} has no list ${list}`);
  const listed = text.replace(entries, `$1, ${name}$2`);
  writeFileSync(path, `import { ${name} } from '${below.startsWith('.') ? below : `./${below}`}';\n${listed}`);
}

/** Runs the copy's command line. */
export function quadrilleIn(tree: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(tree, 'src', 'cli', 'main.ts'), ...args], {
    encoding: 'utf8',
    cwd: tree,
    env: { ...process.env, INIT_CWD: undefined },
  });
  if (status !== 0) throw new Error(`quadrille ${args.join(' ')}: ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Responses of the copy's app, by method. */
export function servedBy(tree: string, library: string, methods: readonly string[]): Record<string, unknown> {
  const script = join(tree, 'served.ts');
  writeFileSync(
    script,
    `import { createApp } from './src/core/app/create-app.ts';
import { spawnChildTrainer } from './src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from './src/core/storage/library.ts';
const [library, ...methods] = process.argv.slice(2);
const app = createApp({ library: await openLibrary(library), spawnTrainer: spawnChildTrainer });
const answers = {};
for (const method of methods) answers[method] = await app.call(method, {});
await app.close();
console.log(JSON.stringify(answers));
`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, library, ...methods], {
    encoding: 'utf8',
    cwd: tree,
  });
  if (status !== 0) throw new Error(`${methods.join(', ')}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Runs a script in the copy that imports from `./src/…` and prints JSON; returns it. */
export function scriptIn<T>(tree: string, source: string): T {
  const script = join(tree, 'script.ts');
  writeFileSync(script, source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', cwd: tree });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

/** Compiler errors in the copy's sources: other places that would have to change. */
export function typeProblems(tree: string): string {
  writeFileSync(join(tree, 'tsconfig.copy.json'), JSON.stringify({ extends: './tsconfig.json', include: ['src'] }));
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.copy.json', '--noEmit'], {
    encoding: 'utf8',
    cwd: tree,
  });
  return stdout;
}
