import { expect, it } from 'vitest';
import { institutionNames } from '../../src/renderer/mobility/coding/institution-choice.ts';

it('an institution is called by its name, and by its key too where another bears the same', () => {
  const one = (key: string, name: string) => ({ key, name });
  const names = institutionNames([one('a', 'Alpha'), one('b', 'Beta'), one('b2', 'Beta')]);
  expect([...names]).toEqual([
    ['a', 'Alpha'],
    ['b', 'Beta (b)'],
    ['b2', 'Beta (b2)'],
  ]);
});
