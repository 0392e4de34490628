import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('what belongs to which entry', () => {
  it.each([
    [
      'posts of one line stay where its first is, whoever employed somebody in those years',
      '企业：2006.10–2009.9 某某制药股份有限公司，高级研究员\n高校：1997.7–2000.8，沈阳药科大学 讲师；2009.10起 副教授；2013.1 教授',
      [
        'job 某某制药股份有限公司 高级研究员 2006-2009',
        'job 沈阳药科大学 讲师 1997-2000',
        'job 沈阳药科大学 副教授 2009-',
        'job 沈阳药科大学 教授 2013-',
      ],
    ],
    [
      'where a company is, in brackets behind its name',
      '2006—2009 江苏恒瑞医药股份有限公司（连云港） 高级研究员\n2009—2012 中国地质大学（武汉） 讲师',
      ['job 江苏恒瑞医药股份有限公司 高级研究员 2006-2009', 'job 中国地质大学（武汉） 讲师 2009-2012'],
    ],
    [
      'years in brackets behind 期间 are those of what follows',
      '2012年获美国密歇根大学音乐艺术博士学位，在读期间（2010—2012年）任该校助教。2012年8月回国，任星海音乐学院讲师；2016年调入浙江音乐学院任教。',
      [
        'doctorate 美国密歇根大学 音乐艺术博士学位 -2012',
        'job 美国密歇根大学 助教 2010-2012',
        'job 星海音乐学院 讲师 2012-',
        'job 浙江音乐学院 任教 2016-',
      ],
    ],
    [
      'fields of one name with a sign between them',
      '2008年毕业于德国汉诺威音乐、戏剧与媒体学院，获硕士学位。',
      ['master 德国汉诺威音乐、戏剧与媒体学院 硕士学位 -2008'],
    ],
    [
      'three institutions with the same sign',
      '曾在中央音乐学院、上海戏剧学院与北京电影学院任教。',
      ['job 中央音乐学院 任教 -', 'job 上海戏剧学院 任教 -', 'job 北京电影学院 任教 -'],
    ],
    [
      'a programme that a title of honour goes on with',
      '2020年入选浙江省高校领军人才培养计划青年优秀人才。',
      ['award – 浙江省高校领军人才培养计划青年优秀人才 2020-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it('fields of one name have it as their institution today', () =>
    expect(readCv('2008年毕业于德国汉诺威音乐、戏剧与媒体学院，获硕士学位。')[0].institutionNormal).toBe(
      '汉诺威音乐戏剧与媒体学院',
    ));
});

describe('institutions that no word in their name tells', () => {
  it.each([
    ['2001-2005 商务印书馆 编辑', 'job 商务印书馆 编辑 2001-2005'],
    ['1991-1994 新华社 记者', 'job 新华社 记者 1991-1994'],
    ['2010-2014 中华书局 副编审', 'job 中华书局 副编审 2010-2014'],
    ['Project Engineer, Larsen & Toubro, Chennai, 2000-2001', 'job Larsen & Toubro Project Engineer 2000-2001'],
    ['Research Scientist, SINTEF, Trondheim, 2003-2006', 'job SINTEF Research Scientist 2003-2006'],
  ])('%s', (text, expected) => expect(lines(text)).toEqual([expected]));

  it('an adjunct professor at a centre of a university is not at the next entry’s', () =>
    expect(
      lines(
        'Adjunct Professor (20 %)           2013 - 2020\nUniversity Centre in Svalbard, Longyearbyen\n' +
          'Visiting Researcher                Sept - Dec 2008\nHokkaido University, Sapporo',
      ),
    ).toEqual([
      'visiting University Centre in Svalbard Adjunct Professor 2013-2020',
      'visiting Hokkaido University Visiting Researcher 2008-2008',
    ]));
});
