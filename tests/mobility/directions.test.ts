import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/core/mobility/analysis/comparisons/comparison.ts';
import { compare } from '../../src/core/mobility/analysis/comparisons/registry.ts';
import { type Codebook, DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { saying } from '../support/messages.ts';

const DIRECTIONS = ['upward', 'downward', 'parallel', 'mixed', 'same'];

function compared(name: string, quadrant: Partial<Codebook['quadrant']>, directions: readonly string[]) {
  const cases = Array.from({ length: 60 }, (_, i) => ({
    move: { direction: directions[(i * 7 + (i >> 3)) % directions.length], outcome: 'moved', comparable: true },
    other: null,
    attributes: { gender: i % 3 ? 'f' : 'm' },
  })) as unknown as Case[];
  return compare(name, {
    cases,
    attribute: 'gender',
    covariates: ['gender'],
    references: {},
    levels: 5,
    sample: null,
    transition: 'first-job:elected',
    otherTransition: 'elected:current',
    book: { ...DEFAULT_CODEBOOK, quadrant: { ...DEFAULT_CODEBOOK.quadrant, ...quadrant } },
  });
}

describe('directions that a codebook keeps apart', () => {
  it.each(['direction-by-group', 'direction-multinomial'])('are classes of their own: %s', (name) => {
    const { tests, table } = compared(name, { mixed: 'apart', same: 'apart' }, DIRECTIONS);
    expect(tests[0]).toMatchObject({ n: 60, excluded: 0 });
    expect(JSON.stringify(table)).toMatch(/mixed.*same/);
  });

  it('are none where they count as parallel', () => {
    const { tests } = compared('direction-multinomial', {}, ['upward', 'downward', 'parallel']);
    expect(Object.keys(tests[0].estimate as object)).toEqual(['upward', 'downward']);
    const rest = compared('direction-multinomial', { mixed: 'apart' }, ['upward', 'downward', 'mixed']);
    expect(rest.notes).toContainEqual(saying('statistics.level-absent', { levels: ['parallel'] }));
  });
});
