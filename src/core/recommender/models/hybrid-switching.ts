import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { songListeners } from '../data/dataset.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { catalogueOf, upTo } from '../data/unplayed.ts';
import { giveWay, heldLong, partOf, type Reporting } from '../numeric/yielding.ts';
import { type RankingCase, rankingCases, rankingQuality, zScores } from './hybrid-cases.ts';
import {
  fitFactsOf,
  fitParts,
  innerSplitOf,
  loadParts,
  partFacts,
  PARTS_OPTION,
  partTypes,
  saveParts,
  type TrainedAmong,
  trainedAmong,
  trainedIn,
} from './hybrid-parts.ts';
import type { FittedModel, ModelDefinition } from './model.ts';
import { forLast } from '../data/training-set.ts';

const LISTENER_GRID = [0, 5, 10, 20, 40];
const SONG_GRID = [0, 2, 5, 10, 20];

/**
 * Which part answers: `warm` in general, `coldSong` for songs with few training listeners, `coldListener` for listeners
 * with few songs. Indices of parts.
 */
interface Rule {
  warm: number;
  coldSong: number;
  coldListener: number;
  fewestListeners: number;
  fewestSongs: number;
}

interface Switching extends TrainedAmong {
  parts: FittedModel[];
  rule: Rule;
  /** Training listeners of each song. */
  popularity: Float64Array;
  scale: RatingScale;
}

/**
 * Switching hybrid (Burke 2002): each score comes from one part, chosen by how much is known about the listener and the
 * song. The three parts and both thresholds are those with the best lists of rows that no part has seen, which are set
 * aside as the evaluation sets rows aside; then the parts are fitted again on all.
 */
export const hybridSwitching: ModelDefinition = {
  type: 'hybrid-switching',
  title: say('model-title.hybrid-switching'),
  summary: say('model-summary.hybrid-switching'),
  colour: 10,
  capabilities: ['song-vectors', 'hears-recordings'],
  givesRatings: true,
  scoreMeaning: 'preference',
  neural: true,
  stochastic: true,
  combines: true,
  needs: [],
  options: [PARTS_OPTION],
  async fit(set, options, context) {
    const choice = partTypes('hybrid-switching', options, set, context);
    const inner = innerSplitOf('hybrid-switching', set, context);
    const candidates = await fitParts(choice, inner.set, options, context, 0);
    const types = candidates.map(({ type }) => type);
    const choosing = partOf(context, 0.5, 0.5);
    const { rule, single } = await chooseRule(
      await rankingCases(candidates, inner, choosing),
      types.length,
      songListeners(inner.set.interactions),
      choosing,
    );
    const parts = await fitParts({ ...choice, types }, set, options, context, 0.5);
    if (parts.length < types.length) throw new AppError('internal', say('model.hybrid-without-parts'));
    const chosen = {
      bestAlone: types[single],
      warm: types[rule.warm],
      coldSong: types[rule.coldSong],
      coldListener: types[rule.coldListener],
      songsColdBelowListeners: rule.fewestListeners,
      listenersColdBelowSongs: rule.fewestSongs,
    };
    const listeners = upTo(songListeners(set.interactions), catalogueOf(set).interactions.songs);
    const model = { parts, rule, popularity: listeners, scale: set.scale, ...trainedAmong(set) };
    return { ...fitted(model, fitFactsOf(parts, chosen)), bestAlone: parts[single] };
  },
  load(saved, definition) {
    return fitted({
      parts: loadParts(saved, definition),
      rule: saved.meta.rule as Rule,
      popularity: saved.arrays.popularity as Float64Array,
      scale: saved.meta.scale as RatingScale,
      ...trainedIn(saved),
    });
  },
};

/** One choice after another, each the best beside those already made: the warm part, then songs, then listeners. */
async function chooseRule(cases: readonly RankingCase[], parts: number, popularity: Float64Array, context: Reporting) {
  const quality = (rule: Rule) =>
    rankingQuality(cases, ({ z, songs, historyLength }, out) =>
      join(rule, z, historyLength, (place) => popularity[songs[place]], out),
    );
  const all = Array.from({ length: parts }, (_, part) => part);
  const better = async (best: Rule, trials: Rule[]) => {
    let chosen = best;
    let reached = quality(best);
    for (const [done, trial] of trials.entries()) {
      if (heldLong()) await giveWay(context, done / trials.length);
      const value = quality(trial);
      if (value > reached) [chosen, reached] = [trial, value];
    }
    return chosen;
  };
  const alone = all.map((part) => ({
    warm: part,
    coldSong: part,
    coldListener: part,
    fewestListeners: 0,
    fewestSongs: 0,
  }));
  const warm = await better(alone[0], alone);
  const withSongs = await better(
    warm,
    all.flatMap((part) => SONG_GRID.map((fewestListeners) => ({ ...warm, coldSong: part, fewestListeners }))),
  );
  const rule = await better(
    withSongs,
    all.flatMap((part) => LISTENER_GRID.map((fewestSongs) => ({ ...withSongs, coldListener: part, fewestSongs }))),
  );
  return { rule, single: warm.warm };
}

function join(
  rule: Rule,
  z: readonly (Float64Array | Float32Array)[],
  history: number,
  listenersOf: (song: number) => number,
  out: Float64Array,
): void {
  if (history < rule.fewestSongs) return out.set(z[rule.coldListener]);
  for (let song = 0; song < out.length; song++)
    out[song] = z[listenersOf(song) < rule.fewestListeners ? rule.coldSong : rule.warm][song];
}

function fitted(model: Switching, facts?: FittedModel['facts']): FittedModel {
  const { parts, rule, popularity, scale } = model;
  const z = forLast((history, songs: number) =>
    parts.map((part) => zScores(part, history, new Float64Array(songs), null, model.trainedSongs)),
  );
  const partOf = (history: number, song: number) =>
    history < rule.fewestSongs
      ? rule.coldListener
      : popularity[song] < rule.fewestListeners
        ? rule.coldSong
        : rule.warm;
  return {
    type: 'hybrid-switching',
    ...(facts ? { facts } : {}),
    ...partFacts(parts),
    scores: (history, out) => join(rule, z(history, out.length), history.items.length, (song) => popularity[song], out),
    // Where the chosen part only ranks, ratings come from the first part that predicts them.
    ratings: parts.some((part) => part.ratings)
      ? (history, songs, out) => {
          const one = new Float64Array(1);
          for (let i = 0; i < songs.length; i++) {
            const part = parts[partOf(history.items.length, songs[i])];
            const rates = part.ratings ?? (parts.find((candidate) => candidate.ratings) as FittedModel).ratings;
            rates?.(history, songs.subarray(i, i + 1), one);
            out[i] = clipToScale(scale, one[0]);
          }
        }
      : null,
    save: () => saveParts(parts, { rule, scale, ...trainedIn({ meta: model }) }, { popularity }),
    explain(history, song, features) {
      const part = parts[partOf(history.items.length, song)];
      return [
        {
          kind: 'component',
          label: part.type,
          value: z(history, features.years.length)[parts.indexOf(part)][song],
          share: 1,
        },
        ...(part.explain?.(history, song, features) ?? []),
      ];
    },
  };
}
