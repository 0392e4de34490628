import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { EvaluationKeeper, Place, Predictions } from './keeper.ts';

const PART = 1 << 20;
const NEWLINE = 10;

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
  for (const { line } of eachLine(file)) yield JSON.parse(line.toString('utf8')) as KeptLine;
}

type Kind = KeptLine['kind'];
type LineOf<K extends Kind> = Extract<KeptLine, { kind: K }>;

/**
 * Where the lines of each model and fold stand in what an evaluation kept. The file is gone through once for them all;
 * a part is then read, and parsed, by itself.
 */
export class KeptIndex {
  readonly #file: string;
  readonly #parts = new Map<string, { kind: Kind; place: Place; starts: number[]; ends: number[] }>();

  constructor(file: string) {
    this.#file = file;
    for (const { line, start } of eachLine(file)) {
      const { kind, model, fold } = headOf(line);
      const key = JSON.stringify([kind, model, fold]);
      const part = this.#parts.get(key) ?? { kind, place: { model, fold }, starts: [], ends: [] };
      this.#parts.set(key, part);
      part.starts.push(start);
      part.ends.push(start + line.length);
    }
  }

  /** Models and folds that have lines of this kind, in the order in which they were measured. */
  parts(kind: Kind): Place[] {
    return [...this.#parts.values()].filter((part) => part.kind === kind).map(({ place }) => place);
  }

  *lines<K extends Kind>(kind: K, { model, fold }: Place): Generator<LineOf<K>> {
    const { starts, ends } = this.#parts.get(JSON.stringify([kind, model, fold])) ?? { starts: [], ends: [] };
    const handle = openSync(this.#file, 'r');
    try {
      let from = 0;
      let window: Buffer = Buffer.alloc(0);
      for (const [i, start] of starts.entries()) {
        if (ends[i] > from + window.length) {
          from = start;
          window = read(handle, start, Math.max(PART, ends[i] - start));
        }
        yield JSON.parse(window.toString('utf8', start - from, ends[i] - from)) as LineOf<K>;
      }
    } finally {
      closeSync(handle);
    }
  }
}

/** Enough of a line for its first fields, whatever the model is called. */
const HEAD = /^\{"kind":"(list|predictions|values)","model":("(?:[^"\\]|\\.)*"),"fold":(\d+)[,}]/;
const LONGEST_HEAD = 4096;

function headOf(line: Buffer): Place & { kind: Kind } {
  const found = HEAD.exec(line.toString('utf8', 0, Math.min(line.length, LONGEST_HEAD)));
  if (!found) return JSON.parse(line.toString('utf8')) as KeptLine;
  return { kind: found[1] as Kind, model: JSON.parse(found[2]) as string, fold: Number(found[3]) };
}

function read(handle: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, from));
}

/** Every line with the byte at which it starts. */
function* eachLine(file: string): Generator<{ line: Buffer; start: number }> {
  const handle = openSync(file, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let start = 0;
    for (let at = 0; ; ) {
      const part = read(handle, at, PART);
      if (part.length === 0) return;
      at += part.length;
      rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
      let from = 0;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, from)) {
        yield { line: rest.subarray(from, end), start: start + from };
        from = end + 1;
      }
      rest = rest.subarray(from);
      start += from;
    }
  } finally {
    closeSync(handle);
  }
}
