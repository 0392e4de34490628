import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

const told = (text: string) =>
  readCv(text).map(
    ({ kind, institution, start, end }) =>
      `${kind} ${institution} ${start ?? ''}-${end === 'present' ? 'now' : (end ?? '')}`,
  );

describe('employers that no list knows, by where they stand', () => {
  it.each([
    [
      'before a colon',
      'Employment\n2001-2003 Lecturer, University of Leeds\n- Rio Pinto: test engineer, 2003-2005',
      ['job University of Leeds 2001-2003', 'job Rio Pinto 2003-2005'],
    ],
    ['before a colon, with a town', 'Employment\n* Nordtext, Oslo: analyst, 2001-04', ['job Nordtext 2001-2004']],
    [
      'and no label',
      'Employment\n2001-2003 Lecturer, University of Leeds\nTeaching: lecturer, 2003-2005',
      ['job University of Leeds 2001-2003', 'job University of Leeds 2003-2005'],
    ],
    [
      'behind the time that somebody spent there',
      'After two years with Examplex (2003-2005) as an analyst, he moved to Leeds in 2006 as a lecturer at ' +
        'the University of Leeds.',
      ['job Examplex 2003-2005', 'job University of Leeds 2006-'],
    ],
    [
      'with a word of headings, and its town',
      'Employment\nUniversity of Leeds\tLeeds, UK\nLecturer\t1999 – 2003\n' +
        'Example Forest Service\tKampala, Uganda\nInventory Officer\t1996 – 1999',
      ['job University of Leeds 1999-2003', 'job Example Forest Service 1996-1999'],
    ],
    ['joined by a plus', 'Employment\n2003-2005 Architect, Stone + Partners', ['job Stone + Partners 2003-2005']],
  ])('%s', (_name, text, expected) => expect(told(text)).toEqual(expected));
});

describe('how far a name goes', () => {
  it.each([
    [
      'a firm that begins as a known one',
      'Employment\n2003-2005 Engineer, Siemens Healthineers',
      'Siemens Healthineers',
    ],
    ['a firm that ends as a known one', 'Employment\n2003-2005 Engineer, Ove Arup & Partners', 'Ove Arup & Partners'],
    ['and no title behind it', 'Employment\n2003-2005 Siemens Visiting Engineer', 'Siemens'],
    [
      'fields with commas',
      'Employment\n2003-2005 Researcher, Nordic Institute for Forest, Snow and Landscape Research',
      'Nordic Institute for Forest, Snow and Landscape Research',
    ],
    [
      'and no towns',
      'Employment\n2003-2005 Researcher, National Institute of Physics, London and Paris',
      'National Institute of Physics',
    ],
    ['a Catalan “and”', 'Employment\n2003-2005 Lecturer, Universitat Jaume i Vives', 'Universitat Jaume i Vives'],
    [
      'not to its named school',
      "In 2007 she joined Westmark University's Thornton School of Music as Assistant Professor.",
      'Westmark University',
    ],

    ['an institute of a company', '2010-2012 中国石化大连石油化工研究院 工程师', '中国石化大连石油化工研究院'],
    [
      'an institute of a tropical academy',
      '2010-2012 中国热带农业科学院椰子研究所 研究员',
      '中国热带农业科学院椰子研究所',
    ],
    ['works of a maker', '2010-2012 日本安川制作所 工程师', '日本安川制作所'],
  ])('%s', (_name, text, expected) => expect(readCv(text).map(({ institution }) => institution)).toEqual([expected]));
});

it('an institute of a ministry is no part of the university before', () => {
  expect(told('1990—1994 北京大学 讲师\n2003-2005\t交通运输部水运科学研究院\t研究员').at(-1)).toBe(
    'job 交通运输部水运科学研究院 2003-2005',
  );
});

describe('other names of an institution', () => {
  it.each([
    ['until a year', '2004.5—2011.12 黄冈师范学院（2006年前为曲靖师范学院） 讲师', 'job 黄冈师范学院 2004-2011'],
    ['behind its department', '1984.9—1988.6 肇庆学院地理系（1988年更名赤峰学院） 学士', 'bachelor 肇庆学院 1984-1988'],
    ['which it was made', '1994.9—1998.6 台州学院（2000年组建为衢州学院） 工学学士', 'bachelor 台州学院 1994-1998'],
  ])('%s', (_name, text, expected) => expect(told(text)).toEqual([expected]));

  it('is told in the sentence', () => {
    const [only, ...more] = readCv('1989年考入肇庆学院版画系，读了四年，毕业那年学校刚改名叫赤峰学院。');
    expect([only.institution, only.start, more]).toEqual(['肇庆学院', 1989, []]);
  });

  it('is none where two gave a degree together', () => {
    expect(told('2004—2008 台州学院（与衢州学院联合）博士')[0]).toMatch(/^doctorate/);
  });
});

describe('a school that somebody leads', () => {
  it('is of the college that employs them, too', () => {
    expect(told('1999年任黄冈师范学院讲师，2003年任副教授；2010年至2014年任水文水资源学院院长。').at(-1)).toBe(
      'administrative 黄冈师范学院 2010-2014',
    );
  });
  it('is a college of its own where it is called after its town', () => {
    expect(told('1999年任黄冈师范学院讲师，2003年任副教授；2010年至2014年任宿州学院院长。').at(-1)).toBe(
      'administrative 宿州学院 2010-2014',
    );
  });
  it('is of the university whose it is said to be', () => {
    expect(
      told(
        'She became professor at the University of Leeds in 2014 and directed ' +
          "the university's Institute of English Studies from 2016 to 2020, as everybody there knows.",
      ).at(-1),
    ).toBe('administrative University of Leeds 2016-2020');
  });
});

it('back at the institute somebody is where they worked', () => {
  expect(
    told(
      '1982年分配到陕西省考古研究所任助理馆员。1985年考入北京大学考古系，三年后获历史学硕士学位回所，次年评为馆员，1994年任副研究馆员。',
    ).at(-1),
  ).toBe('job 陕西省考古研究所 1994-');
});
