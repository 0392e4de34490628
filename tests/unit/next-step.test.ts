import { describe, expect, it } from 'vitest';
import { stepOf } from '../../src/renderer/recommender/next-step.ts';

describe('the next step of a library', () => {
  it('is what it lacks first, and for one listener who has played all, other plays or songs', () => {
    const library = (listeners: number, songs = 9, playedSongs = 9) => ({ listeners, songs, playedSongs });
    expect(stepOf(library(0, 9, 0), 0, 0)).toBe('plays');
    expect(stepOf(library(1), 0, 0)).toBe('others');
    expect(stepOf(library(1), 2, 0)).toBe('others');
    expect(stepOf(library(1, 12), 0, 0)).toBe('train');
    expect(stepOf(library(1, 12), 1, 0)).toBe('recommend');
    expect(stepOf(library(2), 0, 0)).toBe('train');
    expect(stepOf(library(2), 1, 0)).toBe('compare');
    expect(stepOf(library(2), 1, 1)).toBe('recommend');
  });
});
