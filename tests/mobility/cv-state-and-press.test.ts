import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('ministries, newspapers and troops', () => {
  it.each([
    ['an office of a ministry', '1999年任文化部外联局副处长。', ['job 文化部 副处长 1999-']],
    ['a ministry whose name joins fields', '1997年调任文化和旅游部艺术司司长', ['job 文化和旅游部 司长 1997-']],
    ['a ministry in a table', '1999-2003\t教育部\t主任科员', ['job 教育部 主任科员 1999-2003']],
    ['a newspaper', '2003-2007 南方周末 记者', ['job 南方周末 记者 2003-2007']],
    ['a newspaper that somebody went to', '1982年到南方都市报工作,任编辑。', ['job 南方都市报 编辑 1982-']],
    ['troops', '1975年在新疆生产建设兵团第三师任教师。', ['job 新疆生产建设兵团第三师 教师 1975-']],
    ['a centre that somebody works at', '2002年到中山眼科中心工作,任副教授。', ['job 中山眼科中心 副教授 2002-']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it.each([
    ['a ministry that awards', '教育部长江学者特聘教授,2008年。', ['award – 教育部长江学者特聘教授 2008-']],
    ['what was printed', '其文发表于人民日报,2003年任北京大学教授。', ['job 北京大学 教授 2003-']],
    ['an interview', '2003年接受南方都市报记者采访,时任北京大学教授。', ['job 北京大学 教授 2003-']],
    ['work that matters most', '2003年起围绕中心工作任北京大学教授。', ['job 北京大学 教授 2003-']],
  ])('%s is no place of work', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('invitations', () => {
  it.each([
    ['应…之邀', '1998年,应北京大学之邀任访问学者。', ['visiting 北京大学 访问学者 1998-']],
    ['受…之聘', '1998年起受四川大学华西医院之聘,出任客座教授。', ['visiting 四川大学华西医院 客座教授 1998-']],
    ['a name that begins so', '1998年任应用技术大学讲师。', ['job 应用技术大学 讲师 1998-']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('ends', () => {
  it.each([
    ['退休', '2004年从北京大学教授岗位退休。', ['job 北京大学 教授 -2004']],
    [
      'retired as',
      'He retired as Professor of Music at Yale University in 2004.',
      ['job Yale University Professor -2004'],
    ],
    [
      'retired as what is told before',
      'He was Professor at Yale University from 1999. He retired as Professor at Yale University in 2004.',
      ['job Yale University Professor 1999-2004'],
    ],
    [
      'in brackets behind the first of two',
      '1980年8月起在北京大学工作,先后任助教(至1982年)、讲师。',
      ['job 北京大学 助教 1980-1982', 'job 北京大学 讲师 -'],
    ],
    [
      'how long behind a comma',
      '1998年受邀到北京大学担任访问学者,为期两年。',
      ['visiting 北京大学 访问学者 1998-2000'],
    ],
    [
      'what somebody had been',
      'He left Duke University, where she had been a lecturer since 1990, to become Reader at Rice University in 1996.',
      ['job Duke University lecturer 1990-1996', 'job Rice University Reader 1996-'],
    ],
    [
      'after a stay as something',
      'After two years as a lecturer at Duke University (1997–1999) she returned to Rice University as Reader.',
      ['job Duke University lecturer 1997-1999', 'job Rice University Reader 1999-'],
    ],
    [
      'prior to joining as something',
      'Prior to joining Rice University in 1990 as a lecturer, he was a farmer.',
      ['job Rice University lecturer 1990-'],
    ],
    [
      'while somebody was something',
      '在中国科学院昆明植物研究所担任高级工程师期间(1999-2004年),主讲多门课程。',
      ['job 中国科学院昆明植物研究所 高级工程师 1999-2004'],
    ],
    [
      'each clause has its year',
      'She joined Yale University as a lecturer in 1990, became Reader in 1999 and retired in 2004.',
      ['job Yale University lecturer 1990-', 'job Yale University Reader 1999-2004'],
    ],
    [
      'worked as a teaching fellow',
      'I worked at Yale University as a teaching fellow from 1982 to 1987.',
      ['job Yale University teaching fellow 1982-1987'],
    ],
    [
      'an office between dashes',
      'Rice University — Associate Dean — 1991–1993',
      ['administrative Rice University Associate Dean 1991-1993'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what is told of others', () => {
  it.each([
    ['a supervisor', '其导师李明曾任文化部副部长,1998年退休。', []],
    ['a student', '2018年其2004级学生李四任清华大学教授。', []],
    ['years as a student', '其学生时代在北京大学度过,1999年任讲师。', ['job 北京大学 讲师 1999-']],
    ['an office of editors', '2014年参加青年导报编辑部座谈会,作报告。', []],
    ['a head of such an office', '2014年任青年导报编辑部主任。', ['job 青年导报 主任 2014-']],
    [
      'a grade that somebody leads',
      '2008 教授,华中科技大学,2004级班主任',
      ['job 华中科技大学 教授 2008-', 'job 华中科技大学 班主任 2008-'],
    ],
    ['a grade that somebody teaches', '2008年 硕士,南京大学 指导2010级研究生', ['master 南京大学 硕士 -2008']],
    ['a grade of their own', '2003年博士,北京大学(2000级硕博连读生)', ['doctorate 北京大学 博士 2000-2003']],
    [
      'a novel',
      'She was Lecturer at Yale University. The novel, begun in 1993 and finished in 1997, won.',
      ['job Yale University Lecturer -'],
    ],
    [
      'a move as something else',
      'Before coming to Rice University in 2010 as a refugee she taught at Yale University.',
      ['job Yale University taught -'],
    ],
    [
      'a move that years stand behind',
      'After moving to Yale University (1990-1995), she was Lecturer there.',
      ['job Yale University Lecturer 1990-1995'],
    ],
    [
      'a move as something, and what was before without a comma',
      'Before joining Yale University in 2003 as Assistant Professor she was a postdoc at Rice University.',
      ['job Yale University Assistant Professor -', 'postdoc Rice University postdoc -'],
    ],
    [
      'a prize',
      'She had been Professor at Yale University since 1999, for which she received a prize in 2004.',
      ['job Yale University Professor 1999-'],
    ],
    ['prizes for teaching', '教学奖:2003年任优秀教师', []],
    [
      'a salary',
      'He had taught at Yale University since 1990 for a salary that in 1994 was small.',
      ['job Yale University taught 1990-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});
