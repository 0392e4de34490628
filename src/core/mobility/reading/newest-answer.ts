import type { Answer, Asked, OperationName } from './operations.ts';
import type { StudyThread } from './study-thread.ts';

/** What takes long takes a while for few scholars too. */
const AT_ONCE = 50;

/**
 * An answer that takes long, one at a time: a new question ends the one before, whose asker gets the new answer, which
 * is about the study as it is now. It is computed as long as one of its askers waits.
 */
export class NewestAnswer<N extends OperationName> {
  readonly #thread: StudyThread;
  readonly #name: N;
  readonly #askers = new Set<string>();
  #newest: Promise<Answer<N>> | null = null;

  constructor(thread: StudyThread, name: N) {
    this.#thread = thread;
    this.#name = name;
  }

  ask(asked: Asked<N>, asker = ''): Promise<Answer<N>> {
    this.#thread.cancel();
    this.#askers.add(asker);
    const answer: Promise<Answer<N>> = this.#thread
      .read(this.#name, asked, AT_ONCE)
      .catch((error) => {
        if (this.#newest !== null && this.#newest !== answer) return this.#newest;
        throw error;
      })
      .finally(() => {
        if (this.#newest === answer) this.#askers.clear();
      });
    this.#newest = answer;
    return answer;
  }

  /** Somebody waits no longer; the last to go ends what is computed. */
  cancel(asker = ''): void {
    this.#askers.delete(asker);
    if (this.#askers.size > 0) return;
    this.#newest = null;
    this.#thread.cancel();
  }
}
