import { describe, expect, it } from 'vitest';
import { inTerminal, printable, printableJson } from '../../src/cli/in-terminal.ts';
import { say } from '../../src/shared/messages/say.ts';

describe('what is printed on a terminal', () => {
  const evil = 'a\u001b]0;title\u0007\u009b2J\u007f\rb';

  it('shows what a terminal would obey, and keeps lines and columns', () => {
    expect(printable(evil)).toBe('a\uFFFD]0;title\uFFFD\uFFFD2J\uFFFD\uFFFDb');
    expect(inTerminal(say('app.no-such-file', { file: evil }))).not.toMatch(/\p{Cc}/u);
    expect(printable('曲\ta\nb\r\nc')).toBe('曲\ta\nb\r\nc');
  });

  it('as JSON means the same as before', () => {
    expect(printableJson({ evil })).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(printableJson({ evil, none: null }))).toEqual({ evil, none: null });
  });
});
