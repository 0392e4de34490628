import type { Message } from '../../../shared/messages/message.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { attributesOf, type Focus, type FocusChoice, MOST_CHOICES } from '../../../shared/mobility/focus.ts';
import { classLabelsOf } from '../../../shared/mobility/class-words.ts';
import { andThen, attributeLabel } from '../../../shared/mobility/words.ts';
import { describedScholars } from './attributes.ts';
import type { Study } from '../study/study.ts';

type Attributes = Readonly<Record<string, string>>;

/** What a scholar's attributes are where some numbers are read in bands. */
export function banded(attributes: Attributes, bands: Focus['bands']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [
      name,
      Object.hasOwn(bands, name) && isNumber(text) ? bandOf(Number(text), bands[name]) : text,
    ]),
  );
}

function bandOf(value: number, width: number): string {
  const low = Math.floor(value / width) * width;
  return `${low}–${low + width - 1}`;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

export interface Focused {
  scholars: Set<number>;
  /** In a sentence, with how many they are. */
  told: Message;
  /** In a figure. */
  whom: Message;
}

/**
 * The scholars that results are about, and how that is told; null for all of them.
 *
 * @throws where nobody is left
 */
export function focused(study: Study, { bands, only }: Focus): Focused | null {
  const parts = Object.entries(only);
  if (parts.length === 0) return null;
  const all = describedScholars(study);
  const kept = all.filter(({ attributes }) => {
    const own = banded(attributes, bands);
    return parts.every(([name, classes]) => Object.hasOwn(own, name) && classes.includes(own[name]));
  });
  const conditions = parts.map(([name, classes]) =>
    say('focus.condition', { attribute: attributeLabel(name), classes: classes.map(classLabelsOf(name, all)) }),
  );
  if (kept.length === 0) throw new AppError('bad-input', say('focus.nobody', { conditions }), { field: 'focus' });
  return {
    scholars: new Set(kept.map(({ id }) => id)),
    told: say('focus.only', { conditions, scholars: kept.length, all: all.length }),
    whom: chosenWords(only, all) as Message,
  };
}

/** Which classes were chosen, among those of some people; null where none were. */
export function chosenWords(only: Focus['only'], people: readonly { attributes: Attributes }[] = []): Message | null {
  const [first, ...more] = Object.entries(only).map(([name, classes]) =>
    say('focus.chosen', {
      attribute: attributeLabel(name),
      classes: classes.map(
        classLabelsOf(name, [...people, ...classes.map((own) => ({ attributes: { [name]: own } }))]),
      ),
    }),
  );
  return first ? andThen([first, ...more]) : null;
}

/** Which numbers are read in bands. */
export function bandWords(bands: Focus['bands']): Message[] {
  return Object.entries(bands).map(([name, width]) =>
    say('focus.in-bands', { attribute: attributeLabel(name), width }),
  );
}

/** What the bar offers: every attribute of the study, with the classes that its values or bands make. */
export function focusChoices(study: Study, bands: Focus['bands']): FocusChoice[] {
  const all = describedScholars(study).map(({ attributes }) => attributes);
  const inBands = all.map((own) => banded(own, bands));
  const names = new Set([...attributesOf(study.book.codebook), ...all.flatMap((own) => Object.keys(own))]);
  return [...names].flatMap((attribute): FocusChoice[] => {
    const values = all.flatMap((own) => (Object.hasOwn(own, attribute) ? [own[attribute]] : []));
    if (values.length === 0) return [];
    const counts = new Map<string, number>();
    for (const own of inBands)
      if (Object.hasOwn(own, attribute)) counts.set(own[attribute], (counts.get(own[attribute]) ?? 0) + 1);
    const classes = [...counts]
      .map(([value, scholars]) => ({ value, scholars }))
      .sort((a, b) => a.value.localeCompare(b.value, undefined, { numeric: true }));
    return [{ attribute, numeric: values.every(isNumber), classes: classes.length > MOST_CHOICES ? [] : classes }];
  });
}
