import { basename } from 'node:path';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';

/** Titles for finding an interrupted job again. */
export function importTitle(kind: string, file: string): Message {
  return say('job.import', { kind, file: basename(file) });
}

export function trainingTitle(type: string, name: string): Message {
  return name === type ? say('job.train', { name }) : say('job.train-type', { name, type });
}
