// Gets native TensorFlow for tfjs-node: its own download if it can be reached, otherwise (Linux x64 with pip and a
// compiler) a build against the libraries inside the tensorflow-cpu wheel, cached outside node_modules.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodeHeaders } from './node-headers.mjs';

const run = promisify(execFile);
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PACKAGE = join(ROOT, 'node_modules', '@tensorflow', 'tfjs-node');
const TFJS_VERSION = '4.22.0';
const WHEEL = {
  requirement: 'tensorflow-cpu==2.21.0',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  target: [
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--platform',
    'manylinux_2_27_x86_64',
  ],
};
const MINUTE = 60_000;

/** @param say called before a slow step */
export async function installNative(env, say) {
  if (env.QUADRILLE_NATIVE === 'off')
    return 'native TensorFlow skipped (QUADRILLE_NATIVE=off); the WASM engine is used';
  if (!existsSync(join(PACKAGE, 'package.json'))) {
    say('npm left out tfjs-node; fetching it …');
    await bringPackageBack();
  }
  if (await loads()) return 'native TensorFlow is ready';
  const cached = join(
    cacheRoot(env),
    `tfjs-${TFJS_VERSION}-${WHEEL.sha256.slice(0, 16)}-${process.platform}-${process.arch}`,
  );
  if (existsSync(join(cached, 'tfjs_binding.node'))) {
    linkBuild(cached);
    if (await loads()) return 'native TensorFlow is ready (cached build)';
  }
  say('downloading native TensorFlow, which trains faster than WASM (QUADRILLE_NATIVE=off leaves it out) …');
  const download = await ownDownload();
  if (await loads()) return 'native TensorFlow is ready (downloaded)';
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`download failed: ${download}`);
  await buildFromWheel(cached, say);
  linkBuild(cached);
  if (!(await loads())) throw new Error('the build against the tensorflow-cpu wheel does not load');
  return 'native TensorFlow is ready (built against the tensorflow-cpu wheel)';
}

function cacheRoot(env) {
  const base =
    env.QUADRILLE_CACHE ??
    (env.XDG_CACHE_HOME ? join(env.XDG_CACHE_HOME, 'quadrille') : join(homedir(), '.cache', 'quadrille'));
  return join(base, 'native');
}

