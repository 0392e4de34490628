// Compiles every kernel in src/core (`NAME.as.ts`, AssemblyScript) to `NAME.wasm.ts` beside it, which holds the module
// as base64: a few kilobytes that need no separate file in any bundle. A first line `// flags: …` adds compiler flags.
// `--check` compares instead of writing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import asc from 'assemblyscript/asc';

const core = join(import.meta.dirname, '..', 'src', 'core');

/** @param kernel one of `kernelFiles` */
export async function compileKernel(kernel: string): Promise<string> {
  let binary = new Uint8Array();
  const file = basename(kernel);
  const source = readFileSync(join(core, kernel), 'utf8');
  const own = /^\/\/ flags: (.*)/.exec(source)?.[1].split(' ') ?? [];
  const { error, stderr } = await asc.main(
    [file, '-o', 'out.wasm', '-O3', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--noAssert', ...own],
    {
      readFile: (name) => (name === file ? source : null),
      writeFile: (_name, contents) => {
        binary = contents as typeof binary;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${file}: ${error.message}\n${stderr.toString()}`);
  return (
    `// Generated from ${file} by \`npm run kernels\`.\nexport const wasmBase64 =\n  ` +
    `'${Buffer.from(binary).toString('base64')}';\n`
  );
}

/** Below src/core. */
export function kernelFiles(): string[] {
  return readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.as.ts'));
}

export function generatedFile(kernel: string): string {
  return join(core, kernel.replace('.as.ts', '.wasm.ts'));
}

if (import.meta.main) {
  for (const kernel of kernelFiles()) {
    const text = await compileKernel(kernel);
    if (!process.argv.includes('--check')) writeFileSync(generatedFile(kernel), text);
    else if (readFileSync(generatedFile(kernel), 'utf8') !== text)
      throw new Error(`${generatedFile(kernel)} is stale: run "npm run kernels"`);
  }
}
