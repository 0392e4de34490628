import type { Label } from '../../../../shared/messages/message.ts';
import { INSTITUTION_KINDS, type Codebook, POSITION_ROLES } from '../../../../shared/mobility/codebook.ts';
import type { ValueChoice, ValueGroup } from '../../../../shared/mobility/imports.ts';
import { kindLabel, roleLabel, stageLabel } from '../../../../shared/mobility/words.ts';
import { countryCode } from '../../names/country.ts';
import { nameKey } from '../../names/name-key.ts';
import { gradeKey, KNOWN_GRADES } from '../../quadrant/grades.ts';
import type { Columns } from '../cells/fields.ts';
import { kindIn } from '../institutions/institution-kinds.ts';
import type { TableRow } from './table.ts';

/** More different cells than these have no classes in common. */
const ENTRIES_SHOWN = 200;

/** Each once: what is in two orders is one choice, and a list with it twice cannot be drawn. */
const choices = (ids: readonly string[], label: (id: string) => Label): ValueChoice[] =>
  [...new Set(ids)].map((id) => ({ id, label: label(id) }));
const asWritten = (id: string) => id;

interface Meaning {
  choices(book: Codebook): ValueChoice[];
  /** The id of a choice; null if the text is none. */
  read(text: string, book: Codebook): string | null;
}

/** Fields whose cells stand for something that the study knows. */
const MEANINGS: Record<string, Meaning> = {
  kind: { choices: () => choices(INSTITUTION_KINDS, kindLabel), read: kindIn },
  tier: {
    choices: ({ cities }) => choices([...cities.order, ...cities.notComparable], asWritten),
    read: (text, { cities }) => [...cities.order, ...cities.notComparable].find((tier) => tier === text) ?? null,
  },
  grade: {
    choices: () => choices(KNOWN_GRADES.flat(), asWritten),
    read: (text) => KNOWN_GRADES.flat().find((grade) => grade === gradeKey(text)) ?? null,
  },
  stage: {
    choices: (book) =>
      choices(
        book.stages.map(({ key }) => key),
        (key) => stageLabel(book, key),
      ),
    read: (text, { stages }) =>
      stages.find(({ key, label }) => [key, label.en, label.zh].some((name) => nameKey(name) === nameKey(text)))?.key ??
      null,
  },
  country: { choices: () => [], read: (text) => countryCode(text) },
};

/** What the cells of these columns are read as, with counts, the commonest first; countries only where not known. */
export function valueGroups(
  rows: readonly TableRow[],
  columns: Columns,
  fields: readonly string[],
  book: Codebook,
): ValueGroup[] {
  return fields.flatMap((field): ValueGroup[] => {
    const header = columns.header(field);
    const meaning = MEANINGS[field];
    if (header === null || meaning === undefined) return [];
    const counts = new Map<string, number>();
    for (const row of rows) {
      const text = columns.written(row, field);
      if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const entries = [...counts].map(([text, count]) => {
      const meant = columns.meaning(field, text);
      return { text, count, meanings: [{ id: meaning.read(meant, book) ?? '', count }], set: meant !== text };
    });
    const shown = field === 'country' ? entries.filter(({ meanings, set }) => set || meanings[0].id === '') : entries;
    return shown.length === 0 ? [] : [{ field, header, choices: meaning.choices(book), entries: commonest(shown) }];
  });
}

function commonest(entries: ValueGroup['entries']): ValueGroup['entries'] {
  return [...entries].sort((a, b) => b.count - a.count).slice(0, ENTRIES_SHOWN);
}

/** Cells of roles (教育, 荣誉 …), or of titles where there is no such column, with the roles that their rows have. */
export class RoleValues {
  readonly #counts = new Map<string, Map<string, number>>();

  add(text: string, role: string | null): void {
    if (text === '') return;
    const roles = this.#counts.get(text) ?? new Map<string, number>();
    roles.set(role ?? '', (roles.get(role ?? '') ?? 0) + 1);
    this.#counts.set(text, roles);
  }

  group(header: string, own: Record<string, string>): ValueGroup[] {
    const entries = [...this.#counts].map(([text, roles]) => ({
      text,
      count: [...roles.values()].reduce((sum, count) => sum + count, 0),
      meanings: [...roles].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count),
      set: text in own,
    }));
    if (entries.length === 0) return [];
    return [{ field: 'role', header, choices: choices(POSITION_ROLES, roleLabel), entries: commonest(entries) }];
  }
}
