import type { Label } from '../messages/message.ts';
import { type MessageId, say } from '../messages/say.ts';

type Words = Readonly<Record<string, MessageId>>;

const GENDERS: Words = {
  f: 'class.woman',
  w: 'class.woman',
  female: 'class.woman',
  woman: 'class.woman',
  女: 'class.woman',
  女性: 'class.woman',
  m: 'class.man',
  male: 'class.man',
  man: 'class.man',
  男: 'class.man',
  男性: 'class.man',
};

/** The usual codes of attributes that have words in every language. Numbers stand for nothing by themselves. */
const CODES: Readonly<Record<string, Words>> = { gender: GENDERS, sex: GENDERS, 性别: GENDERS };

/** Beside one of these, letters are of a language in which they mean other things: m is “mujer” beside h. */
const OTHER_LETTERS = ['h'];

/**
 * How the classes of an attribute are written for people: usual codes in words, all else as the data have it. What the
 * data keep apart stays apart: where two classes would read alike, all stay as they are.
 *
 * @param among all classes that occur beside each other
 */
export function classLabels(attribute: string, among: Iterable<unknown>): (value: string) => Label {
  const name = attribute.trim().toLowerCase();
  if (!Object.hasOwn(CODES, name)) return (value) => value;
  const classes = [...new Set(among)].filter((one) => typeof one === 'string');
  const plain = classes.map((one) => one.trim().toLowerCase());
  const words = plain.flatMap((one) => (Object.hasOwn(CODES[name], one) ? [CODES[name][one]] : []));
  const isTold = new Set(words).size === words.length && !OTHER_LETTERS.some((letter) => plain.includes(letter));
  return (value) => {
    const code = value.trim().toLowerCase();
    return isTold && Object.hasOwn(CODES[name], code) ? say(CODES[name][code]) : value;
  };
}

/** The same among the classes that some people have. */
export function classLabelsOf(
  attribute: string,
  people: readonly { attributes: Readonly<Record<string, string>> }[],
): (value: string) => Label {
  return classLabels(
    attribute,
    people.map(({ attributes }) => attributes[attribute]),
  );
}
