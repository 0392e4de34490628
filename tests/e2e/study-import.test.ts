import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { ROOT, shared, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { workbookOf } from '../support/workbook.ts';
import { openPage } from '../support/open-page.ts';

const CV = '编号,姓名,单位,类型,起始年,结束年,城市\ns1,甲某,甲山大学,博士,1990,1995,甲城\n';
const ODD = 'wer,wo,ab\ns2,Alpha University,1990\n';

describe.skipIf(!existsSync(CHROMIUM))('importing several files into a study', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await suiteApp(folder);
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
    await page.goto(server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  const picture = async (name: string) => {
    const folder = process.env.QUADRILLE_TEST_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  const scholars = () => app.library.db.all<{ key: string }>('SELECT scholar_key AS key FROM scholars ORDER BY id');

  it('all dropped files are looked at, columns can be chosen for any, and the latest is undone', {
    timeout: 120_000,
  }, async () => {
    await page.getByRole('link', { name: 'Careers', exact: true }).click();
    await page.getByRole('heading', { name: 'Study' }).first().waitFor();
    await page.evaluate(
      ([cv, odd]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([cv], 'cv.csv'));
        transfer.items.add(new File([odd], 'odd.csv'));
        const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer });
        document.querySelector('main')?.dispatchEvent(drop);
      },
      [CV, ODD],
    );
    const dialog = page.getByRole('dialog', { name: 'Import into the study' });
    await dialog.getByText('One more file after this one: odd.csv').waitFor();
    const next = dialog.getByRole('button', { name: 'Next' });
    const means = (column: string) => dialog.getByRole('combobox', { name: `What the column ${column} is` });
    const importNow = async () => {
      for (let step = 0; step < 3; step++) await next.click();
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    };
    await next.click();
    await expect.poll(() => means('城市').inputValue()).toBe('City');
    await picture('import-first-of-two');
    await dialog.getByRole('button', { name: 'Back' }).click();
    await importNow();
    await dialog.getByText('Choose what the file is').waitFor();
    await dialog.getByRole('combobox', { name: 'What the file is' }).click();
    await page
      .getByRole('option', { name: /a row per position/ })
      .first()
      .click();
    await next.click();
    for (const [header, field] of [
      ['wer', 'Scholar id *'],
      ['wo', 'Institution *'],
      ['ab', 'Start'],
    ]) {
      await means(header).click();
      await page.getByRole('option', { name: field, exact: true }).click();
      await expect.poll(() => means(header).inputValue()).toBe(field);
    }
    await dialog.getByText('Still to be chosen').waitFor({ state: 'hidden' });
    await picture('import-columns-chosen');
    await dialog.getByRole('button', { name: 'Back' }).click();
    await importNow();
    await expect.poll(() => scholars().map(({ key }) => key)).toEqual(['s1', 's2']);
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('odd.csv', { exact: true }).waitFor();
    const undo = page.getByRole('button', { name: 'Undo (1 row)' });
    await undo.waitFor();
    await picture('import-list');
    await undo.click();
    await expect.poll(() => scholars().map(({ key }) => key)).toEqual(['s1']);
  });

  it('a pasted CV becomes lines of its scholar', { timeout: 60_000 }, async () => {
    await page.getByRole('button', { name: 'Import…' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Import into the study' });
    await dialog.getByRole('button', { name: 'Paste text…' }).click();
    const read = dialog.getByRole('button', { name: 'Read this text' });
    await dialog.getByLabel('Scholar (id or name)').fill('乙某');
    expect(await read.isDisabled()).toBe(true);
    await dialog.getByLabel('CV', { exact: true }).fill('1995年毕业于甲山大学，获博士学位\n1995年至今 乙水大学 教授');
    await read.click();
    for (let step = 0; step < 3; step++) await dialog.getByRole('button', { name: 'Next' }).click();
    await picture('import-pasted');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.poll(() => scholars().map(({ key }) => key)).toContain('乙某');
    const lines = 'SELECT text FROM evidence e JOIN scholars s ON s.id = e.scholar_id WHERE s.name = ? ORDER BY e.id';
    expect(app.library.db.all(lines, '乙某')).toEqual([
      { text: '1995年毕业于甲山大学，获博士学位' },
      { text: '1995年至今 乙水大学 教授' },
    ]);
  });

  it.each(['zh-CN', 'en'] as const)(
    'a workbook as it is handed in, ARWU, grades and tiers go to quadrants (%s)',
    {
      timeout: 180_000,
    },
    async (language) => {
      const study = await suiteApp(suiteFolder());
      const own = await startServer(study, join(ROOT, 'out', 'renderer'));
      try {
        await study.call('settings/set', { language });
        await page.goto(own.url);
        await page.locator('main').waitFor();
        await openPage(page, 'study');
        await page.locator('main h1, main h2').first().waitFor();
        await fromFilesToQuadrants(study, language);
      } finally {
        await own.close();
        await study.close();
      }
    },
  );

  async function fromFilesToQuadrants(study: App, language: 'en' | 'zh-CN') {
    const texts = JSON.parse(readFileSync(join(ROOT, 'resources', 'translations', `${language}.json`), 'utf8'));
    const t = (key: string, values: Record<string, string> = {}) => {
      const text = key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], texts) as string;
      return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name]);
    };
    const files: [string, number[]][] = [
      ['履历汇总.xlsx', [...handedIn()]],
      ['城市等级.csv', [...Buffer.from('城市,等级,版本\n甲城,一线,2020\n乙城,二线,2020\n')]],
      [
        '机构表.csv',
        [...Buffer.from('机构名称,类型,所在城市,国家\n甲山大学,高校,甲城,中国\n乙水大学,高校,乙城,中国\n')],
      ],
      ['arwu-2020.csv', [...Buffer.from(arwu())]],
      ['第四轮学科评估.csv', [...Buffer.from('评估结果,学校代码及名称\nA+,10001 甲山大学\nB,10002 乙水大学\n')]],
    ];
    await page.evaluate((given) => {
      const transfer = new DataTransfer();
      for (const [name, bytes] of given) transfer.items.add(new File([new Uint8Array(bytes)], name));
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer });
      document.querySelector('main')?.dispatchEvent(drop);
    }, files);
    const dialog = page.getByRole('dialog', { name: t('mobilityImport.title') });
    const next = dialog.getByRole('button', { name: t('mobilityImport.next'), exact: true });
    const sheet = () => dialog.getByRole('combobox', { name: t('mobilityImport.sheet') }).inputValue();
    const importNow = async (name: string, imported: number) => {
      await dialog.getByRole('button', { name: t('imports.start'), exact: true }).click();
      const list = () => study.call('mobility/list-imports', {});
      await expect.poll(async () => (await list()).find(({ file }) => file === name)?.imported).toBe(imported);
    };
    const shot = (name: string) => picture(`import-${language}-${name}`);
    // The sheet of the table, not the notes before it; the headings below the title.
    await expect.poll(sheet).toMatch(/^履历/);
    await expect.poll(() => dialog.locator('[data-chosen] button').textContent()).toBe('2');
    await shot('file');
    await next.click();
    const title = dialog.getByRole('combobox', { name: t('mobilityImport.columnMeans', { column: '学位/职务' }) });
    await expect.poll(() => title.inputValue()).toBe(t('fields.title'));
    await shot('columns');
    await next.click();
    await dialog.getByText('荣誉', { exact: true }).waitFor();
    await shot('values');
    await next.click();
    const fix = dialog.getByRole('textbox', { name: t('mobilityImport.replaceAll', { cell: 'l990' }) });
    await fix.fill('1990');
    await shot('problems');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot('problems-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await dialog.getByRole('button', { name: /^(Fix all 40 alike|相同的 40 处一并更正)$/, disabled: false }).click();
    await fix.waitFor({ state: 'detached' });
    await importNow('履历汇总.xlsx', 120);
    // The workbook's other table: CVs in the cells of a column.
    await expect.poll(sheet).toMatch(/^简历/);
    await next.click();
    await shot('cv-columns');
    await next.click();
    await next.click();
    await importNow('履历汇总.xlsx', 2);
    await dialog.getByText('城市等级.csv', { exact: true }).waitFor();
    await next.click();
    await next.click();
    for (const [text, tier] of [
      ['一线', 'tier 1'],
      ['二线', 'tier 2'],
    ]) {
      await dialog.getByRole('combobox', { name: t('mobilityImport.valueMeans', { text }) }).click();
      await page.getByRole('option', { name: tier, exact: true }).click();
    }
    await next.click();
    await importNow('城市等级.csv', 2);
    for (const [name, rows] of [
      ['机构表.csv', 2],
      ['arwu-2020.csv', arwu().trim().split('\n').length - 1],
      ['第四轮学科评估.csv', 2],
    ] as const) {
      await dialog.getByText(name, { exact: true }).waitFor();
      for (let step = 0; step < 3; step++) await next.click();
      await importNow(name, rows);
    }
    await dialog.waitFor({ state: 'hidden' });
    const people = await study.call('mobility/list-scholars', { coder: 'Ana' });
    expect(people).toHaveLength(41);
    for (const { id } of people.filter(({ key }) => key !== 'H41'))
      for (const stage of ['doctorate', 'first-job'])
        await study.call('mobility/code', { coder: 'Ana', scholarId: id, stage, accept: true });
    // Only a CV tells of the last one: its lines are proposed, and coded like the others'.
    const last = people.find(({ key }) => key === 'H41')?.id ?? -1;
    const { proposals } = await study.call('mobility/get-scholar', { coder: 'Ana', scholarId: last });
    expect(proposals.map(({ role, mention, startYear }) => [role, mention, startYear])).toEqual([
      ['doctorate', '甲山大学', 1990],
      ['job', '乙水大学', 1995],
    ]);
    for (const [i, stage] of ['doctorate', 'first-job'].entries())
      await study.call('mobility/code', { coder: 'Ana', scholarId: last, stage, line: proposals[i].line });
    const moves = await study.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    expect(moves.summary).toMatchObject({ moved: 41, comparableMoves: 41, downward: { count: 41 } });
    await openPage(page, 'quadrants');
    await page.getByText('41', { exact: true }).first().waitFor();
    await shot('quadrants');
  }
});

