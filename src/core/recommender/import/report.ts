import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ImportResult, Rejection } from '../../../shared/contract/recommender.ts';
import type { Message } from '../../../shared/messages/message.ts';

const REJECTIONS_KEPT = 100;

/**
 * Counts what an import read, took and refused. With `abort`, the first refusal ends it before anything is published.
 */
export class ImportReport {
  read = 0;
  imported = 0;
  rejected = 0;
  readonly rejections: Rejection[] = [];
  readonly notes: Message[] = [];
  readonly #name: string;
  readonly #abort: boolean;
  readonly #started = performance.now();

  constructor(name: string, onError: 'skip' | 'abort') {
    this.#name = name;
    this.#abort = onError === 'abort';
  }

  reject(line: number | null, field: string, reason: Message): void {
    if (this.#abort) {
      throw new AppError(
        'bad-input',
        say('import.line-nothing-was-imported-mend-file', {
          name: this.#name,
          field,
          reason,
          line,
          case: line === null ? 'yes' : 'no',
        }),
        {
          line,
          field,
          reason,
        },
      );
    }
    this.rejected++;
    if (this.rejections.length < REJECTIONS_KEPT) this.rejections.push({ line, field, reason });
  }

  result(format: string): ImportResult {
    const { read, imported, rejected, rejections, notes } = this;
    const seconds = (performance.now() - this.#started) / 1000;
    const result = { read, imported, rejected, rejections, seconds, format, notes };
    if (imported === 0) {
      const first = rejections[0];
      const why = first
        ? say('import.first-refusal-line', {
            field: first.field,
            reason: first.reason,
            line: first.line,
            case: first.line === null ? 'yes' : 'no',
          })
        : '';
      throw new AppError(
        'bad-input',
        say('import.holds-nothing-that-could-be-imported', { name: this.#name, read, rejected, why }),
        result,
      );
    }
    return result;
  }
}
