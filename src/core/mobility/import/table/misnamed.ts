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

interface Signature {
  format: string;
  /** Its bytes as latin1. */
  bytes: string;
  at?: number;
}

const PACKED: readonly Signature[] = [
  { format: 'zip', bytes: 'PK\x03\x04' },
  { format: '7z', bytes: '7z\xbc\xaf\x27\x1c' },
  { format: 'RAR', bytes: 'Rar!\x1a\x07' },
  { format: 'gzip', bytes: '\x1f\x8b\x08' },
  { format: 'bzip2', bytes: 'BZh91AY&SY' },
  { format: 'xz', bytes: '\xfd7zXZ\x00' },
  { format: 'tar', bytes: 'ustar', at: 257 },
];
/** Zip files that are one document. */
const DOCUMENT = /^PK[\s\S]*(?:xl\/|word\/|ppt\/|docProps\/|_rels\/|\[Content_Types\]|mimetype)/;
const PICTURES: readonly Signature[] = [
  { format: 'JPEG', bytes: '\xff\xd8\xff' },
  { format: 'PNG', bytes: '\x89PNG\r\n' },
  { format: 'TIFF', bytes: 'II*\x00' },
  { format: 'TIFF', bytes: 'MM\x00*' },
  { format: 'HEIC', bytes: 'ftyphei', at: 4 },
];

/** A damaged workbook or document, which nobody can unpack: its own reader says what is wrong with it. */
const NAMED_DOCUMENT = /\.(?:xls[xm]|docx|od[st])$/i;

/** Refuses what nothing is read of: a file that has to be unpacked first, and a picture of a text. */
export function refuseUnreadable(file: string, head: Buffer): void {
  const text = head.toString('latin1');
  const found = (kinds: typeof PACKED) => kinds.find(({ bytes, at = 0 }) => text.startsWith(bytes, at))?.format;
  const isDocument = DOCUMENT.test(text) || NAMED_DOCUMENT.test(file);
  const [packed, picture] = [isDocument ? undefined : found(PACKED), found(PICTURES)];
  const values = { file: basename(file), format: packed ?? picture ?? '' };
  if (packed) throw new AppError('bad-input', say('study-import.is-packed', values), { file });
  if (picture) throw new AppError('bad-input', say('study-import.is-picture', values), { file });
}

/** Refuses a file that is of another format than it is called, by that format, before it is read as a table. */
export function refuseMisnamed(file: string, head: Buffer): void {
  const texts = [head.toString('latin1'), head.toString('utf8')];
  const found = FORMATS.find(({ begins }) => texts.some((text) => begins.test(text)));
  if (found === undefined || found.endings.includes(extname(file).toLowerCase())) return;
  const name = basename(file);
  throw new AppError('bad-input', say('study-import.other-format', { file: name, format: found.format }), { file });
}
