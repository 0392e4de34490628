import { describe, expect, it } from 'vitest';
import { gazetteerWith } from '../../src/core/mobility/cv/gazetteer.ts';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

// Names of institutions that no list has are read by their form: here no list is there at all.

const unlisted = { ...gazetteerWith(), byBeginning: new Map(), byName: new Map() };

function placesOf(text: string): string[] {
  return readCv(text, unlisted).map(({ kind, institution }) => `${kind} ${institution}`);
}

describe('Chinese names that words for what leads to a name stand in', () => {
  it.each([
    ['随', '1988年毕业于随州职业技术学院，获学士学位。', ['bachelor 随州职业技术学院']],
    ['入', '2003年9月调入江苏城乡建设职业学院，任教授。', ['job 江苏城乡建设职业学院']],
    ['年', '1995年至2000年在湖北青年职业学院任讲师。', ['job 湖北青年职业学院']],
    ['和', '1995年至2000年在河南工业和信息化职业学院任讲师。', ['job 河南工业和信息化职业学院']],
    ['他', '1995年至2000年在犹他州立大学任讲师。', ['job 犹他州立大学']],
    ['的', '1995年至2000年在波罗的海国立技术大学任讲师。', ['job 波罗的海国立技术大学']],
    ['及', '1995年至2000年在埃及开罗美国大学任讲师。', ['job 埃及开罗美国大学']],
    ['后', '1995年至2000年在加拿大皇后大学任讲师。', ['job 加拿大皇后大学']],
    ['由', '1995年至2000年在柏林自由大学任讲师。', ['job 柏林自由大学']],
  ])('%s', (_name, text, expected) => expect(placesOf(text)).toEqual(expected));
});

describe('Chinese names that join two fields', () => {
  it.each([
    ['behind a town', '2003年获德国科隆音乐与舞蹈学院硕士学位。', ['master 德国科隆音乐与舞蹈学院']],
    ['behind a foreign name', '1995年至2000年在新斯科舍艺术与设计大学任讲师。', ['job 新斯科舍艺术与设计大学']],
    [
      'of a part, without the verb before it',
      '1995年任苏州大学讲师，主持经济与管理学院的工作，2001年任教授。',
      ['job 苏州大学', 'job 苏州大学'],
    ],
    [
      'and no name of two that worked together',
      '1995年任苏州大学讲师，研究音乐与南京艺术学院合作，2001年任教授。',
      ['job 苏州大学', 'job 南京艺术学院'],
    ],
  ])('%s', (_name, text, expected) => expect(placesOf(text)).toEqual(expected));
});

describe('Chinese names that would be a part', () => {
  it.each([
    ['of the whole country', '1999年至2002年中国音乐学院博士。', ['doctorate 中国音乐学院']],
    ['of a trade', '2010-2012 泰山职业技术学院副教授', ['job 泰山职业技术学院']],
    ['of a foreign town', '2010-2012 杜尔加布尔国家技术学院副教授', ['job 杜尔加布尔国家技术学院']],
    ['which is one', '2010-2012 苏州大学，中国画学院副教授', ['job 苏州大学']],
    ['of a federation', '2003年获伦敦大学伯克贝克学院硕士学位。', ['master 伦敦大学伯克贝克学院']],
    ['of an academy abroad', '2010年起任乌克兰国家科学院数学研究所研究员。', ['job 乌克兰国家科学院数学研究所']],
    [
      'of a branch of an academy',
      '2010年起任俄罗斯科学院西伯利亚分院核物理研究所研究员。',
      ['job 俄罗斯科学院西伯利亚分院核物理研究所'],
    ],
  ])('%s', (_name, text, expected) => expect(placesOf(text)).toEqual(expected));
});

it('reads Japanese names to their end', () => {
  expect(placesOf('1990年至1994年在山梨学院大学任讲师。')).toEqual(['job 山梨学院大学']);
  expect(placesOf('1990年至1994年在冲绳科学技术大学院大学任讲师。')).toEqual(['job 冲绳科学技术大学院大学']);
  expect(placesOf('1990年至1994年在苏州学院大学生处任讲师。')).toEqual(['job 苏州学院']);
});

describe('names in Latin letters', () => {
  it.each([
    [
      'of two words for an institution',
      '2001-2005 Lecturer, Okanagan University College',
      'Okanagan University College',
    ],
    ['of a weaker word before', '2001-2005 Lecturer, South Bank University', 'South Bank University'],
    [
      'of a possessive before College',
      "2001-2005 Lecturer, University of King's College",
      "University of King's College",
    ],
    [
      'that German writes in one word',
      '2001-2005 Lecturer, Wirtschaftsuniversität Wien',
      'Wirtschaftsuniversität Wien',
    ],
    ['of a Fachhochschule', '2001-2005 Lecturer, Fachhochschule Flensburg', 'Fachhochschule Flensburg'],
    ['of a Hogeschool', '2001-2005 Lecturer, Hogeschool Rotterdam', 'Hogeschool Rotterdam'],
    ['with à', '2001-2005 Lecturer, Université du Québec à Rimouski', 'Université du Québec à Rimouski'],
    [
      'with a campus behind a hyphen',
      '2001-2005 Lecturer, Example University-Carbondale',
      'Example University-Carbondale',
    ],
    ['with a country', '2001-2005 Lecturer, Torrens University Australia', 'Torrens University Australia'],
    ['with the article of a cell', '2001-2005\tThe University of Sheffield\tLecturer', 'The University of Sheffield'],
  ])('%s', (_name, text, name) => expect(placesOf(text)).toEqual([`job ${name}`]));

  it('is written with its town where many towns have one, and found without it', () => {
    const [one] = readCv('2001-2005 Lecturer, Academy of Fine Arts in Prague', unlisted);
    expect([one.institution, one.institutionNormal, one.city]).toEqual([
      'Academy of Fine Arts in Prague',
      'Academy of Fine Arts',
      'Prague',
    ]);
    expect(placesOf('2001-2005 Lecturer, Academy of Fine Arts in 2001')).toEqual(['job Academy of Fine Arts']);
    expect(placesOf('PhD, University of Leeds in Music, 2001')).toEqual(['doctorate University of Leeds']);
  });
});

it('knows in which city a college of China is', () => {
  const [one] = readCv('1995年至2000年在三亚学院任讲师。');
  expect([one.institution, one.city]).toEqual(['三亚学院', '三亚']);
});
