import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Move } from '../../../shared/mobility/results.ts';
import { drawnFrom, orderUsed, queueOrder } from '../coding/priorities.ts';
import { listOf } from '../coding/queue.ts';
import type { Study } from '../study/study.ts';
import { EVERYBODY, type Focus } from '../../../shared/mobility/focus.ts';
import { andThen } from '../../../shared/mobility/words.ts';
import { focused } from './focus.ts';
import { isCoded } from './weighted.ts';

export interface Sample {
  /** Whom tests, flows and sensitivity are about; null for all who are coded, where nobody was drawn at random. */
  scholars: ReadonlySet<number> | null;
  /** What every one of these results says. */
  told: Message;
  /** What a figure says. */
  whom: Message;
}

/**
 * Where the queue was ordered by use and is not finished, those who came first are not like the others. Shares of all
 * scholars are weighted (weighted.ts); everything else, which has no weights, is computed from the scholars who were
 * drawn at random into that order, and says so. Null where coding went by the file, or everybody is coded.
 *
 * @param transitions those that the result is about, by default all
 * @param focus whom the person wants results about
 */
export function sampleOf(study: Study, transitions?: readonly string[], focus: Focus = EVERYBODY): Sample | null {
  const drawn = drawnSample(study, transitions);
  const only = focused(study, focus);
  if (drawn === null || only === null) return drawn ?? only;
  const inBoth = ofSample(drawn, [...only.scholars], (id) => id);
  return {
    scholars: new Set(inBoth),
    told: say('focus.and-sample', { only: only.told, sample: drawn.told }),
    whom: andThen([only.whom, drawn.whom]),
  };
}

function drawnSample(study: Study, transitions?: readonly string[]): Sample | null {
  if (orderUsed(study.db) === null) return null;
  const names = transitions ?? transitionsOf(study.book.codebook);
  const byTransition = names.map((transition) => study.moves(transition));
  if (byTransition.every((moves) => moves.every(isCoded))) return null;
  const coded = new Set(byTransition.flatMap((moves) => moves.filter(isCoded).map(({ scholarId }) => scholarId)));
  const drawn = drawnAtRandom(study);
  if (drawn.size === 0)
    return { scholars: null, told: say('analysis.nobody-at-random'), whom: say('study-figure.nobody-drawn') };
  const random = [...coded].filter((id) => drawn.has(id)).length;
  return {
    scholars: drawn,
    told: say('analysis.random-share-only', { random, coded: coded.size }),
    whom: say('study-figure.drawn'),
  };
}

/** A study's moves, of those whom results without weights are about. */
export function sampledMoves(study: Study, sample: Sample | null, ...asked: Parameters<Study['moves']>): Move[] {
  return ofSample(sample, study.moves(...asked), ({ scholarId }) => scholarId);
}

export function ofSample<T>(sample: Sample | null, all: readonly T[], idOf: (one: T) => number): T[] {
  const scholars = sample?.scholars ?? null;
  return scholars === null ? [...all] : all.filter((one) => scholars.has(idOf(one)));
}

/** Each coder's list has its own draw; coders without assignments share that of all scholars. */
function drawnAtRandom({ db }: Study): Set<number> {
  const coders = db.all<{ coder: string }>('SELECT coder FROM codes UNION SELECT coder FROM assignments');
  const { randomShare } = queueOrder(db);
  return new Set(coders.flatMap(({ coder }) => drawnFrom(listOf(db, coder), randomShare)));
}
