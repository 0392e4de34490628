import type { Answer, Asked, OperationName } from './operations.ts';
import type { StudyThread } from './study-thread.ts';

/** What takes long takes a while for few scholars too. */
const AT_ONCE = 50;

/**
 * An answer that takes long, one at a time: a new question ends the one before, whose asker gets the new answer, which
 * is about the study as it is now.
 */
export class NewestAnswer<N extends OperationName> {
  readonly #thread: StudyThread;
  readonly #name: N;
  #newest: Promise<Answer<N>> | null = null;

  constructor(thread: StudyThread, name: N) {
    this.#thread = thread;
    this.#name = name;
  }

  ask(asked: Asked<N>): Promise<Answer<N>> {
    this.#thread.cancel();
    const answer: Promise<Answer<N>> = this.#thread.read(this.#name, asked, AT_ONCE).catch((error) => {
      if (this.#newest !== null && this.#newest !== answer) return this.#newest;
      throw error;
    });
    this.#newest = answer;
    return answer;
  }

  /** Ends what is computed, if anything is. */
  cancel(): void {
    this.#newest = null;
    this.#thread.cancel();
  }
}
