import { basename } from 'node:path';
import { say } from '../../../../shared/messages/say.ts';
import { filesBelow } from '../../../storage/files-below.ts';
import type { Importer } from '../importer.ts';
import type { ImportKind } from '../kinds.ts';
import type { ImportReport } from '../report.ts';
import { isJsonMember, type Member, membersOf } from './member.ts';

// What lies in a folder, zip or workbook and is not read is told, whoever read the rest.

const NAMES_SHOWN = 8;
/** Files beside those that are read which are looked into, to tell what they are. */
const MOST_LOOKED_INTO = 500;

export interface LeftOutContext {
  kind: ImportKind;
  importers: readonly Importer[];
  /** Of other kinds. */
  others: readonly Importer[];
  report: ImportReport;
}

/** What an import of another kind would read of the same file. */
export function tellOthers(members: readonly Member[], file: string, { kind, others, report }: LeftOutContext): void {
  const known = members.flatMap((member) => {
    const { name, head } = member;
    const reader = head && others.find((importer) => importer.sniff(head, '') !== null);
    return reader ? [{ name: basename(name), kind: reader.kind, isJson: isJsonMember(member) }] : [];
  });
  if (known.length === 0) return;
  const names = known.slice(0, NAMES_SHOWN).map((one) => {
    return say('import.member-of-kind', { name: one.name, kind: one.kind.label });
  });
  const again = known.filter((one) => !one.isJson && one.kind.pairs && one.kind.pairs === kind.pairs);
  report.notes.push(say('import.zip-others-left-out', { file: basename(file), count: known.length, names }));
  if (again.length > 0) report.notes.push(say('import.zip-plays-again', { names: again.map(({ name }) => name) }));
}

/** All that is not read, those first which the kind or another one would read by themselves. */
export function noteLeftOut(
  members: readonly Member[],
  { importers, others, report }: LeftOutContext,
  what: 'import.folder-left-out' | 'import.sheets-left-out' = 'import.folder-left-out',
): void {
  if (members.length === 0) return;
  const isKnown = ({ head }: Member) => [...importers, ...others].some((one) => head && one.sniff(head, '') !== null);
  const known = new Set(members.filter(isKnown));
  const names = [...known, ...members.filter((member) => !known.has(member))].map(({ name }) => name);
  report.notes.push(say(what, { names: names.slice(0, NAMES_SHOWN), count: names.length }));
}

/**
 * The same of a folder that an importer read as a whole.
 *
 * @param seen the files that it read or told of
 */
export async function tellUnseen(folder: string, seen: ReadonlySet<string>, context: LeftOutContext): Promise<void> {
  const unseen = filesBelow(folder).filter((path) => !seen.has(path));
  const members = await membersOf(folder, unseen, MOST_LOOKED_INTO);
  noteLeftOut(members, context);
  tellOthers(members, folder, context);
}
