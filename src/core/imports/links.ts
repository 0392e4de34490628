import { statSync } from 'node:fs';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { linkedElsewhere } from '../storage/files-below.ts';

const NAMES_SHOWN = 5;

/** What of a folder was not read since it is elsewhere. */
export function linksNotFollowed(given: string): Message[] {
  const names = statSync(given).isDirectory() ? linkedElsewhere(given) : [];
  if (names.length === 0) return [];
  return [say('import.links-not-followed', { names: names.slice(0, NAMES_SHOWN), count: names.length })];
}
