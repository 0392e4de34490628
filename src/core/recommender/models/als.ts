import { CONFIDENCES, type Confidence, fitAls, type PreferenceFactors } from '../factors/als.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { knownRows } from '../numeric/vectors.ts';
import { playedReasons } from './explain.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';
import { forLast } from '../data/training-set.ts';
import { say } from '../../../shared/messages/say.ts';

interface Als extends PreferenceFactors {
  alpha: number;
  confidence: Confidence;
  reg: number;
}

/** Weighted matrix factorisation of implicit feedback (Hu, Koren & Volinsky 2008), by alternating least squares. */
export const als: ModelDefinition = {
  type: 'als',
  summary: say('model-summary.als'),
  colour: 13,
  capabilities: ['latent-factors', 'song-vectors', 'exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: true,
  needs: [],
  options: [
    {
      name: 'k',
      kind: 'integer',
      defaultValue: 64,
      minimum: 1,
      maximum: 512,
      help: say('model.factors'),
      search: [16, 32, 64, 128],
    },
    {
      name: 'iterations',
      kind: 'integer',
      defaultValue: 15,
      minimum: 1,
      maximum: 500,
      help: say('model.alternations'),
    },
    {
      name: 'alpha',
      kind: 'number',
      defaultValue: 4,
      minimum: 0,
      maximum: 10_000,
      help: say('model.confidence-of-play'),
      search: [0.5, 1, 4, 9, 19, 39],
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
      search: [0.1, 1, 10, 30, 100],
    },
  ],
  async fit(set, options, context) {
    const own = {
      alpha: numberOption(options, 'alpha'),
      confidence: options.confidence as Confidence,
      reg: numberOption(options, 'reg'),
    };
    const factors = await fitAls(
      set.interactions,
      {
        ...own,
        k: numberOption(options, 'k'),
        iterations: numberOption(options, 'iterations'),
        threads: context.threads,
      },
      context.seed,
      (fraction) => context.progress(fraction),
    );
    return fitted({ ...factors, ...own });
  },
  load: ({ meta, arrays }) =>
    fitted({ ...(meta as unknown as Als), p: arrays.p as Float32Array, q: arrays.q as Float32Array }),
};

function fitted(model: Als): FittedModel {
  const { p, q, k, alpha, confidence, reg } = model;
  const scorer = new FactorScorer(q, k);
  const foldIn = new PreferenceFoldIn(model);
  const known = knownRows(q, k);
  const factorsOf = forLast((history) =>
    history.listener >= 0 ? p.subarray(history.listener * k, (history.listener + 1) * k) : foldIn.listener(history),
  );
  return {
    type: 'als',
    scores(history, out) {
      scorer.score(factorsOf(history), out);
      for (let song = 0; song < out.length; song++) if (!known[song]) out[song] = Number.NaN;
    },
    ratings: null,
    save: () => ({ meta: { k, alpha, confidence, reg }, arrays: { p, q } }),
    explain: (history, song) => playedReasons(history.items, foldIn.contributions(history, song)),
    songSpace: { vectors: q, k, known },
    listenerSpace: { vectors: p, k },
  };
}
