import { cutBytes } from '../../../shared/cut-bytes.ts';
import type { Reader } from '../../../shared/messages/message.ts';
import { labelIn } from '../../../shared/messages/message.ts';
import { isWord, type KeyedTable, keysOf, type Table, toCsv } from '../../../shared/table.ts';

type Cell = Table['rows'][number][number];

/** Limits of SPSS: names in bytes, and labels of values. */
const MOST_NAME_BYTES = 64;
const MOST_LABEL_BYTES = 120;
/** Texts with more different values are kept as texts. */
const MOST_CLASSES = 60;
/** Of each stage, and of each transition. */
const STAGE_FIELDS = ['institution', 'kind', 'level', 'city', 'tier', 'year', 'role'] as const;
const MOVE_FIELDS = ['outcome', 'direction', 'subtype'] as const;
const OF_SCHOLAR = ['scholar', 'name'];

interface Variable {
  name: string;
  label: string;
  values: Cell[];
  /** How its values read, where they are words. */
  words: ReadonlyMap<Cell, string>;
  /** A class that tells that nothing is known. */
  missing?: string;
}

/**
 * A row a scholar for SPSS and PSPP: attributes, then each stage, then each transition, texts as labelled numbers.
 * Names are the same in every language, labels those of a reader; a move that is not known is missing.
 */
export function spssWide(careers: KeyedTable, moves: KeyedTable, reader: Reader): { csv: string; syntax: string } {
  const variables = variablesOf(told(careers, reader), told(moves, reader));
  const cut: string[] = [];
  const columns = variables.map(({ name, label, values, words, missing }) => {
    const shared = { name, label, words, unknown: 0 };
    const known = values.filter((value) => value !== null && value !== '');
    if (known.every((value) => typeof value === 'number')) return { ...shared, format: 'F8.0', values, classes: [] };
    const classes = [...new Set(known.map(String))].sort();
    const width = Math.max(1, ...known.map((value) => Buffer.byteLength(String(value))));
    const isText = name === OF_SCHOLAR[0] || classes.length > MOST_CLASSES;
    if (isText) return { ...shared, format: `A${width}`, values, classes: [] };
    cut.push(...classes.filter((one) => Buffer.byteLength(words.get(one) ?? one) > MOST_LABEL_BYTES));
    const codes = values.map((value) => (value === null || value === '' ? null : classes.indexOf(String(value)) + 1));
    return { ...shared, format: 'F8.0', values: codes, classes, unknown: classes.indexOf(missing ?? '') + 1 };
  });
  const labelled = columns.filter(({ classes }) => classes.length > 0);
  const syntax = [
    '* Run this in the folder of spss-scholars.csv (UTF-8). A row is a scholar.',
    ...(cut.length > 0 ? [`* SPSS holds labels of ${MOST_LABEL_BYTES} bytes: ${cut.length} longer ones are cut.`] : []),
    "GET DATA /TYPE=TXT /FILE='spss-scholars.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2",
    '  /VARIABLES=',
    ...columns.map(({ name, format }, i) => `    ${name} ${format}${i === columns.length - 1 ? '.' : ''}`),
    'VARIABLE LABELS',
    ...columns.map(({ name, label }, i) => `  ${name} ${quoted(label)}${i === columns.length - 1 ? '.' : ''}`),
    ...labelled.flatMap(({ name, classes, words, unknown }) => [
      `VALUE LABELS ${name}`,
      ...classes.map((one, i) => `  ${i + 1} ${quoted(words.get(one) ?? one)}${i === classes.length - 1 ? '.' : ''}`),
      ...(unknown > 0 ? [`MISSING VALUES ${name} (${unknown}).`] : []),
    ]),
    'EXECUTE.',
    '',
  ].join('\n');
  const rows = (columns[0]?.values ?? []).map((_, row) => columns.map(({ values }) => values[row]));
  return { csv: toCsv({ head: columns.map(({ name }) => name), rows }), syntax };
}

