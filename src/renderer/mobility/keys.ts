import { useEffect, useRef } from 'react';
import { usePreference } from '../ui/page-state.ts';

/** Every action of the coding page has one key, shown on its control and configurable. */
export const CODING_ACTIONS = [
  'accept',
  'acceptAll',
  'edit',
  'uncertain',
  'missing',
  'skip',
  'bind',
  'undo',
  'redo',
  'next',
  'previous',
  'down',
  'up',
  'evidenceDown',
  'evidenceUp',
  'find',
  'help',
] as const;
export type CodingAction = (typeof CODING_ACTIONS)[number];
export type KeyTable = Record<CodingAction, string>;

export const DEFAULT_KEYS: KeyTable = {
  accept: 'a',
  acceptAll: 'g',
  edit: 'e',
  uncertain: 'u',
  missing: 'm',
  skip: 's',
  bind: 'b',
  undo: 'z',
  redo: 'y',
  next: 'n',
  previous: 'p',
  down: 'ArrowDown',
  up: 'ArrowUp',
  evidenceDown: ']',
  evidenceUp: '[',
  find: 'f',
  help: '?',
};

export function useKeys(): [KeyTable, (keys: KeyTable) => void] {
  const [stored, setStored] = usePreference<Partial<KeyTable>>('coding-keys', {});
  return [{ ...DEFAULT_KEYS, ...stored }, setStored];
}

const NAMES: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': '␣',
  Enter: '⏎',
  Escape: 'Esc',
};

export function keyName(key: string): string {
  return NAMES[key] ?? key;
}

/** Shortcuts are off while typing; keys with a modifier are left to the system. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  const field = target?.closest?.(
    'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="option"], [role="dialog"]',
  );
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey || Boolean(field);
}

export function useCodingKeys(keys: KeyTable, act: (action: CodingAction) => void, enabled: boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.repeat) return;
      const action = CODING_ACTIONS.find((name) => keys[name] === event.key);
      if (!action) return;
      event.preventDefault();
      latest.current(action);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [keys, enabled]);
}
