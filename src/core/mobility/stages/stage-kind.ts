import type { Codebook, PositionRole, StageKindInfo } from '../../../shared/mobility/codebook.ts';
import type { Position, Suggestion } from '../../../shared/mobility/coding.ts';

/** The position for a stage, with the reasons; or the question the user must answer first. */
export type Found =
  | { position: Position; reasons: Suggestion['reasons'] }
  | { question: NonNullable<Suggestion['question']> };

/**
 * A rule for finding a stage of the codebook in a career (the stage's `rule`), with everything importers, results
 * and pages need to know about it.
 */
export interface StageKind extends StageKindInfo {
  /** What a column of this stage describes in a table with one row per scholar; null: from the role column. */
  role: PositionRole | null;
  /** The year used: when the position begins or, for a degree, ends. */
  dated: 'start' | 'end';
  /** A column of this stage describes a current position. */
  isCurrent: boolean;
  /** A table with columns that begin with one of these words has one row per scholar. */
  headerWords: readonly string[];
  /** What a table's columns call such a stage, beside its key and labels: 入选 in 入选单位. */
  columnWords?: readonly string[];
  /** A postdoc after this stage at the same institution counts as staying at the alma mater. */
  endsTraining: boolean;
  find(positions: readonly Position[], book: Codebook): Found;
}
