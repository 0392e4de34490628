import type { LibraryOverview } from '../../shared/contract/recommender.ts';

export type Step = 'plays' | 'others' | 'train' | 'compare' | 'recommend';

/** What a library needs first of all. */
export function stepOf(
  { listeners, songs, playedSongs }: Pick<LibraryOverview, 'listeners' | 'songs' | 'playedSongs'>,
  models: number,
  results: number,
): Step {
  if (listeners === 0) return 'plays';
  // One listener who has played every song: no model has anything to tell them.
  if (listeners === 1 && playedSongs === songs) return 'others';
  if (models === 0) return 'train';
  // Nothing can be compared on the plays of one.
  return results === 0 && listeners > 1 ? 'compare' : 'recommend';
}
