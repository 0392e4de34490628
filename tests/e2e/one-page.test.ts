import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { suiteFolder } from '../support/fixtures.ts';
import { copyTree } from '../support/tree-copy.ts';
import { openPage } from '../support/open-page.ts';

const SOURCE = `import { PageLayout } from '../ui/page-layout.tsx';

export function Page({ id }: { id: string | null }) {
  return <PageLayout page="toy">The toy shows {id ?? 'nothing'}.</PageLayout>;
}
`;
const LINE = "  { id: 'toy', section: 'music', icon: 'map', key: 'F9' },\n";

describe.skipIf(!existsSync(CHROMIUM))('a page by one file and one line', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;

  beforeAll(async () => {
    const tree = copyTree(join(suiteFolder(), 'tree'));
    writeFileSync(join(tree, 'src', 'renderer', 'recommender', 'toy-page.tsx'), SOURCE);
    const registry = join(tree, 'src', 'shared', 'pages.ts');
    const pages = readFileSync(registry, 'utf8');
    const listed = pages.replace("  { id: 'jobs'", `${LINE}  { id: 'jobs'`);
    expect(listed).not.toBe(pages);
    writeFileSync(registry, listed);
    for (const [language, name] of [
      ['en', 'Toy'],
      ['zh-CN', '玩具'],
    ]) {
      const file = join(tree, 'resources', 'translations', `${language}.json`);
      const texts = JSON.parse(readFileSync(file, 'utf8'));
      texts.nav.toy = name;
      texts.pageHelp.toy = `${name}.`;
      writeFileSync(file, JSON.stringify(texts));
    }
    await build({
      root: join(tree, 'src', 'renderer'),
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      build: { outDir: join(tree, 'out', 'renderer'), emptyOutDir: true, target: 'chrome108', minify: false },
    });
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    server = await startServer(app, join(tree, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage();
    await page.goto(server.url);
    await page.getByText('This library is empty.').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  it('stands in the sidebar, and opens', async () => {
    const link = page.getByRole('navigation').getByRole('link', { name: 'Toy', exact: true });
    expect(await link.locator('svg').count()).toBe(1);
    await link.click();
    await page.getByRole('heading', { name: 'Toy', exact: true }).waitFor();
    await page.getByText('The toy shows nothing.').waitFor();
    await openPage(page, 'toy/this%20one');
    await page.getByText('The toy shows this one.').waitFor();
  });

  it('stands in the palette, and has its key', async () => {
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a command').fill('toy');
    await page.getByRole('button', { name: /^Toy/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('The toy shows nothing.').waitFor();
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await page.getByText('This library is empty.').waitFor();
    await page.keyboard.press('F9');
    await page.getByText('The toy shows nothing.').waitFor();
  });
});
