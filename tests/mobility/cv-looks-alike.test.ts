import { describe, expect, it } from 'vitest';
import { positionsIn } from '../support/cv-lines.ts';

describe('what looks like a rule and is none', () => {
  it.each([
    ['He has since been awarded the Humboldt Prize.', ['award – Humboldt Prize -']],
    ['2007/8 任南京大学讲师', ['job 南京大学 讲师 2007-']],
    [
      '2011/2 Lecturer, University of Leeds\n2012/11 Reader, University of Leeds',
      ['job University of Leeds Lecturer 2011-', 'job University of Leeds Reader 2012-'],
    ],
    [
      'FELLOWSHIPS AND AWARDS\nVisiting Professor Prize, University of Leeds, 2011\n' +
        'Distinguished Visiting Fellow, Royal Academy of Engineering, 2015',
      ['award Royal Academy of Engineering Distinguished Visiting Fellow 2015-'],
    ],
    ['2010年获聘为中山大学双教授。', ['job 中山大学 教授 2010-']],
    ['2001年任清华大学女教授联谊会会长。', []],
    ['2003年任武汉大学医学部主任。', ['administrative 武汉大学 主任 2003-']],
    ['2003-2005  南京大学  学员', []],
    ['Board Chairman, Bank of Iceland, 2001-2005', ['job Bank of Iceland Chairman 2001-2005']],
    [
      'She was selected as a Visiting Scholar in 2004 by Harvard University.',
      ['visiting Harvard University Visiting Scholar 2004-'],
    ],
    [
      'He was made Junior Research Fellow, Trinity College, Cambridge, in 1990.',
      ['job Trinity College, Cambridge Research Fellow 1990-'],
    ],
    [
      'Assistant in the Institute of Physics, University of Bern, 1999-2001',
      ['job University of Bern Assistant 1999-2001'],
    ],
    ['He worked as a farmer in Iowa until 1970.', []],
    ['He worked with John Bardeen at the University of Illinois from 1951 to 1955.', []],
    [
      'From 1996, as a professor at Duke University, she led the lab and was dean there.',
      ['job Duke University professor 1996-', 'administrative Duke University dean 1996-'],
    ],
    ['He entered graduate school at Yale University in 1985.', ['bachelor Yale University – 1985-']],
    [
      'He studied physics at the University of Oslo, completing his degree in 1991.',
      ['bachelor University of Oslo – -1991'],
    ],
    [
      'Professor, University of Ghent, 1990-2000; Rector of the College of Europe, 2000-2010',
      ['job University of Ghent Professor 1990-2000', 'administrative College of Europe Rector 2000-2010'],
    ],
    [
      'He was lecturer at Yale University, 1970-75; Director of the Institute of Music, 1976-80.',
      ['job Yale University lecturer 1970-1975', 'administrative Institute of Music Director 1976-1980'],
    ],
    [
      'He was professor at the University of Chicago and director of the Museum of Science and Industry.',
      ['job University of Chicago professor -', 'administrative Museum of Science and Industry director -'],
    ],
    ['M.A. In Education, University of Leeds, 1990', ['master University of Leeds M.A. -1990']],
    [
      '2001-2003\tDuke University\tLecturer\n2003-2005\tYale University\tReader\n2005-2008\tOn leave\tReader',
      [
        'job Duke University Lecturer 2001-2003',
        'job Yale University Reader 2003-2005',
        'job Yale University Reader 2005-2008',
      ],
    ],
    [
      'He obtained his PhD in 1990 from Yale University. After two years as postdoc at Duke University he returned ' +
        'to Yale University as assistant professor.',
      [
        'doctorate Yale University PhD -1990',
        'postdoc Duke University postdoc 1990-1992',
        'job Yale University assistant professor 1992-',
      ],
    ],
    [
      'Lecturer, first at University of Leeds (1990-95) and then at University of Kent',
      ['job University of Leeds Lecturer 1990-1995', 'job University of Kent Lecturer 1995-'],
    ],
    ["She received the university's Distinguished Teaching Award in 2001.", []],
    [
      'She was elected to the American Academy of Arts and Sciences in 2001 and to the National Academy of Sciences ' +
        'in 2009.',
      [
        'award – elected to the American Academy of Arts and Sciences 2001-',
        'award – National Academy of Sciences 2009-',
      ],
    ],
    [
      'At Duke University since 1994, he was assistant professor to 2000, associate professor to 2005, and ' +
        'professor thereafter.',
      [
        'job Duke University assistant professor -2000',
        'job Duke University associate professor -2005',
        'job Duke University professor -',
      ],
    ],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});
