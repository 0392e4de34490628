import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { fileOf, idOf, importStudyFile, smallStudy } from '../support/mobility.ts';

const ENGLISH = [
  'Fictional Scholar is a historian of science. He studied at the University of Glasgow, where he took an MA in ' +
    '1981 and a PhD in 1985, and was a postdoctoral fellow at the University of Edinburgh from 1985 to 1988. In ' +
    '1988 he joined Lund University as a lecturer. He was promoted to senior lecturer in 1994 and was Professor of ' +
    'History at Ghent University between 2001 and 2012. Since 2012 he has been Dean of Arts at the University of Oslo.',
  'He lives in Oslo (Norway) with two cats, and has written a book about clocks that nobody has read to the end.',
];
const CHINESE = [
  '虚构某人，男，1962年生，某省某县人。1979年考入山西大学音乐系，1983年本科毕业后留校任教，1986年考取福建师范大学硕士研究生，1989年获硕士学位，' +
    '同年调入集美大学任讲师，1994年晋升副教授，1999年晋升教授。2001年至2002年在美国俄亥俄州立大学做访问学者，2005年任集美大学音乐学院院长，2012年调任云南大学副校长。',
];

const columns = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2E80' ? 2 : 1), 0);

/** As programs break lines: a Chinese sign takes two columns and may stand anywhere, but no comma begins a line. */
function broken(text: string, width: number, first = '', others = ''): string {
  const lines: string[] = [];
  let line = first;
  let begun = false;
  for (const piece of text.match(/\p{Script=Han}[，。、；：）]*|[^\s\p{Script=Han}]+|\s+/gu) ?? []) {
    if (begun && columns(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = others + piece.trimStart();
    } else line += piece;
    begun = true;
  }
  return [...lines, line].join('\n');
}

/** What was read, with what its span holds, without regard to space. */
const told = (text: string) =>
  readCv(text).map(({ span, ...one }) => ({ ...one, says: text.slice(...span).replaceAll(/[\s>]/g, '') }));

describe('prose that was broken at a width', () => {
  const widths = [36, 40, 44, 48, 52, 60, 64, 68, 72, 76, 80];

  it.each(widths)('of %d columns is read as it was before, and stands where it does', (width) => {
    for (const paragraphs of [ENGLISH, CHINESE]) {
      const before = told(paragraphs.join('\n\n'));
      expect(before.length).toBeGreaterThan(6);
      expect(told(paragraphs.map((one) => broken(one, width)).join('\n\n'))).toEqual(before);
      expect(told(paragraphs.map((one) => broken(one, width, '    ')).join('\n'))).toEqual(before);
    }
  });

  it('is no list of short lines, whose places go on nowhere', () => {
    const list =
      'Lecturer in Music and Theory, Leeds\nUniversity of Leeds, 2001-2003\nReader in Music and Theory, York\n' +
      'University of York, 2003-2005\nProfessor of Music and Song, Yale\nYale University, 2005-2010';
    expect(told(list).map(({ institution }) => institution)).toEqual([
      'University of Leeds',
      'University of York',
      'Yale',
    ]);
  });

  it('is read in a reply to an e-mail', () => {
    const before = told(ENGLISH.join('\n'));
    expect(told(ENGLISH.map((one) => broken(one, 74, '> ', '> ')).join('\n>\n'))).toEqual(before);
  });

  it('is numbered sentence by sentence, as the line where its paragraph begins', async () => {
    const app = await smallStudy();
    const linesOf = async (name: string, text: string) => {
      await importStudyFile(app, fileOf(`${name}.txt`, text));
      const { evidence } = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, name) });
      return evidence.map(({ line, text }) => `${line} ${text}`);
    };
    const plain = await linesOf('s1', ['Biography', ...ENGLISH].join('\n\n'));
    const wrapped = await linesOf('s2', ['Biography', ...ENGLISH.map((one) => broken(one, 72))].join('\n\n'));
    expect(plain.length).toBe(7);
    expect(wrapped.map((line) => line.replace(/^\d+ /, ''))).toEqual(plain.map((line) => line.replace(/^\d+ /, '')));
    expect(wrapped.map((line) => Number.parseInt(line, 10))).toEqual([1, 3, 3, 3, 3, 3, 11]);
    const chinese = await linesOf('s3', CHINESE.map((one) => broken(one, 66)).join('\n'));
    expect(chinese).toEqual(await linesOf('s4', CHINESE.join('\n')));
  });

  it('that a library has line by line, from before, stays so', async () => {
    const app = await smallStudy();
    const text = broken(ENGLISH[0], 72);
    await importStudyFile(app, fileOf('s1.txt', text));
    const db = app.library.db;
    const scholar = await idOf(app, 's1');
    db.run('DELETE FROM evidence WHERE scholar_id = ?', scholar);
    text.split('\n').forEach((line, i) => {
      db.run('INSERT INTO evidence (scholar_id, file, line, text) VALUES (?, ?, ?, ?)', scholar, 's1.txt', i + 1, line);
    });
    const again = await importStudyFile(app, fileOf('s1.txt', text));
    expect(again).toMatchObject({ imported: 0, unchanged: 1, rejected: 0, questions: [] });
    const { evidence } = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: scholar });
    expect(evidence.map((line) => line.text)).toEqual(text.split('\n'));
  });
});

