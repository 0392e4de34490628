import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A list of links or buttons (`data-roving`) is one stop in the order of Tab; arrows move in it, Enter opens. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('a, button')];
  const at = all.indexOf(event.target as HTMLElement);
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : at + (STEPS[event.key] ?? Number.NaN);
  if (at < 0 || !all[to]) return;
  event.preventDefault();
  all[to].focus();
}
