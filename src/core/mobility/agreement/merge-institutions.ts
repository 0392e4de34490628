import { AppError } from '../../../shared/errors.ts';
import type { Label, Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { InstitutionFields } from '../../../shared/mobility/study.ts';
import { kindLabel } from '../../../shared/mobility/words.ts';
import { addName, idOfInstitution, listInstitutions, putInstitution, relate } from '../rows/institution-rows.ts';
import { nameKey } from '../names/name-key.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import type { CodingFileInstitution } from './coding-file.ts';

/**
 * Adds what this library does not know: institutions, their names, what they merged into or belong to. What it says
 * otherwise stays, and is told.
 *
 * @throws AppError `conflict` where one key stands for two institutions
 */
export function mergeInstitutions(db: OpenDb, incoming: readonly CodingFileInstitution[]): Message[] {
  const notes: Message[] = [];
  const own = new Map(listInstitutions(db).map((one) => [one.key, one]));
  for (const one of incoming) {
    const here = own.get(one.key);
    const names = [{ name: one.name, from: null, to: null }, ...one.names];
    if (!here) {
      putInstitution(db, one, one.names);
      continue;
    }
    const known = new Set([here, ...here.names].map(({ name }) => nameKey(name)));
    if (!names.some(({ name }) => known.has(nameKey(name))))
      throw new AppError(
        'conflict',
        say('agreement.other-institution', { institution: one.key, here: here.name, there: one.name }),
        { institution: one.key },
      );
    const id = idOfInstitution(db, one.key) as number;
    for (const name of names) addName(db, id, name);
    if (differs(one, here))
      notes.push(
        say('agreement.institution-differs', { institution: here.name, here: described(here), there: described(one) }),
      );
  }
  for (const { key, relations } of incoming)
    for (const { kind, other, year } of relations) {
      const here = own.get(key)?.relations.find((one) => one.kind === kind && one.other === other);
      if (!here) relate(db, key, other, kind, year);
      else if (here.year !== year)
        notes.push(
          say('agreement.relation-differs', {
            institution: own.get(key)?.name ?? key,
            other: here.otherName,
            here: here.year === null ? '–' : String(here.year),
            there: year === null ? '–' : String(year),
          }),
        );
    }
  return notes;
}

function differs(a: InstitutionFields, b: InstitutionFields): boolean {
  return a.name !== b.name || a.kind !== b.kind || a.city !== b.city || a.country !== b.country;
}

function described({ name, kind, city, country }: InstitutionFields): Label[] {
  return [name, kindLabel(kind), ...(city === null ? [] : [city]), ...(country === null ? [] : [country])];
}
