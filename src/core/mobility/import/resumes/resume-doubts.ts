import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Codebook } from '../../../../shared/mobility/codebook.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import { stageLabel } from '../../../../shared/mobility/words.ts';
import { undecidedCurrent } from '../../stages/candidates.ts';
import { problem } from '../cells/fields.ts';
import type { StagedScholar } from '../staged.ts';

/**
 * Problems not visible in a single row: stages out of order, a missing stage, several current posts with none marked as
 * the main one.
 */
function doubtsAbout({ key, lines }: StagedScholar, book: Codebook): Problem[] {
  const doubts: Problem[] = [];
  const positions = lines.flatMap((line) => line.positions.map((position) => ({ ...position, row: line.row })));
  const current = undecidedCurrent(positions);
  if (current.length > 0) {
    doubts.push(
      problem(
        current[1].row,
        'primary',
        key,
        say('study-import.several-current-in-rows', { current: current.length, rows: current.map(({ row }) => row) }),
        say('study-import.mark-main-one'),
      ),
    );
  }
  const order = book.stages.map((stage) => stage.key);
  const staged = positions
    .filter(({ stage }) => stage !== null)
    .sort((a, b) => order.indexOf(a.stage as string) - order.indexOf(b.stage as string));
  for (let i = 1; i < staged.length; i++) {
    const [before, after] = [staged[i - 1], staged[i]].map(({ startYear, endYear }) => startYear ?? endYear);
    if (before !== null && after !== null && after < before) {
      doubts.push(
        problem(
          staged[i].row,
          staged[i].stage as string,
          String(after),
          say('study-import.dates-backwards', {
            stage: stageLabel(book, staged[i].stage as string),
            after,
            earlierStage: stageLabel(book, staged[i - 1].stage as string),
            before,
          }),
          say('study-import.correct-year-or-keep'),
        ),
      );
    }
  }
  return doubts;
}

/** Whether nothing of a scholar says that there is a doctorate. */
function lacksDoctorate({ lines, cv }: StagedScholar): boolean {
  const positions = lines.flatMap((line) => line.positions);
  return cv === undefined && positions.every(({ stage, role }) => stage === null && role !== 'doctorate');
}

/**
 * The doubts about all scholars of a file whose rows do not wait. What every one of several lacks is said of the file,
 * once.
 *
 * @param stages the columns of each stage, where a row is a scholar
 * @param isWhole whether no row is refused or waits: what seems to be lacking may stand there
 */
export function doubtsAboutAll(
  scholars: readonly StagedScholar[],
  book: Codebook,
  stages: Mapping['stages'],
  isWhole: boolean,
): { doubts: Problem[]; notes: Message[] } {
  const told = scholars.filter(({ lines, cv }) => lines.length > 0 || cv !== undefined);
  const lacking = told.filter(lacksDoctorate);
  const allLack = lacking.length > 1 && lacking.length === told.length;
  const doubts = told.flatMap((one) => doubtsAbout(one, book));
  const isWide = Object.keys(stages).length > 0;
  const without = isWide
    ? book.stages.filter(({ key, rule, optional }) => !optional && !isTold(rule, stages[key]))
    : [];
  const notes = [
    ...(allLack && isWhole ? [say('study-import.no-doctorates', { scholars: lacking.length })] : []),
    ...(without.length > 0
      ? [say('study-import.stages-without-columns', { stages: without.map(({ label }) => label) })]
      : []),
  ];
  return { doubts: [...doubts, ...(allLack ? [] : lacking.map(withoutDoctorate))], notes };
}

/** A year alone tells an honour, not where somebody was. */
function isTold(rule: string, columns: Mapping['stages'][string] | undefined): boolean {
  return columns?.institution !== undefined || (rule === 'award' && columns?.year !== undefined);
}

function withoutDoctorate({ key, lines }: StagedScholar): Problem {
  const what = say('study-import.no-doctorate');
  return problem(lines[0]?.row ?? null, 'role', key, what, say('study-import.name-degree-or-code-missing'));
}
