import type { Message } from './messages/message.ts';
import { type MessageId, say } from './messages/say.ts';

/** Every phase of a job, as its row keeps it, and its words. */
const MESSAGE_OF_PHASE = {
  reading: 'phase.reading',
  packing: 'phase.packing',
  publishing: 'phase.publishing',
  spectrograms: 'phase.spectrograms',
  listening: 'phase.listening',
  gathering: 'phase.gathering',
  training: 'phase.training',
  evaluating: 'phase.evaluating',
  synthesising: 'phase.synthesising',
  grid: 'phase.grid',
  search: 'phase.search',
  judging: 'phase.judging',
  exporting: 'phase.exporting',
  archiving: 'phase.archiving',
  unpacking: 'phase.unpacking',
  demo: 'phase.demo',
} as const satisfies Record<string, MessageId>;

export type Phase = keyof typeof MESSAGE_OF_PHASE;

/** The words for a stored phase; one that only another version knows is shown as it is. */
export function phaseMessage(phase: string): Message {
  return Object.hasOwn(MESSAGE_OF_PHASE, phase) ? say(MESSAGE_OF_PHASE[phase as Phase]) : { id: '', text: phase };
}
