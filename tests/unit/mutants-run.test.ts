import { describe, expect, it } from 'vitest';
import { byAssertion } from '../../scripts/mutants-run.ts';

const TEST = '    at /tmp/x/tree/tests/a.test.ts:1:1';
const SOURCE = '    at fold (/tmp/x/tree/src/core/fold.ts:1:1)';
const PROPERTY =
  'Error: Property failed after 3 tests\n{ seed: 1, path: "2:0" }\nCounterexample: [5]\nShrunk 1 time(s)';
const ASSERT = '    at Module.assert (file:///x/node_modules/fast-check/lib/fast-check.js:1:1)';

describe('a mutant is killed by what an assertion says', () => {
  it.each([
    ['an assertion of a test', `AssertionError: expected 1 to be 2\n${TEST}`, true],
    ['an error that begins in the source', `Error: gone\n${SOURCE}\n${TEST}`, false],
    ['a name that is not there', `ReferenceError: x is not defined\n${TEST}`, false],
    ['a time-out', `Error: Test timed out in 5 ms\n${TEST}`, false],
    ['an assertion in a property', `${PROPERTY}\nGot AssertionError: expected 1 to be 2\n${TEST}`, true],
    [
      'a property that is false',
      `${PROPERTY}\nGot error: Property failed by returning false\n${ASSERT}\n${TEST}`,
      true,
    ],
    ['an error of the source in a property', `${PROPERTY}\nGot error: gone\n${SOURCE}\n${TEST}`, false],
    ['a mistake in a property', `${PROPERTY}\nGot TypeError: x is not a function\n${TEST}`, false],
    ['a property that does not say what failed', `${PROPERTY}\n${ASSERT}\n    at async (x.js:1:1)`, false],
  ])('%s', (_what, message, counts) => {
    expect(byAssertion(message)).toBe(counts);
  });
});
