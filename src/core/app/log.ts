import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LogLevel, type LogLine, logLine } from '../../shared/contract/app.ts';
import { isLink } from '../storage/inside-folder.ts';
import { moveFile } from '../storage/moves.ts';

const MOST_BYTES = 2 ** 20;
const KEPT_FILES = 3;
/** An error may quote what it was given, of any length. */
const LONGEST_LINE = 2 ** 14;
const AGES = Array.from({ length: KEPT_FILES }, (_, age) => age);

/**
 * Events for diagnosing problems: one JSON line each, in the library's folder, at most three files of a
 * megabyte. Never leaves the machine.
 */
export class Log {
  readonly #folder: string;
  readonly #clock: () => Date;

  constructor(folder: string, clock: () => Date = () => new Date()) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** @param details anything that JSON can hold; stacks belong only here */
  write(level: LogLevel, what: string, details?: unknown): void {
    try {
      if (!existsSync(this.#folder)) mkdirSync(this.#folder); // fails on purpose if the whole library is gone
      // It is written to before the library has been looked at, which may come from somebody else.
      if ([this.#folder, ...AGES.map((age) => this.#file(age))].some(isLink)) return;
      this.#rotate();
      appendFileSync(this.#file(0), `${lineOf({ at: this.#clock().toISOString(), level, what, details })}\n`);
    } catch {
      // A full or missing disk must not hide the failure that is being logged.
    }
  }

  /** Newest first. */
  read(limit: number, level?: LogLevel): LogLine[] {
    const lines: LogLine[] = [];
    for (let i = 0; i < KEPT_FILES && lines.length < limit; i++) {
      const file = this.#file(i);
      if (!existsSync(file)) break;
      for (const text of readFileSync(file, 'utf8').split('\n').reverse()) {
        const line = parse(text);
        if (line && (level === undefined || line.level === level) && lines.length < limit) lines.push(line);
      }
    }
    return lines;
  }

  #file(age: number): string {
    return join(this.#folder, age === 0 ? 'quadrille.log' : `quadrille.${age}.log`);
  }

  #rotate(): void {
    if ((statSync(this.#file(0), { throwIfNoEntry: false })?.size ?? 0) < MOST_BYTES) return;
    for (let age = KEPT_FILES - 1; age > 0; age--)
      if (existsSync(this.#file(age - 1))) moveFile(this.#file(age - 1), this.#file(age));
  }
}

/** An error that nobody handled is about to end this process: the library's log says why. @returns what stops that */
export function logUncaught(log: Log): () => void {
  const tell = (error: Error) => log.write('error', `the process ends: ${error?.message ?? error}`, error?.stack);
  process.on('uncaughtExceptionMonitor', tell);
  return () => void process.off('uncaughtExceptionMonitor', tell);
}

function lineOf(entry: { at: string; level: LogLevel; what: string; details?: unknown }): string {
  const line = JSON.stringify(entry);
  if (line.length <= LONGEST_LINE) return line;
  const cut = (text: string) => (text.length > LONGEST_LINE / 4 ? `${text.slice(0, LONGEST_LINE / 4)} …` : text);
  const { details } = entry;
  const told = typeof details === 'string' ? details : (JSON.stringify(details) ?? '');
  return JSON.stringify({ ...entry, what: cut(entry.what), details: cut(told) });
}

function parse(text: string): LogLine | null {
  try {
    const { at, level, what, details } = JSON.parse(text);
    const told = details === undefined ? null : typeof details === 'string' ? details : JSON.stringify(details);
    return logLine.parse({ at, level, what, details: told });
  } catch {
    return null; // an empty line, one truncated by a crash, or another program's
  }
}
