import { say } from '../../../shared/messages/say.ts';
import { type Codebook, isDegree } from '../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { undecidedCurrent } from '../stages/candidates.ts';
import { problem } from './fields.ts';
import type { StagedScholar } from './staged.ts';

/** Before this year no living scholar's career began; 1900 to 1910 are years typed into cells formatted as dates. */
const EARLIEST_YEAR = 1925;
const LONGEST_DEGREE_YEARS = 15;

/**
 * Problems not visible in a single row: stages out of order, a missing stage, several current posts with none marked as
 * the main one.
 */
export function questionsAbout({ key, lines }: StagedScholar, book: Codebook): Problem[] {
  const questions: Problem[] = [];
  const positions = lines.flatMap((line) => line.positions.map((position) => ({ ...position, row: line.row })));
  const current = undecidedCurrent(positions);
  if (current.length > 0) {
    questions.push(
      problem(
        current[1].row,
        'primary',
        key,
        say('study-import.several-current-in-rows', { current: current.length, rows: current.map(({ row }) => row) }),
        say('study-import.mark-main-one'),
      ),
    );
  }
  const thisYear = new Date().getFullYear();
  for (const { row, startYear, endYear, role } of positions) {
    const [first, last] = [startYear ?? endYear, endYear ?? startYear];
    if (first === null || last === null) continue;
    const years = isDegree(role) ? last - first : 0;
    const doubt =
      first < EARLIEST_YEAR
        ? say('study-import.year-too-early', { year: first })
        : last > thisYear + 1
          ? say('study-import.year-in-future', { year: last })
          : years > LONGEST_DEGREE_YEARS
            ? say('study-import.degree-too-long', { years, first, last })
            : null;
    if (doubt)
      questions.push(problem(row, 'start', `${first}–${last}`, doubt, say('study-import.correct-year-or-keep')));
  }
  const order = book.stages.map((stage) => stage.key);
  const staged = positions
    .filter(({ stage }) => stage !== null)
    .sort((a, b) => order.indexOf(a.stage as string) - order.indexOf(b.stage as string));
  for (let i = 1; i < staged.length; i++) {
    const [before, after] = [staged[i - 1], staged[i]].map(({ startYear, endYear }) => startYear ?? endYear);
    if (before !== null && after !== null && after < before) {
      questions.push(
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
  if (staged.length === 0 && !positions.some(({ role }) => role === 'doctorate')) {
    questions.push(
      problem(
        lines[0]?.row ?? null,
        'role',
        key,
        say('study-import.no-doctorate'),
        say('study-import.name-degree-or-code-missing'),
      ),
    );
  }
  return questions;
}
