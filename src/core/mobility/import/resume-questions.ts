import { say } from '../../../shared/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { problem } from './fields.ts';
import type { StagedScholar } from './staged.ts';

/**
 * What no single row shows: stages that run backwards, a stage left out, several current posts with none marked as
 * the main one.
 */
export function questionsAbout({ key, lines }: StagedScholar, book: Codebook): Problem[] {
  const questions: Problem[] = [];
  const positions = lines.flatMap((line) => line.positions.map((position) => ({ ...position, row: line.row })));
  const current = positions.filter((position) => position.isCurrent && position.role !== 'award');
  if (current.length > 1 && current.filter(({ isPrimary }) => isPrimary).length !== 1) {
    questions.push(
      problem(
        current[1].row,
        'primary',
        key,
        say`${current.length} current positions (rows ${current.map(({ row }) => row).join(', ')}) and none marked as the main one; all are kept`,
        say`Mark the main one, or choose it when coding`,
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
      questions.push(
        problem(
          staged[i].row,
          staged[i].stage as string,
          String(after),
          say`dates run backwards: ${staged[i].stage} in ${after} comes before ${staged[i - 1].stage} in ${before}`,
          say`Correct a year, or keep it where the career was so`,
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
        say`no line of this scholar is a doctorate`,
        say`Code the stage as missing, or name the degree in the role column`,
      ),
    );
  }
  return questions;
}
