import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { withoutEntities } from '../../../imports/entities.ts';

/** The text of a Word document: a paragraph is a line, a row of a table a line with tabs. */
export async function readDocx(bytes: Buffer, file: string): Promise<string> {
  // Loaded when the first document is read.
  const { default: mammoth } = await import('mammoth');
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: bytes },
      { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
    );
    return textOfHtml(value);
  } catch (error) {
    throw new AppError('bad-input', say('cv.damaged-docx', { file, message: (error as Error).message }), { file });
  }
}

/** Lines of an HTML text, with tabs between the cells of a table. */
export function textOfHtml(html: string): string {
  let text = '';
  let cell = 0;
  for (const [part] of html.matchAll(/<[^<>]*>|[^<]+/g)) {
    if (!part.startsWith('<')) {
      text += withoutEntities(part.replace(/[\r\n]+/g, ' '));
      continue;
    }
    const [, closing, name] = /^<(\/?)([a-z0-9]+)/i.exec(part) ?? ['', '', ''];
    if (name === 'td' || name === 'th') {
      cell += closing ? -1 : 1;
      if (closing) text = `${text.trimEnd()}\t`;
    } else if (name === 'tr' && closing) text = `${text.replace(/\t$/, '')}\n`;
    else if (name === 'br') text += cell > 0 ? ' ' : '\n';
    else if (/^(?:p|h[1-6]|li|div)$/.test(name) && closing) text += cell > 0 ? ' ' : '\n';
    else if (name === 'li') text += '• ';
  }
  return text.replace(/[ ]+(?=[\t\n])/g, '').trimEnd();
}
