import { mean } from '../../statistics/descriptive.ts';
import { namesIn } from '../data/song-vectors.ts';
import { forLast, type History } from '../data/training-set.ts';
import type { FittedModel, ModelDefinition, ModelLookup, Options, SavedModel } from './model.ts';

/**
 * A model that knows songs by their plays alone, beside songs that nobody played: it is asked about the first `songs`
 * of the catalogue, those that it was trained among, and knows nothing of the others, which have NaN, and the
 * listener's mean as a rating. Of somebody who played only songs of the others it knows nothing, unless it has an
 * answer for everybody.
 */
export function withinTrained(
  model: FittedModel,
  songs: number,
  { answersAnybody }: Pick<ModelDefinition, 'answersAnybody'>,
): FittedModel {
  const own = forLast((history: History) => trainedPart(history, songs));
  const { ratings, explain } = model;
  return {
    ...model,
    scores(history, out) {
      out.fill(Number.NaN);
      const known = own(history);
      if (answersAnybody || known.items.length > 0 || history.items.length === 0)
        model.scores(known, out.subarray(0, songs));
    },
    ratings: ratings
      ? (history, wanted, out) => {
          const trained = wanted.filter((song) => song < songs);
          const rated = new Float64Array(trained.length);
          ratings(own(history), trained, rated);
          let next = 0;
          for (let i = 0; i < wanted.length; i++) out[i] = wanted[i] < songs ? rated[next++] : mean(history.ratings);
        }
      : null,
    ...(explain
      ? {
          explain: (history, song, features) => (song < songs ? explain(own(history), song, features) : []),
        }
      : {}),
  };
}

/** The same history where all of its songs were trained on. */
function trainedPart(history: History, songs: number): History {
  if (history.items.every((song) => song < songs)) return history;
  const kept = history.items.map((song) => (song < songs ? 1 : 0));
  const own = <Values extends Uint32Array | Float32Array>(values: Values) => values.filter((_, i) => kept[i]) as Values;
  return { ...history, items: own(history.items), counts: own(history.counts), ratings: own(history.ratings) };
}

/** Whether a model of this type and options, or a part that it may have, can place songs that nobody played. */
export function placesUnplayed(
  { type, options }: { type: string; options: Options },
  definition: ModelLookup,
): boolean {
  const { combines, placesUnplayed: places } = definition(type);
  if (!combines) return places === true;
  const parts = namesIn(options.parts ?? 'auto');
  // Which models of content a hybrid chooses is known with the data; where there are none, no song is gathered.
  return parts.includes('auto') || parts.some((part) => definition(part).placesUnplayed);
}

/** The types of a model and of the parts that it is made of. */
export function typesIn(type: string, { meta }: SavedModel): string[] {
  return [type, ...((meta.parts ?? []) as { type: string }[]).map((part) => part.type)];
}
