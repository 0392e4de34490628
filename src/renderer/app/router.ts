import { useSyncExternalStore } from 'react';

export const PAGES = [
  'library',
  'recommend',
  'training',
  'experiments',
  'map',
  'study',
  'institutions',
  'coding',
  'agreement',
  'quadrants',
  'analysis',
  'jobs',
  'guide',
  'settings',
] as const;
export type Page = (typeof PAGES)[number] | 'song';

export interface Route {
  page: Page;
  /** A song's id, a listener's on the recommend page, a scholar's on the coding page, a page's of the guide. */
  id: string | null;
}

function parse(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  const known = page === 'song' || (PAGES as readonly string[]).includes(page) ? (page as Page) : 'library';
  return { page: known, id: id ? decodeURIComponent(id) : null };
}

let current = parse(window.location.hash);
const listeners = new Set<() => void>();
window.addEventListener('hashchange', () => {
  current = parse(window.location.hash);
  for (const listener of listeners) listener();
});

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function linkTo(page: Page, id?: string): string {
  return `#/${page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
}

export function go(page: Page, id?: string): void {
  window.location.hash = linkTo(page, id);
}
