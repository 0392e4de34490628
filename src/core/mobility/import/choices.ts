import { say } from '../../../shared/messages/say.ts';
import type { Question } from '../../../shared/questions.ts';

type Choice = Question['choices'][number];

/** What several questions about rows offer. */
export const LEAVE_OUT: Choice = { id: 'leave-out', label: say('study-import-choice.leave-rows-out') };
export const WITHOUT_YEARS: Choice = { id: 'without-years', label: say('study-import-choice.without-years') };
export const WHETHER_SAME_PEOPLE: Question['choices'] = [
  { id: 'same', label: say('study-import-choice.same-people') },
  { id: 'other', label: say('study-import-choice.other-people') },
  LEAVE_OUT,
];
export const ONE_PERSON: Choice = { id: 'same', label: say('study-import-choice.one-person') };
export const EACH_NAME: Choice = { id: 'each', label: say('study-import-choice.each-name') };
export const NEW_SCHOLAR: Choice = { id: 'new scholar', label: say('study-import-choice.new-scholar') };

export function scholarChoice(key: string): Choice {
  return { id: key, label: say('study-import-choice.scholar', { key }) };
}
