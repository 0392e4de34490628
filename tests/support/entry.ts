// What scripts outside the tree use, wherever it lives in here. Whoever changes storage or pages keeps it true.
import type { Page } from 'playwright-core';
import type { App } from '../../src/core/app/app.ts';

export { createApp } from '../../src/core/app/create-app.ts';
export { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
export { createLibrary, libraryExists, openLibrary } from '../../src/core/storage/library.ts';
export { startServer } from '../../src/server/server.ts';

interface PositionRow {
  key: string;
  role: string;
  mention: string;
  start: number | null;
  end: number | null;
  current: number;
}

/** Positions as they were imported, in the order of the file: `key|role|mention|start|end|current`, – for none. */
export function positions(app: App): string[] {
  return app.library.db
    .all<PositionRow>(
      `SELECT s.scholar_key AS key, p.role, p.mention, p.start_year AS start, p.end_year AS end, p.is_current AS current
       FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id`,
    )
    .map((row) =>
      Object.values(row)
        .map((value) => value ?? '–')
        .join('|'),
    );
}

export const ui = {
  /** Opens the coding page as that coder, and waits until a stage can be coded. */
  async coding(page: Page, coder: string): Promise<void> {
    await page.getByRole('link', { name: 'Coding' }).click();
    await page.getByLabel('Coder', { exact: true }).fill(coder);
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^accept/i })
      .first()
      .waitFor();
  },
};
