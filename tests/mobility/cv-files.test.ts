import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOfHtml } from '../../src/core/mobility/cv/files/docx.ts';
import { readCvBytes, readCvStream } from '../../src/core/mobility/cv/files/read-file.ts';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { withoutEntities } from '../../src/core/imports/entities.ts';
import { docxOf, pdfOf, protectedPdf } from '../support/documents.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

const careers = async (bytes: Buffer, file: string) =>
  readCv(await readCvBytes(bytes, file)).map(({ kind, institution, start, end }) => [kind, institution, start, end]);

describe('files of CVs', { timeout: 60_000 }, () => {
  it('reads the text of a PDF in a worker', async () => {
    const pdf = pdfOf(['Education', 'Ph.D., Cornell University, 1998', 'Lecturer, University of Leeds, 1999-2004']);
    expect(await careers(pdf, 'a.pdf')).toEqual([
      ['doctorate', 'Cornell University', null, 1998],
      ['job', 'University of Leeds', 1999, 2004],
    ]);
  });

  it('keeps the rows of a table in Word', async () => {
    const docx = docxOf([
      '简历',
      [
        ['1993.9–1997.7', '云南大学', '学士'],
        ['1997.9–2000.6', '同上', '硕士'],
      ],
      '2000年7月至今 昆明理工大学 讲师',
    ]);
    expect(await careers(docx, 'a.docx')).toEqual([
      ['bachelor', '云南大学', 1993, 1997],
      ['master', '云南大学', 1997, 2000],
      ['job', '昆明理工大学', 2000, 'present'],
    ]);
  });

  it('reads text in GB18030 and UTF-16', async () => {
    // 1999-2003 北京大学 本科
    const gb18030 = Buffer.from('313939392d3230303320b1b1bea9b4f3d1a720b1bebfc6', 'hex');
    expect(await careers(gb18030, 'a.txt')).toEqual([['bachelor', '北京大学', 1999, 2003]]);
    const utf16 = Buffer.from('\uFEFF1999-2003 北京大学 本科', 'utf16le');
    expect(await careers(utf16, 'a.txt')).toEqual([['bachelor', '北京大学', 1999, 2003]]);
  });

  it('reads UTF-16 without a mark, and a web page that is called .doc', async () => {
    const wide = Buffer.from('1999-2003 北京大学 本科\n', 'utf16le');
    expect(await careers(wide, 'a.txt')).toEqual([['bachelor', '北京大学', 1999, 2003]]);
    const page =
      '<html><head><style>p{}</style></head><body><table><tr><td>1999-2003</td><td>Lund University</td>' +
      '<td>BSc</td></tr></table><script>1990</script></body></html>';
    expect(await careers(Buffer.from(page), 'a.doc')).toEqual([['bachelor', 'Lund University', 1999, 2003]]);
    expect(await readCvBytes(Buffer.from(page), 'a.doc')).toBe('1999-2003\tLund University\tBSc');
  });

  it.each([
    ['rich.doc', '{\\rtf1\\ansi 1999-2003 Lund University, BSc\\par}', 'RTF'],
    ['archive.doc', 'MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>', 'MHTML'],
    ['open.odt', 'PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.text', 'OpenDocument'],
    ['table.docx', 'PK\u0003\u0004xl/workbook.xmlPK\u0005\u0006', 'Excel'],
    ['any.docx', 'PK\u0003\u0004a.txtPK\u0005\u0006', 'ZIP'],
  ])('says which format %s has', async (file, content, format) => {
    await expect(readCvBytes(Buffer.from(content, 'latin1'), file)).rejects.toMatchObject(
      telling('cv.other-format', { file, format }),
    );
  });

  it.each([
    ['empty.txt', Buffer.alloc(0), 'study-import.is-empty', {}],
    ['blank.txt', Buffer.from(' \n\t\n'), 'cv.no-text', {}],
    ['scan.pdf', pdfOf([]), 'cv.scanned-pdf', {}],
    ['secret.pdf', protectedPdf(), 'cv.protected', {}],
    ['cut.pdf', Buffer.from('%PDF-1.7\n1 0 obj'), 'cv.damaged-pdf', null],
    ['no.pdf', Buffer.from('hello'), 'cv.no-document', {}],
    ['cut.docx', docxOf(['x']).subarray(0, 200), 'cv.damaged-docx', null],
    ['no.docx', Buffer.from('hello'), 'cv.no-document', {}],
    ['old.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'cv.protected-or-old', {}],
    ['picture.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]), 'cv.no-document', {}],
  ] as const)('refuses %s with its reason', async (file, bytes, id, values) => {
    const refused = readCvBytes(bytes, file);
    if (values === null) await expect(refused).rejects.toMatchObject({ code: 'bad-input', told: { id } });
    else await expect(refused).rejects.toMatchObject(telling(id, { file }));
  });

  it('makes lines and tabs of HTML', () => {
    expect(
      textOfHtml('<p>a &amp; b</p><table><tr><td><p>1</p></td><td><p>2</p></td></tr></table><ul><li>x</li></ul>'),
    ).toBe('a & b\n1\t2\n• x');
  });

  it('reads an entity once, and keeps what is none', () => {
    expect(withoutEntities('&#38;lt; &#x4e2d;&#25991; &nosuch; &constructor; &#x110000;|')).toBe(
      '&lt; 中文 &nosuch; &constructor; |',
    );
  });
});

describe('mobility read-cv', { timeout: 60_000 }, () => {
  const run = (args: string[], input?: string) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(ROOT, 'src', 'cli', 'main.ts'), 'mobility', 'read-cv', ...args],
      {
        encoding: 'utf8',
        cwd: ROOT,
        input,
        env: { ...process.env, INIT_CWD: undefined },
      },
    );
    return { status, stdout };
  };

  it('prints positions of a file and of standard input alike', () => {
    const text = '2012–今 兰州大学 教授';
    const file = join(temporaryFolder(), 'cv.txt');
    writeFileSync(file, text);
    const fromFile = run([file, '--json']);
    expect(JSON.parse(fromFile.stdout)).toEqual({
      positions: [
        {
          kind: 'job',
          institution: '兰州大学',
          institutionNormal: '兰州大学',
          city: '兰州',
          role: '教授',
          start: 2012,
          end: 'present',
          span: [0, text.length],
        },
      ],
      questions: [],
    });
    expect(run(['-', '--json'], text).stdout).toBe(fromFile.stdout);
  });

  it('tells of a text whose language it does not know', () => {
    const text = '2004. 9 – 2008. 8  전북대학교 조교수';
    expect(JSON.parse(run(['-', '--json'], text).stdout)).toEqual({ positions: [], language: 'korean', questions: [] });
    expect(run(['-'], text).stdout).toContain('does not know Korean: what it proposes here may be wrong');
  });

  it('reads from a pipe no more than a CV may have', async () => {
    const block = new Uint8Array(1e6);
    let blocks = 0;
    async function* endless() {
      for (;;) {
        blocks++;
        yield block;
      }
    }
    await expect(readCvStream(endless(), 'standard input')).rejects.toMatchObject(
      telling('cv.too-large', { file: 'standard input', size: 51 }),
    );
    expect(blocks).toBe(51);
  });

  it('says that there is no file', () => {
    expect(run([join(temporaryFolder(), 'no.txt'), '--json'])).toMatchObject({ status: 1 });
  });
});
