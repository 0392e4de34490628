import { say } from '../../../../shared/messages/say.ts';
import type { Entry, Entries, ListsReading } from './entries.ts';

/** Ratings predicted for songs, by listeners; NaN where a file says that it has none. */
export type Predictions = ReadonlyMap<string, ReadonlyMap<string, Predicted>>;
export type PredictionsByModel = Map<string, Predictions>;

export interface Predicted {
  value: number;
  /** The rating that was to be predicted, if the file has it. */
  truth?: number;
  /** How often the pair stands in the file: the first counts. */
  times: number;
}

/** Nearly all of what a file has is held out, and at least so much of what is held out is in it. */
const NEARLY_ALL = 0.95;
const LEAST_COVERED = 0.5;

/**
 * Whether a file predicts held-out ratings: numbers for its pairs, of which nearly all are held out. Lists of
 * recommendations are of all songs, and few of theirs are hits.
 *
 * @throws UnansweredQuestions
 */
export function arePredictions(entries: Entries, reading: ListsReading): boolean {
  const { meant = 'auto', heldOut } = reading;
  if (!heldOut || meant !== 'auto') return heldOut !== undefined && meant === 'predictions';
  if (entries.isReversed || entries.isRun || !isOfHeldOut(entries, reading)) return false;
  const answer = reading.questions.ask(say('ask.lists-or-predictions'), [
    { id: 'predictions', label: say('referee.choice-predictions') },
    { id: 'lists', label: say('referee.choice-lists') },
  ]);
  reading.questions.stopIfOpen();
  return answer === 'predictions';
}

function isOfHeldOut(entries: Entries, { heldOut }: ListsReading): boolean {
  return [...entries.models()].every(([, lists]) => {
    const found = { pairs: 0, rated: 0, heldOut: 0 };
    for (const [listener, list] of lists)
      for (const { song, score } of list) {
        found.pairs++;
        if (score !== null && Number.isFinite(score)) found.rated++;
        if (heldOut?.ratingOf(listener, song) !== undefined) found.heldOut++;
      }
    const most = found.pairs * NEARLY_ALL;
    const isCovered = found.heldOut >= (heldOut?.pairs ?? 0) * LEAST_COVERED;
    return found.rated > found.pairs / 2 && found.heldOut >= most && isCovered;
  });
}

export function predictionsOf(entries: Entries): PredictionsByModel {
  return new Map(Array.from(entries.models(), ([model, lists]) => [model, ofModel(lists)]));
}

function ofModel(lists: ReadonlyMap<string, readonly Entry[]>): Predictions {
  const all = new Map<string, Map<string, Predicted>>();
  for (const [listener, list] of lists) {
    const own = new Map<string, Predicted>();
    for (const { song, score, truth } of list) {
      const before = own.get(song);
      if (before) before.times++;
      else own.set(song, { value: score ?? Number.NaN, truth, times: 1 });
    }
    all.set(listener, own);
  }
  return all;
}
