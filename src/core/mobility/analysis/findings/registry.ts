import { AppError } from '../../../../shared/errors.ts';
import { distinct } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Finding } from '../../../../shared/mobility/findings.ts';
import { CAREERS } from './careers.ts';
import { CHANCE } from './chance.ts';
import { DOUBLE_CODING } from './double-coding.ts';
import { ELECTION } from './election.ts';
import type { FindingDefinition, FindingInput, Heard } from './finding.ts';
import { GROUPED } from './grouped.ts';
import { LEVEL_TABLE } from './level-table.ts';
import { PRESTIGE } from './prestige.ts';
import { STAYING } from './staying.ts';

/** Every analysis of a whole study; a new one is a file that defines it and a line here. */
export const FINDINGS: readonly FindingDefinition[] = [
  CAREERS,
  STAYING,
  LEVEL_TABLE,
  CHANCE,
  PRESTIGE,
  GROUPED,
  ELECTION,
  DOUBLE_CODING,
];

export function findingByName(name: string): FindingDefinition {
  const definition = FINDINGS.find((one) => one.name === name);
  if (definition) return definition;
  throw new AppError('bad-request', say('finding.no-such', { name, names: FINDINGS.map((one) => one.name) }));
}

export function findingOf(input: FindingInput, heard: Heard): Finding {
  const { name, compute, reads } = findingByName(input.options.name);
  const answer = compute(input, heard);
  // What is copied into a manuscript says whom it is about.
  const about = input.sample ? [input.sample] : [];
  const { optionalMoves, book } = input;
  const optional = book.stages.filter((stage) => stage.optional).map(({ label }) => label);
  const leftOut =
    reads.moves === 'all' && optionalMoves > 0 ? [say('finding.optional-moves', { n: optionalMoves, optional })] : [];
  return {
    name,
    ...answer,
    sentences: [...answer.sentences, ...about],
    methods: [...about, ...answer.methods],
    notes: distinct([...about, ...leftOut, ...answer.notes]),
  };
}
