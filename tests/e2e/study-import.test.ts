import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { ROOT, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { workbookOf } from '../support/workbook.ts';

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

  it('a workbook as it is handed in, a ranking, grades and tiers go from files to quadrants, in Chinese', {
    timeout: 180_000,
  }, async () => {
    await app.call('settings/set', { language: 'zh-CN' });
    await page.reload();
    await page.getByRole('link', { name: '研究', exact: true }).click();
    await page.getByRole('heading', { name: '研究' }).first().waitFor();
    const files: [string, number[]][] = [
      ['履历汇总.xlsx', [...handedIn()]],
      ['城市等级.csv', [...Buffer.from('城市,等级,版本\n甲城,一线,2020\n乙城,二线,2020\n')]],
      [
        '机构表.csv',
        [...Buffer.from('机构名称,类型,所在城市,国家\n甲山大学,高校,甲城,中国\n乙水大学,高校,乙城,中国\n')],
      ],
      ['ARWU2010.csv', [...Buffer.from('World Rank,University,Year\n40,甲山大学,2010\n401-500,乙水大学,2010\n')]],
      ['第四轮学科评估.csv', [...Buffer.from('学校名称,评估结果\n甲山大学,A+\n乙水大学,B\n')]],
    ];
    await page.evaluate((given) => {
      const transfer = new DataTransfer();
      for (const [name, bytes] of given) transfer.items.add(new File([new Uint8Array(bytes)], name));
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer });
      document.querySelector('main')?.dispatchEvent(drop);
    }, files);
    const dialog = page.getByRole('dialog', { name: '导入研究数据' });
    const next = dialog.getByRole('button', { name: '下一步' });
    const importNow = async (name: string, imported: number) => {
      await dialog.getByRole('button', { name: '导入', exact: true }).click();
      const list = () => app.call('mobility/list-imports', {});
      await expect.poll(async () => (await list()).find(({ file }) => file === name)?.imported).toBe(imported);
    };
    // The sheet of the table, not the notes before it; the headings below the title.
    await expect.poll(() => dialog.getByRole('combobox', { name: '工作表' }).inputValue()).toMatch(/^履历/);
    await expect.poll(() => dialog.locator('[data-chosen] button').textContent()).toBe('2');
    await picture('import-file');
    await next.click();
    await expect.poll(() => dialog.getByRole('combobox', { name: '“学位/职务”列的含义' }).inputValue()).toBe('职称');
    await picture('import-columns');
    await next.click();
    await dialog.getByText('荣誉', { exact: true }).waitFor();
    await picture('import-values');
    await next.click();
    const fix = dialog.getByRole('textbox', { name: '替换“l990”' });
    await fix.fill('1990');
    await picture('import-problems');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('import-problems-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await dialog.getByRole('button', { name: '相同的 40 处一并更正', disabled: false }).click();
    await fix.waitFor({ state: 'detached' });
    await importNow('履历汇总.xlsx', 120);
    await next.click();
    await next.click();
    for (const [text, tier] of [
      ['一线', 'tier 1'],
      ['二线', 'tier 2'],
    ]) {
      await dialog.getByRole('combobox', { name: `“${text}”的含义` }).click();
      await page.getByRole('option', { name: tier, exact: true }).click();
    }
    await next.click();
    await importNow('城市等级.csv', 2);
    for (const [name, rows] of [
      ['机构表.csv', 2],
      ['ARWU2010.csv', 2],
      ['第四轮学科评估.csv', 2],
    ] as const) {
      await dialog.getByText(name, { exact: true }).waitFor();
      for (let step = 0; step < 3; step++) await next.click();
      await importNow(name, rows);
    }
    await dialog.waitFor({ state: 'hidden' });
    const people = await app.call('mobility/list-scholars', { coder: 'Ana' });
    for (const { id } of people.filter(({ key }) => key.startsWith('H')))
      for (const stage of ['doctorate', 'first-job'])
        await app.call('mobility/code', { coder: 'Ana', scholarId: id, stage, accept: true });
    const moves = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
    expect(moves.summary).toMatchObject({ moved: 40, comparableMoves: 40, downward: { count: 40 } });
    await page.getByRole('link', { name: '流动象限' }).click();
    await page.getByRole('heading', { name: '流动象限' }).first().waitFor();
    await page.getByText('尚无编码').waitFor({ state: 'detached' });
    await page.getByText('40', { exact: true }).first().waitFor();
    await picture('import-quadrants');
  });
});

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
    { name: '草稿', rows: [head, ...rows], hidden: true },
  );
}
