import { useEffect } from 'react';
import { bridge } from '../api.ts';
import { pageState } from '../ui/page-state.ts';

/**
 * Changes that closing the window or showing another library would lose, by name: those of a form on its page, and
 * those that were kept when the page was left.
 */
const names = () => pageState<string[]>('unsaved', []);

let ask: (leave: () => void) => void = (leave) => leave();

export function setUnsaved(name: string, isUnsaved: boolean): void {
  const { value, set } = names();
  if (value.includes(name) === isUnsaved) return;
  set(isUnsaved ? [...value, name] : value.filter((other) => other !== name));
  bridge?.unsaved(names().value.length > 0);
}

export function useUnsaved(name: string, isUnsaved: boolean): void {
  useEffect(() => setUnsaved(name, isUnsaved), [name, isUnsaved]);
}

/** Does what shows another library: at once, or after the person has given the changes up. */
export function unlessUnsaved(act: () => void): void {
  if (names().value.length === 0) return act();
  ask(() => {
    for (const name of names().value) setUnsaved(name, false);
    act();
  });
}

/** Who asks. */
export function onUnsaved(asks: typeof ask): void {
  ask = asks;
}

/** A browser asks in its own words; in the app, main does. */
export function guardClosing(): void {
  if (bridge) return bridge.unsaved(names().value.length > 0);
  window.addEventListener('beforeunload', (event) => {
    if (names().value.length > 0) event.preventDefault();
  });
}
