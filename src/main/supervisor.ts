import type { BackendProcess } from './processes.ts';
import type { Message } from '../shared/messages/message.ts';
import { IDLE, type LibraryChoice, type Supervision, type SupervisionEvent, supervise } from './supervision.ts';

export interface SupervisorOptions {
  /** Starts a process that has no library yet. */
  start(): BackendProcess;
  /** Called for each process before it opens its library. */
  onStarted(backend: BackendProcess): void;
  /** The process has exited; null if it was asked to. */
  onGone(why: Message | null): void;
  /** After an unexpected exit, the next process answers. */
  onBack?(): void;
  log(line: string): void;
}

/** Starts, opens, closes and restarts the backend, by the rules in `supervision.ts`. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #state: Supervision = IDLE;
  #backend: BackendProcess | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #startError: Error | null = null;
  #missed = false;
  #waitingForEnd: (() => void)[] = [];

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** The folder of the library that is open, is being opened, or will be opened when its backend restarts. */
  get library(): string | null {
    return this.#state.library?.folder ?? null;
  }

  get idle(): boolean {
    return this.#state.phase === 'idle';
  }

  /**
   * Opens a library in a new process; one that is open is closed first.
   *
   * @throws if no process can be started
   */
  async open(library: LibraryChoice): Promise<void> {
    this.#startError = null;
    this.#handle({ type: 'open', library });
    await this.#closingEnded();
    if (this.#startError) throw this.#startError;
  }

  /** The backend closes its library; it gets a few seconds, then it is killed. */
  close(): Promise<void> {
    this.#handle({ type: 'close' });
    return this.#closingEnded();
  }

  /** A page wants the backend: one that is waiting or was given up is started at once. */
  need(): void {
    this.#handle({ type: 'needed' });
  }

  #closingEnded(): Promise<void> {
    if (this.#state.phase !== 'closing') return Promise.resolve();
    return new Promise((resolve) => this.#waitingForEnd.push(resolve));
  }

  #handle(event: SupervisionEvent): void {
    const { state, effects } = supervise(this.#state, event, Date.now());
    this.#state = state;
    clearTimeout(this.#timer);
    if (state.due !== null)
      this.#timer = setTimeout(() => this.#handle({ type: 'time' }), Math.max(0, state.due - Date.now()));
    for (const effect of effects) {
      if (effect.type === 'start') this.#start();
      if (effect.type === 'ask-to-close') this.#backend?.send({ type: 'close' });
      if (effect.type === 'kill') this.#backend?.kill();
      if (effect.type === 'log') this.#options.log(effect.line);
    }
    if (this.#state.phase !== 'closing') for (const ended of this.#waitingForEnd.splice(0)) ended();
  }

  #start(): void {
    const { library, untold } = this.#state;
    if (!library) throw new Error('a backend is started without a library');
    try {
      const backend = this.#options.start();
      this.#backend = backend;
      let lastWords: Message | null = null;
      backend.onMessage((message) => {
        if (this.#backend !== backend) return;
        if (message.type === 'dying') lastWords = message.why;
        if (message.type === 'library-open') this.#handle({ type: 'library-open' });
        if (message.type !== 'opened' && message.type !== 'failed') return;
        this.#handle({ type: 'told' });
        if (this.#missed) this.#options.onBack?.();
        this.#missed = false;
      });
      backend.onExit((code) => {
        if (this.#backend !== backend) return;
        this.#backend = null;
        this.#missed = this.#state.phase === 'running';
        const why = lastWords ?? code;
        this.#options.onGone(this.#state.phase === 'closing' ? null : why);
        this.#handle({ type: 'exited', why: why.text });
      });
      this.#options.onStarted(backend);
      backend.send({ type: 'open', libraryFolder: library.folder, create: library.create, deaths: [...untold] });
    } catch (error) {
      this.#startError = error as Error;
      this.#backend = null;
      this.#handle({ type: 'exited', why: this.#startError.message });
    }
  }
}
