import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('what a narrow column or a page broke', () => {
  it.each([
    [
      'ranges behind their dash',
      '1991年9月—\n1994年4月\n浙江大学 流体机械专业 硕士\n1994年5月—\n1999年8月\n三峡大学 讲师\n2012年—\n2020年\n河海大学 教授\n',
      ['master 浙江大学 硕士 1991-1994', 'job 三峡大学 讲师 1994-1999', 'job 河海大学 教授 2012-2020'],
    ],
    [
      'an entry at the foot of a page',
      '1999年9月—2003年1月 浙江大学 讲师\n— 1 —\n2003年3月—2005年4月 河海大学 副教授',
      ['job 浙江大学 讲师 1999-2003', 'job 河海大学 副教授 2003-2005'],
    ],
    ['two years that stand alone', '2001\n2003年任浙江大学讲师', ['job 浙江大学 讲师 2003-']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('years that sentences tell in their own way', () => {
  it.each([
    [
      'begun and awarded',
      'He took a PhD at Rice University, begun in 1993 and awarded in 1997.',
      ['doctorate Rice University PhD 1993-1997'],
    ],
    [
      'after so many years as something',
      'She received her doctorate from Rice University in 1998. After two years as a postdoctoral fellow at Duke ' +
        'University she joined Emory University, where she was Reader from 2000 to 2006.',
      [
        'doctorate Rice University doctorate -1998',
        'postdoc Duke University postdoctoral fellow 1998-2000',
        'job Emory University Reader 2000-2006',
      ],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('names in two languages and parts of what is told', () => {
  it.each([
    [
      'an English name and the Chinese behind it',
      '1998–1999  Assistant curator 助理馆员, Liaoning Provincial Museum 辽宁省博物馆',
      ['job Liaoning Provincial Museum Assistant curator 1998-1999'],
    ],
    [
      'an institute of the same university',
      '1994.9—1998.6 西北师范大学历史系，学士；1998.9—2001.6 同校敦煌学研究所，硕士',
      ['bachelor 西北师范大学 学士 1994-1998', 'master 西北师范大学 硕士 1998-2001'],
    ],
    [
      'its institute',
      'She has been Professor at Rice University since 2015; since 2016 she has been Director of ' +
        'its Institute of Marine Sciences.',
      ['job Rice University Professor 2015-present', 'administrative Rice University Director 2016-present'],
    ],
    [
      'two fields of an institute',
      'Lecturer, Kenya Marine and Fisheries Research Institute, 2000-2006',
      ['job Kenya Marine and Fisheries Research Institute Lecturer 2000-2006'],
    ],
    [
      'an office of a state',
      '1999-2002  Legal officer, Office of the Council of State',
      ['job Office of the Council of State Legal officer 1999-2002'],
    ],
    [
      'letters before a town',
      '- ICCROM, Rome, guest researcher, summer 2016',
      ['visiting ICCROM guest researcher 2016-'],
    ],
    [
      'an artist for a time',
      '2017-03 ~ 2017-06　湖北美术学院 驻校艺术家（短期）',
      ['visiting 湖北美术学院 驻校艺术家 2017-2017'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it('who leads a project holds no post', () => {
    expect(lines('国家社科基金重大项目（2020年立项）首席专家，兰州大学。')).toEqual([]);
    expect(lines('2020年任兰州大学首席专家。')).toEqual(['job 兰州大学 首席专家 2020-']);
  });
});
