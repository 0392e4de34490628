import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('professions', () => {
  it.each([
    [
      'in a table',
      '01/2008 – 12/2013\tStaff astronomer\tExample Astronomical Observatory\tCape Town',
      ['job Example Astronomical Observatory Staff astronomer 2008-2013'],
    ],
    [
      'of a visitor',
      '06/2011 – 08/2011\tVisiting astronomer\tLeiden University\tLeiden',
      ['visiting Leiden University Visiting astronomer 2011-2011'],
    ],
    [
      'at a department of a state',
      '1996-1998     Epidemiologist, Louisiana Department of Health',
      ['job Louisiana Department of Health Epidemiologist 1996-1998'],
    ],
    [
      'at a department of another name',
      'Inventory Officer, Uganda Forest Department, 1996-1999',
      ['job Uganda Forest Department Inventory Officer 1996-1999'],
    ],
    ['of doctors', '2001.9 副主任中医师,江苏省中医院', ['job 江苏省中医院 副主任中医师 2001-']],
    [
      'part-time beside another post',
      '2015 – 2018\tExtraordinary lecturer (part-time)\tStellenbosch University',
      ['visiting Stellenbosch University lecturer 2015-2018'],
    ],
    [
      'who elects',
      '2012\tElected member\tExample Academy of Science\tPretoria',
      ['award Example Academy of Science Elected member 2012-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it.each([
    ['a prize', '1999  Best Journalist, Example Foundation'],
    ['a licence', '1999  Chartered Surveyor, Example Institution'],
    ['an office of a society', '2016 – 2020\tTreasurer\tExample Society of Physics'],
    ['a department of a university alone', 'Postdoc in the Education Department'],
  ])('%s is none', (_name, text) => expect(lines(text)).toEqual([]));
});

describe('employers that no list knows', () => {
  it.each([
    [
      'in a cell with their town',
      '2017.6 – 2018.12　Applied Materials, Santa Clara　Senior Process Engineer',
      ['job Applied Materials Senior Process Engineer 2017-2018'],
    ],
    [
      'at the end of a sentence that another follows',
      'From 1995 to 1999 I worked as a senior engineer at Brüel & Kjær. In 1999 I left.',
      ['job Brüel & Kjær senior engineer 1995-1999'],
    ],
    [
      'called a group',
      'After two years as an engineer with the Esquel Group in Gaoming (1997–1999) she left.',
      ['job Esquel Group engineer 1997-1999'],
    ],
    [
      'and no department',
      '1999-2003\tDepartment of Music, Leeds\tLecturer\n2003-2007\tReader\tUniversity of Leeds',
      ['job University of Leeds Reader 2003-2007'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it('is never the foot of a page', () => {
    const text = 'Employment\nUniversity of Leeds\nLecturer, 2011 – 2017\n          Page 1 of 2\nReader, 2018 – 2020';
    expect(lines(text)).toEqual([
      'job University of Leeds Lecturer 2011-2017',
      'job University of Leeds Reader 2018-2020',
    ]);
  });
});

describe('degrees and schools', () => {
  it.each([
    [
      'the grade of an entry says when it began',
      '- 2008 学士，四川师范大学，2004级软件工程',
      ['bachelor 四川师范大学 学士 2004-2008'],
    ],
    [
      'how somebody came to a degree is none of its own',
      '2013 博士，电子科技大学，计算机软件与理论（2008级硕博连读生）',
      ['doctorate 电子科技大学 博士 2008-2013'],
    ],
    [
      'a school that somebody leads is the employer’s',
      '2012年任云南农业大学讲师。2021年起我担任茶学院副院长。',
      ['job 云南农业大学 讲师 2012-', 'administrative 云南农业大学 副院长 2021-'],
    ],
    [
      'a school of its own keeps its name',
      '2012年任云南农业大学讲师。2021年起任保定学院副院长。',
      ['job 云南农业大学 讲师 2012-', 'administrative 保定学院 副院长 2021-'],
    ],
    [
      'the year after',
      'Her PhD is from Duke University (1992); the year after she went to Rice University as a postdoctoral fellow.',
      ['doctorate Duke University PhD -1992', 'postdoc Rice University postdoctoral fellow 1993-'],
    ],
    [
      'a degree in letters',
      'I moved to the University of Waterloo for an MASc, which I finished in 1988.',
      ['master University of Waterloo MASc -1988'],
    ],
    ['further studies', '进修：1992.3—1993.2，浙江大学', ['visiting 浙江大学 – 1992-1993']],
    ['who is appointed to teach', '教学：2009年起任浙江大学兼职教授', ['visiting 浙江大学 兼职教授 2009-']],
    ['what is taught', '教学：2009年起讲授针灸学，浙江大学教材', []],
    ['a national chair', '2019年教育部國家講座主持人', ['award – 教育部國家講座主持人 2019-']],
    ['a title of doctors', '称号：2017年江苏省名中医', ['award – 江苏省名中医 2017-']],
    ['such a title in quotes', '云南省“云岭名医”,2015年', ['award – 云南省“云岭名医” 2015-']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what stands beside a profession', () => {
  it.each([
    ['a title in quotation marks', '2010 Actor, "The Example", Royal Shakespeare Theatre'],
    ['a work with a number', '2001: Composer, Symphony No. 2, London Symphony Orchestra'],
    ['a work that was commissioned', '2011 Composer, Night Songs, commissioned by the BBC Symphony Orchestra'],
    ['a competition', '2008 Judge, Young Composers Competition, Royal Academy of Music'],
    ['a course that was heard', '2001-2003  Auditor, course in law, Harvard University'],
    ['a tour', '2005  Pianist, tour of Japan with the London Symphony Orchestra'],
    ['a web site', '2001-2003  Designer, website of the University of Leeds'],
    ['a visitor whom somebody met', 'She met a visiting physicist at CERN in 2001.'],
    ['an exhibition', '2012 Photographer, exhibition at the Museum of Modern Art'],
  ])('%s is no post', (_name, text) => expect(lines(text)).toEqual([]));

  it.each([
    [
      'a firm of partners',
      '1999-2003 Architect, Foster and Partners, London',
      ['job Foster and Partners Architect 1999-2003'],
    ],
    [
      'a centre for exhibitions',
      '1999-2003 Designer, Exhibition Design Studio, University of Leeds',
      ['job University of Leeds Designer 1999-2003'],
    ],
    ['a country before a town', 'USA, Boston, research fellow, 1998', ['job Boston research fellow 1998-']],
    ['a heading before a town', 'TEACHING, Leeds, lecturer, 1998', ['job Leeds lecturer 1998-']],
    [
      'an office for competition',
      '1999-2003 Economist, Competition Policy Unit, University of Leeds',
      ['job University of Leeds Economist 1999-2003'],
    ],
    ['a field beside a name', 'Lecturer in Physics & Leeds University, 2003', ['job Leeds University Lecturer 2003-']],
    [
      'a name of two fields',
      'Professor at Design & Technology College, London, 2003',
      ['job Design & Technology College Professor 2003-'],
    ],
    ['letters before a town', 'FAO, Rome, consultant, 1998', ['job FAO consultant 1998-']],
    ['a field before a town', '2017-2018   English Literature, Cambridge   Lecturer', []],
    [
      'a firm before a town',
      '2017-2018   Applied Materials, Boston   Engineer',
      ['job Applied Materials Engineer 2017-2018'],
    ],
    [
      'a department that a university names',
      '1996-1998, Research Fellow, Harvard Department of Health Policy',
      ['job Harvard Research Fellow 1996-1998'],
    ],
    [
      'a department before its university',
      '1996-1998, Lecturer, Cambridge Department of Education, University of Cambridge',
      ['job University of Cambridge Lecturer 1996-1998'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});
