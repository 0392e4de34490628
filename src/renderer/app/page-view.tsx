/// <reference types="vite/client" />
import { type ComponentType, type LazyExoticComponent, lazy, memo } from 'react';
import { PAGES, type PageId } from '../../shared/pages.ts';

export interface PageProps {
  /** The part of the address after the page's name: a song, a listener, a scholar, a page of the guide. */
  id: string | null;
}

interface PageModule {
  Page: ComponentType<PageProps>;
}

const FILES = import.meta.glob<PageModule>('../*/*-page.tsx');

async function load(page: PageId): Promise<PageModule> {
  const path = Object.keys(FILES).find((file) => file.endsWith(`/${page}-page.tsx`));
  if (!path) throw new Error(`No file ${page}-page.tsx exports the page "${page}".`);
  return FILES[path]();
}

const VIEWS = new Map<PageId, LazyExoticComponent<ComponentType<PageProps>>>(
  PAGES.map(({ id }) => [id, lazy(async () => ({ default: (await load(id)).Page }))]),
);

/** Preloads a page's code. */
export function preload(page: PageId): void {
  void load(page).catch(() => {});
}

/** Only what it shows redraws it: neither a page that is left nor one behind a menu is drawn again with the frame. */
export const PageView = memo(function PageView({ page, id }: PageProps & { page: PageId }) {
  const View = VIEWS.get(page);
  return View ? <View id={id} /> : null;
});
