import type { MEANT } from '../../../../shared/contract/referee.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { FilesReading } from '../table.ts';

/** Songs recommended to each listener, the best first. */
export type Lists = Map<string, string[]>;

/** The lists of a file by the models that its column, or the tag of a TREC run, names; under '' where none is named. */
export type ListsByModel = Map<string, Lists>;

/** What the split knows: by this, ids are told from other fields. */
export interface KnownIds {
  listeners: { has(id: string): boolean };
  songs: { has(id: string): boolean };
}

/** What the split holds out with a rating or count. */
export interface HeldOutRatings {
  pairs: number;
  ratingOf(listener: string, song: string): number | undefined;
}

/** Ratings that a program wrote with fewer digits are the same. */
const SAME = 1e-4;

export function sameRating(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME;
}

export interface ListsReading extends FilesReading {
  known: KnownIds;
  meant?: (typeof MEANT)[number];
  /** The ratings that are held out; absent where the split has none. */
  heldOut?: HeldOutRatings;
}

export interface Entry {
  song: string;
  /** Higher is better; null where only the order of the file counts, NaN where it should have one and has none. */
  score: number | null;
  rank: number | null;
  /** A rating that was to be predicted. */
  truth?: number;
}

/** Whole numbers as programs write them that hold them as real ones: `17.0`. */
const WHOLE_AS_REAL = /^(-?\d+)\.0+$/;

/** An id that Python printed as bytes, as TensorFlow holds texts: `b'17'`. */
export function unprinted(text: string): string {
  return /^b(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
}

/** The id of the split that a field holds, if programs wrote it as one of bytes or as a real number; else the field. */
export function idAs(given: string, known: KnownIds['songs']): { id: string; isReal: boolean } {
  const own = known.has(given) ? given : given.trim();
  const text = known.has(own) ? own : unprinted(own);
  const whole = known.has(text) ? undefined : WHOLE_AS_REAL.exec(text)?.[1];
  return whole !== undefined && known.has(whole) ? { id: whole, isReal: true } : { id: text, isReal: false };
}

/** Collects what a file recommends, in its order. */
export class Entries {
  /** A third column without a name was taken as a score, and may be a rank. */
  isThirdOpen = false;
  /** The column that was called a score and has no rank beside it. */
  namedScore: string | Message | null = null;
  /** TREC's runs are ordered by their scores, whatever their ranks say. */
  isRun = false;
  /** The lowest values were said to be the best. */
  isReversed = false;
  readonly #reading: ListsReading;
  readonly #models = new Map<string, Map<string, Entry[]>>();
  #asReal = 0;

  constructor(reading: ListsReading) {
    this.#reading = reading;
  }

  get isEmpty(): boolean {
    return this.#models.size === 0;
  }

  /** The lists so far, each with its entries in the order of the file. */
  *lists(): Generator<Entry[]> {
    for (const lists of this.#models.values()) yield* lists.values();
  }

  /** What each model says of each listener, in the order of the file. */
  models(): IterableIterator<[string, ReadonlyMap<string, readonly Entry[]>]> {
    return this.#models.entries();
  }

  /** A listener whose list may stay empty. */
  listOf(listener: string, model = ''): Entry[] {
    const who = this.#id(listener, this.#reading.known.listeners);
    let lists = this.#models.get(model);
    if (!lists) this.#models.set(model, (lists = new Map()));
    let list = lists.get(who);
    if (!list) lists.set(who, (list = []));
    return list;
  }

  add(listener: string, entry: Entry, model = ''): void {
    this.listOf(listener, model).push({ ...entry, song: this.#id(entry.song, this.#reading.known.songs) });
  }

  /** Every list with its best song first; says what order was taken where a file has several, or none. */
  ordered(): ListsByModel {
    const told = { disagree: 0, tied: 0, unscored: 0, byFile: 0 };
    const models: ListsByModel = new Map();
    for (const [model, lists] of this.#models) {
      const own: Lists = new Map();
      for (const [listener, list] of lists) own.set(listener, bestFirst(list, told));
      models.set(model, own);
    }
    const { notes } = this.#reading.report;
    const { disagree, tied, unscored, byFile } = told;
    if (byFile > 0) notes.push(say('referee.order-of-file', { listeners: byFile }));
    if (disagree > 0) notes.push(say('referee.ranks-disagree', { listeners: disagree }));
    if (tied > 0) notes.push(say('referee.ties-by-file', { listeners: tied }));
    if (unscored > 0) notes.push(say('referee.unscored', { songs: unscored }));
    if (this.#asReal > 0) notes.push(say('referee.ids-as-real', { ids: this.#asReal }));
    return models;
  }

  #id(given: string, known: KnownIds['songs']): string {
    const { id, isReal } = idAs(given, known);
    if (isReal) this.#asReal++;
    return id;
  }
}

/** Whether a list has its songs in one order by their ranks and in another by their scores. */
export function isTwofold(list: readonly Entry[]): boolean {
  const scored = list.filter(({ rank, score }) => rank !== null && score !== null && !Number.isNaN(score));
  const byRank = scored.sort((a, b) => (a.rank as number) - (b.rank as number));
  return byRank.some(({ score }, i) => i > 0 && (score as number) > (byRank[i - 1].score as number));
}

function bestFirst(
  list: readonly Entry[],
  told: { disagree: number; tied: number; unscored: number; byFile: number },
): string[] {
  const scored = list.some(({ score }) => score !== null && !Number.isNaN(score));
  const ranked = list.length > 0 && list.every(({ rank }) => rank !== null);
  const byRank = ranked ? [...list].sort((a, b) => (a.rank as number) - (b.rank as number)) : [...list];
  const best = scored ? byRank.sort(byScore).slice() : byRank;
  if (scored && ranked && best.some((entry, i) => i > 0 && (entry.rank as number) < (best[i - 1].rank as number)))
    told.disagree++;
  if (scored && !ranked && best.some(({ score }, i) => i > 0 && score === best[i - 1].score)) told.tied++;
  if (scored) told.unscored += list.filter(({ score }) => score === null || Number.isNaN(score)).length;
  if (!scored && !ranked && list.length > 1) told.byFile++;
  return best.map(({ song }) => song);
}

/** The highest first; what has no score comes last. */
function byScore({ score: a }: Entry, { score: b }: Entry): number {
  const [first, second] = [a, b].map((score) => (score === null || Number.isNaN(score) ? null : score));
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return first === second ? 0 : second - first;
}
