import { describe, expect, it } from 'vitest';
import { modelTypes } from '../../src/core/recommender/models/registry.ts';
import { fillOf } from '../../src/shared/palette.ts';
import { partsOf, rangeOf } from '../../src/renderer/recommender/score-parts.ts';

const component = (label: string, share: number | null) => ({ kind: 'component' as const, label, value: 0, share });
const byName = (label: string) => ['als', 'tags', 'content'].indexOf(label);

describe('the bar of a score', () => {
  it('has its parts in one order, those below zero to the left, and ends add up to the score', () => {
    const parts = partsOf(
      { score: 2, reasons: [component('content', -0.5), component('tags', 0.5), component('als', 1)] },
      byName,
    );
    expect(parts).toEqual([
      { label: 'als', from: 0, to: 2 },
      { label: 'tags', from: 2, to: 3 },
      { label: 'content', from: -1, to: 0 },
    ]);
    expect(parts.reduce((sum, { label, from, to }) => sum + (label === 'content' ? -1 : 1) * (to - from), 0)).toBe(2);
  });

  it('has parts that are told apart, whichever models they are of', () => {
    const fills = modelTypes().map(({ colour }) => fillOf(colour));
    expect(new Set(fills).size).toBe(fills.length);
    const patterns = fills.map((fill) => fill.replaceAll(/#\w{6}/g, ''));
    expect(new Set(patterns).size).toBe(3);
  });

  it('begins at zero, also of scores below it, and a list has one range', () => {
    expect(partsOf({ score: -3, reasons: [] }, byName)).toEqual([{ label: '', from: -3, to: 0 }]);
    expect(
      rangeOf([
        { score: 4, reasons: [] },
        { score: 2, reasons: [component('als', 1.5), component('tags', -0.5)] },
      ]),
    ).toEqual({ low: -1, high: 4 });
    expect(rangeOf([{ score: 5, reasons: [] }])).toEqual({ low: 0, high: 5 });
  });
});
