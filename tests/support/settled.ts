import type { Page, Request, WebSocket } from 'playwright-core';

/** A page that waits longer for an input before it asks than this has to be waited for by what it shows. */
const QUIET_MS = 200;
/** More than any answer takes that a page needs to show itself. */
const MOST_MS = 30_000;

/** A wait that no library limits: for what a page computes, which never comes from a page that has stopped. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${limitMs} ms for ${what}`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Knows when a page has shown what it asked for: no call of the backend and no file is under way, nothing moves, and
 * nothing has changed on it for a moment. A fixed pause is too long on most pages, and too short on a busy machine.
 * Has to be made before the page is opened.
 */
export class Settling {
  readonly #page: Page;
  readonly #calls = new Map<WebSocket, Set<number>>();
  readonly #requests = new Set<Request>();
  #lastAnswer = 0;
  #isLeaving = false;

  constructor(page: Page) {
    this.#page = page;
    page.on('websocket', (socket) => this.#watch(socket));
    page.on('request', (request) => {
      // What the document before has asked is answered to nobody, and its socket may close without a word.
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
        this.#isLeaving = true;
        this.#calls.clear();
        this.#requests.clear();
      }
      this.#requests.add(request);
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() || !this.#isLeaving) return;
      this.#isLeaving = false;
      this.#calls.clear(); // those that the document before began after the next one was asked for
    });
    const over = (request: Request) => {
      this.#requests.delete(request);
      this.#lastAnswer = Date.now();
    };
    page.on('requestfinished', over);
    page.on('requestfailed', over);
  }

  async settled(): Promise<void> {
    const deadline = Date.now() + MOST_MS;
    do {
      const look = this.#page.evaluate(
        ({ quietMs, mostMs }) =>
          new Promise<string | null>((resolve) => {
            const began = performance.now();
            let changed = '';
            const moves = () =>
              document.getAnimations().some(({ effect, playState }) => {
                return playState === 'running' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;
              });
            let since = performance.now();
            const observer = new MutationObserver(([{ target }]) => {
              since = performance.now();
              changed = (target.parentElement ?? document.body).outerHTML.slice(0, 200);
            });
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            const ask = () => {
              const now = performance.now();
              const isQuiet = now - since >= quietMs && !moves();
              if (!isQuiet && now - began < mostMs) return void setTimeout(ask, 20);
              observer.disconnect();
              requestAnimationFrame(() => resolve(isQuiet ? null : changed));
            };
            ask();
          }),
        { quietMs: QUIET_MS, mostMs: MOST_MS },
      );
      const never = await within(2 * MOST_MS, 'a page that answers', look);
      if (never !== null) throw new Error(`the page does not come to rest in ${MOST_MS} ms; last changed: ${never}`);
      if (Date.now() > deadline) throw new Error(`the page is not settled after ${MOST_MS} ms: ${this.#open()}`);
    } while (this.#open().length > 0 || Date.now() - this.#lastAnswer < QUIET_MS);
  }

  #open(): string[] {
    const calls = [...this.#calls.values()].flatMap((ids) => [...ids].map((id) => `call ${id}`));
    return [...calls, ...[...this.#requests].map((request) => request.url())];
  }

  #watch(socket: WebSocket): void {
    const ids = new Set<number>();
    this.#calls.set(socket, ids);
    const parsed = (payload: string | Buffer) => JSON.parse(String(payload)) as { id?: number; method?: string };
    socket.on('framesent', ({ payload }) => {
      const { id, method } = parsed(payload);
      if (id !== undefined && method) ids.add(id);
    });
    socket.on('framereceived', ({ payload }) => {
      const { id } = parsed(payload);
      if (id !== undefined && ids.delete(id)) this.#lastAnswer = Date.now();
    });
    socket.on('close', () => void this.#calls.delete(socket));
  }
}
