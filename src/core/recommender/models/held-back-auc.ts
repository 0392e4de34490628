import { type History, historyOf, type TrainingSet } from '../data/training-set.ts';
import { RELEVANT, wholeRanking } from '../measures/whole-ranking.ts';
import { dotAt, type Factors } from '../numeric/vectors.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { Certainty } from './model.ts';

const MOST_SONGS_JUDGED = 200;
const MOST_LISTENERS_JUDGED = 2000;

/**
 * How well the model finds the listeners of songs that its network has not been trained on: per song, the share of
 * pairs of a listener and a non-listener that p · q̂ orders rightly. Quartiles over those songs; this is what can be
 * expected of a new recording.
 *
 * @param listenerOf the vector of a listener, from the plays of other songs, which are all that the history holds
 */
export async function heldBackAuc(
  set: TrainingSet,
  listenerOf: (history: History) => Factors,
  q: Factors,
  k: number,
  songs: Uint32Array,
  context: Reporting,
): Promise<Certainty> {
  const { interactions: rows } = set;
  const judged = songs.slice(0, MOST_SONGS_JUDGED);
  const heldBack = new Set(songs);
  const stride = Math.max(1, Math.ceil(rows.listeners / MOST_LISTENERS_JUDGED));
  const scores = Array.from(judged, (): number[] => []);
  const played = Array.from(judged, (): number[] => []);
  const place = new Map(Array.from(judged, (song, i) => [song, i]));
  for (let u = 0, n = 0; u < rows.listeners; u += stride) {
    if (heldLong()) await giveWay(context, 1);
    const { items, counts, ratings } = historyOf(set, u);
    const kept = Array.from(items.keys()).filter((i) => !heldBack.has(items[i]));
    if (kept.length === 0) continue;
    const p = listenerOf({
      listener: u,
      items: Uint32Array.from(kept, (i) => items[i]),
      counts: Uint32Array.from(kept, (i) => counts[i]),
      ratings: Float32Array.from(kept, (i) => ratings[i]),
    });
    judged.forEach((song, i) => scores[i].push(dotAt(p, 0, q, song * k, k)));
    for (const item of items) if (place.has(item)) played[place.get(item) as number].push(n);
    n++;
  }
  const aucs = scores
    .map((own, i) => {
      const states = new Uint8Array(own.length);
      for (const listener of played[i]) states[listener] = RELEVANT;
      return wholeRanking(Float64Array.from(own), states, Uint32Array.from(played[i])).auc;
    })
    .filter((value): value is number => value !== null)
    .sort((a, b) => a - b);
  const at = (share: number) => aucs[Math.min(aucs.length - 1, Math.floor(share * aucs.length))] ?? null;
  return { songs: aucs.length, lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
