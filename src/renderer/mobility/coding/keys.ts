import { useEffect, useRef } from 'react';
import { usePreference } from '../../ui/page-state.ts';

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

/** What a key on a US keyboard sends, by its place: for layouts and input methods that send something else. */
const PLACES: Record<string, string> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
  Space: ' ',
};

/**
 * The key that was meant: letters whatever Caps Lock says, full-width signs as their plain ones, and where a layout or
 * an input method sends no Latin sign (ф, Process, Dead), the key in that place of the keyboard.
 */
export function keyOf({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  const plain = key.normalize('NFKC');
  if (/^[!-~ ]$/.test(plain)) return /[A-Z]/.test(plain) ? plain.toLowerCase() : plain;
  if (plain.length > 1 && !['Process', 'Unidentified', 'Dead'].includes(plain)) return plain;
  const place = /^(?:Key|Digit|Numpad)([A-Z\d])$/.exec(code)?.[1];
  if (place) return place.toLowerCase();
  return code === 'Slash' ? (shiftKey ? '?' : '/') : (PLACES[code] ?? plain);
}

/**
 * Keys with a modifier are left to the system; but Option and AltGr are how some keyboards write a sign such as [.
 */
function isShortcut(event: KeyboardEvent): boolean {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) return true;
  const writesSign = (event.altKey && !event.ctrlKey) || event.getModifierState('AltGraph');
  return writesSign && !event.metaKey && /^[!-/:-@[-`{-~]$/.test(event.key);
}

/** Where keys are letters. */
export const FIELDS = 'input, textarea, select, [contenteditable="true"], [role="dialog"]';

/** Whether a key belongs to a field or dialog, or to the system. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !isShortcut(event) || Boolean(target?.closest?.(FIELDS));
}

/** Enter and Escape of an input method end its own business, not the form's (Safari sends them after the end). */
export function isComposing({ isComposing: composes, keyCode }: KeyboardEvent): boolean {
  return composes || keyCode === 229;
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
