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

/** What the row of digits writes without Shift on French and Belgian keyboards, besides é è ç à. */
const ROW_SIGNS = /^[!"&'()_-]$/;

/**
 * The key that was meant: letters whatever Caps Lock says, full-width signs as their plain ones, the digit of a row
 * that writes digits only with Shift, and where a layout or an input method sends no Latin sign (ф, Process, Dead),
 * the key in that place of the keyboard.
 */
export function keyOf({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  const plain = key.normalize('NFKC');
  if (!shiftKey && ROW_SIGNS.test(plain) && /^Digit\d$/.test(code)) return code.slice(-1);
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
