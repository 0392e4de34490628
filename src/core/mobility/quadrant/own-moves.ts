import { type Codebook, OWN_MOVES, transitionsOf } from '../../../shared/mobility/codebook.ts';
import { type OwnedEdge, ScoresWithout } from '../../statistics/networks/scores-without.ts';
import type { FinalCode } from '../study/final-code.ts';
import { sameEntity } from './move.ts';
import type { Institution, Reference } from './reference.ts';

/** More institutions take too long. */
const MOST_INSTITUTIONS = 1500;

/** Whether levels of this codebook come from the study's own moves, for some kind at least. */
export function usesOwnMoves({ reputation }: Pick<Codebook, 'reputation'>): boolean {
  return reputation.table === OWN_MOVES || reputation.ownTables.some(({ table }) => table === OWN_MOVES);
}

/** Who moved from where to where, in the codebook's transitions: what levels from the study's own moves rest on. */
export function ownEdges(
  book: Codebook,
  reference: Reference,
  institutionOf: (key: string) => Institution | undefined,
  codes: ReadonlyMap<number, ReadonlyMap<string, FinalCode>>,
): OwnedEdge[] {
  const transitions = transitionsOf(book).map((transition) => transition.split(':'));
  return [...codes].flatMap(([owner, stages]) => {
    const at = (stage: string) => {
      const value = stages.get(stage)?.value;
      if (value?.state !== 'coded' || value.institution === null) return null;
      const institution = institutionOf(value.institution);
      return institution ? { institutionId: institution.id, year: value.year } : null;
    };
    return transitions.flatMap(([before, after]): OwnedEdge[] => {
      const [from, to] = [at(before), at(after)];
      if (!from || !to || sameEntity(from, to, book, reference)) return [];
      return [{ owner, from: from.institutionId, to: to.institutionId }];
    });
  });
}

/** Null where no two institutions are held together by moves, or too many are. */
export function ownMovesOf(edges: readonly OwnedEdge[]): ScoresWithout | null {
  if (edges.length === 0) return null;
  if (new Set(edges.flatMap(({ from, to }) => [from, to])).size > MOST_INSTITUTIONS) return null;
  return new ScoresWithout(edges);
}
