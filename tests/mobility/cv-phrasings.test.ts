import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('where somebody is', () => {
  it.each([
    [
      'who stays where they studied in that year',
      '1986年毕业于苏州大学，1989年获苏州大学硕士学位，1999年获南京大学博士学位。\n1989年留校任助教，1995年任讲师。',
      [
        'bachelor 苏州大学 – -1986',
        'master 苏州大学 硕士学位 -1989',
        'doctorate 南京大学 博士学位 -1999',
        'job 苏州大学 助教 1989-',
        'job 苏州大学 讲师 1995-',
      ],
    ],
    [
      'in a school of their university, not of the court between',
      '2010年起 云南大学 讲师\n2016年—2017年 昆明市中级人民法院 法官\n2019年—2023年 法学院副院长',
      ['job 云南大学 讲师 2010-', 'job 昆明市中级人民法院 法官 2016-2017', 'administrative 云南大学 副院长 2019-2023'],
    ],
    ['in a unit of a short name', '2009年起任北外俄语中心主任。', ['administrative 北外 主任 2009-']],
    [
      'in a school that 该校 tells of',
      '2011—2014，青海大学农牧学院，讲师\n2015起，该校畜牧兽医科学院，副研究员',
      ['job 青海大学 讲师 2011-2014', 'job 青海大学 副研究员 2015-'],
    ],
    [
      'in a new post behind the old one',
      '1993年任四川大学教授，其后在北京大学工作。',
      ['job 四川大学 教授 1993-', 'job 北京大学 工作 -'],
    ],
    [
      'in a university of a short form that the text names whole',
      '1999年起任國立雲林科技大學講師，2010年8月轉任雲科大副教授。',
      ['job 國立雲林科技大學 講師 1999-2010', 'job 雲科大 副教授 2010-'],
    ],
    [
      'in an institution with its name of today',
      '1989年考入浙江美术学院（现在叫中国美术学院），1993年毕业。',
      ['bachelor 浙江美术学院 – 1989-1993'],
    ],
    [
      'in their university by its town',
      'Fictional Scholar is Professor at the University of Warsaw. She was lecturer at the University of ' +
        'Leeds from 2005. ' +
        'She moved to Warsaw in 2014. Her books are about weather and about the sea.',
      ['job University of Warsaw Professor -present', 'job University of Leeds lecturer 2005-', 'job Warsaw – 2014-'],
    ],
    ['in a company', 'She worked as a designer for Marimekko, 1998-2001.', ['job Marimekko designer 1998-2001']],
    [
      'in no company that is a field',
      'Professor for Digital Humanities, University of Kent, 2001-2005',
      ['job University of Kent Professor 2001-2005'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what somebody is', () => {
  it.each([
    [
      'a title that no list has, before its employer',
      'Employment\n2001-2005 Lecturer, University of Kent\n1995–2000 Exploration Geologist, Norsk Hydro, Oslo',
      ['job University of Kent Lecturer 2001-2005', 'job Norsk Hydro Exploration Geologist 1995-2000'],
    ],
    [
      'in a table',
      '| Technical Officer (on leave) | World Health Organization, Geneva | 2011–2013 |',
      ['job World Health Organization Technical Officer 2011-2013'],
    ],
    [
      'who plays elsewhere',
      '2010年至2015年兼任深圳交响乐团客席定音鼓首席。',
      ['visiting 深圳交响乐团 客席定音鼓首席 2010-2015'],
    ],
    ['who visits a college', '牛津大學聖安東尼學院訪問院士，2016年', ['visiting 牛津大學 訪問院士 2016-']],
    [
      'who leads a school',
      '1990年3月至1998年5月任苏州大学校（院）长。',
      ['administrative 苏州大学 校（院）长 1990-1998'],
    ],
    ['a scholar of a province', '2022年获聘甘肃省“飞天学者”特聘教授', ['award – “飞天学者”特聘教授 2022-']],
    [
      'a student of a table',
      '2007.02 － 2008.02\n挪威科技大学 海洋技术系\n访问学者\n',
      ['visiting 挪威科技大学 访问学者 2007-2008'],
    ],
    [
      'who came to work',
      '1995年回国，入湖北美术学院，先后任讲师（1995）、副教授（1998）。',
      ['job 湖北美术学院 讲师 1995-', 'job 湖北美术学院 副教授 1998-'],
    ],
    ['of an LLM', 'She completed an LLM at the University of Leeds in 1995.', ['master University of Leeds LLM -1995']],
    [
      'after what went before',
      '2004年至2010年任苏州大学中文系主任，此后任副院长。',
      ['administrative 苏州大学 系主任 2004-2010', 'administrative 苏州大学 副院长 2010-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what is no position', () => {
  it.each([
    ['of a child', '1990年任苏州大学教授。其子毕业于河海大学，现在黄河水利委员会工作。', ['job 苏州大学 教授 1990-']],
    [
      'of a student',
      '2010年任苏州大学教授。\n协助指导的2020级博士生张某，已赴德国哥廷根大学联合培养',
      ['job 苏州大学 教授 2010-'],
    ],
    [
      'of one of many',
      '2010年任苏州大学教授。先后培养博士21名，其中一人现为中国药科大学副教授。',
      ['job 苏州大学 教授 2010-'],
    ],
    [
      'of a committee',
      'Lecturer, University of Kent, 2001\nCommittees: national advisory group (chair, 2014–2017)',
      ['job University of Kent Lecturer 2001-'],
    ],
    [
      'of a conference',
      'Lecturer, University of Kent, 2001; TPC chair, ESSCIRC 2020',
      ['job University of Kent Lecturer 2001-'],
    ],
    [
      'of a society',
      'Lecturer, University of Kent, 2001\nMember, International Academy of Ceramics, 2018',
      ['job University of Kent Lecturer 2001-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('entries that a PDF gave as one line', () => {
  it('begin with their years', () => {
    const text =
      '学习经历 1986.9—1990.7 华中师范大学地理系，理学学士 1990.9—1993.7 武汉大学，理学硕士 1997.9—2000.7 南京大学，理学博士\n';
    expect(lines(text)).toEqual([
      'bachelor 华中师范大学 理学学士 1986-1990',
      'master 武汉大学 理学硕士 1990-1993',
      'doctorate 南京大学 理学博士 1997-2000',
    ]);
  });

  it('end with them where the first does', () => {
    const text =
      '华中师范大学地理系，理学学士 1986.9—1990.7 武汉大学，理学硕士 1990.9—1993.7 南京大学，理学博士 1997.9—2000.7\n';
    expect(lines(text)[0]).toBe('bachelor 华中师范大学 理学学士 1986-1990');
  });
});

describe('names of several kinds of school', () => {
  it.each([
    [
      'PhD, Royal Veterinary and Agricultural University, 2003',
      'doctorate Royal Veterinary and Agricultural University PhD -2003',
    ],
    ['PhD, University of Nebraska Medical Center, 2006', 'doctorate University of Nebraska Medical Center PhD -2006'],
    ['BSc, Ss. Cyril and Methodius University, 1994', 'bachelor Ss. Cyril and Methodius University BSc -1994'],
    ['PhD, Department of Oil and Kent University, 2006', 'doctorate Kent University PhD -2006'],
  ])('%s', (text, expected) => expect(lines(text)).toEqual([expected]));
});

describe('as many places as degrees, posts or years', () => {
  it.each([
    [
      '先后于1985年和1990年在山东大学、南京大学获学士、博士学位。',
      ['bachelor 山东大学 学士 -1985', 'doctorate 南京大学 博士学位 -1990'],
    ],
    [
      '本科、硕士、博士分别毕业于山东大学、南京大学和复旦大学。',
      ['bachelor 山东大学 本科 -', 'master 南京大学 硕士 -', 'doctorate 复旦大学 博士 -'],
    ],
    [
      'She holds a BA and a PhD from the University of Warsaw and the University of Vienna respectively.',
      ['bachelor University of Warsaw BA -', 'doctorate University of Vienna PhD -'],
    ],
    [
      'He taught at the University of Leeds and the University of York as lecturer and senior lecturer respectively.',
      ['job University of Leeds lecturer -', 'job University of York senior lecturer -'],
    ],
    [
      '1990-1995年、1998-2003年分别在湖南大学、中山大学任教。',
      ['job 湖南大学 任教 1990-1995', 'job 中山大学 任教 1998-2003'],
    ],
    [
      'She was a visiting professor at Yale University and the University of Chicago in 1999 and 2004.',
      ['visiting Yale University visiting professor 1999-', 'visiting University of Chicago visiting professor 2004-'],
    ],
    [
      'BSc, MSc (University of Lagos), PhD (University of Leeds).',
      ['bachelor University of Lagos BSc -', 'master University of Lagos MSc -', 'doctorate University of Leeds PhD -'],
    ],
    [
      '他获得复旦大学学士学位和硕士学位，后在同济大学、浙江大学任教。',
      ['bachelor 复旦大学 学士学位 -', 'master 复旦大学 硕士学位 -', 'job 同济大学 任教 -', 'job 浙江大学 任教 -'],
    ],
  ])('%s', (text, expected) => expect(lines(text).sort()).toEqual([...expected].sort()));
});

describe('stays, fields and tables that tell of something else', () => {
  it.each([
    [
      'After three years at the University of Kent, she was Lecturer at the University of Bristol, 2003–2010.',
      ['job University of Bristol Lecturer 2003-2010'],
    ],
    [
      'After two years in London he became Lecturer at the University of Bristol (2003–2010).',
      ['job University of Bristol Lecturer 2003-2010'],
    ],
    ['2010–2014 Lecturer in Creative Industries, University of Kent', ['job University of Kent Lecturer 2010-2014']],
    ['2005 MA in Sports Broadcasting, Ohio University', ['master Ohio University MA -2005']],
    ['1999-2003 Engineer, Mitsubishi Heavy Industries, Nagoya', ['job Mitsubishi Heavy Industries Engineer 1999-2003']],
    ['Manager, Medical Records, Leeds General Infirmary', ['job Leeds General Infirmary Manager -']],
    ['PhD in Theatre University of Warwick, 2005', ['doctorate University of Warwick PhD -2005']],
    ['2001-2004 BA Opera University College London', ['bachelor University College London BA 2001-2004']],
    ['Curator, National Museum University of Oslo', ['job University of Oslo Curator -']],
    ['1999-2003 Lecturer, London South Bank University', ['job London South Bank University Lecturer 1999-2003']],
    [
      'He holds a dual BA and MBA degree from Kent University and the University of Essex',
      ['bachelor Kent University BA -', 'master University of Essex MBA -'],
    ],
    [
      'She moved to Los Angeles in 2012, where she has lived ever since. She has lectured at UCLA in 2013.',
      ['job UCLA lectured 2013-'],
    ],
    [
      'Date\tAward\tInstitution\n1999\tBA\tUniversity of Kent\n2005\tPhD\tUniversity of York\n',
      ['bachelor University of Kent BA -1999', 'doctorate University of York PhD -2005'],
    ],
    [
      'Award | By | Year\nDistinguished Teacher | University of Sydney | 2004\n',
      ['award University of Sydney Distinguished Teacher 2004-'],
    ],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('lines that a program broke wherever it liked', () => {
  it('go on in the next one where entries are sentences', () => {
    const text =
      '1985年9月至1989年7月在兰州大学学习，获文学学士\n学位。\n1989年8月至1995年8月任甘肃日报社记\n者。\n' +
      '1995年9月至1998年6月在中国人民\n大学新闻学院攻读硕士学位；1998年9月至2001年\n6月在复旦大学攻读博士学位。\n' +
      '2001年7月到西南政法大学任副教授，20\n04年11月任教授。\n2017年6月至今，任广西大学教授。\n';
    expect(lines(text)).toEqual([
      'bachelor 兰州大学 文学学士学位 1985-1989',
      'job 甘肃日报社 记者 1989-1995',
      'master 中国人民大学 硕士学位 1995-1998',
      'doctorate 复旦大学 博士学位 1998-2001',
      'job 西南政法大学 副教授 2001-',
      'job 西南政法大学 教授 2004-',
      'job 广西大学 教授 2017-present',
    ]);
  });

  it('and where entries end in their years', () => {
    const text =
      'QUALIFICATIONS\nBDS, Khon Kaen University, Thailand,\n1989\n' +
      'PhD, University of Otago, Dunedin, New\nZealand, 2001\n' +
      'Associate Professor, Universitas\nAirlangga, Surabaya, 2006–\n2011\n' +
      'Professor, Hanoi Medical University, September 2011 – June\n2019\n';
    expect(lines(text)).toEqual([
      'bachelor Khon Kaen University BDS -1989',
      'doctorate University of Otago PhD -2001',
      'job Universitas Airlangga Associate Professor 2006-2011',
      'job Hanoi Medical University Professor 2011-2019',
    ]);
  });

  it('but not where an institution stands over its post', () => {
    const text = 'University of Leeds, 2001–2005\nLecturer in Law\nUniversity of York, 2005–2010\nProfessor of Law\n';
    expect(lines(text)).toEqual([
      'job University of Leeds Lecturer 2001-2005',
      'job University of York Professor 2005-2010',
    ]);
  });
});
