import type { Label, Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Codebook, PositionRole } from '../../../../shared/mobility/codebook.ts';
import type { Whom } from '../../../../shared/mobility/focus.ts';
import type { Finding, FindingInfo, FindingOptions } from '../../../../shared/mobility/findings.ts';
import type { Direction } from '../../../../shared/mobility/results.ts';
import type { Column, KeyedTable } from '../../../../shared/table.ts';
import { unusable } from '../../../statistics/result.ts';

/** A move in one of the study's transitions, without names. */
export interface FindingMove {
  /** Index of the scholar. */
  scholar: number;
  transition: string;
  outcome: 'stayed' | 'moved';
  from: string;
  to: string;
  /** Levels as the codebook compares them; null if it does not. */
  fromLevel: number | null;
  toLevel: number | null;
  direction: Direction | null;
  fromYear: number | null;
  toYear: number | null;
}

/** Years at one post or degree, first and last included. */
export interface Spell {
  from: number;
  until: number;
  role: PositionRole;
  kind: string | null;
  level: number | null;
  tier: string | null;
}

export interface FindingScholar {
  /** For groups and covariates: numbers may be read in bands. */
  attributes: Record<string, string>;
  /** As the study has them, whatever bands groups are made of. */
  written: Record<string, string>;
  spells: Spell[];
  didPostdoc: boolean;
  /** Years at the stages of the codebook. */
  stageYears: Record<string, number>;
}

/** Everything that an analysis reads, as plain data that can travel to another thread. */
export interface FindingInput {
  options: FindingOptions;
  scholars: FindingScholar[];
  moves: FindingMove[];
  /** How many moves go from or to a stage that is optional, which no transition of the study counts. */
  optionalMoves: number;
  book: Codebook;
  levels: number;
  /** The latest year that occurs in the study. */
  lastYear: number;
  /** Whom it is about, where that is not all who are coded. */
  sample: Message | null;
  /** The same for a figure. */
  whom: Whom;
}

/** Reports progress; throws once the analysis was cancelled. */
export type Heard = (fraction: number) => void;

/** Which parts of a study an analysis reads, so that another state of them is told apart. */
export interface Reads {
  /** Of the chosen transition, or of all. */
  moves: 'chosen' | 'all' | 'none';
  scholars: readonly Exclude<keyof FindingScholar, 'attributes' | 'written'>[];
  /** As they are written, besides those that are chosen. */
  attributes?: readonly string[];
}

export interface FindingDefinition extends FindingInfo {
  reads: Reads;
  compute(input: FindingInput, heard: Heard): Omit<Finding, 'name'>;
}

export function table(name: string, title: Message, columns: readonly Column[], rows: KeyedTable['rows']): KeyedTable {
  return { name, title, sheet: title, columns, rows };
}

export function column(key: string, label: Label, numbers?: Column['numbers']): Column {
  return { key, label, numbers };
}

/** The answer of a χ² test. */
export function chiSquareTable(
  name: string,
  title: Message,
  { statistic, df, p }: { statistic: number; df: number; p: number },
): KeyedTable {
  return table(
    name,
    title,
    [column('statistic', 'χ²'), column('df', say('finding.df')), P_VALUE],
    [[statistic, df, p]],
  );
}

/** Columns that many tables have. */
export const COUNT = column('n', 'n', 'count');
export const P_VALUE = column('p', 'p', 'p');
export const LOW = column('low', say('finding.low'), 'result');
export const HIGH = column('high', say('finding.high'), 'result');
export const ESTIMATE = column('estimate', say('finding.estimate'), 'estimate');
export const STANDARD_ERROR = column('se', say('finding.se'), 'estimate');

/** The moves of the chosen transition. */
export function movesOf({ moves, options }: FindingInput): FindingMove[] {
  const chosen = moves.filter(({ transition }) => transition === options.transition);
  if (chosen.length === 0) throw unusable(say('finding.no-moves', { transition: options.transition }));
  return chosen;
}

export function decade(year: number | null): string {
  return year === null ? 'unknown' : `${Math.floor(year / 10) * 10}s`;
}
