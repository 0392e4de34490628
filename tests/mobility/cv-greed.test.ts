import { describe, expect, it } from 'vitest';
import { positionsInFull as lines } from '../support/cv-lines.ts';

// Texts that look like what a rule of the reader is for, and are something else.

describe('a line that begins like a row of an encyclopedia’s table', () => {
  it.each([
    ['of a form', '毕业院校\t清华大学\t博士\t2001年7月', ['doctorate 清华大学 博士 -2001']],
    ['with years', '毕业院校 华东师范大学（1996-2000，本科）', ['bachelor 华东师范大学 本科 1996-2000']],
    ['with a post', '职业 2005年起任清华大学教授', ['job 清华大学 教授 2005-']],
    [
      'with a career',
      '出生地 长沙，2001年毕业于湖南师范大学，2005年任湖南大学讲师。',
      ['bachelor 湖南师范大学 – -2001', 'job 湖南大学 讲师 2005-'],
    ],
    [
      'with a career, within such a table',
      '中文名 张明\n国籍 中国\n毕业院校 湖南师范大学\n职业 2005年起任湖南大学讲师',
      ['job 湖南大学 讲师 2005-'],
    ],
    ['alone', '国籍 中国\n毕业院校 长沙第一中学、湖南师范大学本科毕业', ['bachelor 湖南师范大学 本科 -']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('a post that somebody has at the same time', () => {
  it.each([
    ['where they work', '2008年调入浙江大学，同时任教授、博士生导师。', ['job 浙江大学 教授 2008-']],
    ['at two places alike', '同时担任北京大学教授和清华大学教授', ['job 北京大学 教授 -', 'job 清华大学 教授 -']],
    [
      'beside an office there',
      '2012年同时担任浙江大学图书馆馆长、教授',
      ['administrative 浙江大学 馆长 2012-', 'job 浙江大学 教授 2012-'],
    ],
    [
      'beside a post elsewhere, which is a visit',
      '2012年任浙江大学教授，同时担任宁波大学教授。',
      ['job 浙江大学 教授 2012-', 'visiting 宁波大学 教授 2012-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('a joint doctorate is one', () => {
  it.each([
    ['a degree of two', 'PhD (joint degree), Yale University, 2001', ['doctorate Yale University PhD -2001']],
    [
      'two supervisors',
      'PhD (Joint supervision), University of Melbourne, 2001',
      ['doctorate University of Melbourne PhD -2001'],
    ],
    ['in Chinese', '2012.09-2016.06 清华大学 博士（联合培养）', ['doctorate 清华大学 博士 2012-2016']],
    [
      'a stay of a joint training',
      'PhD (Jointly trained), Yale University, 2001-2002',
      ['visiting Yale University PhD 2001-2002'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('verbs of English prose that tell of no post', () => {
  it.each([
    ['who comes to study', 'He came to Stanford University in 1970 to study physics.'],
    ['who moves to study', 'He moved to Stanford University in 1970 to study physics.'],
    ['who comes as a student', 'He came to Harvard University in 1970 as a graduate student.'],
    ['who joins as a student', 'In 1970 he joined Harvard University as a graduate student.'],
    ['who goes, and graduates', 'He went to Oxford University in 1950. He graduated in 1953.'],
    ['who goes to a conference', 'She went to Oxford University in 1990 to attend a conference.'],
    ['a prize', 'In 2003 the prize went to Princeton University.'],
    ['an archive', 'In 2005 his archive moved to Princeton University.'],
    ['a laboratory', 'The Fermi Laboratory then moved to Princeton University in 2005.'],
    ['an academy', 'In 2001 she joined the National Academy of Sciences.'],
    ['leave', 'She spent spring 2005 on leave from Brown University.'],
  ])('%s', (_name, text) => expect(lines(text).filter((line) => /^(?:job|visiting)/.test(line))).toEqual([]));

  it.each([
    [
      'a year in a town',
      'He graduated from Yale University in 1990 and spent a year in Paris.',
      ['bachelor Yale University – -1990'],
    ],
    [
      'a year of writing',
      'She was lecturer at Brown University from 1990 to 1995 and spent a year writing a book.',
      ['job Brown University lecturer 1990-1995'],
    ],
    [
      'a term of teaching elsewhere',
      'Professor at Brown University, 2001-. Spent the summer term of 2003 teaching at Yale University.',
      ['job Brown University Professor 2001-', 'visiting Yale University Spent the summer term 2003-'],
    ],
    [
      'who moves to lead something',
      'In 2003 Jones moved to Yale University to lead a new laboratory.',
      ['job Yale University – 2003-'],
    ],
    [
      'who joins an academy that employs',
      'In 2003 she joined the Chinese Academy of Sciences.',
      ['job Chinese Academy of Sciences – 2003-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('chairs, editors and members that are no posts', () => {
  it.each([
    [
      'of an undergraduate programme',
      'Undergraduate Chair of Mathematics, Yale University, 2001-2003',
      ['administrative Yale University Chair 2001-2003'],
    ],
    ['of a search', 'Search Chair of Physics, Yale University, 2005', ['administrative Yale University Chair 2005-']],
    ['of a panel', 'Panel Chair, NSF, 2005', []],
    ['an associate editor', 'Associate Editor with Random House, 1990-1995', []],
    ['an editor at large', 'Editor at Large, Example Weekly, Yale University, 1990', []],
    ['an editor of a journal', 'Editor with Journal of Sound, Yale University, 1990-1995', []],
    ['an editor whom a firm employs', 'Editor with Random House, 1990-1995', ['job Random House Editor 1990-1995']],
    ['of a senate', 'Elected member, Senate, University of Oxford, 2001', []],
    ['of a council', 'Elected Member, University Council, Yale University, 2003', []],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('Chinese sentences', () => {
  it.each([
    [
      'a university whose short name stands where a name does',
      '南京师大教授，1990年毕业于苏州大学',
      ['job 南京师范大学 教授 -', 'bachelor 苏州大学 – -1990'],
    ],
    ['one of two characters', '复旦教授，男，1960年生', ['job 复旦大学 教授 -']],
    ['a name', '张交大教授，1990年毕业于苏州大学', ['bachelor 苏州大学 – -1990']],
    [
      'what somebody is now, behind the year of a degree',
      '张明教授1995年毕业于清华大学，现为北京大学教授。',
      ['bachelor 清华大学 – -1995', 'job 北京大学 教授 -present'],
    ],
    ['what somebody is since a year', '1995年起现任北京大学教授', ['job 北京大学 教授 1995-present']],
    [
      'a post after one of which only the begin is told',
      '1993年任四川大学教授，其后任北京大学教授',
      ['job 四川大学 教授 1993-', 'job 北京大学 教授 -'],
    ],
    [
      'a post after one that ended',
      '1990-1993年任四川大学教授，其后在北京大学工作',
      ['job 四川大学 教授 1990-1993', 'job 北京大学 工作 1993-'],
    ],
    [
      'a post after a degree',
      '2001年毕业于四川大学，随后在北京大学工作',
      ['bachelor 四川大学 – -2001', 'job 北京大学 工作 2001-'],
    ],
    ['a mentor of careers', '2010年受聘为武汉大学职业发展导师', []],
    ['an alumnus as a mentor', '2010年聘为武汉大学艺术学院校友导师', []],
    [
      'a visiting professor and mentor',
      '2010年聘为武汉大学艺术学院客座教授、导师',
      ['visiting 武汉大学 客座教授 2010-'],
    ],
    ['a tutor who is employed', '2010年聘为武汉大学艺术学院导师', ['job 武汉大学 导师 2010-']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});
