import { joinedValues } from '../../../imports/json-values.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { askJoined } from './joined-files.ts';
import type { HistoryRow } from './json-histories.ts';

/** A file of an export. */
export interface Part {
  name: string;
  /** The file that this one was joined with others in. */
  joined?: string;
  text(): string;
}

/** The listener of a row of a part. */
export type ListenerOf = (part: string) => (row: HistoryRow) => string;

/** The files that were joined end to end in one, each under its number. */
export function filesIn(part: Part): Part[] {
  const text = part.text();
  const values = isLines(text) ? null : joinedValues(text);
  if (values === null) return [part];
  return values.map((value, i) => ({ name: `${part.name} (${i + 1})`, joined: part.name, text: () => value }));
}

/** Of files that were joined in one and name nobody, it is asked whose they are, as of joined tables. */
export function joinedListeners(
  { questions, report, listener, listenerGiven }: ImportContext,
  parts: readonly Part[],
  accounts: readonly string[],
): ListenerOf | null {
  const files = parts.filter(({ joined }) => joined !== undefined);
  if (files.length === 0) return null;
  const file = files[0].joined ?? '';
  const numbered = (name: string) => `${listener}-${files.findIndex((part) => part.name === name) + 1}`;
  const isNamed = accounts.length > 0 || listenerGiven;
  const answer = isNamed
    ? 'one'
    : askJoined(
        questions,
        file,
        listener,
        files.map(({ name }) => numbered(name)),
      );
  const isEach = answer === 'each';
  const listeners = isEach ? files.map(({ name }) => numbered(name)) : [accounts[0] ?? listener];
  if (answer !== null) report.notes.push(say('import.joined-files', { file, files: files.length, listeners }));
  return isEach ? (part) => () => numbered(part) : null;
}

/** One JSON object a line, as in dumps and ListenBrainz' exports since 2024. */
export function isLines(text: string): boolean {
  const [first] = /[^\n]*\S[^\n]*/.exec(text) ?? [''];
  if (!/^\s*\{/.test(first)) return false;
  try {
    JSON.parse(first);
    return true;
  } catch {
    return /^\s*\{.*\}\s*$/.test(first) && joinedValues(first) === null;
  }
}
