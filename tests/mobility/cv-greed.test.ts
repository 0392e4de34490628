import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

/** Texts that look like what a rule of the reader is for, and are something else. */
const lines = (text: string) =>
  readCv(text).map(
    ({ kind, institution, institutionNormal, role, start, end }) =>
      `${kind} ${institutionNormal ?? institution ?? '–'} ${role ?? '–'} ${start ?? ''}-${end ?? ''}`,
  );

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
