import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

const lines = (text: string) =>
  readCv(text).map(
    ({ kind, institution, institutionNormal, role, start, end }) =>
      `${kind} ${institutionNormal ?? institution ?? '–'} ${role ?? '–'} ${start ?? ''}-${end ?? ''}`,
  );

describe('degrees whose university is called by its town', () => {
  it.each([
    ['behind the field in brackets', 'PhD (Sociology) Lancaster 2008', ['doctorate Lancaster University PhD -2008']],
    ['behind honours', 'BA (Hons) Leeds 2001', ['bachelor University of Leeds BA -2001']],
    ['behind a field', 'Education\nPhD, Sociology, Lancaster, 2008', ['doctorate Lancaster University PhD -2008']],
    ['behind a field and the year', 'PhD, Musicology, 2003, Durham', ['doctorate Durham University PhD -2003']],
    [
      'a college',
      '1998 Ph.D. Economics, Michigan\n1992 B.A. Mathematics, Reed',
      ['doctorate University of Michigan Ph.D. -1998', 'bachelor Reed College B.A. -1992'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('posts that prose tells without a title', () => {
  it.each([
    [
      'who joins and who leaves for',
      'She joined the World Bank in 2004. In 2010 he left for the University of Toronto.',
      ['job World Bank – 2004-2010', 'job University of Toronto – 2010-'],
    ],
    [
      'an employer that no list knows',
      'From 1995 to 1999 she was editor at Bärenreiter in Kassel, then worked for Universal Edition in Vienna ' +
        '(1999-2003) before joining the University of Graz as professor in 2003.',
      [
        'job Bärenreiter editor 1995-1999',
        'job Universal Edition worked 1999-2003',
        'job University of Graz professor 2003-',
      ],
    ],
    [
      'a post that the sentence names, and no other',
      'She joined Lund University in 1999 and was Head of School there between 2001 and 2005.',
      ['administrative Lund University Head of School 2001-2005'],
    ],
    [
      'a university of a name that is no word for one',
      'He came to Wesleyan in 2001, where he was promoted to full professor in 2013.',
      ['job Wesleyan University full professor 2013-'],
    ],
    [
      'a year somewhere',
      'She spent the academic year 2011-12 at the Institute for Advanced Study in Princeton.',
      ['visiting Institute for Advanced Study spent the academic year 2011-2012'],
    ],
    ['school days', 'In 1938 he went to Manchester Grammar School.', []],
    [
      'a bank whose name is written with an accent',
      'Employment\n2008–2011\tResearch Officer, Example Bank\n2005–2008\tEconomist, Banco de México',
      ['job Example Bank Research Officer 2008-2011', 'job Banco de México Economist 2005-2008'],
    ],
    [
      'a chair that is called after somebody',
      'Employment\n2015-2018 Chair of Department, University of Hull\n' +
        '2018- Anna Jones Chair of Medical Physics, University of Leeds',
      ['administrative University of Hull Chair of Department 2015-2018', 'job University of Leeds Chair 2018-present'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('lists of places with their years', () => {
  it.each([
    [
      'a town behind a place',
      'Visiting appointments: University of Oslo (2003), Universität Zürich, Zürich (2005), CNRS, Paris (2008).',
      ['visiting University of Oslo – 2003-', 'visiting Universität Zürich – 2005-', 'visiting CNRS – 2008-'],
    ],
    [
      'a country behind a place, in prose',
      'He has been a visiting professor at McGill University (2001), the University of Sydney, Australia (2004), and ' +
        'Kyoto University (2009).',
      [
        'visiting McGill University visiting professor 2001-',
        'visiting University of Sydney visiting professor 2004-',
        'visiting Kyoto University visiting professor 2009-',
      ],
    ],
    [
      'who gave fellowships',
      'Honours include fellowships from the Guggenheim Foundation (2003), the National Endowment for the Humanities ' +
        '(2008), and the American Council of Learned Societies (2011).',
      ['award – fellowships 2003-', 'award – fellowships 2008-', 'award – fellowships 2011-'],
    ],
    [
      'a scholar of a foundation under visits',
      'Visiting positions\nUniversity of Texas at Austin, Fulbright Scholar (2001–02)',
      ['visiting University of Texas at Austin Fulbright Scholar 2001-2002'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('Chinese careers in prose', () => {
  it.each([
    [
      'when somebody finished is not said',
      '1978年考入沈阳音乐学院作曲系，毕业后分配至吉林艺术学院任教。',
      ['bachelor 沈阳音乐学院 – 1978-', 'job 吉林艺术学院 任教 -'],
    ],
    [
      'a degree that begins when another ends',
      '2000级清华大学土木系本科生，2004年毕业后保送本校直博，2009年获博士学位。',
      ['bachelor 清华大学 本科生 2000-2004', 'doctorate 清华大学 直博 2004-2009'],
    ],
    [
      'who stays at a school, and takes a doctorate elsewhere meanwhile',
      '1988年获兰州大学硕士学位并留校，1995年获东北大学博士学位。1996年破格评为副教授。',
      [
        'master 兰州大学 硕士学位 -1988',
        'job 兰州大学 留校 1988-',
        'doctorate 东北大学 博士学位 -1995',
        'job 兰州大学 副教授 1996-',
      ],
    ],
    [
      'a post to this day',
      '1987年毕业于云南大学，同年留校任教至今。2000年考入兰州大学，三年后获博士学位。2005年任教授。',
      [
        'bachelor 云南大学 – -1987',
        'job 云南大学 留校任教 1987-present',
        'doctorate 兰州大学 博士学位 2000-2003',
        'job 云南大学 教授 2005-',
      ],
    ],
    ['a form of address', '王某教授早年就读于北京师范大学地理系（1956—1960）。', ['bachelor 北京师范大学 – 1956-1960']],
    [
      'an artist in residence',
      '2017.9—2018.2  法国巴黎国际艺术城  驻地艺术家',
      ['visiting 法国巴黎国际艺术城 驻地艺术家 2017-2018'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});
