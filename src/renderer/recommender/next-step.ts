import type { LibraryOverview } from '../../shared/contract/recommender.ts';

export type Step = 'plays' | 'others' | 'train' | 'compare' | 'recommend';

/** What a library needs first of all. */
export function stepOf({ listeners }: Pick<LibraryOverview, 'listeners'>, models: number, results: number): Step {
  if (listeners === 0) return 'plays';
  // Songs without plays are no candidates, so no model has anything to tell one listener alone.
  if (listeners === 1) return 'others';
  if (models === 0) return 'train';
  return results === 0 ? 'compare' : 'recommend';
}
