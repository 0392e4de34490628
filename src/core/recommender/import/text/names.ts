import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { isSurelyMissing, mayBeMissing } from './ids.ts';

const NAMES = 'names';
const MISSING = 'missing';
const EXAMPLES = 4;

/**
 * Artists and titles of one file by which its songs are known. What programs write where nothing is known may also be a
 * name (the artist Null, the song None): taken for one, it makes one song of all rows that lack it; left out, a
 * person's plays are lost. So it is asked; what cannot be a name is refused.
 */
export class Names {
  readonly #context: ImportContext;
  readonly #answer: string | null;
  readonly #rows = new Map<string, number>();

  constructor(context: ImportContext) {
    this.#context = context;
    this.#answer = context.questions.answered({ id: 'ask.missing-names' });
  }

  /** @returns the field and why this song cannot be taken, or null */
  refusal(artist: string, title: string): ['artist' | 'track', Message] | null {
    for (const [field, name] of [
      ['artist', artist],
      ['track', title],
    ] as const)
      if (isSurelyMissing(name)) return [field, say('import.name-is-missing', { name })];
    const [field, name] = mayBeMissing(artist) ? (['artist', artist] as const) : (['track', title] as const);
    if (!mayBeMissing(name)) return null;
    this.#rows.set(name, (this.#rows.get(name) ?? 0) + 1);
    return this.#answer === NAMES ? null : [field, say('import.name-is-missing', { name })];
  }

  /** Asks what such names are, with how many rows have them. */
  finish(): void {
    const rows = [...this.#rows.values()].reduce((sum, own) => sum + own, 0);
    if (rows === 0) return;
    const names = [...this.#rows].sort(([, a], [, b]) => b - a).map(([name, own]) => `“${name}” (${own})`);
    this.#context.questions.ask(
      say('ask.missing-names', { rows, names: names.slice(0, EXAMPLES) }),
      [
        { id: MISSING, label: say('ask.names-are-missing') },
        { id: NAMES, label: say('ask.names-are-names') },
      ],
      rows,
    );
  }
}
