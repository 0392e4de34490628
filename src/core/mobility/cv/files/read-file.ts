import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { entryFile } from '../../../workers/entry.ts';
import { runInWorker } from '../../../workers/worker-task.ts';
import { wideTextEncoding } from '../../../imports/wide-text.ts';
import { decodeText } from '../../import/table/decode-text.ts';
import { formsIn } from './form-sheets.ts';
import { readDocx, textOfHtml } from './docx.ts';
import type { PdfTask } from './pdf-text.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const MOST_BYTES = 50e6;
/** How a document begins that has a password, or the format before 2007. */
const COMPOUND_FILE = 0xd0cf11e0;
const HERE = fileURLToPath(import.meta.url);

/** The text of a CV: .txt or .md in any usual encoding, .docx or .pdf. What it is, its first bytes say. */
export async function readCvFile(path: string): Promise<string> {
  const file = basename(path);
  refuseTooLarge(statSync(plainFile(path)).size, file);
  return readCvBytes(readFileSync(path), file);
}

function refuseTooLarge(size: number, file: string): void {
  if (size > MOST_BYTES)
    throw new AppError('bad-input', say('cv.too-large', { file, size: Math.ceil(size / 1e6) }), { file });
}

/** The same from a pipe, which is not read beyond what a CV may have. @param file its name, for messages */
export async function readCvStream(stream: AsyncIterable<Uint8Array>, file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    refuseTooLarge((size += part.length), file);
    parts.push(part);
  }
  return readCvBytes(Buffer.concat(parts), file);
}

/** @param file its name, for messages */
export async function readCvBytes(bytes: Buffer, file: string): Promise<string> {
  if (bytes.length === 0) throw new AppError('bad-input', say('study-import.is-empty', { file }), { file });
  const text = await textOf(bytes, file);
  if (text.trim() === '') throw new AppError('bad-input', say('cv.no-text', { file }), { file });
  return text;
}

async function textOf(bytes: Buffer, file: string): Promise<string> {
  const ending = extname(file).toLowerCase();
  if (bytes.subarray(0, 1024).includes('%PDF-')) return readPdf(bytes, file);
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === COMPOUND_FILE)
    throw new AppError('bad-input', say('cv.protected-or-old', { file }), { file });
  const other = otherFormat(bytes);
  if (other === 'Excel') {
    const { forms } = await formsIn(bytes).catch(() => ({ forms: [] }));
    if (forms.length > 0) return forms.map((form) => form.text).join('\n\n');
  }
  if (other) throw new AppError('bad-input', say('cv.other-format', { file, format: other }), { file });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readDocx(bytes, file);
  if (ending === '.pdf' || ending === '.docx')
    throw new AppError('bad-input', say('cv.no-document', { file }), { file });
  if (bytes.subarray(0, 4096).includes(0) && !wideTextEncoding(bytes))
    throw new AppError('bad-input', say('cv.no-document', { file }), { file });
  const { text } = decodeText(bytes, 'auto');
  return WEB_PAGE.test(text) ? textOfHtml(withoutUnshown(text)) : text;
}

/** Web pages, which programs also save with the ending .doc. */
const WEB_PAGE = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,200}-->\s*)?<(?:!doctype html|html)\b/i;

/** What a browser shows: no style, script or head. Each sign is looked at once. */
function withoutUnshown(page: string): string {
  const opens = /<(script|style|head|title)\b/gi;
  let shown = '';
  let from = 0;
  for (let open = opens.exec(page); open; open = opens.exec(page)) {
    shown += page.slice(from, open.index);
    const closes = new RegExp(`</${open[1]}>`, 'gi');
    closes.lastIndex = open.index;
    if (!closes.exec(page)) return shown;
    from = closes.lastIndex;
    opens.lastIndex = from;
  }
  return shown + page.slice(from);
}

/** The name of a format that a file's first bytes tell and that is not read, or null. */
function otherFormat(bytes: Buffer): string | null {
  const begins = bytes.toString('latin1', 0, 64);
  if (begins.startsWith('{\\rtf')) return 'RTF';
  if (/^(?:MIME-Version:|From: <[^>]{0,40}>\s)/.test(begins)) return 'MHTML';
  if (!begins.startsWith('PK')) return null;
  if (bytes.includes('mimetypeapplication/vnd.oasis.opendocument')) return 'OpenDocument';
  // A file that was cut has no list of its parts at the end.
  if (bytes.includes('word/') || !bytes.includes('PK\u0005\u0006')) return null;
  return bytes.includes('xl/workbook') ? 'Excel' : 'ZIP';
}

async function readPdf(bytes: Buffer, file: string): Promise<string> {
  const task: PdfTask = { bytes: new Uint8Array(bytes), file, maps: mapsFolder() };
  const text = await runInWorker<string>(entryFile('core/mobility/cv/files/pdf-worker', 'pdf-worker'), task, () => {})
    .result;
  if (text.trim() === '') throw new AppError('bad-input', say('cv.scanned-pdf', { file }), { file });
  return text;
}

/** From source the package's own character maps, in the built app a copy beside the bundle. */
export function mapsFolder(): string {
  if (!HERE.endsWith('.ts')) return join(dirname(entryFile('', 'pdf-worker')), 'cmaps');
  return join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'cmaps');
}
