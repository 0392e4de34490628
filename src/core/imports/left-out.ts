import { existsSync, statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { linkedElsewhere } from '../storage/files-below.ts';

const NAMES_SHOWN = 5;
/** What systems and programs keep beside files: hidden ones, and Office's while a document is open. */
const KEPT_BY_PROGRAMS = /(^|\/)(\.|~\$|__MACOSX\/|thumbs\.db$|desktop\.ini$)/i;

/** Of the files of a folder, those that somebody put there. */
export function putThere(names: readonly string[]): string[] {
  return names.filter((name) => !KEPT_BY_PROGRAMS.test(name));
}

/** What of a folder was not read since it is elsewhere. */
export function linksNotFollowed(given: string): Message[] {
  const names = existsSync(given) && statSync(given).isDirectory() ? linkedElsewhere(given) : [];
  if (names.length === 0) return [];
  return [say('import.links-not-followed', { names: names.slice(0, NAMES_SHOWN), count: names.length })];
}

/** What of a folder was not read since it is of another kind. @param files their names */
export function filesNotRead(files: readonly string[]): Message[] {
  if (files.length === 0) return [];
  return [say('import.files-not-read', { names: files.slice(0, NAMES_SHOWN), count: files.length })];
}

/** A refusal, with what of the folder was not read: that may be what was meant. */
export function besideLinks(error: unknown, given: string): unknown {
  if (!(error instanceof AppError) || (error.code !== 'bad-input' && error.code !== 'bad-request')) return error;
  const [links] = linksNotFollowed(given);
  if (!links) return error;
  return new AppError(error.code, say('import.refused-beside-links', { why: error.told, links }), error.details);
}
