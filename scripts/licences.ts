// `npm run licences`: names the licence of everything that is shipped, including the contents of WebAssembly files, and
// fails on one that has not been reviewed or whose text is not at hand.
// `--write` renews resources/licences.json, which the app shows under About.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsOf } from './licence-texts.ts';
import { shipped } from './shipped.ts';

const target = join(import.meta.dirname, '..', 'resources', 'licences.json');

const { parts, problems } = shipped();
problems.push(...textsOf(parts).problems);
const text = `${JSON.stringify(
  parts.map(({ folder: _, ...part }) => part),
  null,
  1,
)}\n`;
if (process.argv.includes('--write')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text)
  problems.push('resources/licences.json is not what is installed: run "npm run licences -- --write"');
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exit(1);
const counts = new Map<string, number>();
for (const { licence } of parts) counts.set(licence, (counts.get(licence) ?? 0) + 1);
process.stdout.write(`licences: ${parts.length} parts: ${[...counts].map(([name, n]) => `${name} ${n}`).join(', ')}\n`);
