import type { Codebook, PositionRole, StageKindInfo } from '../../../shared/mobility/codebook.ts';
import type { Position, Suggestion } from '../../../shared/mobility/coding.ts';

/** The position that a stage means, with the reasons; or what a person must settle first. */
export type Found =
  | { position: Position; reasons: Suggestion['reasons'] }
  | { question: NonNullable<Suggestion['question']> };

/**
 * One way in which a stage of the codebook is found in a career (`rule` of the stage), with all that importers, results
 * and pages ask about it.
 */
export interface StageKind extends StageKindInfo {
  /** What a column of this stage describes in a table with one row per scholar; null: what its role column says. */
  role: PositionRole | null;
  /** The year that counts: in which the position begins, or, for a degree, ends. */
  dated: 'start' | 'end';
  /** A column of this stage describes a position that is held at present. */
  isCurrent: boolean;
  /** Columns that begin with one of these words make a table one with a row per scholar. */
  headerWords: readonly string[];
  /** A postdoc after this stage, at its institution, has stayed at the alma mater. */
  endsTraining: boolean;
  find(positions: readonly Position[], book: Codebook): Found;
}