describe('lines below prose that was broken', () => {
  it('are lines of their own where they had room for more', async () => {
    const app = await smallStudy();
    const list = [
      '2001-2004 Lecturer in Music, School of Arts and Humanities',
      'At the University of Kent, Rutherford College',
      'Canterbury',
    ];
    await importStudyFile(app, fileOf('s1.txt', [broken(ENGLISH[0], 66), '', ...list].join('\n')));
    const { evidence } = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's1') });
    expect(evidence.slice(5).map(({ text }) => text)).toEqual(list);
  });
});

describe('entries of a list that was broken at a width', () => {
  const ENTRIES = [
    '- Professor of Music Theory and Analysis, Department of Musicology, Royal Holloway University London, 2011-2019',
    '- Associate Professor of Music, School of Arts and Humanities, National University of Singapore, Singapore, ' +
      'October 2004 to June 2011',
    '- Lecturer in Acoustics, Lund University, 1999-2004',
    '- Visiting Professor at the Department of Musicology of the University of Helsinki, Helsinki, Finland, 2008',
  ];

  it.each([60, 66, 72, 78])('of %d columns are read as before', (width) => {
    const before = told(`Positions\n${ENTRIES.join('\n')}`);
    expect(before.length).toBe(4);
    const hanging = ENTRIES.map((entry) => broken(entry, width, '', '  '));
    expect(told(`Positions\n${hanging.join('\n')}`)).toEqual(before);
    const flush = ENTRIES.map((entry) => broken(entry, width));
    expect(told(`Positions\n${flush.join('\n')}`)).toEqual(before);
  });

  it('are not taken for one where they are of one length', () => {
    const lines = [
      '1982.02-1984.09  河北省地质矿产局第一地质大队工作',
      '1984.09-1987.07  中国人民大学经济学院政治经济学专业硕士研究生',
      '1987.07-1990.11  中国人民大学经济学院政治经济学教研室 讲师',
      '1990.11-1994.06  中国人民大学经济学院政治经济学教研室副教授',
    ];
    expect(told(lines.join('\n'))).toHaveLength(4);
    const posts = ['Professor', 'Reader in Music'].map(
      (post, i) => `${post}, Department of Music, University of Aberdeen, ${2001 + 4 * i}-${2005 + 4 * i}`,
    );
    expect(told(`Positions\n${posts.join('\n')}`).map(({ role }) => role)).toEqual(['Professor', 'Reader']);
  });

  it('do not take the heading below them, nor the next entry where they say until when', () => {
    const text =
      'Employment\n- Professor of Music Theory, Boston University, 2005-2012\n- Assistant Professor of Music, Duke ' +
      'University, 1999-2005\n- Visiting Professor of Music, Emory University, 2008-2009\nEducation\n- PhD in Music ' +
      'Theory and Composition, Yale University, 1999\n- BA in Music Theory and Composition, Rice University, 1993\n' +
      'Publications\n- A Study of Music as Taught at Oxford University, 2001-2004';
    expect(told(text).map(({ institution, start, end }) => `${institution} ${start ?? ''}-${end}`)).toEqual([
      'Boston University 2005-2012',
      'Duke University 1999-2005',
      'Emory University 2008-2009',
      'Yale University -1999',
      'Rice University -1993',
    ]);
    const yearsFirst =
      'Employment\n- 2005-2012, Professor of Music Theory, Boston University, Boston\n- 1999-2005, Assistant ' +
      'Professor of Music, Duke University, Durham\n- 1996-1999, Lecturer in Music and ' +
      'Acoustics, Emory University, Atlanta\n' +
      'Education\n- 1993-1996, PhD in Music Theory and Composition, Yale University\n- 1989-1993, BA in Music Theory ' +
      'and Composition, Rice University\nPublications\n- A Study of Music as Taught at Oxford University, 2001-2004';
    expect(told(yearsFirst).map(({ institution }) => institution)).not.toContain('Oxford University');
    expect(told(yearsFirst)).toHaveLength(5);
    const posts = [
      'Lecturer in Music, University of Bristol, 1999-2003',
      'Reader in Music, University of Sheffield, 2003-2008',
      'Professor of Music, University of Leeds, 2008-2012',
      'Professor of Music, University of Hull, 2012-2020',
    ];
    expect(told(posts.join('\n')).map(({ institution, start, end }) => `${institution}, ${start}-${end}`)).toEqual(
      posts.map((post) => post.slice(post.indexOf('University'))),
    );
  });
});

it('Chinese lines without a full stop are read in a time that does not grow with a power of their length', () => {
  const cpu = (rows: number) => {
    const text = Array.from({ length: rows }, () => '研究音乐教育与美学,'.repeat(4)).join('\n');
    const before = process.cpuUsage().user;
    readCv(text);
    return process.cpuUsage().user - before;
  };
  cpu(20);
  expect(cpu(20)).toBeLessThan(64 * Math.max(cpu(5), 20_000));
});
