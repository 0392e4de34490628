import type { NetworkTrainer } from '../networks/task.ts';
import { derivedSeed } from '../../statistics/random.ts';
import type { FitContext, FittedModel, ModelLookup, Options } from './model.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { giveWay } from '../numeric/yielding.ts';
import { optionsForSize } from './options.ts';
import { withinTrained } from './within-trained.ts';

/** One fit, and how long it takes, the fits it is built from included. */
interface Fit {
  model: Promise<FittedModel>;
  seconds: number;
}

/**
 * Fits models for one run. Requests for the same model on the same set share one fit, so a hybrid's parts are not
 * fitted twice.
 */
export class FitSession {
  readonly #definition: ModelLookup;
  readonly #network: NetworkTrainer | null;
  readonly #seed: number;
  readonly #threads: number;
  readonly #done = new Map<TrainingSet, Map<string, Fit>>();

  /** @param definition the registry's lookup of model types */
  constructor(definition: ModelLookup, network: NetworkTrainer | null, seed: number, threads = 1) {
    this.#definition = definition;
    this.#threads = threads;
    this.#network = network;
    this.#seed = seed;
  }

  fit(
    type: string,
    set: TrainingSet,
    given: Options,
    progress: (fraction: number, live?: Record<string, unknown>) => void,
  ): Promise<FittedModel> {
    return this.#fitOf(type, set, given, progress).model;
  }

  /**
   * What a finished fit would have taken alone: the time of a shared part counts for each model that is built from it,
   * whichever came first.
   */
  secondsOf(type: string, set: TrainingSet, given: Options): number {
    return this.#fitOf(type, set, given, () => {}).seconds;
  }

  #fitOf(
    type: string,
    set: TrainingSet,
    given: Options,
    progress: (fraction: number, live?: Record<string, unknown>) => void,
  ): Fit {
    const definition = this.#definition(type);
    const options = optionsForSize(definition, given, set.interactions, this.#definition);
    const ofSet = this.#done.get(set) ?? new Map<string, Fit>();
    this.#done.set(set, ofSet);
    const key = `${type} ${JSON.stringify(options)}`;
    const known = ofSet.get(key);
    if (known) return known;
    const started = performance.now();
    let shared = 0;
    const partOf = async (...[part, partSet, partOptions, partProgress]: Parameters<FitSession['fit']>) => {
      const asked = performance.now();
      const fit = this.#fitOf(part, partSet, partOptions, partProgress);
      const model = await fit.model;
      shared += Math.max(0, fit.seconds - (performance.now() - asked) / 1000);
      return model;
    };
    const context: FitContext = {
      seed: derivedSeed(this.#seed, definition.neural ? 'factors' : type),
      splitSeed: derivedSeed(this.#seed, 'inner'),
      threads: this.#threads,
      progress,
      network: this.#network,
      definition: this.#definition,
      fit: partOf,
    };
    const fitting = giveWay(context, 0).then(() => definition.fit(set, options, context));
    const fit: Fit = { model: fitting, seconds: 0 };
    const bounded = set.catalogue !== undefined && !definition.placesUnplayed && !definition.combines;
    fit.model = fitting.then((model) => {
      fit.seconds = (performance.now() - started) / 1000 + shared;
      return bounded ? withinTrained(model, set.interactions.songs, definition) : model;
    });
    ofSet.set(key, fit);
    return fit;
  }
}
