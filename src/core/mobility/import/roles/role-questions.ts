import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type Codebook, POSITION_ROLES, type PositionRole } from '../../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import { roleLabel } from '../../../../shared/mobility/words.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { LEAVE_OUT } from '../choices.ts';
import { type RoleCells, roleSaid, roleText } from './roles.ts';

const TITLES_SHOWN = 12;

/** Words that the library's people decided on, over those of the mapping. */
export function roleWords(library: ReadableDb): Mapping['roles'] {
  return Object.fromEntries(
    library
      .all<{ text: string; role: PositionRole }>('SELECT text, role FROM role_words')
      .map(({ text, role }) => [text, role]),
  );
}

/** Reads the roles of a file's rows; cells that leave the role open are asked about, once for all rows alike. */
export class RoleReader {
  readonly #words: Mapping['roles'];
  readonly #answers = new Map<string, PositionRole | null>();
  readonly #read = new Map<string, PositionRole | null>();
  /** Texts of which no word is known, so that they were taken as posts. */
  readonly guessed = new Set<string>();
  /** Texts whose rows an answer leaves out. */
  readonly #leftOut = new Set<string>();
  /** What this file's mapping and answers decide, to be kept. */
  readonly decided: Mapping['roles'];

  constructor(library: ReadableDb, mapping: Mapping) {
    this.decided = { ...mapping.roles };
    this.#words = { ...roleWords(library), ...mapping.roles };
  }

  /** Null while the question is open. */
  read(
    cells: RoleCells,
    { terminalDegrees }: Codebook,
    questions: Questions,
    rowsWith: () => number,
  ): PositionRole | null {
    const text = roleText(cells);
    const role = this.#said(cells, text, terminalDegrees);
    if (role !== null) return role;
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const choices = POSITION_ROLES.map((id) => ({
      id,
      label: say('study-import-choice.role', { role: roleLabel(id) }),
    }));
    const said = questions.ask(say('ask.which-role', { cells: text }), [...choices, LEAVE_OUT], rowsWith(), text);
    const answer = said === LEAVE_OUT.id ? null : (said as PositionRole | null);
    if (said === LEAVE_OUT.id) this.#leftOut.add(text);
    this.#answers.set(text, answer);
    if (answer !== null) this.decided[text] = answer;
    return answer;
  }

  /** Whether the answer to what these cells say is that their rows are no position. */
  leavesOut(cells: RoleCells): boolean {
    return this.#leftOut.has(roleText(cells));
  }

  /** What texts without a known word were taken for; none where all were known. */
  notes(): Message[] {
    const titles = [...this.guessed];
    return titles.length === 0
      ? []
      : [say('study-import.roles-guessed', { titles: titles.slice(0, TITLES_SHOWN), count: titles.length })];
  }

  #said(cells: RoleCells, text: string, terminalDegrees: readonly string[]): PositionRole | null {
    const known = this.#read.get(text);
    if (known !== undefined) return known;
    const { role, isGuess } = roleSaid(cells, this.#words, terminalDegrees);
    if (isGuess && text !== '') this.guessed.add(text);
    this.#read.set(text, role);
    return role;
  }
}
