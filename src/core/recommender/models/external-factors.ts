import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { namesIn, vectorSet } from '../data/song-vectors.ts';
import { forLast } from '../data/training-set.ts';
import { CONFIDENCES, type Confidence } from '../factors/als.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { type PreferenceSpace, PreferenceFoldIn } from '../factors/fold-in.ts';
import { playedReasons } from './explain.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';

interface External extends PreferenceSpace {
  q: Float32Array;
  known: Uint8Array;
}

/**
 * Factors of songs that another program learned (Spark, implicit, RecBole …), held by the library as a set of vectors.
 * Every listener is folded in by the half-step of alternating least squares (Hu, Koren & Volinsky 2008), with the
 * confidence and regularisation that the factors were learned with.
 */
export const externalFactors: ModelDefinition = {
  type: 'external-factors',
  summary: say('model-summary.external-factors'),
  colour: 20,
  capabilities: ['latent-factors', 'song-vectors', 'exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  learnedElsewhere: true,
  needs: [],
  options: [
    { name: 'inputs', kind: 'list', defaultValue: '', help: say('model.external-factors') },
    {
      name: 'alpha',
      kind: 'number',
      defaultValue: 4,
      minimum: 0,
      maximum: 10_000,
      help: say('model.confidence-of-play'),
    },
    {
      name: 'confidence',
      kind: 'choice',
      defaultValue: 'binary',
      choices: [...CONFIDENCES],
      help: say('model.confidence-weighting'),
    },
    {
      name: 'reg',
      kind: 'number',
      defaultValue: 10,
      minimum: 0,
      maximum: 100_000,
      help: say('model.regularisation'),
    },
  ],
  async fit({ features }, options) {
    const names = namesIn(options.inputs);
    if (names.length !== 1) throw new AppError('bad-request', say('model.external-factors-need-a-set'));
    const { values, width, known } = vectorSet(features, names[0]);
    return fitted({
      q: values.slice(),
      k: width,
      known: known.slice(),
      alpha: numberOption(options, 'alpha'),
      confidence: options.confidence as Confidence,
      reg: numberOption(options, 'reg'),
    });
  },
  load: ({ meta, arrays }) => fitted({ ...(meta as unknown as External), ...(arrays as unknown as Partial<External>) }),
};

function fitted(model: External): FittedModel {
  const { q, k, known, alpha, confidence, reg } = model;
  const scorer = new FactorScorer(q, k);
  const foldIn = new PreferenceFoldIn(model);
  const factorsOf = forLast((history) => foldIn.listener(history));
  return {
    type: 'external-factors',
    scores(history, out) {
      scorer.score(factorsOf(history), out);
      for (let song = 0; song < out.length; song++) if (!known[song]) out[song] = Number.NaN;
    },
    ratings: null,
    save: () => ({ meta: { k, alpha, confidence, reg }, arrays: { q, known } }),
    explain: (history, song) => playedReasons(history.items, foldIn.contributions(history, song)),
    songSpace: { vectors: q, k, known },
  };
}
