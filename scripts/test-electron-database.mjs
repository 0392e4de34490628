// Builds better-sqlite3 for the test Electron, which has Node-API 8: the package's own binaries need Node-API 10, but
// only for references to strings. The result lies in the cache folder beside the test Electron, never in node_modules.
// Needs g++; takes about a minute, once for each version. For tests, never shipped.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { nodeHeaders } from './node-headers.mjs';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const source = join(modules, 'better-sqlite3');

/** Keeps the text where Node-API 8 cannot keep a reference to it. */
const KEPT_STRING = `
struct KeptString {
  napi_env env = nullptr;
  std::string text;
  KeptString() {}
  KeptString(Napi::String value) : env(value.Env()), text(value.Utf8Value()) {}
  Napi::String Value() const { return Napi::String::New(env, text); }
};
`;

/** What becomes of each file; a version in which one of these is not found has to be looked at again. */
const CHANGES = {
  'better_sqlite3.cpp': [['#include "util/macros.cpp"', `${KEPT_STRING}\n#include "util/macros.cpp"`]],
  'util/bind-map.cpp': [
    ['Napi::Persistent(', 'KeptString('],
    ['Napi::Reference<Napi::String>', 'KeptString'],
  ],
  'util/constants.cpp': [
    ['Napi::Persistent(', 'KeptString('],
    ['Napi::Reference<Napi::String>', 'KeptString'],
  ],
  'util/helpers.cpp': [['Napi::Reference<Napi::String>', 'KeptString']],
};

const OPTIONS = {
  'sqlite3.c': ['-O2', '-w', '-fPIC', '-std=c99'],
  'better_sqlite3.cpp': [
    '-O1',
    '-w',
    '-fPIC',
    '-std=c++20',
    '-fvisibility=hidden',
    '-DNAPI_VERSION=8',
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    '-DNODE_GYP_MODULE_NAME=better_sqlite3',
  ],
};

/** Where the build of the installed version is, or will be, for the Electron in this folder. */
export function testDatabase(electronFolder) {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const recipe = createHash('sha256')
    .update(JSON.stringify([CHANGES, OPTIONS]))
    .digest('hex')
    .slice(0, 8);
  return join(dirname(electronFolder), `better-sqlite3-${version}-node-api-8-${recipe}.node`);
}

function changed(name) {
  let text = readFileSync(join(source, 'src', name), 'utf8');
  for (const [from, to] of CHANGES[name]) {
    if (!text.includes(from)) throw new Error(`better-sqlite3's ${name} has no "${from}" any more`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Answers the file, or null after saying why there is none. */
export async function buildTestDatabase(electronFolder) {
  const target = testDatabase(electronFolder);
  if (existsSync(target)) return target;
  const run = promisify(execFile);
  if (!(await run('g++', ['--version']).catch(() => null))) {
    process.stderr.write(
      'quadrille: no g++: better-sqlite3 is not built for the test Electron. Its tests run the backend and the ' +
        'trainers as children of Node, not in utility processes as the shipped app does; the tests that need these ' +
        'are skipped\n',
    );
    return null;
  }
  process.stderr.write('quadrille: building better-sqlite3 for the test Electron, about a minute …\n');
  const scratch = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(scratch, { recursive: true });
    cpSync(join(source, 'src'), join(scratch, 'src'), { recursive: true });
    for (const name of Object.keys(CHANGES)) writeFileSync(join(scratch, 'src', name), changed(name));
    const gyp = readFileSync(join(source, 'deps', 'defines.gypi'), 'utf8');
    const defines = [...gyp.matchAll(/^\s+'([A-Z0-9_]+=?[^']*)',$/gm)].map(([, define]) => `-D${define}`);
    const sqlite = join(source, 'deps', 'sqlite3');
    const compile = (compiler, name, file, ...more) =>
      run(compiler, [...OPTIONS[name], ...defines, ...more, '-c', file, '-o', join(scratch, `${name}.o`)], {
        timeout: 900_000,
      });
    const addon = join(scratch, 'src', 'better_sqlite3.cpp');
    const includes = [`-I${nodeHeaders(root)}`, `-I${join(modules, 'node-addon-api')}`, `-I${sqlite}`];
    await Promise.all([
      compile('gcc', 'sqlite3.c', join(sqlite, 'sqlite3.c')),
      compile('g++', 'better_sqlite3.cpp', addon, ...includes),
    ]);
    const objects = Object.keys(OPTIONS).map((name) => join(scratch, `${name}.o`));
    const linked = join(scratch, 'better_sqlite3.node');
    await run('g++', ['-shared', '-o', linked, ...objects, '-ldl', '-lpthread', '-lm', '-Wl,-Bsymbolic']);
    renameSync(linked, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return target;
}
