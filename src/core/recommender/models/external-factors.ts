import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { playedSongs } from '../data/dataset.ts';
import { namesIn, vectorSet } from '../data/song-vectors.ts';
import { catalogueOf } from '../data/unplayed.ts';
import type { PreferenceSpace } from '../factors/fold-in.ts';
import { CONFIDENCE_OPTIONS, confidenceSettings } from './factor-options.ts';
import { rankedByFactors } from './folded-in.ts';
import type { FittedModel, ModelDefinition } from './model.ts';

interface External extends PreferenceSpace {
  q: Float32Array;
  /** Absent in models from before it was kept. */
  taught?: Uint8Array;
  known: Uint8Array;
}

/**
 * Factors of songs that another program learned (Spark, implicit, RecBole …), held by the library as a set of vectors.
 * Every listener is folded in by the half-step of alternating least squares (Hu, Koren & Volinsky 2008), with the
 * confidence and regularisation that the factors were learned with.
 */
export const externalFactors: ModelDefinition = {
  type: 'external-factors',
  title: say('model-title.external-factors'),
  summary: say('model-summary.external-factors'),
  colour: 20,
  capabilities: ['latent-factors', 'song-vectors', 'exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  learnedElsewhere: true,
  placesUnplayed: true,
  needs: [],
  options: [
    { name: 'inputs', kind: 'list', defaultValue: '', help: say('model.external-factors') },
    ...CONFIDENCE_OPTIONS,
  ],
  async fit(set, options) {
    const { interactions, features } = catalogueOf(set);
    const names = namesIn(options.inputs);
    if (names.length !== 1) throw new AppError('bad-request', say('model.external-factors-need-a-set'));
    const { values, width, known } = vectorSet(features, names[0]);
    return fitted({
      q: values.slice(),
      k: width,
      known: known.slice(),
      taught: playedSongs(interactions),
      ...confidenceSettings(options),
    });
  },
  load: ({ meta, arrays }) => fitted({ ...(meta as unknown as External), ...(arrays as unknown as Partial<External>) }),
};

function fitted(model: External): FittedModel {
  const { q, k, known, taught, alpha, confidence, reg, penalty } = model;
  return {
    type: 'external-factors',
    ...rankedByFactors(model, known, null),
    save: () => ({ meta: { k, alpha, confidence, reg, penalty }, arrays: { q, known, ...(taught ? { taught } : {}) } }),
  };
}
