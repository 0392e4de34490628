import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { studyGazetteer } from '../../core/mobility/cv/study-names.ts';
import { unreadLanguage } from '../../core/mobility/cv/language.ts';
import { gazetteerWith } from '../../core/mobility/cv/gazetteer.ts';
import type { CvPosition } from '../../core/mobility/cv/read-cv.ts';
import { type PersonsPosition, readEach } from '../../core/mobility/cv/several-people.ts';
import { readCvStream, readCvFile } from '../../core/mobility/cv/files/read-file.ts';
import { Questions } from '../../core/imports/questions.ts';
import { openLibrary } from '../../core/storage/library.ts';
import { say } from '../../shared/messages/say.ts';
import {
  callerPath,
  type Command,
  commandError,
  givenFile,
  isHandedOver,
  noMorePositionals,
  positional,
  required,
} from '../command.ts';
import { counted } from '../counted.ts';
import { answersOf, printQuestions } from '../questions.ts';

export const mobilityReadCvCommand: Command = {
  usage: 'mobility read-cv FILE [--library FOLDER] [--answer ID=CHOICE] [--json]',
  help: [
    'FILE       .txt (UTF-8, GB18030 …), .docx or .pdf with text; - reads standard input',
    '--library  a study whose institutions and aliases are known first',
    '--answer   answers the question that a text about several people raises; until then each of them is read alone,',
    '           and "person" says whose a position is',
    '"language" is there where the reader does not know that of the text (japanese, korean, cyrillic …)',
    'Kinds: bachelor, master, doctorate, postdoc, job, visiting, award, administrative. "end" is a year, null or',
    '"present"; "span" counts characters of the text from 0, the end exclusive.',
    'Example: quadrille mobility read-cv cv.docx --json',
  ],
  options: { library: { type: 'string' }, answer: { type: 'string', multiple: true } },
  async run(input) {
    const name = positional(input, 0, 'FILE');
    noMorePositionals(input, 1);
    const gazetteer =
      input.values.library === undefined ? gazetteerWith() : await gazetteerOf(callerPath(required(input, 'library')));
    const text = name === '-' ? await readCvStream(process.stdin, 'standard input') : await readFile(name);
    const questions = new Questions(answersOf(input));
    const { people, positions } = readEach(
      name === '-' ? 'standard input' : basename(name),
      text,
      gazetteer,
      questions,
    );
    questions.refuseUnasked();
    const language = unreadLanguage(text);
    input.print(`${counted(positions.length, 'position')} proposed.`);
    if (language !== null) input.print(`${say('cv.language-not-read', { language }).text}.`);
    const headings = people.length > 0 ? people.map((one) => one.name) : [undefined];
    for (const person of headings) {
      if (person !== undefined) input.print(`${person}:`);
      for (const one of positions) if ((one as Partial<PersonsPosition>).person === person) input.print(lineOf(one));
    }
    printQuestions(input, questions.open);
    return {
      positions,
      ...(language ? { language } : {}),
      ...(people.length > 0 ? { people } : {}),
      questions: questions.open,
    };
  },
};

async function readFile(name: string): Promise<string> {
  const file = givenFile(name);
  if (statSync(file).isDirectory()) throw commandError('bad-input', `${file} is a folder, not a CV.`, { file });
  return isHandedOver(file) ? readCvStream(createReadStream(file), basename(file)) : readCvFile(file);
}

async function gazetteerOf(folder: string) {
  const library = await openLibrary(folder);
  try {
    return studyGazetteer(library.db);
  } finally {
    library.close();
  }
}

function lineOf({ kind, institution, role, start, end }: CvPosition): string {
  const years = [start ?? '', end ?? ''].join('–');
  return `  ${kind.padEnd(14)} ${years.padEnd(13)} ${institution ?? '–'}${role === null ? '' : ` · ${role}`}`;
}
