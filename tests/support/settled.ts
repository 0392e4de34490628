import type { Page, Request, WebSocket } from 'playwright-core';

/** A page that waits longer for an input before it asks than this has to be waited for by what it shows. */
const QUIET_MS = 200;
/** More than any answer takes that a page needs to show itself. */
const MOST_MS = 30_000;

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

  constructor(page: Page) {
    this.#page = page;
    page.on('websocket', (socket) => this.#watch(socket));
    page.on('request', (request) => void this.#requests.add(request));
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
      await this.#page.evaluate(
        (quietMs) =>
          new Promise<void>((resolve) => {
            const moves = () =>
              document.getAnimations().some(({ effect, playState }) => {
                return playState === 'running' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;
              });
            let since = performance.now();
            const observer = new MutationObserver(() => {
              since = performance.now();
            });
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            const look = () => {
              if (performance.now() - since < quietMs || moves()) return void setTimeout(look, 20);
              observer.disconnect();
              requestAnimationFrame(() => resolve());
            };
            look();
          }),
        QUIET_MS,
      );
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
