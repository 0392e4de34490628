import { say } from '../../../shared/messages/say.ts';
import { type Codebook, POSITION_ROLES, type PositionRole } from '../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import { roleLabel } from '../../../shared/mobility/words.ts';
import type { Questions } from '../../imports/questions.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { type RoleCells, roleOf, roleText } from './roles.ts';

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
    const role = roleOf(cells, this.#words, terminalDegrees);
    if (role !== null) return role;
    const text = roleText(cells);
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const choices = POSITION_ROLES.map((id) => ({
      id,
      label: say('study-import-choice.role', { role: roleLabel(id) }),
    }));
    const answer = questions.ask(
      say('ask.which-role', { cells: text }),
      choices,
      rowsWith(),
      text,
    ) as PositionRole | null;
    this.#answers.set(text, answer);
    if (answer !== null) this.decided[text] = answer;
    return answer;
  }
}
