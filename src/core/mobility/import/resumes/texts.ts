import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import { filesNotRead, linksNotFollowed } from '../../../imports/left-out.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { formsIn } from '../../cv/files/form-sheets.ts';
import { readCvFile } from '../../cv/files/read-file.ts';
import { peopleIn } from '../../cv/people.ts';
import { askWhose } from '../../cv/several-people.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { namesakeKey } from '../../names/person-key.ts';
import { languageDoubts } from './language-doubts.ts';
import { type CvFile, cvFiles } from './cv-files.ts';
import { linesOfText } from './text-lines.ts';
import { LEAVE_OUT, NEW_SCHOLAR, scholarChoice } from '../choices.ts';
import { problem } from '../cells/fields.ts';
import { publishPieces, settleKnown } from './publish-scholars.ts';
import { type NamedText, personsOfTexts } from './same-named-texts.ts';
import type { MobilityImporter, StagedLine, StagedScholar } from '../staged.ts';
import { decodeText } from '../table/decode-text.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const TEXT = /\.(txt|md|docx|pdf)$/i;
const FORM = /\.xlsx$/i;
const DOCUMENT = /\.(docx|pdf)$/i;

/**
 * Free-text CVs, one scholar a file, named by id or name: every line becomes evidence that codes can refer to. A
 * folder of them works too.
 */
export const textImporter: MobilityImporter = {
  kind: 'text',
  label: say('study-import-kind.text'),
  summary: 'résumés as free text (.txt, .docx, .pdf), a file a scholar, or a folder of them; forms as .xlsx',
  settings: [],
  example: { scholar: 'ID' },
  fields: [],
  sniff: (_head, _text, file) => cvFiles(file).cvs.some(({ path }) => TEXT.test(path) || path !== file),
  async stage(file, mapping, { library, questions }) {
    const { cvs, byFolder, unread } = cvFiles(file);
    const isFolder = statSync(file).isDirectory();
    if (cvs.length === 0)
      throw new AppError('bad-input', say('study-import.no-cvs', { file: basename(file) }), { file });
    const rejections: Problem[] = [];
    const doubts: Problem[] = [];
    let encoding = '';
    let held = 0;
    const notes: Message[] = [];
    if (byFolder > 0) notes.push(say('study-import.named-by-folder', { files: byFolder }));
    const texts: CvText[] = [];
    for (const cv of cvs) {
      try {
        texts.push(...(FORM.test(cv.name) ? await textsOfForms(cv, rejections, notes) : [await textOf(cv, mapping)]));
      } catch (error) {
        // One of a folder that cannot be read is told; the others are.
        if (!isFolder || !(error instanceof AppError) || error.code !== 'bad-input') throw error;
        rejections.push(problem(null, 'text', cv.name, error.told, say('study-import.leave-it-out')));
      }
    }
    const told = texts.flatMap(({ file: name, named: given, isSaid, decoded }): NamedPart[] => {
      encoding = decoded.encoding;
      const lines = linesOfText(decoded.text);
      const named = (texts.length === 1 && mapping.scholar) || given;
      if (lines.length === 0) {
        rejections.push(problem(null, 'text', name, say('study-import.no-text'), say('study-import.leave-it-out')));
        return [];
      }
      const damaged = lines.filter(({ text }) => text.includes('\uFFFD')).map(({ row }) => row);
      if (damaged.length > 0)
        doubts.push(
          problem(
            damaged[0],
            'text',
            name,
            say('study-import.damaged-characters', { encoding, lines: damaged.slice(0, 20) }),
            say('study-import.choose-encoding'),
          ),
        );
      doubts.push(...languageDoubts({ row: null, field: 'text', value: name }, decoded.text));
      const parts = partsOf(name, named, decoded.text, lines, { questions, notes });
      if (parts === null) held++;
      return (parts ?? []).map((part) => ({ ...part, file: name, isSaid: isSaid || part.name !== named }));
    });
    const persons = personsOfTexts(told, questions, (name) => knownScholars(library, name).length < 2);
    const staged = told.flatMap((part): StagedScholar[] => {
      const { file: name } = part;
      const person = persons.get(part) ?? null;
      const candidates = knownScholars(library, part.name);
      const known = candidates.length > 1 ? whose(name, candidates, questions) : (candidates.at(0) ?? NEW_SCHOLAR.id);
      if (known === null || person === null) {
        held++;
        return [];
      }
      if (known === NEW_SCHOLAR.id && candidates.length === 0)
        doubts.push(
          problem(null, 'scholar', part.name, say('study-import.scholar-made'), say('study-import.name-file-after-id')),
        );
      const key = known === NEW_SCHOLAR.id ? newKey(library, part.name) : known;
      const own = { key: namesakeKey(key, person), name: part.name };
      return [{ ...own, attributes: {}, row: part.lines[0].row, lines: part.lines, file: name }];
    });
    const settled = settleKnown(library, staged, '', mapping.existing, questions);
    return {
      read: cvs.length,
      rejections: [...rejections, ...settled.rejections],
      doubts,
      held: held + (staged.length - settled.accepted.length),
      notes: [
        say('study-import.lines-of-evidence', { lines: staged.reduce((n, { lines }) => n + lines.length, 0) }),
        ...linksNotFollowed(file),
        ...filesNotRead(unread),
        ...notes,
      ],
      headers: ['text'],
      sample: staged.slice(0, 1).flatMap(({ lines }) => lines.slice(0, 8).map(({ text }) => [text])),
      encoding,
      mapping,
      publish: (db) => publishPieces(db, settled, ''),
    };
  },
};

