import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('years that other words say', () => {
  it.each([
    [
      'ever since',
      'He moved to Rice University in 2003 and has been Professor of History there ever since.',
      ['job Rice University Professor 2003-present'],
    ],
    [
      'since then',
      'She joined the University of Oslo in 2011 and since then has been Reader there.',
      ['job University of Oslo Reader 2011-present'],
    ],
    [
      'until a month of the next year',
      '2006年9月至次年6月任台湾“中央研究院”历史语言研究所访问学人。',
      ['visiting 台湾“中央研究院”历史语言研究所 访问学人 2006-2007'],
    ],
    ['until the next year', '2010年至翌年在英国利兹大学访学。', ['visiting 英国利兹大学 访学 2010-2011']],
    [
      'the same degree twice, each in its year',
      'She studied at the University of Otago (BA 1988, LLB 1990).',
      ['bachelor University of Otago BA -1988', 'bachelor University of Otago LLB -1990'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it.each([
    ['a love', 'He heard the sea in 2003 and has loved it ever since.'],
    ['since then with a name', 'Since then the University of Oslo has had many professors.'],
  ])('not of %s', (_name, text) => expect(lines(text)).toEqual([]));
});
