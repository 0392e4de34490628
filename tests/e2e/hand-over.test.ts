import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobSummary } from '../../src/shared/contract/jobs.ts';
import { CHROMIUM } from '../support/browser.ts';
import { suiteFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { openPage } from '../support/open-page.ts';
import { type Stage, STAGES } from '../support/stage.ts';
import { Words } from '../support/words.ts';

const PICTURES = process.env.QUADRILLE_TEST_PICTURES;
const PLAYS = Array.from({ length: 60 }, (_, u) =>
  Array.from({ length: 12 }, (_, i) => `u${u},s${(u % 5) * 7 + ((i * 3 + u) % 20)},${1 + ((u * i) % 6)}\n`),
).flat();

describe.skipIf(!existsSync(CHROMIUM)).each([
  { language: 'en', scheme: 'dark' },
  { language: 'zh-CN', scheme: 'light' },
] as const)('splits, lists and plays go out and come back in $language', ({ language, scheme }) => {
  const words = new Words(language);
  const of: Words['of'] = (key, values) => words.of(key, values);
  let stage: Stage;
  let page: Page;
  let folder = '';
  let split = '';
  const problems: string[] = [];

  const picture = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${language}-${scheme}.png`) });
  };
  const button = (key: string) => page.getByRole('button', { name: of(key), exact: true });
  /** The latest job of a kind, once it is done. */
  const done = async (kind: string): Promise<JobSummary> => {
    const latest = async () => (await stage.call('jobs/list', { limit: 50 })).find((job) => job.kind === kind);
    await expect.poll(async () => (await latest())?.kind, { timeout: 20_000 }).toBe(kind);
    const job = await stage.ended(((await latest()) as JobSummary).id);
    expect(job.state, job.error?.message.text).toBe('done');
    return job;
  };
  const choose = (chosen: string, group: ReturnType<Page['getByRole']>) =>
    stage.chooseFolder(
      chosen,
      () => group.getByRole('button', { name: of('imports.chooseFolder'), exact: true }).click(),
      of('files.useFolder'),
    );

  beforeAll(async () => {
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
    folder = suiteFolder();
    mkdirSync(join(folder, 'out'));
    stage = await STAGES.Chromium(folder, language, scheme);
    ({ page } = stage);
    page.on('pageerror', (error) => problems.push(error.message));
    const grant = await stage.grant(fileOf('plays.csv', `user,song,plays\n${PLAYS.join('')}`, folder));
    const { jobId } = await stage.call('import/start', { grant, kind: 'triplets' });
    expect((await stage.ended(jobId)).state).toBe('done');
  }, 60_000);

  afterAll(() => stage?.close());

  it('a split for RecBole is written into the folder that was chosen', { timeout: 60_000 }, async () => {
    await openPage(page, 'referee');
    await button('referee.exportSplit').click();
    const dialog = page.getByRole('dialog', { name: of('referee.exportSplitTitle') });
    await dialog.getByRole('combobox', { name: of('experiments.protocol') }).click();
    await page.getByRole('option', { name: of('message:protocol.ranking'), exact: true }).click();
    await dialog.getByRole('combobox', { name: of('referee.tool') }).click();
    await page.getByRole('option', { name: of('referee.tools.recbole'), exact: true }).click();
    await dialog.getByText(of('referee.toolHelp.recbole')).waitFor();
    await choose(join(folder, 'out'), dialog);
    await dialog.getByText(of('archive.into', { name: 'out' })).waitFor();
    await picture('split');
    await dialog.getByRole('button', { name: of('dataOut.export'), exact: true }).click();
    split = ((await done('export-split')).result as { folder: string }).folder;
    expect(readdirSync(join(split, 'quadrille')).sort()).toEqual(['quadrille.test.inter', 'quadrille.train.inter']);
    await dialog.waitFor({ state: 'detached' });
  });

  it('it is audited as a job, and lists are judged on it beside a model of ours', { timeout: 90_000 }, async () => {
    await choose(split, page.getByRole('group', { name: of('referee.split'), exact: true }));
    await button('referee.audit').click();
    await done('audit-split');
    await page.getByText(of('referee.cleanSplit')).waitFor();
    await picture('audit');
    // Long open before something in it is chosen: the field of a list that is pushed away takes its list along.
    await page.getByRole('button', { name: of('referee.more'), exact: true }).click();
    const lists = page.getByRole('group', { name: of('referee.lists'), exact: true });
    const theirs = fileOf(
      'theirs.tsv',
      Array.from({ length: 60 }, (_, u) => `u${u}\ts${(u % 5) * 7}\n`).join(''),
      folder,
    );
    await stage.chooseFile(theirs, () =>
      lists.getByRole('button', { name: of('imports.chooseFiles'), exact: true }).click(),
    );
    await lists.getByText('theirs.tsv', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: of('referee.models') }).click();
    await page.getByRole('option', { name: of('message:model-title.popularity'), exact: true }).click();
    await page.keyboard.press('Escape');
    await button('referee.judge').click();
    const { lists: judged } = (await done('judge-beside')).result as { lists: Record<string, unknown> };
    expect(Object.keys(judged).sort()).toEqual(['popularity (Quadrille)', 'theirs']);
    await page.getByText(of('referee.differs')).first().waitFor();
    await picture('judged');
  });

  it('plays are handed to Spark, from Models', { timeout: 60_000 }, async () => {
    await openPage(page, 'training');
    await button('handOver.menu').click();
    await page.getByRole('menuitem', { name: of('handOver.spark.open') }).click();
    const dialog = page.getByRole('dialog', { name: of('handOver.spark.title') });
    await choose(join(folder, 'out'), dialog);
    await picture('spark');
    await dialog.getByRole('button', { name: of('dataOut.export'), exact: true }).click();
    const { folder: written } = (await done('export-spark')).result as { folder: string };
    expect(readdirSync(written)).toEqual(expect.arrayContaining(['als.py', 'spec.json', 'training.parquet']));
    await page.getByText(of('handOver.writing')).waitFor();
    expect(problems).toEqual([]);
  });
});
