import { describe, expect, it } from 'vitest';
import { positionsIn as lines, positionsInFull as inFull } from '../support/cv-lines.ts';

describe('lives of scholars as academies print them', () => {
  it.each([
    [
      'the years of a life behind the name are none of a career',
      '王某某(1924-1986)\n江苏人，物理学家，中国科学院学部委员。1945年毕业于南京大学。',
      ['award – 中国科学院学部委员 -', 'bachelor 南京大学 – -1945'],
    ],
    [
      'who still lives has the year of birth there',
      '李某某(1926- )\n河北人，物理学家，中国科学院院士。',
      ['award – 中国科学院院士 -'],
    ],
    [
      'ministries with a number, and commissions',
      '1965年后历任七机部第五研究院副院长，航天工业部总工程师，国防科委副主任，某省水利厅厅长，江口大桥工程处处长。',
      [
        'administrative 七机部第五研究院 副院长 1965-',
        'job 航天工业部 总工程师 -',
        'administrative 国防科委 副主任 -',
        'administrative 某省水利厅 厅长 -',
        'administrative 江口大桥工程处 处长 -',
      ],
    ],
    [
      '原 of 原子能 says nothing of a former name',
      '历任清华大学教授，北平研究院原子能研究所所长。',
      ['job 清华大学 教授 -', 'administrative 北平研究院 所长 -'],
    ],
    [
      'a college with a name of its own is no school of the university before it',
      '历任唐山大学校长、北洋工学院院长。',
      ['administrative 唐山大学 校长 -', 'administrative 北洋工学院 院长 -'],
    ],
    [
      'a school of the university is',
      '历任唐山大学教授、机械工程学院院长。',
      ['job 唐山大学 教授 -', 'administrative 唐山大学 院长 -'],
    ],
    [
      'several names in one pair of brackets, whose years are theirs',
      '回国后任国立东南大学（1928年更名为国立中央大学，1949年更名为南京大学）教授。',
      ['job 国立东南大学 教授 -'],
    ],
    [
      'what 曾任 tells has no share in a time that has ended',
      '1986年至1990年任大连理工大学校长，曾任第二、三届国家自然科学基金委员会主任。',
      ['administrative 大连理工大学 校长 1986-1990', 'administrative 国家自然科学基金委员会 主任 -'],
    ],
    [
      'a first degree without a year where a later one is of another university',
      '西北大学物理学系激光专业毕业，陕西师范大学硕士。',
      ['bachelor 西北大学 – -', 'master 陕西师范大学 硕士 -'],
    ],
    [
      'a degree of two universities',
      '1989年获北京大学和英国Stirling大学联合培养博士学位。',
      ['doctorate 北京大学 博士学位 -1989'],
    ],
  ])('%s', (_why, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('who somebody learned from, and what somebody worked on, is no post', () => {
  it.each([
    [
      '1992年考入上海音乐学院，师从著名二胡教育家、演奏家吴某某教授，并随著名指挥家夏某某教授学习指挥副科。',
      ['bachelor 上海音乐学院 – 1992-'],
    ],
    ['1964年在清华大学与苏联著名科学家讨论。1991年被授予“国家杰出贡献科学家”。', []],
    ['1960年，即在清华大学组织两个研究组开展氢弹的预先研究工作。', []],
    ['2004年起任云南大学教授。中国博士后科学基金评审专家。', ['job 云南大学 教授 2004-']],
    [
      '1997年获南京医科大学博士学位，同年9月入中山大学博士后流动站工作。',
      ['doctorate 南京医科大学 博士学位 -1997', 'postdoc 中山大学 博士后流动站 1997-'],
    ],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));

  it('though 随后 and 追随 a calling tell of posts', () =>
    expect(lines('1992年毕业于云南大学，随后任昆明理工大学教授。')).toEqual([
      'bachelor 云南大学 – -1992',
      'job 昆明理工大学 教授 1992-',
    ]));
});

describe('who stays or rises does so where they were', () => {
  it.each([
    [
      '1998年获北京大学博士学位。1998年留校任教，2001-2002年赴美国明尼苏达大学访问研究。',
      'job 北京大学 留校任教 1998-',
    ],
    [
      '1985年获云南大学硕士学位并留校任教。1991年晋升为讲师，1995年考入西安交通大学攻读博士学位。',
      'job 云南大学 讲师 1991-',
    ],
  ])('%s', (text, expected) => expect(lines(text)).toContain(expected));
});

it('takes the university of a prize for its own out of the title', () =>
  expect(lines('2008年获得云南大学教学名师奖。')).toEqual(['award 云南大学 教学名师奖 2008-']));

it('joins a date that a narrow column broke behind its year', () =>
  expect(
    lines(
      '1994年7月到云南大学工作至今，先后任助教、讲师。2004年10月-2006年\n10月在汕头大学海洋生物研究所进行博士后研究。',
    ),
  ).toContain('postdoc 汕头大学 博士后研究 2004-2006'));

it('takes the last of several later names', () =>
  expect(inFull('任国立东南大学（1928年更名为国立中央大学，1949年更名为南京大学）教授。')).toEqual([
    'job 南京大学 教授 -',
  ]));
