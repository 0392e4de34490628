import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { resourceFile } from '../../src/core/workers/resource.ts';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('years', () => {
  it.each([
    ['months without a sign', '200309-200707\t兰州大学\t本科', ['bachelor 兰州大学 本科 2003-2007']],
    ['the same until now', '201912-至今\t云南大学\t教授', ['job 云南大学 教授 2019-present']],
    ['a number that is none', '主持项目 201601-2016129999 云南大学 教授', ['job 云南大学 教授 -']],
    [
      'from and to in two columns, and ditto',
      'Employment\nFrom\tTo\tEmployer\tPost\nJan 2004\tAug 2006\tLund University\tLecturer\n' +
        'Sept 2006\tto date\tdo.\tSenior Lecturer',
      ['job Lund University Lecturer 2004-2006', 'job Lund University Senior Lecturer 2006-present'],
    ],
    [
      'the next two years',
      'Her doctorate was awarded by the University of Kent in 1991. She spent the next two years as a postdoctoral ' +
        'fellow at Lund University and in 1993 returned to Kent as a lecturer.',
      [
        'doctorate University of Kent doctorate -1991',
        'postdoc Lund University postdoctoral fellow 1991-1993',
        'job Kent lecturer 1993-',
      ],
    ],
    ['为期一年', '2011年9月起，为期一年，在英国利兹大学做访问学者。', ['visiting 英国利兹大学 访问学者 2011-2012']],
    [
      'when a school was merged',
      'Education\n1990.9–1994.7, B.Eng., Example Institute of Technology (merged into Lund University in 2000)',
      ['bachelor Example Institute of Technology B.Eng. 1990-1994'],
    ],
    [
      'a break',
      'She joined Lund University in 1999 and was Head of School there between 2001 and 2005 (with a break in 2003).',
      ['administrative Lund University Head of School 2001-2005'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('other people and what was not taken', () => {
  it.each([
    ['students', 'She has mentored nine PhD students and four postdocs, now at Lund University and in Kent.'],
    ['of whom', 'Twelve students have graduated, the latest of whom is now a lecturer at Lund University.'],
    ['a spouse with a remark', 'Her husband, a cellist, taught at Lund University until 2014.'],
    ['an offer', '[Lund University: Assistant Professor, offer declined, 2004]'],
    ['a post declined', '2009  Professor, Duke University (declined)'],
    ['a post declined, with full stops', '2009  Asst. Prof., Duke Univ. (declined, 2009)'],
    ['a post declined, without brackets', '2009  Professor, Duke University, declined'],
    ['where a student is', 'N. N., "Singing" (now Assistant Professor, Lund University) 2018'],
    ['a society of letters', 'She was president of ESCOM from 2009 to 2012.'],
    ['学生', '教学方面，学生遍布海内外：王某某（2014年考入兰州大学）、赵某（现任云南大学教授）。'],
    ['a page to edit', '人物经历\n播报　编辑\n1931年9月，出生于歙县。'],
    ['下放', '1969年－1972年，下放江西鲤鱼洲农场劳动。'],
    ['a kind of institution', '國立大學專任教師個人資料表'],
  ])('%s', (_name, text) => expect(lines(text)).toEqual([]));
});

describe('words and layouts', () => {
  it.each([
    ['a state', 'Research Analyst, Example Associates, Inc., Cambridge, MA, 1996–1998'],
    ['a state behind a stroke', 'Research Analyst, Example Associates, Inc., Cambridge/MA, 1996–1998'],
  ])('%s is no degree', (_name, text) => expect(lines(text).filter((one) => /master/.test(one))).toEqual([]));

  it.each([
    [
      'a department of history in a table is no heading',
      '經歷\n國立成功大學歷史學系\t系主任\t2012/08～迄今\n國立暨南國際大學歷史學系\t副教授\t2009/08～2012/07',
      ['administrative 國立成功大學 系主任 2012-present', 'job 國立暨南國際大學 副教授 2009-2012'],
    ],
    [
      'courses in Japan',
      '1993年4月—1995年3月 名古屋大学 博士前期课程\n1995年4月—1998年3月 名古屋大学 博士后期课程',
      ['master 名古屋大学 博士前期课程 1993-1995', 'doctorate 名古屋大学 博士后期课程 1995-1998'],
    ],
    [
      'an institute that somebody directs',
      'A visiting scientist at Lund University in 1981, he went on to direct the Institute of Geology from 1991 to ' +
        '1998.',
      ['visiting Lund University visiting scientist 1981-', 'administrative Institute of Geology direct 1991-1998'],
    ],
    [
      'text that was broken in its column, below years',
      'Positions\n10/2005 - 03/2007   Lecturer in music, University of\n                    Kent at Canterbury\n' +
        'since 04/2007       Professor (W2),\n                    Universität Hamburg',
      ['job University of Kent at Canterbury Lecturer 2005-2007', 'job Universität Hamburg Professor 2007-present'],
    ],
    [
      'an employer over its only post',
      'Experience\n\nQuarrystone Robotics (Austin, TX)\n    Senior Engineer                       2015 - 2019',
      ['job Quarrystone Robotics Senior Engineer 2015-2019'],
    ],
    [
      'text that was broken in its column, before years',
      'POSITIONS HELD\nMellon Postdoctoral Fellow in the Humanities, Society of\n' +
        '     Fellows, Columbia University                          1994-1996\n' +
        'Assistant Professor of Italian, Department of Romance\n' +
        '     Languages, Johns Hopkins University                   1996-2001',
      [
        'postdoc Columbia University Mellon Postdoctoral Fellow 1994-1996',
        'job Johns Hopkins University Assistant Professor 1996-2001',
      ],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what public pages have', () => {
  it.each([
    [
      'an academy that elects, beside posts',
      '虚构甲某，中国工程院院士，教授。1981年毕业于上海交通大学，1990年任上海交通大学教授。',
      ['award – 中国工程院院士 -', 'bachelor 上海交通大学 – -1981', 'job 上海交通大学 教授 1990-'],
    ],
    ['大学 right before a rank', '1948年回国，任大连大学教授。', ['job 大连大学 教授 1948-']],
    ['获得 before a name', '2005年获得香港理工大学博士学位。', ['doctorate 香港理工大学 博士学位 -2005']],
    [
      'a rank after a visit',
      '1994年到四川大学任教。2004年至2005年在英国利兹大学作访问学者，2007年晋升教授。',
      ['job 四川大学 任教 1994-', 'visiting 英国利兹大学 访问学者 2004-2005', 'job 四川大学 教授 2007-'],
    ],
    ['任教 before a name', '1982年起任教华中师范大学。', ['job 华中师范大学 任教 1982-']],
    ['科学社会主义 in a name', '科学社会主义研究所硕士（1984—1987）', ['master 科学社会主义研究所 硕士 1984-1987']],
    [
      'years above what they tell',
      '2002\n兰州大学博士毕业\n2002.12\n晋升副教授\n2008.07\n晋升教授',
      ['doctorate 兰州大学 博士 -2002', 'job 兰州大学 副教授 2002-', 'job 兰州大学 教授 2008-'],
    ],
    [
      'an institute of the academy named before',
      '1973年，调入中国建筑科学研究院工作。1983年起担任该院建筑历史研究所所长。',
      ['job 中国建筑科学研究院 工作 1973-', 'administrative 中国建筑科学研究院 所长 1983-'],
    ],
    [
      'degrees with years one for one',
      'He received his B.E., M.E., and Ph.D. in engineering from Lund University in 1966, 1968, and 1971.',
      [
        'bachelor Lund University B.E. -1966',
        'master Lund University M.E. -1968',
        'doctorate Lund University Ph.D. -1971',
      ],
    ],
    [
      'links, tags and entities of a page',
      'Work\n* 2020 - current: Postdoctoral Researcher with [Jane Example](https://example.org/), Lund University\n' +
        '* **Ghent University** <span style="float:right;"> Belgium </span><br/>\n' +
        '  _Lecturer_ <span>2015 &mdash; 2020</span>',
      ['postdoc Lund University Postdoctoral Researcher 2020-present', 'job Ghent University Lecturer 2015-2020'],
    ],
    [
      'posts of a profile below an employer',
      'Experience\n\nSenior Scientist\nExample Labs\nMar 2021 - Present\n\nQueen Mary University of London\n' +
        '7 yrs 6 mos\n\n    Senior Lecturer\n    Sep 2018 - Feb 2021\n\n    Lecturer\n    Sep 2013 - Aug 2018',
      [
        'job Example Labs Senior Scientist 2021-present',
        'job Queen Mary University of London Senior Lecturer 2018-2021',
        'job Queen Mary University of London Lecturer 2013-2018',
      ],
    ],
    [
      'a Dutch name',
      'Education\nUniversiteit van Amsterdam\nMaster of Science\n2004 - 2006',
      ['master Universiteit van Amsterdam Master of Science 2004-2006'],
    ],
    [
      'an entry of a list that ends as a heading could',
      '## PROFESSIONAL APPOINTMENTS\n\n- Professor\n  Lund University\n\n- Director\n  Public Knowledge Project\n\n' +
        '- Adjunct Professor\n  Ghent University',
      ['job Lund University Professor -', 'visiting Ghent University Adjunct Professor -'],
    ],
    [
      'headings below the one of supervision',
      '## SUPERVISION\n\n### VISITING SCHOLARS\n\n2019 Jane Example, Lund University\n\n## EDUCATION\n\n' +
        'PhD, Ghent University, 2015',
      ['doctorate Ghent University PhD -2015'],
    ],
    [
      'ligatures that a PDF has as other letters',
      'EducaƟon\n1992 Ph.D. StaƟsƟcs, Lund University',
      ['doctorate Lund University Ph.D. -1992'],
    ],
    [
      'an entry of a PDF that was broken',
      'Positions\n2005- Director, Institute of Forecasting, Lund.\n2001- Director, Business and Economic Forecasting ' +
        'Unit, Department of Econometrics and Economic\nStatistics, Monash University.',
      [
        'administrative Institute of Forecasting Director 2005-present',
        'administrative Monash University Director 2001-present',
      ],
    ],
    [
      'cells of Markdown with breaks',
      '| Education | BA, Yale University, 1990<br>MA, Duke University, 1992<br/>PhD, Harvard University, 1998 |',
      [
        'bachelor Yale University BA -1990',
        'master Duke University MA -1992',
        'doctorate Harvard University PhD -1998',
      ],
    ],
    [
      'paragraphs and entries in tags',
      '<p>PhD, Yale University, 1990</p><ul><li>Lecturer, Duke University, 1992-1998</li><li>Reader, Lund ' +
        'University, 1998-2004</li></ul>',
      [
        'doctorate Yale University PhD -1990',
        'job Duke University Lecturer 1992-1998',
        'job Lund University Reader 1998-2004',
      ],
    ],
    [
      'what a sentence says was declined',
      'Maria Lopez is Professor of History at Rice University. She received her PhD from Duke University in 1999. ' +
        'From 1999 to 2004 she was Assistant Professor at Emory University. In 2010 she declined an offer from ' +
        'Boston University.',
      [
        'job Rice University Professor -present',
        'doctorate Duke University PhD -1999',
        'job Emory University Assistant Professor 1999-2004',
      ],
    ],
    [
      'a post, and another that was declined',
      '2004-2010  Professor, Boston University; declined the post of Dean, 2008',
      ['job Boston University Professor 2004-2010'],
    ],
    ['a label of visits', '访学｜英国利兹大学，2011年9月起，为期一年', ['visiting 英国利兹大学 – 2011-2012']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('names without a word for what they are', () => {
  it.each([
    [
      'laboratories and institutes by their letters',
      '1999-2001\tDESY\tpostdoctoral fellow\n2001-2005\tInria\tresearch scientist',
      ['postdoc DESY postdoctoral fellow 1999-2001', 'job Inria research scientist 2001-2005'],
    ],
    [
      'institutes of an academy in short',
      '1990年毕业于南开大学，1993年进入长春光机所工作，1999年任金属所副所长。',
      ['bachelor 南开大学 – -1990', 'job 长春光机所 工作 1993-', 'administrative 金属所 副所长 1999-'],
    ],
    [
      'towns that stand for their universities',
      'He was visiting professor at Stellenbosch (2006) and became lecturer at Groningen in 2008.',
      ['visiting Stellenbosch visiting professor 2006-', 'job Groningen lecturer 2008-'],
    ],
    [
      'in Chinese right before the next word, with its country',
      '1999年后赴日本KEK任博士后，2002年在CERN工作。',
      ['postdoc 日本KEK 博士后 1999-', 'job CERN 工作 2002-'],
    ],
    ['a short form that another country has too', '1999年获日本东大博士学位。', ['doctorate 日本东大 博士学位 -1999']],
    [
      'institutes with a region or a field and the word for one, or a number',
      '曾任职于福建物构所（1988—1992）、电子部第14研究所（1992—1999），现为中科院兰州化物所研究员。',
      [
        'job 福建物构所 曾任职 1988-1992',
        'job 电子部第14研究所 曾任职 1992-1999',
        'job 中科院兰州化物所 研究员 -present',
      ],
    ],
    ['rooms that are no institute', '1990年在北京办公场所任保安。', []],
    [
      'a town and a year behind it',
      'Lecturer at Durham 1976-84, Reader 1984-90.',
      ['job Durham Lecturer 1976-1984', 'job Durham Reader 1984-1990'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));

  it('the shipped list gives each name to one institution, with its names and its city in both languages', () => {
    const rows = readFileSync(resourceFile('institutions.tsv'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t'));
    expect(rows.filter((cells) => cells.length !== 5 || cells.slice(0, 4).includes(''))).toEqual([]);
    const others = rows.flatMap(([, , , , names]) => names.split(';')).filter((name) => name !== '');
    const names = [...new Set(rows.map(([chinese]) => chinese)), ...others];
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe('several years or places of one entry', () => {
  it.each([
    [
      'when studies began and ended in brackets',
      '王某，南京大学中文系（2006级，2009年毕业）硕士。',
      ['master 南京大学 硕士 2006-2009'],
    ],
    [
      'grades behind the degrees, and the year of leaving',
      '本科就读于武汉大学（1998级），硕士（2002级，2005届）、博士（2008届）均毕业于华中科技大学。',
      ['bachelor 武汉大学 本科 1998-', 'master 华中科技大学 硕士 2002-2005', 'doctorate 华中科技大学 博士 -2008'],
    ],
    [
      'two universities under one word, and a visit in each year',
      'She was a visiting professor at the Universities of Pretoria (2006) and Aarhus (2009, 2012).',
      [
        'visiting Universities of Pretoria visiting professor 2006-',
        'visiting Aarhus visiting professor 2009-',
        'visiting Aarhus visiting professor 2012-',
      ],
    ],
    [
      'a list of visits behind its heading',
      'Visiting Professorships: Sydney (2003), Vienna (2006), Hong Kong (2010).',
      ['visiting Sydney – 2003-', 'visiting Vienna – 2006-', 'visiting Hong Kong – 2010-'],
    ],
    [
      'a rise within the years of a line',
      '2004-2008 Lecturer and from 2006 Senior Lecturer, University of Cape Town',
      ['job University of Cape Town Lecturer 2004-2006', 'job University of Cape Town Senior Lecturer 2006-2008'],
    ],
    [
      'who joined a faculty, and a form of address before a surname alone',
      'Professor Chen joined the faculty of Juilliard in 2005.',
      ['job Juilliard joined the faculty 2005-'],
    ],
    [
      'two places of one postdoc before it',
      '2003年赴美，先后在宾大、MIT做博士后。',
      ['postdoc MIT 博士后 2003-', 'postdoc 宾大 博士后 2003-'],
    ],
    [
      'a host with a name in Latin letters',
      '2010.07—2013.08 美国加州大学伯克利分校 博士后（合作导师：John Doe教授）',
      ['postdoc 美国加州大学伯克利分校 博士后 2010-2013'],
    ],
    [
      'whom a talk is by',
      '报告人简介：王某，2001年华中农业大学作物遗传育种专业获得博士学位。',
      ['doctorate 华中农业大学 博士学位 -2001'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('layouts and names of other kinds', () => {
  it.each([
    [
      'two columns side by side under two headings',
      '【教育经历】                          【工作经历】\n' +
        '1994.9—1998.7  曲阜师范大学音乐系     1998.8—2001.8  济宁市第一中学  音乐教师\n' +
        '              音乐学  学士           2004.7—2007.11  温州大学音乐学院  助教\n' +
        '2001.9—2004.6  首都师范大学           2007.12至今  温州大学  讲师\n' +
        '              音乐教育方向  硕士\n',
      [
        'bachelor 曲阜师范大学 学士 1994-1998',
        'master 首都师范大学 硕士 2001-2004',
        'job 济宁市第一中学 音乐教师 1998-2001',
        'job 温州大学 助教 2004-2007',
        'job 温州大学 讲师 2007-present',
      ],
    ],
    [
      'rows that were broken at the margin',
      '２０１２．１０—２０１３．０９　　德国海德堡大学医院脊柱外科　访问\n学者\n' +
        '２０１３．１０—２０２０．１１　　山东省立医院　副主任医师\n' +
        '２００４．０９—２００８．０６　　山东大学医学院　外科学（骨科）　博\n士（在职）',
      [
        'visiting 德国海德堡大学医院 访问学者 2012-2013',
        'job 山东省立医院 副主任医师 2013-2020',
        'doctorate 山东大学 博士 2004-2008',
      ],
    ],
    [
      'a hospital of a medical school of a university',
      '2006年任华中科技大学同济医学院附属协和医院副主任医师。',
      ['job 华中科技大学同济医学院附属协和医院 副主任医师 2006-'],
    ],
    [
      'an academy that became a company',
      '中国建筑科学研究院有限公司 正高级工程师 2013.9-至今',
      ['job 中国建筑科学研究院有限公司 正高级工程师 2013-present'],
    ],
    [
      'an institute of its own that somebody moves to, and back again',
      '1953年毕业于武汉大学，1962年调往水利水电科学研究院，任工程师，1978年任教授级高级工程师。1984年重返武汉大学，任教授。',
      [
        'bachelor 武汉大学 – -1953',
        'job 水利水电科学研究院 工程师 1962-',
        'job 水利水电科学研究院 教授级高级工程师 1978-',
        'job 武汉大学 教授 1984-',
      ],
    ],
    [
      'cells of a table one below the other',
      'EDUCATION/TRAINING\nUniversity of Ottawa, Ottawa, ON\nMD\n06/2003\nMedicine\n' +
        'Dalhousie University, Halifax, NS\nResidency\n06/2008\nNeurology',
      ['doctorate University of Ottawa MD -2003', 'job Dalhousie University Residency 2008-'],
    ],
    [
      'research laboratories of companies and societies',
      'Work Experience\nPrincipal Engineer, ABB Corporate Research, Raleigh, North Carolina, Nov. 2005 - Jul. 2009\n' +
        'Visiting Researcher, Fraunhofer IISB, Erlangen, May - Aug. 2012\n' +
        'Senior Researcher, imec, Leuven, Belgium, 2013 - 2015',
      [
        'job ABB Corporate Research Principal Engineer 2005-2009',
        'visiting Fraunhofer IISB Visiting Researcher 2012-2012',
        'job imec Senior Researcher 2013-2015',
      ],
    ],
    [
      'one post and then another at one place',
      'She was Lecturer, then Senior Lecturer, at the University of Waikato in Hamilton from 2004 to 2011.',
      ['job University of Waikato Lecturer 2004-', 'job University of Waikato Senior Lecturer -2011'],
    ],
    [
      'a visit, and a name with signs of its own',
      'She spent five months of 2016 as a Fulbright Senior Scholar at the University of Hawaiʻi at Mānoa.',
      ['visiting University of Hawaiʻi at Mānoa Fulbright Senior Scholar 2016-'],
    ],
    [
      'an award named after the university that gives it',
      'In 2020 she was Deputy Head of School and received a University of Auckland Teaching Excellence Award.',
      ['administrative University of Auckland Deputy Head of School 2020-'],
    ],
    [
      'years of two digits, an academy in German, and words that hold a role',
      "Education\n'93–'96   BA Fine Art, University of Cape Town\n\nTeaching\n" +
        '2017–19   Guest Professor, Kunstakademie Münster\n\nExhibitions\n2022 Baltic, Gateshead',
      ['bachelor University of Cape Town BA 1993-1996', 'visiting Kunstakademie Münster Guest Professor 2017-2019'],
    ],
    [
      'talents, and a fund in two languages',
      '荣誉\n2016   国家海外高层次青年人才\n2023   国家优秀青年科学基金（NSFC Excellent Young Scientists Fund）',
      ['award – 国家海外高层次青年人才 2016-', 'award – 国家优秀青年科学基金 2023-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('biographies and forms of other kinds', () => {
  it.each([
    [
      'titles that no list knows, behind the words that lead to them',
      '1945年在中央银行经济研究处任助理员，1947年任复旦大学经济系书记员。',
      ['job 中央银行 助理员 1945-', 'job 复旦大学 书记员 1947-'],
    ],
    [
      'the same in English, and a bureau of its own',
      'He served from 1944 to 1946 as an experimental officer at the Telecommunications Research Establishment ' +
        'in Malvern.',
      ['job Telecommunications Research Establishment experimental officer 1944-1946'],
    ],
    [
      'a move without a title, and one with its title behind',
      '2002年7月调入南京艺术学院音乐学院，2003年5月晋升教授。2008年调入上海音乐学院，任副院长。',
      ['job 南京艺术学院 – 2002-', 'job 南京艺术学院 教授 2003-', 'administrative 上海音乐学院 副院长 2008-'],
    ],
    [
      'a school named after a part of the country that is also short for a university',
      '1953年调往中南财经学院任副教授，1978年学校复名湖北财经学院，任教授。',
      ['job 中南财经学院 副教授 1953-', 'job 湖北财经学院 教授 1978-'],
    ],
    [
      'titles in two languages, and one that stands for two offices',
      '高级研究员 Senior Research Scientist\t斯隆-凯特琳癌症中心\t2017/03-2018/08\n' +
        '系主任暨所長\t國立臺灣師範大學\t2018/8–2021/7',
      ['job 斯隆-凯特琳癌症中心 高级研究员 2017-2018', 'administrative 國立臺灣師範大學 系主任 2018-2021'],
    ],
    ['what a form plans', '拟任职务：苏州大学特聘教授\n\n九、未来工作计划\n任苏州大学特聘教授（2026年-2031年）。', []],
    [
      'rows of a list that begin with years of the republic',
      '2004/9–2005/6　英國倫敦大學教育學院　兼任講師（Visiting Tutor）\n' +
        '民國86年8月–民國90年7月　臺北市立中正高級中學　專任教師\n' +
        '民國88年2月–民國90年6月　中國文化大學音樂系　兼任講師',
      [
        'visiting 英國倫敦大學教育學院 兼任講師 2004-2005',
        'job 臺北市立中正高級中學 專任教師 1997-2001',
        'visiting 中國文化大學 兼任講師 1999-2001',
      ],
    ],
    [
      'employers in capitals and unknown ones in a profile',
      'Experience\nSpotify\nSenior Research Scientist\nMarch 2017 - July 2019 (2 years 5 months)\nLondon\n\n' +
        'IRCAM\n5 years 6 months\nResearcher\nOctober 2012 - February 2017 (4 years 5 months)\nParis, France\n\n' +
        'Native Instruments\nSoftware Engineer\nJuly 2003 - August 2007 (4 years 2 months)\nBerlin, Germany',
      [
        'job Spotify Senior Research Scientist 2017-2019',
        'job IRCAM Researcher 2012-2017',
        'job Native Instruments Software Engineer 2003-2007',
      ],
    ],
    [
      'employers below the title of a form',
      'WORK EXPERIENCE\n\n[ 15/03/2010 – 31/08/2013 ] Senior Hydraulic Engineer\nRoyal ExampleDHV\n' +
        'City: Nijmegen | Country: Netherlands\n\nDRIVING LICENCE\nDriving Licence: B (since 2000)',
      ['job Royal ExampleDHV Senior Hydraulic Engineer 2010-2013'],
    ],
    [
      'who rises stays where they are',
      'She was appointed Assistant Lecturer at the University of Bristol, became Lecturer in 1953,' +
        ' and would have stayed ' +
        'had not the University of Sussex offered her a chair in 1963.',
      [
        'job University of Bristol Assistant Lecturer -',
        'job University of Bristol Lecturer 1953-',
        'job University of Sussex chair 1963-',
      ],
    ],
    [
      'a second visit behind a comma, and an office of a society',
      'He was a visiting scientist at Lund University in 1960, at Bell Laboratories in the summer of 1967. ' +
        'He was Vice-President of the Institute from 1978 to 1982.',
      ['visiting Lund University visiting scientist 1960-', 'visiting Bell Laboratories visiting scientist 1967-'],
    ],
    [
      'faculties and orchestras of musicians, and what became of a student',
      'He was on the faculty of the Peabody Institute (2008-2016) and acting principal viola of the Minnesota ' +
        'Orchestra ' +
        'in 2003. His students play in Oslo; one, who graduated in 2015, is now professor at Baylor University. ' +
        'He was artist in residence at the Banff Centre in 2011.',
      [
        'job Peabody Institute on the faculty 2008-2016',
        'job Minnesota Orchestra acting principal viola 2003-',
        'visiting Banff Centre artist in residence 2011-',
      ],
    ],
    [
      'lists of honours',
      'Honours and awards\n2019  Villum Young Investigator\n2022  Damon Example Innovator',
      ['award – Villum Young Investigator 2019-', 'award – Damon Example Innovator 2022-'],
    ],
    [
      'winter and summer terms, and a plain comma between year and rise',
      'WiSe 2006/07 - SoSe 2008   Acting Professor, Universität Regensburg\n' +
        'She was promoted to Reader in 1998 and, three years later, to Professor at the University of Leeds.',
      [
        'job Universität Regensburg Acting Professor 2006-2008',
        'job University of Leeds Reader 1998-',
        'job University of Leeds Professor 2001-',
      ],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('home pages, biosketches and entries of a who is who', () => {
  it.each([
    [
      'headings in brackets on the line of what they are about',
      '【教育背景】博士，管理科学与工程，清华大学（2007.08—2012.07）；学士，数学，吉林大学（2001—2005）\n' +
        '【工作履历】香港城市大学商学院（2017.06—2017.08）、滑铁卢大学（2019.01—2019.02）访问学者\n' +
        '【人才称号】“青年长江”（2021）\n【课程】运筹学（2016秋），清华大学教授（2019）',
      [
        'doctorate 清华大学 博士 2007-2012',
        'bachelor 吉林大学 学士 2001-2005',
        'visiting 香港城市大学 访问学者 2017-2017',
        'visiting 滑铁卢大学 访问学者 2019-2019',
        'award – 青年长江 2021-',
      ],
    ],
    [
      'when studies began and ended in two columns',
      'EDUCATION/TRAINING\nINSTITUTION\tDEGREE\tStart Date MM/YYYY\tCompletion Date MM/YYYY\tFIELD\n' +
        'University of the Witwatersrand\tMBBCh\t01/1988\t12/1993\tMedicine\n' +
        'University of Leeds\tPhD\t08/2000\t05/2004\tEpidemiology',
      ['bachelor University of the Witwatersrand MBBCh 1988-1993', 'doctorate University of Leeds PhD 2000-2004'],
    ],
    [
      'two dates beside each other that are no range',
      '姓名\t出生年月\t参加工作\t职称\n王某\t1962.3\t1983.7\t南开大学教授',
      ['job 南开大学 教授 -'],
    ],
    [
      'a title and a list of places, and a marriage',
      'b. Swansea, 1949; m 1974, Carlos Example, Lectr, Univ. of Salford,' +
        ' 1975–2003; one s. Visiting Professor: University of ' +
        "Salamanca, 1983; Queen's University, Kingston, 1990–91; University of Tokyo, 2004.",
      [
        'visiting University of Salamanca Visiting Professor 1983-',
        "visiting Queen's University Visiting Professor 1990-1991",
        'visiting University of Tokyo Visiting Professor 2004-',
      ],
    ],
    [
      'the same post in two languages',
      '任教 TEACHING\n2008.9—2009.6 Adjunct Instructor, Hunter College, City University of New York 纽约市立大学亨特学院兼职讲师',
      ['visiting City University of New York Adjunct Instructor 2008-2009'],
    ],
    [
      'two names of one institution',
      '2019.01—2023.01 齐鲁工业大学（山东省科学院）党委书记',
      ['administrative 齐鲁工业大学 党委书记 2019-2023'],
    ],
    [
      'a title that a line begins with, and what was led in the field',
      'Positions\n2005 - 2007\nPostdoctoral. Lund University, Sweden.\n\n' +
        'Her work is about trees, and she directed the field site from 2009 to 2012.',
      ['postdoc Lund University Postdoctoral 2005-2007'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('whom a word is about, and where', () => {
  it.each([
    [
      'a fellow at a school called academy has a post',
      'Academic positions\n2009–2012    Postdoctoral Fellow, Sibelius Academy, Helsinki\n',
      ['postdoc Sibelius Academy Postdoctoral Fellow 2009-2012'],
    ],
    [
      'what a student became',
      'Since 2008 she has worked at Ohio State University as associate professor. ' +
        'Her student Tom White became professor at Duke University in 2015.',
      ['job Ohio State University associate professor 2008-present'],
    ],
    [
      'a school of a conservatory is no study, whatever stands before the word',
      '1956年考入中南音专（今武汉音乐学院）附中，1959年升入本科作曲系。',
      ['bachelor 中南音专 本科 1959-'],
    ],
    [
      'the year between the word and the title of an honour',
      '王某，2005年任山东大学教授。入选2020年度山东省泰山学者青年专家，2016年度教育部新世纪优秀人才。',
      ['job 山东大学 教授 2005-', 'award – 山东省泰山学者青年专家 2020-', 'award – 教育部新世纪优秀人才 2016-'],
    ],
    [
      'who is taken on again after retirement works elsewhere, and has left before',
      '1997年应聘香港中文大学音乐系客座教授，2000年退休后返聘于星海音乐学院至2006年。',
      ['visiting 香港中文大学 客座教授 1997-2000', 'job 星海音乐学院 – 2000-2006'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('texts of hostile shape', () => {
  it.each([
    ['spaces', `Education${' '.repeat(100_000)}Work`],
    ['a word that leads to ranks', 'principal '.repeat(10_000)],
    ['names of institutes', '物理所'.repeat(33_000)],
    ['rows of two columns', 'Education          Work\n'.repeat(4000)],
    ['degrees with points', 'B.A. and Ph.D., University of Leeds and University of York, 1999 and 2001, '.repeat(100)],
    ['titles behind 任', '任'.repeat(100_000)],
    ['visits in brackets', `visiting professor at Lund University (${'2009, '.repeat(16_000)})`],
  ])('are read to their end: %s', (_name, text) => expect(Array.isArray(readCv(text))).toBe(true));
});
