import { existsSync, statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { linkedElsewhere } from '../storage/files-below.ts';

const NAMES_SHOWN = 5;
/** Hidden files, and what systems and programs leave beside others, as Office does while a document is open. */
const KEPT_BY_PROGRAMS = /(^|\/)(\.|~\$|__MACOSX\/|(_SUCCESS|thumbs\.db|desktop\.ini)$)/i;

/** Words about the data; a table may be called so, too. */
const ABOUT_DATA = /(^|\/)(readme|licen[cs]e)(?![^/]*\.(csv|tsv|jsonl?)(\.|$))[^/]*$/i;

/** Whether somebody put the file of a folder or zip there, by its name in it. */
export function isPutThere(name: string): boolean {
  return !KEPT_BY_PROGRAMS.test(name);
}

/** Not what programs keep beside the data, nor words about them. */
export function mayBeData(name: string): boolean {
  return isPutThere(name) && !ABOUT_DATA.test(name);
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
