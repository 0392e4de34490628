import type { FromBackend, ToBackend } from '../../../shared/backend-protocol.ts';
import type { TrainerProcess } from './trainer-client.ts';

interface Listeners {
  message: Parameters<TrainerProcess['onMessage']>[0][];
  exit: Parameters<TrainerProcess['onExit']>[0][];
}

/**
 * Trainers that main starts on this process's behalf, since only main may start utility processes; it carries their
 * messages.
 */
export class TrainerRelay {
  readonly #send: (message: FromBackend) => void;
  readonly #trainers = new Map<number, Listeners>();
  #next = 1;

  constructor(send: (message: FromBackend) => void) {
    this.#send = send;
  }

  spawn(): TrainerProcess {
    const trainer = this.#next++;
    const listeners: Listeners = { message: [], exit: [] };
    this.#trainers.set(trainer, listeners);
    this.#send({ type: 'trainer-start', trainer });
    return {
      send: (message) => this.#send({ type: 'trainer', trainer, message }),
      onMessage: (listener) => void listeners.message.push(listener),
      onExit: (listener) => void listeners.exit.push(listener),
      kill: () => this.#send({ type: 'trainer-kill', trainer }),
    };
  }

  /** Handles messages about trainers; ignores others. */
  receive(message: ToBackend): void {
    if (message.type === 'trainer')
      for (const listener of this.#trainers.get(message.trainer)?.message ?? []) listener(message.message);
    if (message.type === 'trainer-exit') {
      for (const listener of this.#trainers.get(message.trainer)?.exit ?? []) listener(message.why);
      this.#trainers.delete(message.trainer);
    }
  }
}
