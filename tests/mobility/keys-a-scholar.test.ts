import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { freshApp, shared } from '../support/fixtures.ts';
import { importStudyFile } from '../support/mobility.ts';

/** As many lines have a number on the coding page; 0 numbers the next ones. */
const NUMBERED = 9;
const MOST_KEYS = 8;

/**
 * Codes one scholar as somebody does who sees no suggestion and knows what is right: of each stage the digit of the
 * first line that says it, with a 0 for every nine lines before, and the key for the next scholar.
 * @returns the keys pressed, and the stages that no line says
 */
async function keysFor(app: App, scholarId: number): Promise<{ keys: string; unsaid: string[] }> {
  const open = await app.call('mobility/get-scholar', { coder: 'Chief', scholarId });
  const { evidence } = await app.call('mobility/get-scholar', { coder: 'Ben', scholarId });
  const taken = (stage: string, line: number) =>
    app.call('mobility/code', { coder: 'Ben', scholarId, stage, line, value: {} }).then(
      ({ view }) => view.stages.find(({ key }) => key === stage)?.code ?? null,
      () => null,
    );
  const unsaid: string[] = [];
  let [keys, first] = ['', 0];
  for (const { key, suggestion } of open.stages) {
    const right = suggestion?.value;
    if (!right) continue;
    let found = -1;
    for (let i = 0; i < evidence.length && found < 0; i++) {
      const code = await taken(key, evidence[i].id);
      if (code?.institution === right.institution && code?.city === right.city && code?.year === right.year) found = i;
    }
    if (found < 0) {
      unsaid.push(key);
      continue;
    }
    for (; found < first || found >= first + NUMBERED; keys += '0')
      first = first + NUMBERED < evidence.length ? first + NUMBERED : 0;
    keys += String(found - first + 1);
  }
  return { keys: `${keys}n`, unsaid };
}

describe('keys a scholar', () => {
  const [institutions, resumes] = ['机构表.xlsx', '履历-每职位一行-整理后.xlsx'].map((name) =>
    shared('data', 'study-workbooks', name),
  );

  it.skipIf(!institutions || !resumes)('a blind coder of the workbook needs at most eight', async () => {
    const app = await freshApp();
    await importStudyFile(app, institutions!);
    await importStudyFile(app, resumes!);
    const scholars = await app.call('mobility/list-scholars', { coder: 'Ben', limit: 100 });
    expect(scholars.length).toBe(40);
    await app.call('mobility/assign', { coder: 'Ben', what: 'all', suggestions: 'hidden' });
    for (const { id, name } of scholars) {
      const { keys, unsaid } = await keysFor(app, id);
      expect(unsaid, name).toEqual([]);
      expect(keys.length, `${name}: ${keys}`).toBeLessThanOrEqual(MOST_KEYS);
    }
  });
});