/** npm 10 removes an optional package whose own install script failed; this restores it without running scripts. */
async function bringPackageBack() {
  const npm = process.env.npm_execpath;
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    `@tensorflow/tfjs-node@${TFJS_VERSION}`,
  ];
  const scratch = join(tmpdir(), `quadrille-tfjs-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{"private":true}');
  try {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')));
    const options = { cwd: scratch, timeout: 3 * MINUTE, env: clean };
    if (npm) await run(process.execPath, [npm, ...args], options);
    else await run('npm', args, options);
    // Only what the main tree lacks is copied, so that tfjs-core stays the one instance that everything shares.
    copyMissing(join(scratch, 'node_modules'), join(ROOT, 'node_modules'));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function copyMissing(from, to) {
  for (const name of readdirSync(from)) {
    if (name === '.bin' || name === '.package-lock.json') continue;
    if (name.startsWith('@')) copyMissing(join(from, name), join(to, name));
    else if (!existsSync(join(to, name))) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

/**
 * The Node that the project's scripts use, as an executable. On Windows node_modules/.bin has a .cmd only, which needs
 * a shell, and a shell would split the script that it is given.
 */
export function pinnedNode(root, platform = process.platform, exists = existsSync) {
  const name = platform === 'win32' ? 'node.exe' : 'node';
  return [join(root, 'node_modules', 'node', 'bin', name)].find(exists) ?? process.execPath;
}

/** True when a script runs to its end in a fresh process. */
export async function runs(script, node, options = {}) {
  try {
    await run(node, ['-e', script], { timeout: MINUTE, ...options });
    return true;
  } catch {
    return false;
  }
}

/** True when the binding loads and computes. */
function loads() {
  const probe =
    "const u=require('util');u.isNullOrUndefined??=v=>v==null;u.isArray??=Array.isArray;" +
    "const tf=require('@tensorflow/tfjs-node');if(tf.matMul([[2]],[[3]]).dataSync()[0]!==6)process.exit(1)";
  return runs(probe, pinnedNode(ROOT), { cwd: ROOT });
}

/** tfjs-node's own script: downloads libtensorflow and a prebuilt binding. Returns why it failed. */
async function ownDownload() {
  try {
    await run(process.execPath, ['scripts/install.js'], { cwd: PACKAGE, timeout: 4 * MINUTE });
    return 'it does not load';
  } catch (error) {
    return error.killed ? 'timed out' : 'the release server could not be reached';
  }
}

async function buildFromWheel(cached, say) {
  const python = await firstThatRuns(['python3', 'python'], ['-m', 'pip', '--version']);
  const compiler = await firstThatRuns(['g++', 'clang++'], ['--version']);
  if (!python || !compiler)
    throw new Error('its download could not be reached, and building it needs pip and a C++ compiler');
  const headers = nodeHeaders(ROOT);
  say('its server cannot be reached; fetching the tensorflow-cpu wheel (274 MB) and compiling, one to two minutes …');
  const scratch = `${cached}.${process.pid}.tmp`;
  mkdirSync(scratch, { recursive: true });
  try {
    const requirements = join(scratch, 'requirements.txt');
    writeFileSync(requirements, `${WHEEL.requirement} --hash=sha256:${WHEEL.sha256}\n`);
    await run(
      python,
      [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--no-deps',
        '--only-binary',
        ':all:',
        '--require-hashes',
        ...WHEEL.target,
        '-r',
        requirements,
        '-d',
        scratch,
      ],
      { timeout: 10 * MINUTE },
    );
    const wheel = join(
      scratch,
      readdirSync(scratch).find((name) => name.endsWith('.whl')),
    );
    if (createHash('sha256').update(readFileSync(wheel)).digest('hex') !== WHEEL.sha256)
      throw new Error('the wheel does not have the pinned hash');
    await unpackWheel(python, wheel, scratch);
    await compile(compiler, headers, scratch);
    rmSync(wheel);
    rmSync(cached, { recursive: true, force: true });
    renameSync(scratch, cached);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function unpackWheel(python, wheel, scratch) {
  const code = `
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
wanted = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
headers = ('tensorflow/c/', 'tensorflow/core/platform/', 'tsl/', 'xla/tsl/')
for name in z.namelist():
    if name in wanted or name.startswith(tuple('tensorflow/include/' + folder for folder in headers)):
        z.extract(name, sys.argv[2])
`;
  await run(python, ['-c', code, wheel, scratch], { timeout: 5 * MINUTE });
  const lib = join(scratch, 'lib');
  mkdirSync(lib);
  for (const [file, links] of [
    ['libtensorflow_cc.so.2', ['libtensorflow.so', 'libtensorflow.so.2']],
    ['libtensorflow_framework.so.2', ['libtensorflow_framework.so']],
  ]) {
    renameSync(join(scratch, 'tensorflow', file), join(lib, file));
    for (const link of links) symlinkSync(file, join(lib, link));
  }
}

async function compile(compiler, headers, scratch) {
  const sources = readdirSync(join(PACKAGE, 'binding'))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(PACKAGE, 'binding', name));
  await run(
    compiler,
    [
      '-O2',
      '-std=c++17',
      '-fPIC',
      '-shared',
      '-DNAPI_VERSION=8',
      '-DNODE_GYP_MODULE_NAME=tfjs_binding',
      `-I${headers}`,
      `-I${join(PACKAGE, 'binding')}`,
      `-I${PACKAGE}`,
      `-I${join(scratch, 'tensorflow', 'include')}`,
      ...sources,
      '-o',
      join(scratch, 'tfjs_binding.node'),
      `-L${join(scratch, 'lib')}`,
      '-ltensorflow',
      '-ltensorflow_framework',
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    { timeout: 5 * MINUTE },
  );
}

function linkBuild(cached) {
  const deps = join(PACKAGE, 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(deps);
  symlinkSync(join(cached, 'lib'), join(deps, 'lib'));
  const binding = join(PACKAGE, 'lib', 'napi-v8');
  rmSync(join(PACKAGE, 'lib'), { recursive: true, force: true });
  mkdirSync(binding, { recursive: true });
  cpSync(join(cached, 'tfjs_binding.node'), join(binding, 'tfjs_binding.node'));
}

async function firstThatRuns(names, args) {
  for (const name of names) {
    try {
      await run(name, args, { timeout: MINUTE });
      return name;
    } catch {
      // try the next name
    }
  }
  return undefined;
}
