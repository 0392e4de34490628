import { say } from '../../../../shared/messages/say.ts';
import type { KnownIds, ListsReading } from './entries.ts';
import { numberOf } from './numbers.ts';

const FIELDS = 6;
/** The second field of a run says nothing. */
const NAMED_ITERATION = /^(Q\d+|iter)$/i;
const NUMBERED_ITERATION = /^[01]$/;
const MOSTLY = 0.5;

/** A line of a run. Its rank is NaN where there is none. */
export interface TrecLine {
  who: string;
  iteration: string;
  song: string;
  rank: number;
  score: number;
  tag: string;
}

/** Query, iteration, document, rank, score and a tag, which may have blanks; ids may have them between tabs. */
export function trecLine(text: string): TrecLine | null {
  const tabs = text.trim().split('\t');
  const fields = tabs.length >= FIELDS ? tabs : text.trim().split(/\s+/);
  if (fields.length < FIELDS) return null;
  const [who, iteration, song] = fields;
  if (!NAMED_ITERATION.test(iteration) && !/^\d+$/.test(iteration)) return null;
  const [rank, score] = fields.slice(3).map((field) => numberOf(field, { comma: false, seen: false }));
  if (rank === null || score === null) return null;
  return { who, iteration, song, rank, score, tag: fields.slice(FIELDS - 1).join(' ') };
}

/**
 * Whether the first lines of a file are those of a run. Digits are the ids of most data sets, so that a row of a table
 * may look like a line of one: asked where both fit.
 *
 * @throws UnansweredQuestions
 */
export function isTrec(lines: readonly string[], { known, questions }: ListsReading): boolean {
  const read = lines.map(trecLine);
  if (read.length === 0 || read.some((line) => line === null)) return false;
  const run = read as TrecLine[];
  if (new Set(run.map(({ iteration }) => iteration)).size > 1) return false;
  if (NAMED_ITERATION.test(run[0].iteration)) return true;
  if (!NUMBERED_ITERATION.test(run[0].iteration) || !haveRanks(run)) return false;
  if (run.filter(({ song }) => known.songs.has(song)).length <= run.length * MOSTLY) return false;
  if (!isAlsoWide(lines, run, known)) return true;
  const choices = [
    { id: 'trec', label: say('referee.choice-trec') },
    { id: 'table', label: say('referee.choice-wide') },
  ];
  const answer = questions.ask(say('ask.trec-or-table'), choices);
  questions.stopIfOpen();
  return answer === 'trec';
}

/** Whole numbers, each once for a query of a run. */
function haveRanks(run: readonly TrecLine[]): boolean {
  const ranks = new Set(run.map(({ who, rank, tag }) => JSON.stringify([who, rank, tag])));
  return ranks.size === run.length && run.every(({ rank }) => Number.isInteger(rank) && rank >= 0);
}

/** Whether these may be rows of a listener and songs: the listeners differ, and all behind them are songs. */
function isAlsoWide(lines: readonly string[], run: readonly TrecLine[], { songs }: KnownIds): boolean {
  if (new Set(run.map(({ who }) => who)).size < run.length) return false;
  const behind = lines.flatMap((line) => line.trim().split(/\s+/).slice(1));
  return behind.filter((id) => songs.has(id)).length > behind.length * MOSTLY;
}
