import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { type JudgedEncoding, judgeEncoding, type Reading } from '../../../imports/text-encoding.ts';
import type { ImportReport } from '../report.ts';
import { inspect, type Source } from '../files/source.ts';

/** The answer that what is no UTF-8 is damaged: its rows are left out. */
const DAMAGED = 'utf-8';

/**
 * A text in the encoding that its bytes tell, wherever the first of them beyond ASCII stands. It is stated unless it
 * is UTF-8, and asked about where the bytes make sense in several ways.
 */
export async function inSettledEncoding(source: Source, report: ImportReport, questions: Questions): Promise<Source> {
  const { file, head } = source;
  if (head.kind !== 'text' || !head.judged) return source;
  const { name } = head;
  const settle = (judged: JudgedEncoding) => settledEncoding(judged, name, report, questions);
  const encoding = settle(head.judged);
  const found = encoding === head.encoding ? head : { ...(await inspect(file, encoding)), name };
  return { file, head: { ...found, lateEncoding: (from) => settle(judgeEncoding(from)) } };
}

/** @throws UnansweredQuestions if it has to be asked */
function settledEncoding(
  { encoding, readings, words }: JudgedEncoding,
  name: string,
  report: ImportReport,
  questions: Questions,
): string {
  if (readings.length === 0) {
    if (encoding !== 'utf-8')
      report.notes.push(
        words.length === 0
          ? say('import.read-as-utf-16', { encoding: encoding.toUpperCase() })
          : say('import.read-as-words', { encoding: titleOf(encoding), words }),
      );
    return encoding;
  }
  const answer = questions.ask(say('ask.encoding', { name }), [
    ...readings.map((reading: Reading) => ({
      id: reading.encoding,
      label: say('ask.encoding-words', { encoding: titleOf(reading.encoding), words: reading.words }),
    })),
    { id: DAMAGED, label: say('ask.encoding-damaged') },
  ]);
  questions.stopIfOpen();
  return answer as string;
}

function titleOf(encoding: string): string {
  return encoding
    .replace(/^(windows|macintosh)/, (word) => word[0].toUpperCase() + word.slice(1))
    .replace(/^(koi|iso)/, (word) => word.toUpperCase());
}
