import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('years that other words say', () => {
  it.each([
    [
      'ever since',
      'He moved to Rice University in 2003 and has been Professor of History there ever since.',
      ['job Rice University Professor 2003-present'],
    ],
    [
      'since then',
      'She joined the University of Oslo in 2011 and since then has been Reader there.',
      ['job University of Oslo Reader 2011-present'],
    ],
    [
      'until a month of the next year',
      '2006年9月至次年6月任台湾“中央研究院”历史语言研究所访问学人。',
      ['visiting 台湾“中央研究院”历史语言研究所 访问学人 2006-2007'],
    ],
    ['until the next year', '2010年至翌年在英国利兹大学访学。', ['visiting 英国利兹大学 访学 2010-2011']],
    [
      'the same degree twice, each in its year',
      'She studied at the University of Otago (BA 1988, LLB 1990).',
      ['bachelor University of Otago BA -1988', 'bachelor University of Otago LLB -1990'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it.each([
    ['a love', 'He heard the sea in 2003 and has loved it ever since.'],
    ['since then with a name', 'Since then the University of Oslo has had many professors.'],
  ])('not of %s', (_name, text) => expect(lines(text)).toEqual([]));
});

const EDITORS = [
  ['Editor at Cambridge University Press, 2001–2005', 'Cambridge University Press Editor 2001-2005'],
  [
    '2001–2005: Commissioning Editor, Cambridge University Press',
    'Cambridge University Press Commissioning Editor 2001-2005',
  ],
  [
    '1998-2000 Acquiring Editor, University of California Press',
    'University of California Press Acquiring Editor 1998-2000',
  ],
  ['Managing Editor, Duke University Press (2003–2006)', 'Duke University Press Managing Editor 2003-2006'],
  [
    'She worked as a senior editor at Princeton University Press from 2004 to 2009.',
    'Princeton University Press senior editor 2004-2009',
  ],
  ['WORK\nOxford University Press\tDesk Editor\t1999-2002', 'Oxford University Press Desk Editor 1999-2002'],
  ['Editorial Assistant, Yale University Press, 1995-1997', 'Yale University Press Editorial Assistant 1995-1997'],
  ['2010-2014  Copy Editor, Mohr Siebeck Verlag', 'Mohr Siebeck Verlag Copy Editor 2010-2014'],
];
const NO_EDITORS = [
  'Series Editor, Cambridge University Press, 2001–2005',
  'Associate Editor, Journal of Rain, Oxford University Press, 2001–2005',
  'Editor (with A. Other), Weather and Music, Cambridge University Press, 2005.',
  'Edited volume: Rain. Editor, Oxford University Press, 2001',
  'Guest editor for a volume with Routledge Press in 2010.',
  'Reviewer for Cambridge University Press, 2001–2005',
  'Member of the editorial board, MIT Press, 2011–',
  'Editor, The Companion to Rain (Cambridge University Press, 2005)',
];

describe('editors whom a press employs', () => {
  it.each(EDITORS)('%s', (text, expected) => expect(lines(text)).toEqual([`job ${expected}`]));
  it.each(NO_EDITORS)('none in %s', (text) => expect(lines(text)).toEqual([]));
});

describe('what came after a stay', () => {
  it.each([
    [
      'After two years at Duke University (1997–1999) she returned to the University of Oslo to become Lecturer.',
      ['job University of Oslo Lecturer 1999-'],
    ],
    [
      'Following a year with the BBC (2001–2002), she became Lecturer at Cardiff University.',
      ['job Cardiff University Lecturer 2002-'],
    ],
    [
      'After four years (1990–1994) at the University of Leeds he took up a lectureship at the University of Hull.',
      ['job University of Hull lectureship 1994-'],
    ],
    [
      'After a short spell at the University of Leeds from 1990 to 1993 he was Lecturer at the University of Hull.',
      ['job University of Hull Lecturer 1993-'],
    ],
    [
      'He was Lecturer at the University of Leeds (1990–1993) and Reader at the University of Hull (1993–1999).',
      ['job University of Leeds Lecturer 1990-1993', 'job University of Hull Reader 1993-1999'],
    ],
    [
      'After that two postdoc years (2011–2013) at the University of Leeds.',
      ['postdoc University of Leeds postdoc 2011-2013'],
    ],
    ['After graduating he was Lecturer at Duke University (1990–1993).', ['job Duke University Lecturer 1990-1993']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what was before', () => {
  it.each([
    [
      '现为浙江大学教授。2015年9月加入浙江大学，此前任职于香港理工大学。',
      ['job 浙江大学 教授 -present', 'job 香港理工大学 任职 -'],
    ],
    [
      '2018年调入四川音乐学院任教授，在此之前任贵州师范大学副教授。',
      ['job 四川音乐学院 教授 2018-', 'job 贵州师范大学 副教授 -'],
    ],
    [
      '2012年起任北京大学副教授，先前在中国科学院物理研究所任助理研究员。',
      ['job 北京大学 副教授 2012-', 'job 中国科学院物理研究所 助理研究员 -'],
    ],
    [
      '2018年起任厦门大学教授，此前在华为技术有限公司任工程师（2009—2011年）。',
      ['job 厦门大学 教授 2018-', 'job 华为技术有限公司 工程师 2009-2011'],
    ],
    [
      'Prior to joining Rice University in 2010, he worked as a research scientist at Bell Labs.',
      ['job Bell Labs research scientist -'],
    ],
    ['Before moving to Oslo in 2012 she was Lecturer at Duke University.', ['job Duke University Lecturer -']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('one role of several', () => {
  it.each([
    [
      'He joined Boston College in 2004 and became assistant, associate and full professor there in 2005, ' +
        '2010 and 2016.',
      [
        'job Boston College assistant 2005-',
        'job Boston College associate 2010-',
        'job Boston College full professor 2016-',
      ],
    ],
    [
      'Associate and full professor, University of Hull, 2001 and 2009',
      ['job University of Hull Associate 2001-', 'job University of Hull full professor 2009-'],
    ],
    ['Assistant and full-time staff were paid in 2005.', []],
    [
      '获清华大学、巴黎第六大学双博士学位（2012）。',
      ['doctorate 清华大学 博士学位 -2012', 'doctorate 巴黎第六大学 博士学位 -2012'],
    ],
    [
      'He holds a double PhD from Rice University and Ghent University (2009).',
      ['doctorate Ghent University PhD -2009', 'doctorate Rice University PhD -2009'],
    ],
    ['获武汉大学双学士学位（2012）。', ['bachelor 武汉大学 学士学位 -2012']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('where somebody is back', () => {
  it.each([
    ['1985年毕业于西南大学，1990年赴英国利兹大学攻读博士，1994年回校任教。', 'job 西南大学 任教 1994-'],
    ['1985年任四川大学讲师。1990年赴英国利兹大学进修，1991年回校任副教授。', 'job 四川大学 副教授 1991-'],
    ['1985年任四川大学讲师。1990—1993年在复旦大学攻读博士学位。1995年任教授。', 'job 四川大学 教授 1995-'],
    ['1985年任四川大学讲师。1990—1993年在复旦大学攻读博士学位，留校任副教授。', 'job 复旦大学 副教授 1993-'],
  ])('%s', (text, expected) =>
    expect(
      lines(text)
        .filter((one) => one.startsWith('job'))
        .at(-1),
    ).toBe(expected),
  );

  it('and nobody is told to work where they only studied', () =>
    expect(lines('2003年公派赴日本东京大学留学，2005年返校任教。').filter((one) => one.startsWith('job'))).toEqual([]));
});

describe('tables of honours', () => {
  it.each([
    'Recognition\tBy\tYear',
    'Title of award\tAwarded by\tDate',
    'Prize\tInstitution\tYear',
    'Award\tAwarding body\tYear received',
  ])('%s', (head) =>
    expect(
      lines(
        [
          'EMPLOYMENT\n2001-2005 Lecturer, University of Leeds\n',
          head,
          'Guggenheim Fellowship\tGuggenheim Foundation\t2010',
          'Distinguished Professor\tNanjing University\t2012',
          'Best Lecturer\tUniversity of Hull\t2014\n',
          'Position\tInstitution\tYears\nReader\tUniversity of Leeds\t2015-2017',
        ].join('\n'),
      ),
    ).toEqual([
      'job University of Leeds Lecturer 2001-2005',
      'award – Guggenheim Fellowship 2010-',
      'award Nanjing University Distinguished Professor 2012-',
      'job University of Leeds Reader 2015-2017',
    ]),
  );

  it('and none where the columns are those of posts', () =>
    expect(
      lines('Position\tInstitution\tYear\nLecturer\tUniversity of Leeds\t2001\nReader\tDuke University\t2005'),
    ).toEqual(['job University of Leeds Lecturer 2001-', 'job Duke University Reader 2005-']));
});

describe('names that go on', () => {
  it.each([
    ['His Ph.D. is from Sichuan Union University in 1998.', 'doctorate Sichuan Union University Ph.D. -1998'],
    [
      "He took his Ph.D. at Imaginary Rain University (today's Ghent University) in 1998.",
      'doctorate Imaginary Rain University Ph.D. -1998',
    ],
    [
      'Professor, École nationale supérieure des beaux-arts, Paris, 2001-2005',
      'job École nationale supérieure des beaux-arts Professor 2001-2005',
    ],
    [
      "Lecturer, École nationale d'administration, 1999-2002",
      "job École nationale d'administration Lecturer 1999-2002",
    ],
    [
      '2016-2020年任内蒙古锡林郭勒草原生态系统国家野外科学观测研究站站长。',
      'administrative 内蒙古锡林郭勒草原生态系统国家野外科学观测研究站 站长 2016-2020',
    ],
    [
      '2017.09-2018.08\n台湾“中央研究院”历史语言研究所\n访问学人',
      'visiting 台湾“中央研究院”历史语言研究所 访问学人 2017-2018',
    ],
  ])('%s', (text, expected) => expect(lines(text)).toEqual([expected]));

  it('not beyond the post in another town', () =>
    expect(
      lines('She was Lecturer at the École des ponts de Paris and then Reader at Duke University in 2001.'),
    ).toEqual(['job École des ponts de Paris Lecturer -', 'job Duke University Reader 2001-']));

  it.each([
    [
      'She is Professor of History at Ghent University. She headed the Centre for Weather Studies at Ghent in 2005.',
      'administrative Ghent headed 2005-',
    ],
    [
      'She was director of the Institute of Music at Graz, 2001-2005.',
      'administrative Institute of Music at Graz director 2001-2005',
    ],
    [
      'He held visiting professorships at the École nationale des chartes, Paris (2002), and Rutgers University ' +
        '(autumn 2011), and was elected to X.',
      'visiting Rutgers University visiting professorship 2011-',
    ],
    [
      '任教于暨南大学。2006年9月至次年6月任台湾“中央研究院”历史语言研究所访问学人。',
      'visiting 台湾“中央研究院”历史语言研究所 访问学人 2006-2007',
    ],
    [
      '2019– Extraordinary Professor (part-time), Duke University',
      'visiting Duke University Extraordinary Professor 2019-present',
    ],
    ['2010-2012 Lecturer (part-time), Duke University', 'job Duke University Lecturer 2010-2012'],
  ])('%s', (text, expected) => expect(lines(text).at(-1)).toBe(expected));
});

describe('lists of a narrow page', () => {
  it('are put together where a word was broken', () =>
    expect(
      lines(
        '工作简历\n2006.03-2008.12 美国科罗拉多州立大学 博士\n后\n2009.01-2013.12 中国科学院西北高原生物研\n所 副研究员\n' +
          '2014.01-至今 中国科学院西北高原生物研究\n所 研究员\n2018.09-至今 青海师范大学 兼职教授',
      ),
    ).toEqual([
      'postdoc 美国科罗拉多州立大学 博士后 2006-2008',
      'job 中国科学院西北高原生物研所 副研究员 2009-2013',
      'job 中国科学院西北高原生物研究所 研究员 2014-present',
      'visiting 青海师范大学 兼职教授 2018-present',
    ]));

  it('and not where each line ends with a word', () =>
    expect(lines('2006.03-2008.12 四川大学 博士\n后记\n2009.01-2013.12 四川大学 讲师\n研究音乐')).toEqual([
      'doctorate 四川大学 博士 2006-2008',
      'job 四川大学 讲师 2009-2013',
    ]));
});
