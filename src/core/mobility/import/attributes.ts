import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import { nameKey } from '../names/name-key.ts';
import { ATTRIBUTE_WORDS, headingKeys } from './heading-words.ts';

/** The columns of scholars' attributes: as mapped, otherwise by their headings; an empty header is none. */
export function attributeColumns(
  head: readonly string[],
  { attributes }: Pick<Mapping, 'attributes'>,
  book: Pick<Codebook, 'attributes'>,
): Map<string, number> {
  const keys = head.map(headingKeys);
  const own = book.attributes.filter((name) => !(name in ATTRIBUTE_WORDS));
  const words = { ...ATTRIBUTE_WORDS, ...Object.fromEntries(own.map((name) => [name, [name]])) };
  const found = Object.entries(words).map(([name, names]): [string, number] => [
    name,
    keys.findIndex((all) => names.some((word) => all.includes(nameKey(word)))),
  ]);
  const mapped = Object.entries(attributes).map(([name, header]): [string, number] => [
    name,
    header === '' ? -1 : head.indexOf(header),
  ]);
  return new Map([...new Map([...found, ...mapped])].filter(([, at]) => at >= 0));
}
