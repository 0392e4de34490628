import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('titles of works', () => {
  it.each([
    '2016 Study of Sleep in Musicians, University of Leeds, £20,000',
    '2012 Study in Blue, for piano, commissioned by the University of Leeds',
    '2004 Studies in Rhythm, performed at Royal Academy of Music',
    '2010 Study of a Head, Tate Gallery',
    '2010 Studies of a River, solo exhibition, Hayward Gallery',
    '1999  Studies in Harmony, with a grant from the University of Oslo',
  ])('are no degrees: %s', (text) => expect(lines(text)).toEqual([]));

  it.each([
    ['10/1988-03/1994   Studies of history, University of Leeds', 'bachelor University of Leeds – 1988-1994'],
    ['1984 – 1989\tStudies of mathematics, University of Leeds', 'bachelor University of Leeds – 1984-1989'],
    ['Education\n1989 Studies in mathematics, University of Leeds', 'bachelor University of Leeds – 1989-'],
  ])('unlike studies with their range of years or under their heading: %s', (text, expected) =>
    expect(lines(text)).toEqual([expected]),
  );
});

describe('prizes and licences', () => {
  it.each([
    '2001 Best Young Journalist, University of Kent',
    '2001 Best Landscape Architect, University of Kent',
    '2001 Best Teaching Officer, University of Kent',
    '2001 Young Designer, University of Kent',
    '2001 Young Designer (Kent Prize), University of Kent',
    '2001 Chartered Physicist, Institute of Physics',
    '2001 Chartered Surveyor, Royal Institution of Chartered Surveyors',
    '2001 Registered Architect, University of Kent',
    '2001 Licensed Architect, University of Kent',
    '2001 Student Journalist at Kent University',
    '2001 Student Developer, University of Kent',
  ])('are no posts: %s', (text) => expect(lines(text)).toEqual([]));

  it('unlike a profession', () =>
    expect(lines('2001 Landscape Architect, University of Kent')).toEqual([
      'job University of Kent Landscape Architect 2001-',
    ]));
});

describe('国医大师', () => {
  it.each([
    ['2008年师从国医大师邓铁涛，任广州中医药大学讲师。', ['job 广州中医药大学 讲师 2008-']],
    ['2009年师承国医大师路志正。', []],
    ['2009年师承国医大师、全国名中医。', []],
    ['2011年任湖北中医药大学国医大师传承工作室主任。', ['administrative 湖北中医药大学 室主任 2011-']],
    ['2010年入选国医大师学术经验继承人。', []],
    ['2014年获国医大师称号。', ['award – 国医大师称号 2014-']],
    ['2014年被评为国医大师。', ['award – 国医大师 2014-']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('since then', () => {
  it('goes on where that is told', () =>
    expect(lines('He came to the University of Oslo in 2003 and since then he has been Reader there.')).toEqual([
      'job University of Oslo Reader 2003-present',
    ]));

  it('has no end where visits are told', () =>
    expect(
      lines(
        'He was at the University of Oslo in 2003, and since then has visited Harvard University many times.',
      ).filter((line) => line.endsWith('present')),
    ).toEqual([]));
});

describe('what is told of relatives', () => {
  it.each([
    [
      '幼年随其父学琴，1978年考入中央音乐学院，1982年毕业后任中国音乐学院讲师，1990年任教授。',
      ['bachelor 中央音乐学院 – 1978-1982', 'job 中国音乐学院 讲师 1982-', 'job 中国音乐学院 教授 1990-'],
    ],
    [
      '自幼随其兄习画,1985年毕业于西安美术学院,1990年任教于西安美术学院。',
      ['bachelor 西安美术学院 – -1985', 'job 西安美术学院 任教 1990-'],
    ],
    [
      '深受其父影响，1999年毕业于武汉大学，2003年任湖南大学讲师。',
      ['bachelor 武汉大学 – -1999', 'job 湖南大学 讲师 2003-'],
    ],
    [
      '1999年任湖南大学讲师，其夫为中学教师，本人2002年任副教授，2005年任教授。',
      ['job 湖南大学 讲师 1999-', 'job 湖南大学 副教授 2002-', 'job 湖南大学 教授 2005-'],
    ],
    [
      '其兄毕业于清华大学，他本人2003年毕业于北京大学，2006年任浙江大学讲师。',
      ['bachelor 北京大学 – -2003', 'job 浙江大学 讲师 2006-'],
    ],
    ['为其弟子，2003年任浙江大学教授。', ['job 浙江大学 教授 2003-']],
    ['2006年任其子公司总经理，2009年任浙江大学教授。', ['job 浙江大学 教授 2009-']],
    ['研究其子群结构，1990年任武汉大学讲师。', ['job 武汉大学 讲师 1990-']],
    ['2003年在其母校武汉大学任教，2010年任教授。', ['job 武汉大学 任教 2003-', 'job 武汉大学 教授 2010-']],
    ['1990年任苏州大学教授。其子毕业于河海大学，现在黄河水利委员会工作。', ['job 苏州大学 教授 1990-']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('schools of a university that sound like institutions', () => {
  it.each([
    ['2001年毕业于空军工程大学，2004年任雷达工程学院讲师，2009年任副教授。', '空军工程大学 副教授 2009-'],
    ['2001年起在北京体育大学任教，2013年任奥林匹克管理学院副院长。', '北京体育大学 副院长 2013-'],
    ['2003年起任南京大学讲师，2007年任副教授，2010年任中国艺术学院副院长。', '南京大学 副院长 2010-'],
  ])('%s', (text, expected) => expect(lines(text).at(-1)).toContain(expected));

  it('and none that a later one gives its name to', () =>
    expect(lines('2007年任马克思主义学院院长，2010年任巴里科学学院教授。')[0]).toBe(
      'administrative 马克思主义学院 院长 2007-',
    ));
});
