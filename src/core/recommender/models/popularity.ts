import { say } from '../../../shared/messages/say.ts';
import { songListeners } from '../data/dataset.ts';
import type { FittedModel, ModelDefinition, SavedModel } from './model.ts';

/** How many listeners played each song: the baseline that every ranking must beat. */
export const popularity: ModelDefinition = {
  type: 'popularity',
  title: say('model-title.popularity'),
  summary: say('model-summary.popularity'),
  colour: 6,
  capabilities: [],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: [],
  options: [],
  answersAnybody: true,
  async fit(set) {
    return fitted(songListeners(set.interactions));
  },
  load: (saved: SavedModel) => fitted(saved.arrays.listeners as Float64Array),
};

function fitted(listeners: Float64Array): FittedModel {
  return {
    type: 'popularity',
    scores: (_history, out) => out.set(listeners),
    ratings: null,
    save: () => ({ meta: {}, arrays: { listeners } }),
    explain: (_history, song) => [{ kind: 'popularity', label: '', value: listeners[song], share: 1 }],
  };
}
