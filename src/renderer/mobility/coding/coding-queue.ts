import { useEffect, useRef, useState } from 'react';
import type { MessageId } from '../../../shared/messages/say.ts';
import type { ScholarView } from '../../../shared/mobility/coding.ts';
import { call } from '../../api.ts';
import { showError } from '../../ui/notify.tsx';
import { FIELDS } from './meant-key.ts';

export interface Queue {
  enqueue(act: () => unknown): void;
  /** Forgets the acts and letters that still wait. */
  drop(): void;
  /** Text for a field that is about to open; null while keys are shortcuts. */
  typeAhead: { current: string | null };
}

/** Keys can come faster than answers: each act waits for the one before. One that fails is told and ends nothing. */
export function useQueue(): Queue {
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const drops = useRef(0);
  const typeAhead = useRef<string | null>(null);
  return {
    enqueue(act) {
      const before = drops.current;
      tail.current = tail.current
        .then(() => (drops.current === before ? act() : undefined))
        .catch((error: Error) => showError(error));
    },
    drop() {
      drops.current++;
      typeAhead.current = null;
    },
    typeAhead,
  };
}

/** Refusals of a line that the editor can settle. */
export const ASKED_ABOUT: readonly string[] = [
  'coding.line-not-settled',
  'coding.line-says-nothing',
] satisfies MessageId[];

const LOOK_EVERY_MS = 200;

/** Whether the focus is in a field or dialog, so that keys are letters. */
export function useTyping(): boolean {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    const look = () => setTyping(document.activeElement?.closest(FIELDS) != null);
    document.addEventListener('focusin', look);
    // A field that is left for nothing, or removed with the focus in it, sends no such event.
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      document.removeEventListener('focusin', look);
    };
  }, []);
  return typing;
}

/** The coded stage before, if its year is later. */
export function yearConflict(stages: ScholarView['stages'], at: number) {
  const year = stages[at].code?.state === 'coded' ? stages[at].code.year : null;
  if (year === null) return null;
  const dated = (i: number) => (stages[i].code?.state === 'coded' ? (stages[i].code?.year ?? null) : null);
  for (let i = at - 1; i >= 0; i--) {
    const other = dated(i);
    if (other !== null) return other > year ? { year, other, stage: stages[i].key } : null;
  }
  return null;
}

/**
 * The initial scholar: the requested one, the next unfinished one or, if all are done, the first.
 */
export async function firstView(
  coder: string,
  start: number | null,
): Promise<{ view: ScholarView | null; finished: boolean }> {
  if (start !== null) return { view: await call('mobility/get-scholar', { coder, scholarId: start }), finished: false };
  const open = await call('mobility/next-scholar', { coder, from: null });
  if (open) return { view: open, finished: false };
  const [any] = await call('mobility/list-scholars', { coder, limit: 1 });
  return { view: any ? await call('mobility/get-scholar', { coder, scholarId: any.id }) : null, finished: true };
}

/** The index of the first stage that is looked for, otherwise of the first. */
export function firstStage({ stages }: ScholarView, isIt: (stage: ScholarView['stages'][number]) => boolean): number {
  return Math.max(0, stages.findIndex(isIt));
}
