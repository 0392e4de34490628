import type { App } from '../core/app/app.ts';
import { lookMessages } from '../shared/looks.ts';
import type { CommandInput } from './command.ts';

/** Prints which look at its test set a result is; the newest result of the library unless its hash is given. */
export async function printLooks(app: App, input: CommandInput, given?: string): Promise<void> {
  const results = given === undefined ? await app.call('evaluation/list-results', {}) : [];
  const hash = given ?? results.at(0)?.hash;
  if (hash === undefined) return;
  const looks = await app.call('evaluation/list-looks', { hash });
  for (const { text } of lookMessages(looks, hash)) input.print(text);
}
