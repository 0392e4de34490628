import { useSyncExternalStore } from 'react';
import { isPage, PAGES, type PageId } from '../../shared/pages.ts';

export interface Route {
  page: PageId;
  /** The id of a song, a listener (recommend page), a scholar (coding page) or a guide page. */
  id: string | null;
}

function parse(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  return { page: isPage(page) ? page : PAGES[0].id, id: id ? decodeURIComponent(id) : null };
}

let current = parse(window.location.hash);
const listeners = new Set<() => void>();
window.addEventListener('hashchange', () => {
  current = parse(window.location.hash);
  for (const listener of listeners) listener();
});

/** Where the page is now, outside a component. */
export function currentRoute(): Route {
  return current;
}

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function linkTo(page: PageId, id?: string): string {
  return `#/${page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
}

export function go(page: PageId, id?: string): void {
  window.location.hash = linkTo(page, id);
}
