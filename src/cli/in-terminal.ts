import type { Message, MessageValue } from '../shared/messages/message.ts';

/** What the window does with a button or a field, a command does with an option: a message is about both. */
const OPTIONS: Record<string, (values: Readonly<Record<string, MessageValue>>) => string> = {
  'library.damaged': () => 'quadrille library restore',
  'study-import.existing-add': () => '--existing add',
  'study-import.existing-replace-value': () => '--existing replace',
  'study-import.existing-replace-year': () => '--existing replace',
  'study-import.is-author-list': () => '--kind wide',
  'study-import.lacks-columns': ({ lacking }) => `--column ${listOf(lacking)[0]}=HEADER, or columns in the mapping`,
  'study-import.not-recognised': ({ hasHeaders }) =>
    `--kind${hasHeaders === 'decoded' ? ', --encoding' : ''}, or kind in the mapping: --help lists the kinds`,
  'study-import.not-recognised-sheet': ({ told }) => [optionOf(told as Message), '--sheet'].join('; '),
  'study-import.other-degrees': ({ degrees }) =>
    `--value "role:${listOf(degrees)[0].replace(/ \(\d+\)$/, '')}=doctorate"`,
};

/** Ids of the messages that have one. */
export const WITH_OPTION: readonly string[] = Object.keys(OPTIONS);

function listOf(value: MessageValue): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The option or command that does what the message asks for, or null. */
export function optionOf({ id, values = {} }: Message): string | null {
  return OPTIONS[id]?.(values) ?? null;
}

/** The English text of a message with the option that does what it asks for. */
export function inTerminal(message: Message): string {
  const option = optionOf(message);
  return printable(option === null ? message.text : `${message.text} (${option})`);
}

/** What a terminal obeys instead of showing it: a name in a file or a library can hold it, also on purpose. */
const OBEYED = /(?![\t\n]|\r\n)\p{Cc}/gu;

export function printable(text: string): string {
  return text.replace(OBEYED, '\uFFFD');
}

/** The same without loss: JSON has an escape for each. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
