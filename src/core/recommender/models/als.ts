import { alsBytes, assertAlsFits, fitAls, type PreferenceFactors } from '../factors/als.ts';
import type { PreferenceSpace } from '../factors/fold-in.ts';
import { knownRows } from '../numeric/vectors.ts';
import { CONFIDENCE_OPTIONS, confidenceSettings } from './factor-options.ts';
import { rankedByFactors } from './folded-in.ts';
import { type FittedModel, type ModelDefinition, numberOption, type Options } from './model.ts';
import { say } from '../../../shared/messages/say.ts';

type Als = PreferenceFactors & Pick<PreferenceSpace, 'alpha' | 'confidence' | 'reg' | 'penalty'>;

/** Best on average over three sets of real music (docs/experiments.md). */
const OF_CONFIDENCE: Readonly<Record<string, { defaultValue: number; search: number[] }>> = {
  alpha: { defaultValue: 9, search: [0.5, 1, 4, 9, 19, 39] },
  reg: { defaultValue: 30, search: [0.1, 1, 10, 30, 100] },
};

const memorySettings = (options: Options) => ({ k: numberOption(options, 'k'), ...confidenceSettings(options) });

/** Weighted matrix factorisation of implicit feedback (Hu, Koren & Volinsky 2008), by alternating least squares. */
export const als: ModelDefinition = {
  type: 'als',
  title: say('model-title.als'),
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
      defaultValue: 128,
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
    ...CONFIDENCE_OPTIONS.map((option) => ({ ...option, ...OF_CONFIDENCE[option.name] })),
  ],
  assertFits: (options, size) => assertAlsFits(size, memorySettings(options)),
  memory: (options, size) => alsBytes(size, memorySettings(options)),
  async fit(set, options, context) {
    const own = confidenceSettings(options);
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
  const { p, q, k, alpha, confidence, reg, penalty } = model;
  return {
    type: 'als',
    ...rankedByFactors(model, knownRows(q, k), p),
    save: () => ({ meta: { k, alpha, confidence, reg, penalty }, arrays: { p, q } }),
    listenerSpace: { vectors: p, k },
  };
}