/** A table by its keys, with how its columns and their values read. */
interface Told extends Table {
  labels: string[];
  words: Map<Cell, string>[];
}

export function told(table: KeyedTable, reader: Reader): Told {
  const words = table.columns.map(() => new Map<Cell, string>());
  for (const row of table.rows)
    row.forEach((cell, column) => {
      if (isWord(cell)) words[column].set(cell.key, labelIn(cell.label, reader));
    });
  return { ...keysOf(table), labels: table.columns.map(({ label }) => labelIn(label, reader)), words };
}

function variablesOf(careers: Told, moves: Told): Variable[] {
  const at = (table: Table, name: string) => table.head.indexOf(name);
  const read = (table: Told, name: string, key: string) => table.words[at(table, name)].get(key) ?? key;
  const scholars = [...Map.groupBy(careers.rows, (row) => row[0])];
  const movesOf = Map.groupBy(moves.rows, (row) => row[0]);
  const attributes = careers.head.slice(OF_SCHOLAR.length, at(careers, 'stage'));
  const named = uniqueNames();
  const variable = (
    key: string,
    { table, column, of }: { table: Told; column: string; of?: string },
    pick: (scholar: Cell, stages: Table['rows']) => Cell,
  ): Variable => ({
    name: named(key),
    label: [...(of === undefined ? [] : [of]), table.labels[at(table, column)]].join(' · '),
    words: table.words[at(table, column)],
    ...(column === 'outcome' ? { missing: 'missing' } : {}),
    values: scholars.map(([scholar, stages]) => pick(scholar, stages)),
  });
  const stages = [...new Set(careers.rows.map((row) => String(row[at(careers, 'stage')])))];
  const transitions = [...new Set(moves.rows.map((row) => String(row[at(moves, 'transition')])))];
  return [
    variable(OF_SCHOLAR[0], { table: careers, column: OF_SCHOLAR[0] }, (scholar) => scholar),
    ...attributes.map((name) =>
      variable(name, { table: careers, column: name }, (_, [first]) => numeric(first[at(careers, name)])),
    ),
    ...stages.flatMap((stage) =>
      STAGE_FIELDS.map((field) =>
        variable(
          `${stage} ${field}`,
          { table: careers, column: field, of: read(careers, 'stage', stage) },
          (_, rows) => rows.find((row) => row[at(careers, 'stage')] === stage)?.[at(careers, field)] ?? null,
        ),
      ),
    ),
    ...transitions.flatMap((transition) =>
      MOVE_FIELDS.map((field) =>
        variable(
          `${transition} ${field}`,
          { table: moves, column: field, of: read(moves, 'transition', transition) },
          (scholar) =>
            movesOf.get(scholar)?.find((row) => row[at(moves, 'transition')] === transition)?.[at(moves, field)] ??
            null,
        ),
      ),
    ),
  ];
}

function numeric(value: Cell): Cell {
  return typeof value === 'string' && /^-?\d{1,8}$/.test(value) ? Number(value) : value;
}

/** Words of SPSS's own language, which name no variable. */
const RESERVED = ['all', 'and', 'by', 'eq', 'ge', 'gt', 'le', 'lt', 'ne', 'not', 'or', 'to', 'with'];

/**
 * Names that SPSS takes: letters, digits and underscores, at most 64 bytes, none twice whatever their case, and no
 * reserved word.
 */
function uniqueNames(): (label: string) => string {
  const taken = new Set(RESERVED);
  return (label) => {
    const plain = label.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^(?![\p{L}])/u, 'v_');
    for (let copy = 1; ; copy++) {
      const end = copy === 1 ? '' : `_${copy}`;
      const name = cutBytes(plain, MOST_NAME_BYTES - end.length).replace(/_+$/, '') + end;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
}

/** As SPSS reads a label: on one line, since a blank line ends a command and what follows would be run. */
export function quoted(text: string): string {
  return `'${cutBytes(text.replace(/[\s\p{Cc}]+/gu, ' '), MOST_LABEL_BYTES).replaceAll("'", "''")}'`;
}
