import type { InstitutionView } from '../../../shared/contract/mobility.ts';
import { pinyinInitials } from './pinyin.ts';

/** An institution as a list offers it, and the text by which typed letters find it. */
export interface InstitutionChoice {
  key: string;
  label: string;
  found: string;
}

/** Name and city; of those that bear the same name in the same city, also the key. */
export function institutionChoices(institutions: readonly InstitutionView[]): InstitutionChoice[] {
  const label = ({ name, city }: InstitutionView) => (city ? `${name} · ${city}` : name);
  const counts = new Map<string, number>();
  for (const one of institutions) counts.set(label(one), (counts.get(label(one)) ?? 0) + 1);
  return institutions.map((one) => {
    const names = [one.name, ...one.names.map(({ name }) => name)];
    return {
      key: one.key,
      label: (counts.get(label(one)) ?? 0) > 1 ? `${label(one)} · ${one.key}` : label(one),
      found: plain([label(one), one.key, ...names, ...names.map(pinyinInitials)].join('\n')),
    };
  });
}

/** Key → name; of those that bear the same name, with the key. */
export function institutionNames(institutions: readonly Pick<InstitutionView, 'key' | 'name'>[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of institutions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(institutions.map(({ key, name }) => [key, (counts.get(name) ?? 0) > 1 ? `${name} (${key})` : name]));
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Those whose name, alias, English name, key, city or pinyin initials hold the typed letters; beginnings first. */
export function matchingChoices(choices: readonly InstitutionChoice[], typed: string, limit: number) {
  const wanted = plain(typed.trim());
  const rank = ({ found }: InstitutionChoice) =>
    found.startsWith(wanted) ? 0 : found.includes(`\n${wanted}`) ? 1 : found.includes(wanted) ? 2 : 3;
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ choice }) => choice);
}

/** The institution that a typed text means: its label, or the only one of that name. */
export function chosenInstitution(choices: readonly InstitutionChoice[], typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const exact = choices.find(({ label }) => label === text);
  if (exact) return exact.key;
  const named = choices.filter(({ found }) => found.split('\n').includes(plain(text)));
  return named.length === 1 ? named[0].key : null;
}