interface CvText {
  /** As evidence names it. */
  file: string;
  /** The scholar's id or name. */
  named: string;
  /** Whether the text says the name. */
  isSaid: boolean;
  decoded: { text: string; encoding: string };
}

async function textOf({ path, name, named }: CvFile, { encoding }: Mapping): Promise<CvText> {
  const decoded = DOCUMENT.test(path)
    ? { text: await readCvFile(path), encoding: '' }
    : decodeText(readFileSync(plainFile(path)), encoding);
  return { file: name, named, isSaid: false, decoded };
}

/** A sheet of a workbook a text, if it is a form; one form alone goes by the file's name, as other texts do. */
async function textsOfForms(
  { path, name: file, named }: CvFile,
  rejections: Problem[],
  notes: Message[],
): Promise<CvText[]> {
  const read = await formsIn(readFileSync(plainFile(path))).catch((error: Error) => error);
  if (read instanceof Error) {
    const what = say('study-import.not-a-workbook', { name: file, message: read.message });
    rejections.push(problem(null, 'text', file, what, say('study-import.leave-it-out')));
    return [];
  }
  const { forms, others } = read;
  if (forms.length === 0)
    rejections.push(problem(null, 'text', file, say('study-import.no-form'), say('study-import.import-table-alone')));
  else if (others.length > 0) notes.push(say('study-import.sheets-no-forms', { file, others }));
  return forms.map(({ sheet, name, text }) => ({
    file: forms.length === 1 ? file : `${file} · ${sheet}`,
    named: forms.length === 1 ? named : name,
    isSaid: forms.length > 1,
    decoded: { text, encoding: '' },
  }));
}

interface Part {
  name: string;
  lines: StagedLine[];
}

interface NamedPart extends Part, NamedText {}

/** The lines of each person of a text, or all of them; null until it is answered if they are one or several. */
function partsOf(
  file: string,
  named: string,
  text: string,
  lines: StagedLine[],
  { questions, notes }: { questions: Questions; notes: Message[] },
): Part[] | null {
  if (!isText(file, lines, questions)) return null;
  const people = peopleIn(text);
  const answer = people.length === 0 ? 'one' : askWhose(file, people, questions);
  if (answer === null) return null;
  if (answer === 'one') return [{ name: named, lines }];
  const above = lines.filter(({ row }) => row < people[0].line).length;
  if (above > 0) notes.push(say('study-import.lines-of-nobody', { file, lines: above }));
  return people.map(({ name, line }, i) => {
    const next = people[i + 1]?.line ?? Number.POSITIVE_INFINITY;
    return { name, lines: lines.filter(({ row }) => row >= line && row < next) };
  });
}

/** A path or an address, perhaps quoted, with a short remark behind it. */
const LINK = /^[\s"'\-*•]*(?:https?:\/\/|www\.|\/\w[\w-]*\/)\S+(?:\s+\(?[^.;:]{0,30}\)?)?[\s"',]*$/i;
/** Fewer lines may be the addresses of one person. */
const FEWEST_LINES = 10;
const MOST_LINKS = 0.8;

/** Whether a text is read as one about people: a list of links is, if somebody says so. */
function isText(file: string, lines: readonly StagedLine[], questions: Questions): boolean {
  const links = lines.filter(({ text }) => text.split(/,\s*(?=")/).every((one) => LINK.test(one))).length;
  if (lines.length < FEWEST_LINES || links < lines.length * MOST_LINKS) return true;
  const message = say('ask.text-of-links', { file, links, lines: lines.length });
  const choices = [LEAVE_OUT, { id: 'text', label: say('study-import-choice.all-one-person') }];
  return questions.ask(message, choices, 1, file) === 'text';
}

/** Scholars with this id, otherwise those with this name, in all spellings of it. */
function knownScholars(library: ReadableDb, named: string): string[] {
  const all = library.all<{ key: string; name: string }>('SELECT scholar_key AS key, name FROM scholars');
  const plain = scholarKeyOf(named);
  const byKey = all.find(({ key }) => key === named) ?? all.find(({ key }) => scholarKeyOf(key) === plain);
  if (byKey) return [byKey.key];
  return all.filter(({ name }) => scholarKeyOf(name) === plain).map(({ key }) => key);
}

/** The scholar that a file is about, if several have the name that it is named after; null until it is answered. */
function whose(file: string, candidates: readonly string[], questions: Questions): string | null {
  const choices = [...candidates.map(scholarChoice), NEW_SCHOLAR];
  const message = say('ask.whose-text', { file, scholars: candidates.length, keys: [...candidates] });
  return questions.ask(message, choices, 1, file);
}

/** An id that no scholar of the library has yet. */
function newKey(library: ReadableDb, named: string): string {
  for (let n = 1; ; n++) {
    const key = n === 1 ? named : `${named} ${n}`;
    if (!library.get('SELECT 1 FROM scholars WHERE scholar_key = ?', key)) return key;
  }
}
