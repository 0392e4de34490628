import { say } from '../shared/messages/say.ts';
import { type Answers, type Question, questionMessage } from '../shared/questions.ts';
import { type CommandInput, UsageError } from './command.ts';

/** What `--answer ID=CHOICE` gives. */
export function answersOf(input: CommandInput): Answers {
  const given = (input.values.answer as string[] | undefined) ?? [];
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageError(`--answer takes ID=CHOICE, not ${JSON.stringify(text)}.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Prints every open question with the options that answer it. */
export function printQuestions(input: CommandInput, questions: readonly Question[]): void {
  for (const question of questions) {
    input.print(`  ? ${questionMessage(question).text}`);
    for (const { id, label } of question.choices) input.print(`      --answer '${question.id}=${id}'   ${label.text}`);
  }
}

/**
 * The result as it is printed; with nothing imported before the questions are answered, the command fails.
 *
 * @param taken rows that the library has now
 */
export function waitingForAnswers<T extends { imported: number; questions: Question[] }>(
  input: CommandInput,
  result: T,
  taken = result.imported,
) {
  if (taken > 0 || result.questions.length === 0) return result;
  input.fail();
  const message = say('import.waits-for-answers', { questions: result.questions.length });
  input.print(message.text);
  return { ...result, error: { code: 'unanswered', message } };
}
