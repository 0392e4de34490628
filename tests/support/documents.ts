import { strToU8, zipSync } from 'fflate';

/** A PDF of one page with these lines, or a picture of a page where there are none. */
export function pdfOf(lines: readonly string[], trailer = ''): Buffer {
  const content = lines.map((line, i) => `BT /F1 11 Tf 50 ${780 - i * 16} Td (${line}) Tj ET`).join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + head + end, 'latin1');
}

/** The same page for those who know a password. */
export function protectedPdf(): Buffer {
  const key = '41'.repeat(32);
  const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<00> <00>]`;
  return pdfOf(['secret'], encrypt);
}

/** A Word document of paragraphs; one that is a list of lists is a table. */
export function docxOf(blocks: readonly (string | readonly (readonly string[])[])[]): Buffer {
  const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
  const row = (cells: readonly string[]) =>
    `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`;
  const table = (rows: readonly (readonly string[])[]) => `<w:tbl>${rows.map(row).join('')}</w:tbl>`;
  const body = blocks.map((block) => (typeof block === 'string' ? paragraph(block) : table(block))).join('');
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = 'http://schemas.openxmlformats.org';
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ` +
          'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
          `<Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
      ),
      '_rels/.rels': strToU8(
        `${head}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" ` +
          `Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
          '</Relationships>',
      ),
      'word/document.xml': strToU8(
        `${head}<w:document xmlns:w="${office}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
      ),
    }),
  );
}
