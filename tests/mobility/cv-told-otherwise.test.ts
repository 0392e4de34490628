import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

const told = (text: string) =>
  readCv(text).map(
    ({ kind, institution, start, end }) =>
      `${kind} ${institution} ${start ?? ''}-${end === 'present' ? 'now' : (end ?? '')}`,
  );

describe('titles of honour that no list has', () => {
  it.each([
    ['in quotes', '2009年任华侨大学教授；泉州市“刺桐学者”（2014）', 'award 2014 泉州市“刺桐学者”'],
    ['alone in their cell', '荣誉\n2018年  赣鄱英才', 'award 2018 赣鄱英才'],
    ['of a province', '荣誉\n2014.10\t江西省高端科技人才', 'award 2014 江西省高端科技人才'],
    ['behind its year', '荣誉：2014年浙江省卫生高层次创新人才', 'award 2014 浙江省卫生高层次创新人才'],
    ['told by who elected', 'The Royal Example Academy elected me a member in 2018.', 'award 2018 elected me a member'],
  ])('%s', (_name, text, expected) =>
    expect(
      readCv(text)
        .filter(({ kind }) => kind === 'award')
        .map(({ kind, start, role }) => `${kind} ${start} ${role}`),
    ).toEqual([expected]),
  );
  it('are none where somebody was a pupil of such', () => {
    expect(told('2000年毕业于武汉音乐学院，师从多位名家。').some((one) => one.startsWith('award'))).toBe(false);
  });
});

describe('what is told of others', () => {
  it.each([
    ['a husband', '2001年任四川师范大学教授。我先生在成都市第三人民医院当医生。'],
    ['a wife', '2001年任四川师范大学教授。爱人在成都市第九中学教书。'],
    ['a student', '2001年任四川师范大学教授。我指导的第一位硕士生2021年毕业，现在成都市规划设计研究院工作。'],
    ['a thesis', '2001年任四川师范大学教授。我的博士论文讲婚龄，2010年出了书。'],
  ])('%s', (_name, text) => expect(told(text)).toEqual(['job 四川师范大学 2001-']));
});

describe('studies and posts in the words of a letter', () => {
  it.each([
    [
      '去…读博士',
      '2010年9月我去荷兰代尔夫特理工大学读博士，2014年6月拿到博士学位。',
      ['doctorate 荷兰代尔夫特理工大学 2010-2014'],
    ],
    ['在…读博', '2002年夏天我去了美国，在布朗大学社会学系读博，2007年毕业。', ['doctorate 布朗大学 2002-2007']],
    [
      '教了三年',
      '1992年从河北大学毕业，先在石家庄市第二中学教了三年政治。',
      ['bachelor 河北大学 -1992', 'job 石家庄市第二中学 1992-1995'],
    ],
    [
      '开始当',
      '2001年任四川师范大学教授，2014年开始当人口研究所的副所长。',
      ['job 四川师范大学 2001-', 'administrative 四川师范大学 2014-'],
    ],
    [
      'a national institute of two fields',
      '2016年秋季学期我在东京的国立社会保障与人口问题研究所做客座研究员。',
      ['visiting 国立社会保障与人口问题研究所 2016-2016'],
    ],
    [
      'meanwhile, in brackets',
      '1986年起，云南民族学院助理研究员；1991年起，副研究员（其间1993—1996年在厦门大学读博）；1997年，研究员',
      ['job 云南民族学院 1986-', 'job 云南民族学院 1991-', 'doctorate 厦门大学 1993-1996', 'job 云南民族学院 1997-'],
    ],
    [
      'qualified as',
      'She qualified as a nurse at the University of Westmark in 1994, and in 1998 became lecturer at ' +
        'Leeds University.',
      ['bachelor University of Westmark -1994', 'job Leeds University 1998-'],
    ],
    [
      'until, when',
      'He was a lecturer at the University of Hull until 2011, when he was appointed professor at the ' +
        'University of Kent.',
      ['job University of Hull -2011', 'job University of Kent 2011-'],
    ],
    [
      'in the spring of, and at',
      'She was a visiting professor at the University of Cyprus in the spring of 2001 and at Simon Fraser ' +
        'University in 2006.',
      ['visiting University of Cyprus 2001-', 'visiting Simon Fraser University 2006-'],
    ],
    [
      'at a firm called as a field could be',
      'From 2003 to 2006 he was a lecturer at the University of Kent, and then worked as a scientist ' +
        'at General Atomics in San Diego until 2010.',
      ['job University of Kent 2003-2006', 'job General Atomics 2006-2010'],
    ],
  ])('%s', (_name, text, expected) => expect(told(text)).toEqual(expected));
});

describe('lines of a list', () => {
  it('goes on below the title of a thesis, whatever it is called', () => {
    expect(
      told(
        'EDUCATION\nUniversity of Iowa\tIowa City, IA\nPh.D. in Political Science, May 2001\n' +
          'Dissertation: The Committee That Never Met\nM.A. in Political Science, December 1997',
      ),
    ).toEqual(['doctorate University of Iowa -2001', 'master University of Iowa -1997']);
  });
  it('ends with a range that is open', () => {
    expect(
      told(
        'APPOINTMENTS\nProfessor of Snow and Ice Physics, University of Westmark, Longyearbyen, 2019–\n' +
          'Associate Professor, University of Westmark, 2014–2019\nLecturer, University of Kent, 2010–2014',
      ),
    ).toEqual([
      'job University of Westmark 2019-now',
      'job University of Westmark 2014-2019',
      'job University of Kent 2010-2014',
    ]);
  });
  it('goes on behind the head of a page', () => {
    expect(
      told(
        'Positions\n2004–09 Lecturer, University of Kent\n2009– Professor, University of Graz\n' +
          'J. Example – CV – p. 2/2\n2013–17 Dean, University of Graz',
      ),
    ).toEqual([
      'job University of Kent 2004-2009',
      'job University of Graz 2009-now',
      'administrative University of Graz 2013-2017',
    ]);
  });
  it('goes on behind a hyphen', () => {
    expect(told('Positions\n1996–98 Lecturer, Hochschule Magdeburg-\nStendal')).toEqual([
      'job Hochschule Magdeburg-Stendal 1996-1998',
    ]);
  });
  it.each([
    [
      'Statistician',
      '2000-2001 Statistician, Office for National Statistics, Newport',
      'job Office for National Statistics',
    ],
    ['linguist', '2013–2015 Computational linguist, Nuance Communications, Aachen', 'job Nuance Communications'],
  ])('has a %s', (_name, line, expected) =>
    expect(readCv(`Employment\n${line}`).map(({ kind, institution }) => `${kind} ${institution}`)).toEqual([expected]),
  );
});
