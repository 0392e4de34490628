import { describe, expect, it } from 'vitest';
import { isComposing, isTyping, keyOf } from '../../src/renderer/mobility/coding/meant-key.ts';

const key = (key: string, code: string, shiftKey = false) => keyOf({ key, code, shiftKey });
const event = (given: Partial<KeyboardEvent>, modifiers: string[] = []) =>
  ({
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...given,
    getModifierState: (name: string) => modifiers.includes(name),
  }) as KeyboardEvent;

describe('the key that was meant', () => {
  it.each([
    ['Caps Lock', 'A', 'KeyA', 'a'],
    ['a full-width letter', 'ａ', 'KeyA', 'a'],
    ['a full-width digit', '３', 'Digit3', '3'],
    ['a full-width letter of AZERTY', 'ａ', 'KeyQ', 'a'],
    ['a full-width digit of a keyboard on the screen', '３', '', '3'],
    ['a full-width bracket', '［', 'BracketLeft', '['],
    ['a Chinese bracket', '【', 'BracketLeft', '['],
    ['Cyrillic', 'ф', 'KeyA', 'a'],
    ['an input method', 'Process', 'Digit4', '4'],
    ['an input method without a name for it', 'Unidentified', 'KeyE', 'e'],
    ['a dead key', 'Dead', 'KeyN', 'n'],
    ['the pad of digits', '5', 'Numpad5', '5'],
    ['the pad of digits as arrows', 'ArrowDown', 'Numpad2', 'ArrowDown'],
    ['AZERTY, a letter', 'a', 'KeyQ', 'a'],
    ['AZERTY, a sign for a digit', '(', 'Digit5', '5'],
    ['AZERTY, a letter for a digit', 'é', 'Digit2', '2'],
    ['Czech, a letter for a digit', 'š', 'Digit3', '3'],
    ['Czech, the plus that adds an institution', '+', 'Digit1', '+'],
    ['brackets in the row of digits', '[', 'Digit5', '['],
  ])('under %s', (_what, sent, code, meant) => expect(key(sent, code)).toBe(meant));

  it('with Shift is the sign that is written', () => {
    expect(key('?', 'Slash', true)).toBe('?');
    expect(key('？', 'Slash', true)).toBe('?');
    expect(key('Process', 'Slash', true)).toBe('?');
    expect(key('&', 'Digit7', true)).toBe('&');
    expect(key('1', 'Digit1', true)).toBe('1');
  });

  it('of an input method that composes is its own', () => {
    expect(isComposing(event({ isComposing: true, keyCode: 13 }))).toBe(true);
    expect(isComposing(event({ isComposing: false, keyCode: 229 }))).toBe(true);
    expect(isComposing(event({ isComposing: false, keyCode: 13 }))).toBe(false);
  });

  it('is left to the system with a modifier, but not where Option or AltGr writes a sign', () => {
    expect(isTyping(event({ key: 'a', target: null }))).toBe(false);
    expect(isTyping(event({ key: 'a', ctrlKey: true, target: null }))).toBe(true);
    expect(isTyping(event({ key: 'a', metaKey: true, target: null }))).toBe(true);
    expect(isTyping(event({ key: 'a', altKey: true, target: null }))).toBe(true);
    expect(isTyping(event({ key: '[', altKey: true, target: null }))).toBe(false);
    expect(isTyping(event({ key: ']', altKey: true, ctrlKey: true, target: null }, ['AltGraph']))).toBe(false);
  });
});
