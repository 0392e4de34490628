import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import type { Answers, Question } from '../../shared/questions.ts';

/** Ends reading a file that cannot be understood before its questions are answered. */
export class UnansweredQuestions extends Error {}

/** The questions of one import and the answers that it was given. */
export class Questions {
  readonly open: Question[] = [];
  readonly #answers: Answers;
  readonly #asked = new Set<string>();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  /**
   * The answer to a question, or null if there is none yet: the rows concerned are then held back.
   *
   * @param subject distinguishes questions with the same message
   * @param rows held back; null if the question is about the whole file
   * @throws bad-request if the answer is not one of the choices
   */
  ask(message: Message, choices: Question['choices'], rows: number | null = null, subject?: string): string | null {
    const id = subject === undefined ? message.id : `${message.id}:${subject}`;
    this.#asked.add(id);
    const answer = this.#answers[id];
    if (answer === undefined) {
      this.open.push({ ...message, id, choices, rows });
      return null;
    }
    if (!choices.some((choice) => choice.id === answer)) {
      const known = choices.map((choice) => choice.id);
      throw new AppError('bad-request', say('import.no-such-choice', { question: id, answer, choices: known }));
    }
    return answer;
  }

  /** The answer to a question that is asked once all rows are known, or null. */
  answered({ id }: Pick<Message, 'id'>): string | null {
    return this.#answers[id] ?? null;
  }

  /** Ends the import here if a question about the whole file is open. */
  stopIfOpen(): void {
    if (this.open.some(({ rows }) => rows === null)) throw new UnansweredQuestions();
  }

  /** @throws bad-request for an answer to a question that the file did not raise */
  refuseUnasked(): void {
    const unasked = Object.keys(this.#answers).find((id) => !this.#asked.has(id));
    if (unasked !== undefined)
      throw new AppError('bad-request', say('import.answer-to-no-question', { question: unasked }));
  }
}
