import type { NetworkTrainer } from '../networks/task.ts';
import { derivedSeed } from '../../statistics/random.ts';
import type { FittedModel, ModelLookup, Options } from './model.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { completeOptions, refuseTooManyFactors } from './options.ts';

/**
 * Fits models for one run. Requests for the same model on the same set share one fit, so a hybrid's parts are not
 * fitted twice.
 */
export class FitSession {
  readonly #definition: ModelLookup;
  readonly #network: NetworkTrainer | null;
  readonly #seed: number;
  readonly #threads: number;
  readonly #done = new Map<TrainingSet, Map<string, Promise<FittedModel>>>();

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
    const definition = this.#definition(type);
    const options = completeOptions(definition, given, this.#definition);
    refuseTooManyFactors(definition, options, set.interactions.listeners, set.interactions.songs);
    const ofSet = this.#done.get(set) ?? new Map<string, Promise<FittedModel>>();
    this.#done.set(set, ofSet);
    const key = `${type} ${JSON.stringify(options)}`;
    let fit = ofSet.get(key);
    if (!fit) {
      fit = definition.fit(set, options, {
        seed: derivedSeed(this.#seed, definition.neural ? 'factors' : type),
        splitSeed: derivedSeed(this.#seed, 'inner'),
        threads: this.#threads,
        progress,
        network: this.#network,
        definition: this.#definition,
        fit: (part, partSet, partOptions, partProgress) => this.fit(part, partSet, partOptions, partProgress),
      });
      ofSet.set(key, fit);
    }
    return fit;
  }
}
