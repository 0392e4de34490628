import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDINGS, findingOf } from '../../src/core/mobility/analysis/findings/registry.ts';
import { toCsv } from '../../src/shared/table.ts';
import { CROSSED, type FindingCode } from '../../src/shared/mobility/findings.ts';
import { COMPARISONS, compare } from '../../src/core/mobility/analysis/comparisons/registry.ts';
import { HOSTILE, madeComparison, madeStudy } from '../support/findings.ts';

const R = (script: string, folder = tmpdir()) =>
  spawnSync('Rscript', ['-e', script], { cwd: folder, encoding: 'utf8' });
const WANTED = process.env.QUADRILLE_R === 'on';

function installed(packages: readonly string[]): boolean {
  return (
    WANTED && packages.every((name) => R(`quit(status = !requireNamespace("${name}", quietly = TRUE))`).status === 0)
  );
}

/** What the code prints, by name. */
function printedBy({ data, script }: FindingCode): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-r-'));
  writeFileSync(join(folder, 'data.csv'), toCsv(data));
  writeFileSync(join(folder, 'analysis.R'), script);
  const { status, stdout, stderr } = spawnSync('Rscript', ['analysis.R'], { cwd: folder, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return Object.fromEntries(
    [...stdout.matchAll(/^(\w+) (-?[\d.]+(?:e[+-]?\d+)?) *$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
}

function agree(code: FindingCode): Record<string, number> {
  const printed = printedBy(code);
  for (const [name, value] of Object.entries(code.values)) {
    expect(printed, name).toHaveProperty(name);
    // Optimisers of R and ours stop at different digits.
    expect(Math.abs(printed[name] - value), `${name}: R ${printed[name]}, ours ${value}`).toBeLessThan(
      1e-4 * Math.max(1, Math.abs(value)),
    );
  }
  return printed;
}

/** In Debian's R: `npm run nightly -- r`. TraMineR is not in Debian; careers are tried where it is installed. */
describe.skipIf(!WANTED)('the code of every analysis prints its numbers in R', { timeout: 120_000 }, () => {
  const options = { covariates: ['gender', 'birthYear'], attribute: 'gender', clusters: 3 };
  it.for(FINDINGS.map(({ name }) => name))('%s, also after a row was changed', (name, context) => {
    const input = madeStudy(160, { name, ...options });
    input.scholars.forEach((scholar, i) => {
      if (i % 2 === 0) scholar.attributes.elected = 'no';
    });
    if (!installed(findingOf(input, () => undefined).code.packages)) context.skip();
    const codeOf = () => findingOf(input, () => undefined).code;
    const before = agree(codeOf());
    const moved = input.moves.findIndex(({ direction }) => direction === 'upward');
    const { from, fromLevel } = input.moves[moved];
    const change = { to: from, toLevel: fromLevel, outcome: 'stayed' as const, direction: null };
    input.moves[moved] = { ...input.moves[moved], ...change };
    input.scholars[3].stageYears.elected = (input.scholars[3].stageYears.elected as number) + 30;
    for (const spell of input.scholars[3].spells) if (spell.role === 'job') spell.from += 4;
    expect(agree(codeOf())).not.toEqual(before);
  });

  it('grouped, with institutions before and after crossed', (context) => {
    const { code } = findingOf(madeStudy(400, { ...options, name: 'grouped', group: CROSSED }), () => undefined);
    if (!installed(code.packages)) context.skip();
    expect(agree(code)).toHaveProperty('destinationSd');
  });

  it.for(COMPARISONS.map(({ name }) => name))('%s, also after a row was changed', (name, context) => {
    const input = madeComparison(160);
    const codeOf = () => compare(name, input).code;
    if (!installed(codeOf().packages)) context.skip();
    const before = agree(codeOf());
    expect(Object.keys(before).length).toBeGreaterThan(0);
    expect(agree(compare(name, madeComparison(161)).code)).not.toEqual(before);
  });

  it.for(COMPARISONS.map(({ name }) => name))(
    '%s, of attributes that R would read as something else',
    (name, context) => {
      const input = madeComparison(160, HOSTILE);
      const { code } = compare(name, input);
      if (!installed(code.packages)) context.skip();
      agree(code);
    },
  );
});
