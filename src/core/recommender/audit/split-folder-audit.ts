import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditedSplitFolder, SplitAudit, SplitPart } from '../../../shared/contract/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Answers } from '../../../shared/questions.ts';
import { Questions, UnansweredQuestions } from '../../imports/questions.ts';
import { eachPair, folderOfParts, noTestPart, partOf, readIds } from '../referee/split-files.ts';
import type { FilesReading } from '../referee/table.ts';
import { Growing } from './growing.ts';
import { type AuditedPart, auditSplit } from './split-audit.ts';
import { plainFile } from '../../storage/plain-file.ts';

const OWN: readonly [SplitPart, string][] = [
  ['training', 'train.tsv'],
  ['known', 'test_fold_in.tsv'],
  ['test', 'test_target.tsv'],
];

/** Ids as numbers, in the order in which they come. */
class Numbers {
  readonly #known = new Map<string, number>();

  of(id: string): number {
    let number = this.#known.get(id);
    if (number === undefined) {
      number = this.#known.size;
      this.#known.set(id, number);
    }
    return number;
  }

  get size(): number {
    return this.#known.size;
  }
}

/**
 * Audits a split that lies in a folder, as `score --split` reads it, but takes what that refuses: it is what an audit
 * is to find.
 *
 * @param tick called with the share of the files while they are read; may throw to end the work
 * @throws not-found or bad-input, naming the file and line
 */
export async function auditSplitFolder(
  folder: string,
  answers: Answers,
  tick: (fraction: number) => void = () => {},
): Promise<AuditedSplitFolder> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new AppError('not-found', say('split-folder.no-such-folder', { folder }));
  const questions = new Questions(answers);
  const notes: Message[] = [];
  try {
    const audit = await read(folder, { questions, report: { notes } }, tick);
    questions.refuseUnasked();
    return { audit, questions: [], notes };
  } catch (error) {
    if (!(error instanceof UnansweredQuestions)) throw error;
    return { audit: null, questions: questions.open, notes };
  }
}

async function read(
  folder: string,
  asking: Omit<FilesReading, 'tick'>,
  tick: (fraction: number) => void,
): Promise<SplitAudit> {
  const isOwn = existsSync(join(folder, 'test_target.tsv'));
  const files = isOwn ? OWN.map(([part, name]) => [part, join(folder, name)] as const) : partsIn(folder);
  const [listeners, songs] = [new Numbers(), new Numbers()];
  const parts: AuditedPart[] = [];
  const kinds = new Set<SplitAudit['values']>();
  const there = files.filter(([, path]) => existsSync(path));
  const reading: FilesReading = { ...asking, tick: () => tick(parts.length / (there.length + 1)) };
  for (const [part, file] of there) {
    const ids = () => new Growing((length) => new Uint32Array(length));
    const reals = () => new Growing((length) => new Float64Array(length));
    const rows = { listeners: ids(), songs: ids(), values: reals(), seconds: reals() };
    const { columns, headed } = await eachPair(
      file,
      reading,
      (listener, song, value, time) => {
        rows.listeners.push(listeners.of(listener));
        rows.songs.push(songs.of(song));
        rows.values.push(value);
        if (time !== null) rows.seconds.push(secondsOf(time));
      },
      true,
    );
    if (columns.count !== undefined) kinds.add('plays');
    else if (columns.rating !== undefined) kinds.add('unknown');
    else if (!headed) kinds.add('unknown');
    const seconds = rows.seconds.numbers();
    const timed = seconds.length === rows.songs.length && seconds.every(Number.isFinite);
    parts.push({
      part,
      listeners: rows.listeners.numbers(),
      songs: rows.songs.numbers(),
      values: rows.values.numbers(),
      seconds: timed ? seconds : null,
    });
  }
  if (!parts.some(({ part }) => part === 'training')) reading.report.notes.push(say('split-audit.no-training'));
  const named = join(folder, 'catalogue.txt');
  const catalogue = existsSync(named) ? await readIds(named, reading) : null;
  const competes = new Set(Array.from(catalogue ?? [], (id) => songs.of(id)));
  return auditSplit({
    parts,
    listeners: listeners.size,
    songs: songs.size,
    values: toldValues(folder) ?? (kinds.size === 1 ? [...kinds][0] : 'unknown'),
    holdsOutListeners: isOwn,
    catalogue: catalogue && ((song) => competes.has(song)),
  });
}

function partsIn(given: string): (readonly [SplitPart, string])[] {
  const folder = folderOfParts(given);
  const found = (['training', 'validation', 'test'] as const).flatMap((part) => {
    const file = partOf(folder, part);
    return file === null ? [] : [[part, file] as const];
  });
  if (!found.some(([part]) => part === 'test')) throw noTestPart(folder);
  return found;
}

/** What the numbers of a split of ours are, as the description beside it, or beside its folds, says. */
function toldValues(folder: string): SplitAudit['values'] | null {
  for (const file of [join(folder, 'split.json'), join(folder, '..', 'split.json')]) {
    try {
      const { values } = JSON.parse(readFileSync(plainFile(file), 'utf8')) as { values?: unknown };
      if (values === 'plays' || values === 'ratings') return values;
    } catch {
      // None, or not ours: it is not needed.
    }
  }
  return null;
}

/** Seconds or milliseconds since 1970, or a date. */
function secondsOf(time: string): number {
  const number = Number(time);
  if (time.trim() !== '' && Number.isFinite(number)) return number > 1e11 ? number / 1000 : number;
  return Date.parse(time) / 1000;
}
