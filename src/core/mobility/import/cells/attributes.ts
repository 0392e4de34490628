import type { Codebook } from '../../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import { nameKey } from '../../names/name-key.ts';
import { ATTRIBUTE_WORDS, headingKeys } from '../table/heading-words.ts';
import type { TableRow } from '../table/table.ts';
import type { YearCells } from './year-cells.ts';

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

/** A row's attributes; years of birth that are written in an unusual way are asked about. */
export function attributesOf(
  row: TableRow,
  columns: ReadonlyMap<string, number>,
  { head, mapping: { missing, values } }: { head: readonly string[]; mapping: Pick<Mapping, 'missing' | 'values'> },
  years: YearCells,
): Record<string, string> {
  return Object.fromEntries(
    [...columns].flatMap(([name, at]): [string, string][] => {
      const cell = (one: TableRow) => (one.cells[at] ?? '').trim();
      const column = { header: head[at], cell, isSingle: true, isOptional: true };
      const read = name === 'birthYear' ? (years.readText(row, column) ?? '') : cell(row);
      const value = values[name]?.[read] ?? read;
      return value === '' || missing.includes(value) ? [] : [[name, value]];
    }),
  );
}
