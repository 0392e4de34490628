import { describe, expect, it } from 'vitest';
import { stepOf } from '../../src/renderer/recommender/next-step.ts';

describe('the next step of a library', () => {
  it('is what it lacks first, and for one listener alone the plays of others', () => {
    const step = (listeners: number, models: number, results: number) => stepOf({ listeners }, models, results);
    expect(step(0, 0, 0)).toBe('plays');
    expect(step(1, 0, 0)).toBe('others');
    expect(step(1, 2, 0)).toBe('others');
    expect(step(2, 0, 0)).toBe('train');
    expect(step(2, 1, 0)).toBe('compare');
    expect(step(2, 1, 1)).toBe('recommend');
  });
});
