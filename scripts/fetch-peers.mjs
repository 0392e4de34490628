// Gets pyarrow, DuckDB and onnxruntime from PyPI, by which tests read back and run what exports write. Needs pip.
// Prints the folder, for PYTHONPATH; it is made once. For tests, never shipped.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const REQUIREMENTS = ['pyarrow==26.0.1', 'duckdb==2.0.1', 'onnxruntime==1.32.0', 'numpy==2.4.6'];
const cache =
  process.env.QUADRILLE_CACHE ??
  (process.env.XDG_CACHE_HOME ? join(process.env.XDG_CACHE_HOME, 'quadrille') : join(homedir(), '.cache', 'quadrille'));
// Packages with native code are of one version of Python.
const version = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim();
const print = createHash('sha256')
  .update([version, ...REQUIREMENTS].join(' '))
  .digest('hex')
  .slice(0, 16);
const target = join(cache, `peers-${print}`);

if (!existsSync(target)) {
  const scratch = `${target}.${process.pid}.tmp`;
  try {
    const options = ['--quiet', '--only-binary', ':all:', '--no-deps', '--target', scratch];
    execFileSync('python3', ['-m', 'pip', 'install', ...options, ...REQUIREMENTS], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
    });
    renameSync(scratch, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
process.stdout.write(`${target}\n`);
