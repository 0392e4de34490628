import { statSync } from 'node:fs';
import { studyGazetteer } from '../../core/mobility/cv/study-names.ts';
import { gazetteerWith } from '../../core/mobility/cv/gazetteer.ts';
import { type CvPosition, readCv } from '../../core/mobility/cv/read-cv.ts';
import { readCvStream, readCvFile } from '../../core/mobility/cv/files/read-file.ts';
import { openLibrary } from '../../core/storage/library.ts';
import {
  callerPath,
  type Command,
  commandError,
  givenFile,
  noMorePositionals,
  positional,
  required,
} from '../command.ts';
import { counted } from '../counted.ts';

export const mobilityReadCvCommand: Command = {
  usage: 'mobility read-cv FILE [--library FOLDER] [--json]',
  help: [
    'FILE       .txt (UTF-8, GB18030 …), .docx or .pdf with text; - reads standard input',
    '--library  a study whose institutions and aliases are known first',
    'Kinds: bachelor, master, doctorate, postdoc, job, visiting, award, administrative. "end" is a year, null or',
    '"present"; "span" counts characters of the text from 0, the end exclusive.',
    'Example: quadrille mobility read-cv cv.docx --json',
  ],
  options: { library: { type: 'string' } },
  async run(input) {
    const name = positional(input, 0, 'FILE');
    noMorePositionals(input, 1);
    const gazetteer =
      input.values.library === undefined ? gazetteerWith() : await gazetteerOf(callerPath(required(input, 'library')));
    const text = name === '-' ? await readCvStream(process.stdin, 'standard input') : await readFile(name);
    const positions = readCv(text, gazetteer);
    input.print([`${counted(positions.length, 'position')} proposed.`, ...positions.map(lineOf)].join('\n'));
    return { positions };
  },
};

async function readFile(name: string): Promise<string> {
  const file = givenFile(name);
  if (statSync(file).isDirectory()) throw commandError('bad-input', `${file} is a folder, not a CV.`, { file });
  return readCvFile(file);
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