/** ARWU as it is published, with two fictional universities: the whole table, where it lies beside this checkout. */
function arwu(): string {
  const real = shared('data', 'arwu-2020.csv');
  const [head, ...rows] = (real ? readFileSync(real, 'utf8') : ARWU).trim().split('\n');
  return [head, '40,甲山大学,1,45.0,CN,China,2020', '401-500,乙水大学,20-30,,CN,China,2020', ...rows, ''].join('\n');
}

const ARWU = `world_rank,institution,national_rank,total_score,country_iso_code,country,year
1,Harvard University,1,100.0,US,United States,2020
101-150,Aarhus University,2,,DK,Denmark,2020
901-1000,Yıldız Technical University,9-10,,TR,Turkey,2020
`;

/** 40 fictional scholars below a title, with merged cells; notes before the table, a draft that is hidden. */
function handedIn(): Buffer {
  const head = ['序号', '姓名', '性别', '类别', '单位', '所在城市', '起始时间', '结束时间', '学位/职务'];
  const rows: string[][] = [];
  const merged: string[] = ['A1:I1'];
  for (let n = 1; n <= 40; n++) {
    const first = rows.length + 3;
    rows.push(
      [`H${n}`, `学者${n}`, n % 2 ? '女' : '男', '教育', '甲山大学', '甲城', 'l990', '1995.6', '博士'],
      ['', '', '', '工作', '乙水大学', '乙城', '1995.7', '至今', '讲师'],
      ['', '', '', '荣誉', '乙水大学', '乙城', '2008', '2008', '长江学者特聘教授'],
    );
    for (const column of 'ABC') merged.push(`${column}${first}:${column}${first + 2}`);
  }
  return workbookOf(
    { name: '说明', rows: [['黄色=待核'], ['红色=缺失']] },
    { name: '履历', rows: [['学者履历汇总表（2026年3月整理）'], head, ...rows], merged },
    {
      name: '简历',
      rows: [
        ['编号', '姓名', '个人简历'],
        ['H1', '学者1', '1990年9月生于甲城'],
        ['H41', '学者41', '1990.9-1995.6 甲山大学 博士\n1995年7月至今 乙水大学 讲师'],
      ],
    },
    { name: '草稿', rows: [head, ...rows], hidden: true },
  );
}
