import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { type Settling, within } from './settled.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Many times what it takes; a page that has stopped would be waited for until the end of the test. */
const AXE_MS = 60_000;

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/**
 * What axe has against a page as it is now.
 *
 * @param rules those of axe to ask; all of them if not given
 */
export async function axeViolations(page: Page, settling: Settling, rules?: readonly string[]): Promise<string[]> {
  await settling.settled();
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const asked = page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: unknown[] }> };
    };
    // Plotly draws its axes itself; its pictures are named by us and their numbers stand in a table beside them.
    const options = { resultTypes: ['violations'], ...(only ? { runOnly: { type: 'rule', values: only } } : {}) };
    const { violations } = await axe.run({ exclude: [['.js-plotly-plot']] }, options);
    // What a control shows of its own, a hint, choices or a menu, lies at the end of the document and is reached by it.
    const owned = ':is([role="tooltip"], [role="menu"], [role="listbox"])';
    const isOwned = ({ target }: Violation['nodes'][0]) => {
      const at = document.querySelector(target[0]);
      return at?.closest(owned) || at?.matches(`:has(> ${owned}, > * > ${owned})`);
    };
    return (violations as Violation[]).map(({ id, nodes }) => ({
      id,
      nodes: id === 'region' ? nodes.filter((node) => !isOwned(node)) : nodes,
    }));
  }, rules);
  const found = await within(AXE_MS, `axe on ${new URL(page.url()).hash}`, asked);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n')[1]?.trim()}`),
  );
}
