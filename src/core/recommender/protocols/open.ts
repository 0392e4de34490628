import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { Dataset, SongFeatures } from '../data/dataset.ts';
import { compact, filterDataset } from '../data/filter.ts';
import type { Fold } from '../splits/fold.ts';
import type { FoldContext, ProtocolDefinition } from './protocol.ts';

export interface OpenProtocol {
  /** What is split. */
  data: Dataset;
  /** One fold, and the data as its models may see them. */
  foldAt(fold: number): { data: Dataset; fold: Fold };
}

/** Filters the library and splits it. */
export function openProtocol(
  protocol: ProtocolDefinition,
  whole: Dataset,
  spec: EvaluationSpec,
  seed: number,
  context: FoldContext,
): OpenProtocol {
  const data = spec.filter && !protocol.filtersItself ? filterDataset(whole, spec.filter) : whole;
  const make = protocol.make(data, spec, seed, context);
  return { data, foldAt: (fold) => asOfCutOff(data, make(fold)) };
}

/**
 * With a cut-off, the songs that nobody had played by then leave the data with their tags, and so do the listeners who
 * had played nothing: that there will be some must not change a fit.
 */
function asOfCutOff(data: Dataset, fold: Fold): { data: Dataset; fold: Fold } {
  if (!fold.asOf) return { data, fold };
  const { catalogue, listens } = fold.asOf;
  const { items } = fold.training;
  const songs = Uint32Array.from(catalogue.keys()).filter((song) => catalogue[song] === 1);
  const every = new Uint8Array(items.length).fill(1);
  const seen = compact({ ...data, interactions: fold.training, listens }, every, items.length, songs);
  const songOf = new Map(Array.from(songs, (song, index) => [song, index]));
  const listenerOf = new Map(Array.from(seen.listenerIds, (id, index) => [id, index]));
  const cases = fold.cases.flatMap(({ who, items: own, ...one }) => {
    const listener = listenerOf.get(data.listenerIds[who]);
    return listener === undefined
      ? []
      : [{ ...one, who: listener, items: own.map((song) => songOf.get(song) as number) }];
  });
  return {
    data: { ...seen, features: withNamesInUse(seen.features) },
    fold: { ...fold, training: seen.interactions, cases, candidates: null, asOf: undefined },
  };
}

/** Without the tags and artists of no song that is left. */
function withNamesInUse(features: SongFeatures): SongFeatures {
  const tags = [...new Set(features.tags)].sort((a, b) => a - b);
  const artists = [...new Set(features.artists)].filter((artist) => artist >= 0).sort((a, b) => a - b);
  const tagOf = new Map(tags.map((tag, index) => [tag, index]));
  const artistOf = new Map(artists.map((artist, index) => [artist, index]));
  return {
    ...features,
    tagNames: tags.map((tag) => features.tagNames[tag]),
    tags: features.tags.map((tag) => tagOf.get(tag) as number),
    artists: features.artists.map((artist) => artistOf.get(artist) ?? -1),
    artistCount: artists.length,
  };
}
