import { songListeners } from '../data/dataset.ts';
import { historyOf, type TrainingSet } from '../data/training-set.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { FittedModel } from './model.ts';

/** Enough to meet every song that a neighbourhood reaches; each takes one pass over the songs. */
const MOST_LISTENERS = 50;

/**
 * How many songs a model can recommend to somebody, and how many of these nobody has played: those it has evidence
 * about for any listener of a sample.
 */
export async function scoredSongs(
  model: FittedModel,
  set: Pick<TrainingSet, 'interactions' | 'ratings' | 'catalogue'>,
  placesUnplayed: boolean,
  context: Reporting,
): Promise<{ songs: number; unplayed: number }> {
  const { songs: trained, listeners } = set.interactions;
  const songs = placesUnplayed ? (set.catalogue?.years.length ?? trained) : trained;
  const scores = new Float64Array(songs);
  const known = new Uint8Array(songs);
  const step = Math.max(1, Math.floor(listeners / MOST_LISTENERS));
  for (let listener = 0; listener < listeners; listener += step) {
    if (heldLong()) await giveWay(context, 1);
    scores.fill(Number.NaN);
    model.scores(historyOf(set, listener), scores);
    for (let song = 0; song < songs; song++)
      if (!Number.isNaN(scores[song]) && scores[song] !== model.noEvidence) known[song] = 1;
  }
  const played = placesUnplayed ? songListeners(set.interactions) : null;
  let [all, unplayed] = [0, 0];
  for (let song = 0; song < songs; song++) {
    all += known[song];
    // Songs with a clip are trained among, played or not.
    if (played && (song >= trained || played[song] === 0)) unplayed += known[song];
  }
  return { songs: all, unplayed };
}
