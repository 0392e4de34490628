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
/** Asks before a page is left; `leave` goes where the person wanted to go. */
let guard: ((leave: () => void) => void) | null = null;

/** While it is set, leaving the page asks first. @returns takes it away */
export function guardLeaving(ask: (leave: () => void) => void): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = null;
  };
}

let shown = window.location.hash;
window.addEventListener('hashchange', () => {
  const wanted = window.location.hash;
  if (guard && parse(wanted).page !== current.page) {
    // The address goes back without an event; the page was never left.
    window.history.replaceState(null, '', shown);
    guard(() => {
      guard = null;
      window.location.hash = wanted;
    });
    return;
  }
  shown = wanted;
  current = parse(wanted);
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
