import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ImportResult, Rejection } from '../../../shared/contract/imports.ts';
import type { Message } from '../../../shared/messages/message.ts';
import type { Questions } from '../../imports/questions.ts';

const REJECTIONS_KEPT = 100;

/**
 * Counts lines read, accepted and rejected. With `abort`, the first rejection ends the import before anything is
 * published.
 */
export class ImportReport {
  read = 0;
  imported = 0;
  rejected = 0;
  /** What the library has and an answer takes out of it. */
  removed = 0;
  readonly rejections: Rejection[] = [];
  readonly notes: Message[] = [];
  readonly #name: string;
  readonly #abort: boolean;
  readonly #questions: Questions;
  readonly #started = performance.now();

  constructor(name: string, onError: 'skip' | 'abort', questions: Questions) {
    this.#name = name;
    this.#questions = questions;
    this.#abort = onError === 'abort';
  }

  reject(line: number | null, field: string, reason: Message): void {
    if (this.#abort) {
      throw new AppError('bad-input', say('import.stopped-at-line', { name: this.#name, field, reason, line }), {
        line,
        field,
        reason,
      });
    }
    this.rejected++;
    if (this.rejections.length < REJECTIONS_KEPT) this.rejections.push({ line, field, reason });
  }

  result(format: string): ImportResult {
    const result = this.#counts(format);
    const { read, imported, rejected, rejections } = result;
    if (imported === 0 && this.removed === 0 && result.questions.length === 0) {
      const name = this.#name;
      const first = rejections.at(0);
      throw new AppError(
        'bad-input',
        first
          ? say('import.all-rejected', {
              name,
              read,
              rejected,
              line: first.line,
              field: first.field,
              reason: first.reason,
            })
          : say('import.nothing-usable', { name, read, rejected }),
        result,
      );
    }
    return result;
  }
  /** Of an import that waits for answers: nothing of the file is taken. */
  unanswered(format: string): ImportResult {
    return { ...this.#counts(format), imported: 0, removed: 0 };
  }

  #counts(format: string): ImportResult {
    const { read, imported, rejected, removed, rejections, notes } = this;
    const seconds = (performance.now() - this.#started) / 1000;
    return { read, imported, rejected, removed, rejections, seconds, format, notes, questions: this.#questions.open };
  }
}
