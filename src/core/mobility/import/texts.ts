import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import type { Questions } from '../../imports/questions.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { readCvFile } from '../cv/files/read-file.ts';
import { problem } from './fields.ts';
import { publishScholars } from './publish-scholars.ts';
import type { MobilityImporter, StagedScholar } from './staged.ts';
import { decodeText } from './decode-text.ts';
import { filesOf } from './table.ts';

const TEXT = /\.(txt|md|docx|pdf)$/i;
const DOCUMENT = /\.(docx|pdf)$/i;

/**
 * Free-text CVs, one scholar a file, named by id or name: every line becomes evidence that codes can refer to. A
 * folder of them works too.
 */
export const textImporter: MobilityImporter = {
  kind: 'text',
  label: say('study-import-kind.text'),
  summary: 'résumés as free text (.txt, .docx, .pdf), a file a scholar, or a folder of them',
  settings: [],
  example: { scholar: 'ID' },
  fields: [],
  sniff: (_head, _text, file) => filesOf(file, TEXT).some((path) => TEXT.test(path)),
  async stage(file, mapping, { library, questions }) {
    const files = filesOf(file, TEXT);
    if (files.length === 0)
      throw new AppError('bad-input', say('study-import.no-txt-files', { file: basename(file) }), { file });
    const rejections: Problem[] = [];
    const doubts: Problem[] = [];
    let encoding = '';
    let held = 0;
    const texts: { path: string; decoded: { text: string; encoding: string } }[] = [];
    for (const path of files)
      texts.push({
        path,
        decoded: DOCUMENT.test(path)
          ? { text: await readCvFile(path), encoding: '' }
          : decodeText(readFileSync(path), mapping.encoding),
      });
    const staged = texts.flatMap(({ path, decoded }) => {
      encoding = decoded.encoding;
      const lines = decoded.text
        .split('\n')
        .flatMap((text, i) => (text.trim() === '' ? [] : [{ row: i + 1, text: text.trim(), positions: [] }]));
      const named = (files.length === 1 && mapping.scholar) || basename(path, extname(path));
      if (lines.length === 0) {
        rejections.push(
          problem(null, 'text', basename(path), say('study-import.no-text'), say('study-import.leave-it-out')),
        );
        return [];
      }
      const candidates = knownScholars(library, named);
      const known = candidates.length > 1 ? whose(basename(path), candidates, questions) : (candidates.at(0) ?? NEW);
      if (known === null) {
        held++;
        return [];
      }
      if (known === NEW && candidates.length === 0)
        doubts.push(
          problem(null, 'scholar', named, say('study-import.scholar-made'), say('study-import.name-file-after-id')),
        );
      return [
        {
          file: basename(path),
          scholar: {
            key: known === NEW ? newKey(library, named) : known,
            name: named,
            attributes: {},
            row: 1,
            lines,
          } satisfies StagedScholar,
        },
      ];
    });
    return {
      read: files.length,
      rejections,
      doubts,
      held,
      notes: [
        say('study-import.lines-of-evidence', {
          lines: staged.reduce((n, { scholar }) => n + scholar.lines.length, 0),
        }),
      ],
      headers: ['text'],
      sample: staged.slice(0, 1).flatMap(({ scholar }) => scholar.lines.slice(0, 8).map(({ text }) => [text])),
      encoding,
      mapping,
      publish: (db) => {
        let imported = 0;
        for (const { file: name, scholar } of staged) if (publishScholars(db, [scholar], name).imported > 0) imported++;
        return { imported, unchanged: staged.length - imported };
      },
    };
  },
};

const NEW = 'new scholar';

function knownScholars(library: ReadableDb, named: string): string[] {
  const byKey = library.get<{ key: string }>('SELECT scholar_key AS key FROM scholars WHERE scholar_key = ?', named);
  if (byKey) return [byKey.key];
  return library
    .all<{ key: string }>('SELECT scholar_key AS key FROM scholars WHERE name = ?', named)
    .map(({ key }) => key);
}

/** The scholar that a file is about, if several have the name that it is named after; null until it is answered. */
function whose(file: string, candidates: readonly string[], questions: Questions): string | null {
  const choices = [...candidates, NEW].map((id) => ({
    id,
    label: id === NEW ? say('study-import-choice.new-scholar') : say('study-import-choice.scholar', { key: id }),
  }));
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
