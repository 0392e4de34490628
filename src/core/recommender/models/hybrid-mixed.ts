import { say } from '../../../shared/messages/say.ts';
import {
  fitFactsOf,
  fitParts,
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
import type { History } from '../data/training-set.ts';

/**
 * Mixed hybrid (Burke 2002): the lists of all parts are shown as one, taking from each in turn the best song that is
 * not there yet. It ranks and does not rate. A song's score is minus its
 * place in the mixed list of all songs.
 */
export const hybridMixed: ModelDefinition = {
  type: 'hybrid-mixed',
  title: say('model-title.hybrid-mixed'),
  summary: say('model-summary.hybrid-mixed'),
  colour: 15,
  capabilities: ['song-vectors', 'hears-recordings'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: true,
  stochastic: true,
  combines: true,
  needs: [],
  options: [PARTS_OPTION],
  async fit(set, options, context) {
    const choice = partTypes('hybrid-mixed', options, set, context);
    const parts = await fitParts(
      choice,
      set,
      options,
      { ...context, progress: (fraction, live) => context.progress(2 * (fraction - 0.5), live) },
      0.5,
    );
    return fitted(parts, trainedAmong(set), fitFactsOf(parts, { parts: parts.map(({ type }) => type) }));
  },
  load: (saved, definition) => fitted(loadParts(saved, definition), trainedIn(saved)),
};

function fitted(parts: FittedModel[], trained: TrainedAmong, facts?: FittedModel['facts']): FittedModel {
  const mixed = forLast((history, songs: number) => mix(parts, history, songs));
  return {
    type: 'hybrid-mixed',
    ...(facts ? { facts } : {}),
    ...partFacts(parts),
    scores(history, out) {
      const { place } = mixed(history, out.length);
      for (let song = 0; song < out.length; song++) out[song] = place[song] < 0 ? Number.NaN : -place[song];
    },
    ratings: null,
    save: () => saveParts(parts, { ...trained }),
    explain(history, song, features) {
      const { place, from } = mixed(history, features.years.length);
      if (place[song] < 0) return [];
      const part = parts[from[song]];
      return [
        { kind: 'component', label: part.type, value: 1 + place[song], share: 1 },
        ...(part.explain?.(history, song, features) ?? []),
      ];
    },
  };
}

/** Place of every song in the mixed list (−1: no part knows it), and the part that brought it there. */
function mix(parts: readonly FittedModel[], history: History, songs: number): { place: Int32Array; from: Uint8Array } {
  const played = new Set(history.items);
  const lists = parts.map((part) => {
    const scores = new Float64Array(songs);
    part.scores(history, scores);
    const order = Array.from(scores.keys()).filter(
      (song) => !Number.isNaN(scores[song]) && scores[song] !== part.noEvidence && !played.has(song),
    );
    return order.sort((a, b) => scores[b] - scores[a] || a - b);
  });
  const place = new Int32Array(songs).fill(-1);
  const from = new Uint8Array(songs);
  const next = lists.map(() => 0);
  for (let placed = 0, open = true; open; ) {
    open = false;
    for (let part = 0; part < lists.length; part++) {
      while (next[part] < lists[part].length && place[lists[part][next[part]]] >= 0) next[part]++;
      if (next[part] === lists[part].length) continue;
      const song = lists[part][next[part]++];
      place[song] = placed++;
      from[song] = part;
      open = true;
    }
  }
  return { place, from };
}
