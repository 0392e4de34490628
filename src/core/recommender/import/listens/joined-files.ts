import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import type { DelimitedHead } from '../text/delimited.ts';

const ONE = 'one';
const EACH = 'each';
/** lastfmstats.com names the listener in the header of the time: `Date#somebody`. */
const OWNER = /^date#(.+)$/i;

/** Whose the files are that were joined in one: of one listener, or each of another. */
export function askJoined(
  questions: ImportContext['questions'],
  file: string,
  listener: string,
  [first, second]: readonly string[],
): string | null {
  return questions.ask(say('ask.joined-files', { file }), [
    { id: ONE, label: say('ask.joined-of-one', { listener }) },
    { id: EACH, label: say('ask.joined-of-each', { first, second }) },
  ]);
}

/** The listener whom a header names, or null. */
export function ownerIn(header: readonly string[]): string | null {
  return header.map((name) => OWNER.exec(name.trim())?.[1]).find(Boolean) ?? null;
}

/**
 * Whose the rows of a file are that names no listener in them. Where its header stands again, files were joined there,
 * perhaps of several people: a header that names its listener tells whose the rows below are, else it is asked.
 */
export class Owners {
  readonly #context: ImportContext;
  readonly #header: readonly string[] | null;
  readonly #isEach: boolean;
  readonly #names = new Set<string>();
  readonly #first: string;
  #files = 1;
  #isOpen = false;
  #hasRows = false;
  /** Of the row that is read now. */
  listener: string;

  /** @param header null where the rows have none */
  constructor(context: ImportContext, first: string, header: readonly string[] | null) {
    this.#context = context;
    this.#header = header;
    this.#first = first;
    this.#isEach = context.questions.answered({ id: 'ask.joined-files' }) === EACH;
    this.listener = this.#isEach ? this.#numbered(1) : first;
    this.#names.add(this.listener);
  }

  /** Whether a row is the header again; the rows below it may be another's. */
  begins(fields: readonly string[]): boolean {
    const header = this.#header;
    if (header === null || header.length < 2 || fields.length !== header.length) return false;
    const isSame = header.every((name, column) => {
      const field = fields[column].trim();
      return field === name.trim() || (OWNER.test(name.trim()) && OWNER.test(field));
    });
    if (isSame && this.#hasRows) this.another(ownerIn(fields));
    this.#hasRows = !isSame;
    return isSame;
  }

  /** Another file begins here. */
  another(owner: string | null): void {
    this.#files++;
    const { questions, listenerGiven } = this.#context;
    if (owner !== null && !listenerGiven) this.listener = owner;
    else if (owner !== this.listener && !this.#isOpen) {
      this.#isOpen = true;
      askJoined(questions, this.#context.head.name, this.#first, [this.#numbered(1), this.#numbered(2)]);
    }
    if (this.#isEach) this.listener = this.#numbered(this.#files);
    this.#names.add(this.listener);
  }

  /** @throws UnansweredQuestions if files were joined and nothing says whose they are */
  finish(): void {
    this.#context.questions.stopIfOpen();
    if (this.#files === 1) return;
    const about = { file: this.#context.head.name, files: this.#files, listeners: [...this.#names] };
    this.#context.report.notes.push(say('import.joined-files', about));
  }

  #numbered(file: number): string {
    return `${this.#first}-${file}`;
  }
}

/** The header of a table, if it has one. */
export function headerOf({ head, headed }: { head: DelimitedHead; headed: boolean }): readonly string[] | null {
  return headed ? head.rows[0] : null;
}
