import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { EvaluationKeeper, Place, Predictions } from './keeper.ts';

const PART = 1 << 20;

export type KeptLine = Place & { listener: number } & (
    | { kind: 'list'; songs: number[]; scores: (number | null)[] }
    | ({ kind: 'predictions' } & Predictions)
    | { kind: 'values'; measures: Record<string, number | null> }
  );

/** Writes what an evaluation keeps into a file, a line each, in parts. */
export class KeptFile implements EvaluationKeeper {
  readonly #handle: number;
  #text = '';

  constructor(file: string) {
    this.#handle = openSync(file, 'w');
  }

  list(at: Place, listener: number, songs: readonly number[], scores: readonly number[]): void {
    this.#write({ kind: 'list', ...at, listener, songs, scores });
  }

  predictions(at: Place, listener: number, rows: Predictions): void {
    this.#write({ kind: 'predictions', ...at, listener, ...rows });
  }

  values(at: Place, listener: number, measures: Readonly<Record<string, number>>): void {
    this.#write({ kind: 'values', ...at, listener, measures });
  }

  close(): void {
    writeSync(this.#handle, this.#text);
    closeSync(this.#handle);
  }

  #write(line: object): void {
    this.#text += `${JSON.stringify(line)}\n`;
    if (this.#text.length < PART) return;
    writeSync(this.#handle, this.#text);
    this.#text = '';
  }
}

export function* keptLines(file: string): Generator<KeptLine> {
  const handle = openSync(file, 'r');
  try {
    const part = Buffer.allocUnsafe(PART);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let read = readSync(handle, part); read > 0; read = readSync(handle, part)) {
      const lines = (rest + decoder.write(part.subarray(0, read))).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) yield JSON.parse(line) as KeptLine;
    }
  } finally {
    closeSync(handle);
  }
}
