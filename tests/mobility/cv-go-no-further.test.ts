import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('what a name goes no further than', () => {
  it.each([
    ['Education\nBA, University of Warwick, Politics, Philosophy and Economics, 2000-2003', 'University of Warwick'],
    ['Employment\n2003-2005 Professor, University of Leeds, Music and Drama', 'University of Leeds'],
    ['Employment\n2003-2005 Lecturer, University of Music, Drama and Media', 'University of Music, Drama and Media'],
    ['Employment\n2003-2005 Google Software Developer', 'Google'],
    ["Boston University's College of Fine Arts appointed him professor in 2007.", 'Boston University'],
  ])('%s', (text, expected) => {
    const [only] = lines(text);
    expect(only.split(' ').slice(1).join(' ')).toMatch(new RegExp(`^${expected}(?! (?:College|and)|,)`));
  });
});

describe('what stands before a colon and is no employer', () => {
  it.each([
    'Consulting: analyst, 2003-2005',
    'My Role: test engineer, 2003-2005',
    'Phase Two: postdoctoral researcher, 2003-2005',
    'Jane Example: research assistant, 2003-2005',
  ])('%s', (line) =>
    expect(lines(`Employment\n2001-2003 Lecturer, University of Leeds\n${line}`).at(-1)).toContain(
      'University of Leeds',
    ),
  );
});

describe('what is told and is no post', () => {
  it.each([
    [
      'who qualified at a firm graduated from nowhere',
      'He qualified as an accountant at Deloitte in 1994. He was lecturer at the University of Leeds 2001-2003.',
      ['job University of Leeds lecturer 2001-2003'],
    ],
    [
      'who retired in a year did not begin in it',
      'He was a lecturer at the University of Hull until 2011, when he retired.',
      ['job University of Hull lecturer -2011'],
    ],
    [
      'a rank before the name of who studied',
      'Lecturer Jane Example earned her doctorate from Columbia University in 2003.',
      ['doctorate Columbia University doctorate -2003'],
    ],
    [
      'those whom the head of a class taught',
      '2005年任云南大学讲师，2010级本科生班主任。',
      ['job 云南大学 讲师 2005-', 'job 云南大学 班主任 2005-'],
    ],
    [
      'a calling without a place',
      'She worked as a nurse, then as lecturer at the University of Leeds from 2003.',
      ['job University of Leeds lecturer 2003-'],
    ],
    [
      'who is elected by no society',
      'They elected me a fellow in 2010, and I moved to Yale University.',
      ['job Yale University – 2010-'],
    ],
    ['words in quotes', '2001年任四川师范大学教授，他说：“我是学者”。', ['job 四川师范大学 教授 2001-']],
    ['what others call somebody', '2001年任四川师范大学教授，被誉为“青年专家”。', ['job 四川师范大学 教授 2001-']],
    ['a project of a director', '云南省教育厅厅长项目（2009）。2009年任云南大学讲师。', ['job 云南大学 讲师 2009-']],
    [
      'a course for some weeks',
      '云南大学进修班毕业，北京大学硕士。',
      ['visiting 云南大学 进修 -', 'master 北京大学 硕士 -'],
    ],
  ])('%s', (_why, text, expected) => expect(lines(text)).toEqual(expected));
});

it('reads a campus in another town as a university of its own', () =>
  expect(lines('2015– Associate Professor, CUHK-Shenzhen')).toEqual([
    'job CUHK-Shenzhen Associate Professor 2015-present',
  ]));

describe('what is still a post', () => {
  it.each([
    ['2009年在云南大学从事管理工作，2012年获四川大学博士学位。', 'job 云南大学 工作 2009-'],
    ['Lecturer, University of Leeds, earned a PhD in 2003.', 'job University of Leeds Lecturer -'],
    ['2003年起在云南大学致力于音乐教育工作。', 'job 云南大学 工作 2003-'],
    [
      'Lecturer, University of Leeds, 2001-2003\nProfessor, Yale University, page 3/4\n',
      'job Yale University Professor -',
    ],
    ['2009年到云南大学组织部工作。', 'job 云南大学 工作 2009-'],
    ['2009年起在云南大学开展博士后研究工作。', 'postdoc 云南大学 博士后研究 2009-'],
    ['2009年任中国科学院昆明分院科学家。', 'job 中国科学院昆明分院 科学家 2009-'],
    ['1990年在云南大学教书，一教三十年。', 'job 云南大学 教书 1990-'],
    ['1999年任黄冈师范学院讲师；2010年任农业部沼气研究所所长。', 'administrative 农业部沼气研究所 所长 2010-'],
    ['1990年任昆明工学院讲师，1995年学院更名为昆明理工大学，1996年任副教授。', 'job 昆明理工大学 副教授 1996-'],
    ['PhD thesis: "The Lecturer", Yale University, 2003', 'doctorate Yale University PhD -2003'],
  ])('%s', (text, expected) => expect(lines(text)).toContain(expected));
});
