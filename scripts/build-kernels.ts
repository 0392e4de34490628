// Compiles every kernel in src/core/recommender/kernels (`NAME.as.ts`, AssemblyScript) to `NAME.wasm.ts`, which holds
// the module as base64: a few
// kilobytes that need no separate file in any bundle. A first line `// flags: …` adds compiler flags. `--check`
// compares instead of writing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const folder = join(import.meta.dirname, '..', 'src', 'core', 'recommender', 'kernels');

export async function compileKernel(file: string): Promise<string> {
  let binary = new Uint8Array();
  const source = readFileSync(join(folder, file), 'utf8');
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

export function kernelFiles(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.as.ts'));
}

export function generatedFile(kernel: string): string {
  return join(folder, kernel.replace('.as.ts', '.wasm.ts'));
}

if (import.meta.main) {
  for (const kernel of kernelFiles()) {
    const text = await compileKernel(kernel);
    if (!process.argv.includes('--check')) writeFileSync(generatedFile(kernel), text);
    else if (readFileSync(generatedFile(kernel), 'utf8') !== text)
      throw new Error(`${generatedFile(kernel)} is stale: run "npm run kernels"`);
  }
}
