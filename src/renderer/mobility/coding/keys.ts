import { useEffect, useRef } from 'react';
import { usePreference } from '../../ui/page-state.ts';
import { isTyping, keyOf } from './meant-key.ts';

/** Every action of the coding page has one key, shown on its control and configurable. */
export const CODING_ACTIONS = [
  'accept',
  'acceptAll',
  'edit',
  'uncertain',
  'missing',
  'skip',
  'bind',
  'flag',
  'memo',
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
  flag: 'l',
  memo: 'o',
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

export interface CodingKeysHandlers {
  act(action: CodingAction): void;
  /** Digits 1–9 take a line of the evidence, 0 numbers the next nine. */
  digit(digit: number): void;
  /** Text for a field that is about to open; null while keys are shortcuts. */
  typeAhead: { current: string | null };
}

export function useCodingKeys(keys: KeyTable, handlers: CodingKeysHandlers, enabled: boolean): void {
  const latest = useRef({ keys, handlers, enabled });
  // The listener stays, so that no key falls between two of them.
  latest.current = { keys, handlers, enabled };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { keys: table, handlers: current, enabled: on } = latest.current;
      if (!on || isTyping(event)) return;
      const { act, digit, typeAhead } = current;
      if (typeAhead.current !== null) {
        if (event.key.length === 1) typeAhead.current += event.key;
        else if (event.key === 'Backspace') typeAhead.current = typeAhead.current.slice(0, -1);
        event.preventDefault();
        return;
      }
      const key = keyOf(event);
      const action = CODING_ACTIONS.find((name) => table[name] === key);
      if (!action && !/^\d$/.test(key)) return;
      event.preventDefault();
      if (event.repeat) return;
      if (action) act(action);
      else digit(Number(key));
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
