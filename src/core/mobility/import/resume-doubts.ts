import { say } from '../../../shared/messages/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { undecidedCurrent } from '../stages/candidates.ts';
import { problem } from './fields.ts';
import type { StagedScholar } from './staged.ts';

/**
 * Problems not visible in a single row: stages out of order, a missing stage, several current posts with none marked as
 * the main one.
 */
export function doubtsAbout({ key, lines, cv }: StagedScholar, book: Codebook): Problem[] {
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
            stage: staged[i].stage,
            after,
            earlierStage: staged[i - 1].stage,
            before,
          }),
          say('study-import.correct-year-or-keep'),
        ),
      );
    }
  }
  if (cv === undefined && staged.length === 0 && !positions.some(({ role }) => role === 'doctorate')) {
    doubts.push(
      problem(
        lines[0]?.row ?? null,
        'role',
        key,
        say('study-import.no-doctorate'),
        say('study-import.name-degree-or-code-missing'),
      ),
    );
  }
  return doubts;
}
