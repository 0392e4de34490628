import type { App } from '../core/app/app.ts';
import { readerOf } from '../core/report/reader.ts';
import { LANGUAGES, labelIn } from '../shared/messages/message.ts';
import { EVERYBODY, type Focus, type FocusChoice } from '../shared/mobility/focus.ts';
import { attributeLabel } from '../shared/mobility/words.ts';
import { type CommandInput, type OptionTable, UsageError } from './command.ts';

const READERS = LANGUAGES.map(readerOf);

export const FOCUS_OPTIONS: OptionTable = {
  filter: { type: 'string', multiple: true },
  bands: { type: 'string', multiple: true },
};
export const FOCUS_USAGE = '[--filter NAME=CLASS …] [--bands NAME=WIDTH …]';
export const FOCUS_HELP = [
  '--filter gender=f              only scholars with this class, as the bar over results in the window: several',
  '                               classes (gender=f,m, or --filter twice for one attribute) are any of them; of',
  '                               different attributes, all must fit',
  '--filter birthYear=1960-1969   a band of a number; bands begin at multiples of their width',
  '--bands birthYear=10           reads a number in bands of ten, for a comparison by it or as a covariate',
];

/** Whom a result is asked about, as the bar over results in the window says it. */
export async function focusOf(app: App, input: CommandInput): Promise<Focus> {
  const [filters, widths] = [assigned(input, 'filter'), assigned(input, 'bands')];
  if (filters.length + widths.length === 0) return EVERYBODY;
  const plain = await app.call('mobility/get-focus-choices', { bands: {} });
  const bands: Focus['bands'] = {};
  for (const [name, text] of widths) {
    const { attribute, numeric } = choiceOf(plain, name, 'bands');
    if (!numeric) throw new UsageError(`--bands ${name}: not every value of ${attribute} is a number.`);
    bands[attribute] = widthOf(name, text);
  }
  for (const [name, text] of filters) {
    const { attribute, numeric } = choiceOf(plain, name, 'filter');
    const width = numeric ? widthIn(text) : null;
    if (width === null) continue;
    if ((bands[attribute] ?? width) !== width)
      throw new UsageError(`--filter ${name}=${text} is a band of ${width}, where ${bands[attribute]} is the width.`);
    bands[attribute] = width;
  }
  const choices = await app.call('mobility/get-focus-choices', { bands });
  const only: Focus['only'] = {};
  for (const [name, text] of filters) {
    const choice = choiceOf(choices, name, 'filter');
    only[choice.attribute] = [...(only[choice.attribute] ?? []), ...classesOf(choice, text)];
  }
  return { bands, only };
}

function assigned(input: CommandInput, option: 'filter' | 'bands'): [string, string][] {
  return ((input.values[option] as string[] | undefined) ?? []).map((text) => {
    const [, name, value] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
    if (name === undefined)
      throw new UsageError(`--${option} takes NAME=${option === 'bands' ? 'WIDTH' : 'CLASS'}, not ${text}.`);
    return [name, value];
  });
}

function widthOf(name: string, text: string): number {
  const width = Number(text);
  if (!Number.isInteger(width) || width < 2 || width > 1000)
    throw new UsageError(`--bands ${name} takes a whole number from 2 to 1000, not ${JSON.stringify(text)}.`);
  return width;
}

/** An attribute by its name in the data, or by what the window calls it in either language. */
function choiceOf(choices: readonly FocusChoice[], name: string, option: string): FocusChoice {
  const choice =
    choices.find(({ attribute }) => attribute === name) ??
    choices.find(({ attribute }) => wordsFor(attribute).includes(name.toLowerCase()));
  if (choice) return choice;
  const known = choices.map(({ attribute }) => attribute).join(', ');
  throw new UsageError(
    known === ''
      ? `--${option} ${name}: no scholar of this study has an attribute.`
      : `--${option}: no scholar has the attribute ${JSON.stringify(name)}. There are: ${known}.`,
  );
}

function wordsFor(attribute: string): string[] {
  return [attribute, ...READERS.map((reader) => labelIn(attributeLabel(attribute), reader))].map((word) =>
    word.toLowerCase(),
  );
}

const BAND = /^(-?\d+)[-–](-?\d+)$/;

/** Of the first band in a list of classes; null where they are single values. */
function widthIn(text: string): number | null {
  const [, low, high] = BAND.exec(text.split(',')[0].trim()) ?? [];
  return high === undefined ? null : widthOf(text, String(Number(high) - Number(low) + 1));
}

/** A class may hold commas itself; bands are typed with a hyphen. */
function classesOf({ attribute, classes, numeric }: FocusChoice, text: string): string[] {
  const known = new Set(classes.map(({ value }) => value));
  if (known.has(text)) return [text];
  return text.split(',').map((part) => {
    const plain = part.trim();
    const band = plain.replace(BAND, '$1–$2');
    const written = known.has(plain) || (!numeric && !known.has(band)) ? plain : band;
    // Where there are too many classes to name them, whether anybody has this one is found when the result is asked.
    if (written !== '' && (known.has(written) || classes.length === 0)) return written;
    const offered = classes.map(({ value, scholars }) => `${value} (${scholars})`).join(', ');
    throw new UsageError(
      `--filter ${attribute}: ${written === '' ? 'name a class' : `no scholar has ${JSON.stringify(written)}`}.` +
        (offered === '' ? '' : ` There are: ${offered}.`),
    );
  });
}
