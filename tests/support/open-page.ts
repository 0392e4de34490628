import type { Page } from 'playwright-core';

/** Opens a page by its address, without the sidebar; what it asks for is still under way. @param page `coding/7` */
export async function openPage(window: Page, page: string): Promise<void> {
  await window.evaluate((hash) => {
    location.hash = hash;
  }, `#/${page}`);
}
