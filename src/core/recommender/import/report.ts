import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import type { ImportResult, Rejection } from '../../../shared/contract/recommender.ts';

const REJECTIONS_KEPT = 100;

/**
 * Counts what an import read, took and refused. With `abort`, the first refusal ends it before anything is published.
 */
export class ImportReport {
  read = 0;
  imported = 0;
  rejected = 0;
  readonly rejections: Rejection[] = [];
  readonly notes: string[] = [];
  readonly #name: string;
  readonly #abort: boolean;
  readonly #started = performance.now();

  constructor(name: string, onError: 'skip' | 'abort') {
    this.#name = name;
    this.#abort = onError === 'abort';
  }

  reject(line: number | null, field: string, reason: string): void {
    if (this.#abort) {
      throw new AppError(
        'bad-input',
        say`${this.#name}${line === null ? '' : `, line ${line}`}, ${field}: ${reason}. Nothing was imported. Mend the file, or import with --on-error skip.`,
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
        ? say` The first refusal: ${first.line === null ? '' : `line ${first.line}, `}${first.field}: ${first.reason}.`
        : '';
      throw new AppError(
        'bad-input',
        say`${this.#name} holds nothing that could be imported (${read} read, ${rejected} rejected).${why}`,
        result,
      );
    }
    return result;
  }
}
