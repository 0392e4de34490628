import { basename, extname } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';

/** What the beginning of a file proves it to be, and the endings that such files have. */
const FORMATS: readonly { format: string; begins: RegExp; endings: readonly string[] }[] = [
  { format: 'PDF', begins: /^\s*%PDF-/, endings: ['.pdf'] },
  { format: 'RTF', begins: /^\{\\rtf/, endings: [] },
  { format: 'Word', begins: /^PK[^\w\s](?![\s\S]*xl\/)[\s\S]*word\/(?:document|_rels|styles)/, endings: ['.docx'] },
  { format: 'PowerPoint', begins: /^PK[^\w\s](?![\s\S]*xl\/)[\s\S]*ppt\/(?:slides|presentation)/, endings: [] },
  { format: 'HTML', begins: /^\uFEFF?\s*<(?:!doctype html|html)\b/i, endings: ['.xls'] }, // told as a spreadsheet's
];

/** Refuses a file that is of another format than it is called, by that format, before it is read as a table. */
export function refuseMisnamed(file: string, head: Buffer): void {
  const texts = [head.toString('latin1'), head.toString('utf8')];
  const found = FORMATS.find(({ begins }) => texts.some((text) => begins.test(text)));
  if (found === undefined || found.endings.includes(extname(file).toLowerCase())) return;
  const name = basename(file);
  throw new AppError('bad-input', say('study-import.other-format', { file: name, format: found.format }), { file });
}
