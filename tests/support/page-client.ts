import type { Input, Method, Output } from '../../src/shared/contract/index.ts';
import type { JobSummary } from '../../src/shared/contract/jobs.ts';
import type { DesktopBridge } from '../../src/renderer/api.ts';
import type { Started } from './electron.ts';

interface TestWindow {
  quadrilleBridge: DesktopBridge;
  testCall?: (method: string, input: unknown) => Promise<unknown>;
}

/** The open window's second connection to the backend: whatever the page can ask for, without the clicks. */
export class PageClient {
  readonly #started: Started;

  private constructor(started: Started) {
    this.#started = started;
  }

  /** To be called again after a reload or after the backend's death. */
  static async connect(started: Started): Promise<PageClient> {
    await started.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const own = globalThis as unknown as TestWindow & EventTarget;
          const receive = (event: Event) => {
            const { data, ports } = event as MessageEvent;
            if (data !== 'quadrille-port') return;
            own.removeEventListener('message', receive);
            const port = ports[0];
            const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
            let next = 1;
            port.onmessage = ({ data: message }) => {
              if (message === 'quadrille-gone') {
                for (const one of pending.values()) one.reject(new Error('process-gone'));
                pending.clear();
                own.testCall = () => Promise.reject(new Error('process-gone'));
                return;
              }
              const one = pending.get(message.id);
              pending.delete(message.id);
              if (message.error) one?.reject(new Error(`${message.error.code}: ${message.error.message.text}`));
              else one?.resolve(message.result);
            };
            own.testCall = (method, input) =>
              new Promise((resolveCall, reject) => {
                const id = next++;
                pending.set(id, { resolve: resolveCall, reject });
                port.postMessage({ id, method, input });
              });
            resolve();
          };
          own.addEventListener('message', receive);
          own.quadrilleBridge.connect();
        }),
    );
    return new PageClient(started);
  }

  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
    return this.#started.page.evaluate(
      ([name, given]) => (globalThis as unknown as TestWindow).testCall?.(name as string, given) as Promise<Output<M>>,
      [method, input] as [string, unknown],
    );
  }

  /** As if a person had chosen the file or folder in the system's dialog. */
  async grant(path: string, folder = false): Promise<string> {
    const { app, page } = this.#started;
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
    const [granted] = await page.evaluate(
      (isFolder) => (globalThis as unknown as TestWindow).quadrilleBridge.chooseFiles({ folder: isFolder }),
      folder,
    );
    if (!granted) throw new Error(`no grant for ${path}`);
    return granted.grant;
  }

  /** Waits until a job is over. */
  async ended(id: number, mostMs = 120_000): Promise<JobSummary> {
    for (const deadline = Date.now() + mostMs; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const job = await this.call('jobs/get', { id });
      if (job.state !== 'queued' && job.state !== 'running') return job;
      if (Date.now() > deadline) throw new Error(`job ${id} (${job.title.text}) still runs after ${mostMs / 1000} s`);
    }
  }
}
