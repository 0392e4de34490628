import type { FromTrainer, ToTrainer } from './trainer-protocol.ts';
import type { Language, Message } from './messages/message.ts';

/** An unexpected exit of the backend. */
export interface Death {
  /** An exit code or a signal, in English: it is for the log. */
  why: string;
  aliveSeconds: number;
  /** How many times in a row it has died soon after starting. */
  inARow: number;
}

export interface ShellError {
  what: string;
  stack: string | undefined;
}

/** To a page, right before `quadrille-gone`: why its backend ended. */
export interface WhyGone {
  quadrille: 'why-gone';
  why: Message;
}

export function isWhyGone(data: unknown): data is WhyGone {
  return (data as Partial<WhyGone> | null)?.quadrille === 'why-gone';
}

/**
 * What main and the backend say to each other. Plain JSON, so that it crosses a utility process's channel and an
 * ordinary child's alike.
 */
export type ToBackend =
  /** @param deaths earlier exits of the backend, for the library's log */
  | { type: 'open'; libraryFolder: string; create: boolean; deaths: Death[] }
  | { type: 'page-open'; page: number }
  | { type: 'page'; page: number; message: unknown }
  | { type: 'page-closed'; page: number }
  | { type: 'grant'; request: number; files: string[] }
  | { type: 'trainer'; trainer: number; message: FromTrainer }
  | { type: 'trainer-exit'; trainer: number; why: Message }
  /** What a page's grant means, when it asks main to open a library. */
  | { type: 'resolve'; request: number; grant: string }
  | { type: 'printed'; request: number; done: boolean }
  /** What would be cut off if the app ended now? */
  | { type: 'running'; request: number; language: Language }
  /** An error that nobody handled in main, for the library's log. */
  | ({ type: 'shell-error' } & ShellError)
  | { type: 'close' };

export type FromBackend =
  /** Pages are served: the library, or the reason why it cannot be opened. */
  | { type: 'opened' }
  /** It is the library. */
  | { type: 'library-open' }
  | { type: 'failed'; code: string; message: Message }
  /** Its last words: an error that nobody handled. It ends right after. */
  | { type: 'dying'; why: Message }
  | { type: 'page'; page: number; message: unknown }
  /**
   * Only main can start utility processes, so it starts the trainer on the backend's behalf and carries its messages.
   */
  | { type: 'trainer-start'; trainer: number }
  | { type: 'trainer'; trainer: number; message: ToTrainer }
  | { type: 'trainer-kill'; trainer: number }
  | { type: 'resolved'; request: number; file: string | null }
  /** Print an HTML file to a PDF file in a hidden window of the shell. */
  | { type: 'print'; request: number; html: string; pdf: string }
  /** A new app instance serves the library, for example after a restore: pages must reload. */
  | { type: 'replaced'; pages: number[] }
  /** Open another library in place of this one; `null` is the one that was open before. */
  | { type: 'open-library'; libraryFolder: string | null }
  | { type: 'running-jobs'; request: number; titles: string[] }
  | { type: 'granted'; request: number; granted: { grant: string; name: string }[] };
