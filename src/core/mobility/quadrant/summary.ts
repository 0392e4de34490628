import type { Message } from '../../../shared/messages/message.ts';
import { type Codebook, OWN_MOVES } from '../../../shared/mobility/codebook.ts';
import { usesOwnMoves } from './own-moves.ts';
import type { Direction, Move, Share, Subtype, Summary } from '../../../shared/mobility/results.ts';
import { wilsonInterval } from '../../statistics/intervals.ts';
import { rankLevels } from './reputation.ts';
import { say } from '../../../shared/messages/say.ts';

/** Whether a scholar did a postdoc after the doctorate, and whether at the same institution. */
export interface PostdocFact {
  didPostdoc: boolean;
  atAlmaMater: boolean;
}

const CHANGES = ['down', 'same', 'up'];

/** Counts, shares of comparable moves and Wilson intervals; subtype shares are of the parallel moves. */
export function summarise(
  transition: string,
  moves: readonly Move[],
  postdocs: readonly PostdocFact[],
  book: Codebook,
  codebookVersion: number,
  fictional: boolean,
  levels = rankLevels(book),
): Summary {
  const comparable = moves.filter((move) => move.comparable);
  const shareOf = (direction: Direction) =>
    share(comparable.filter((move) => move.direction === direction).length, comparable.length);
  const parallel = comparable.filter((move) => move.direction === 'parallel');
  const subtype = (name: Subtype) => share(parallel.filter((move) => move.subtype === name).length, parallel.length);
  const cells = CHANGES.map((_, school) =>
    CHANGES.map(
      (_, city) => comparable.filter((move) => move.school === school - 1 && move.cityChange === city - 1).length,
    ),
  );
  const moved = moves.filter(({ outcome }) => outcome === 'moved');
  const missing = moves.filter(({ outcome }) => outcome === 'missing');
  const stayed = moves.filter(({ outcome }) => outcome === 'stayed');
  return {
    transition,
    codebookVersion,
    scholars: moves.length,
    stayed: stayed.length,
    stayedCityChanged: stayed.filter((move) => move.cityChangedInside).length,
    moved: moved.length,
    missing: missing.length,
    missingReasons: countBy(missing, (move) => move.missing),
    notComparable: {
      ...share(moved.length - comparable.length, moved.length),
      reasons: countBy(moved, (move) => move.reason),
    },
    comparableMoves: comparable.length,
    postdoc: {
      count: postdocs.filter((fact) => fact.didPostdoc).length,
      continuedAtAlmaMater: postdocs.filter((fact) => fact.atAlmaMater).length,
    },
    cells,
    cellAxes: { rows: CHANGES.map((change) => `school ${change}`), columns: CHANGES.map((change) => `city ${change}`) },
    upward: shareOf('upward'),
    downward: shareOf('downward'),
    parallel: {
      ...share(parallel.length, comparable.length),
      doubleSame: subtype('doubleSame'),
      upgradeCityDowngradeSchool: subtype('upgradeCityDowngradeSchool'),
      downgradeCityUpgradeSchool: subtype('downgradeCityUpgradeSchool'),
    },
    mixed: shareOf('mixed'),
    same: shareOf('same'),
    byOriginLevel: Array.from({ length: levels }, (_, i) => originLevel(i + 1, comparable)),
    byKind: kindsOf(moves),
    uncertain: moves.filter((move) => move.from.uncertain || move.to.uncertain).length,
    fictional,
    notes: notesOf(book, stayed.length, moved.length - comparable.length),
  };
}

export function share(count: number, total: number): Share {
  return { count, share: total === 0 ? null : count / total, interval: wilsonInterval(count, total) };
}

function originLevel(level: number, comparable: readonly Move[]) {
  const moves = comparable.filter((move) => move.from.level === level);
  const of = (direction: Direction) => share(moves.filter((move) => move.direction === direction).length, moves.length);
  return { level, moves: moves.length, upward: of('upward'), downward: of('downward'), parallel: of('parallel') };
}

function countBy<K extends string>(moves: readonly Move[], key: (move: Move) => K | null): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const move of moves) {
    const name = key(move);
    if (name !== null) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Kinds of institution before and after, of those who moved. */
export function kindsOf(moves: readonly Move[]): Summary['byKind'] {
  const counts = new Map<string, number>();
  for (const { from, to, outcome } of moves)
    if (outcome === 'moved') counts.set(`${from.kind}>${to.kind}`, (counts.get(`${from.kind}>${to.kind}`) ?? 0) + 1);
  return [...counts]
    .map(([pair, moves]) => ({ from: pair.split('>')[0], to: pair.split('>')[1], moves }))
    .sort((a, b) => b.moves - a.moves);
}

function notesOf(book: Codebook, stayed: number, notComparable: number): Message[] {
  return [
    say('analysis.superpopulation'),
    ...(usesOwnMoves(book) ? [say('analysis.own-moves')] : []),
    ...(book.reputation.rule === 'fixed-mean' && book.reputation.table !== OWN_MOVES
      ? [
          say('analysis.fixed-mean-rank', {
            fromYear: book.reputation.fromYear,
            toYear: book.reputation.toYear,
          }),
        ]
      : []),
    say('analysis.ceiling', { stayed, notComparable }),
    say('analysis.selected-on-stage'),
  ];
}
