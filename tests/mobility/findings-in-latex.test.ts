import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDINGS, findingOf } from '../../src/core/mobility/analysis/findings/registry.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { toLatex } from '../../src/shared/latex.ts';
import type { Language } from '../../src/shared/messages/message.ts';
import { wordsOf } from '../../src/shared/table.ts';
import { madeStudy } from '../support/findings.ts';

const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const ENGINES: [string, Language][] = [
  ['pdflatex', 'en'],
  ['xelatex', 'en'],
  ['xelatex', 'zh-CN'],
];
/** Names that LaTeX could take for its own. */
const HOSTILE = ' * [x] & 50 % «Ü» Łódź #1 β ≥ _a^b|"c"';

function tablesOf(name: string, language: Language): string {
  const input = madeStudy(120, { name, covariates: ['gender', 'birthYear'], attribute: 'gender', clusters: 3 });
  input.scholars.forEach((scholar, i) => {
    if (i % 2 === 0) scholar.attributes.elected = 'no';
    scholar.attributes.gender = `${HOSTILE} ${scholar.attributes.gender}`;
  });
  for (const move of input.moves) {
    move.from = `[${move.from}${HOSTILE}`;
    move.to = `[${move.to}${HOSTILE}`;
  }
  const { tables, sentences } = findingOf(input, () => undefined);
  const reader = readerOf(language);
  const notes = { label: 'Note.', text: sentences.map((one) => reader.said(one)).join(' ') };
  return tables.map((one) => toLatex({ ...wordsOf(one, reader), notes }, language)).join('\n');
}

/** Every table names the packages that it needs, some for one engine alone. */
function packagesOf(tables: string, engine: string): string {
  const named = [...new Set(tables.match(/\\usepackage(\[\w+\])?\{\w+\}/g))];
  return named.filter((one) => engine === 'pdflatex' || !one.includes('fontenc')).join('\n');
}

describe.each(ENGINES)('tables of every analysis are set by %s (%s)', { timeout: 120_000 }, (engine, language) => {
  it.skipIf(!has(engine)).for(FINDINGS.map(({ name }) => name))('%s', (name) => {
    const tables = tablesOf(name, language);
    const folder = mkdtempSync(join(tmpdir(), 'quadrille-latex-'));
    const page = ['\\begin{document}', tables, '\\end{document}', ''].join('\n');
    writeFileSync(join(folder, 'page.tex'), `\\documentclass{article}\n${packagesOf(tables, engine)}\n${page}`);
    const made = spawnSync(engine, ['-interaction=nonstopmode', '-halt-on-error', 'page.tex'], { cwd: folder });
    const log = readFileSync(join(folder, 'page.log'), 'latin1');
    expect(made.status, log.slice(-1500)).toBe(0);
    expect(log).not.toMatch(/Overfull \\hbox|Missing character/);
  });
});
