import { describe, expect, it } from 'vitest';
import { positionsInFull as lines } from '../support/cv-lines.ts';

describe('degrees whose university is called by its town', () => {
  it.each([
    ['behind the field in brackets', 'PhD (Sociology) Lancaster 2008', ['doctorate Lancaster University PhD -2008']],
    ['behind honours', 'BA (Hons) Leeds 2001', ['bachelor University of Leeds BA -2001']],
    ['behind a field', 'Education\nPhD, Sociology, Lancaster, 2008', ['doctorate Lancaster University PhD -2008']],
    ['behind a field and the year', 'PhD, Musicology, 2003, Durham', ['doctorate Durham University PhD -2003']],
    [
      'a college',
      '1998 Ph.D. Economics, Michigan\n1992 B.A. Mathematics, Reed',
      ['doctorate University of Michigan Ph.D. -1998', 'bachelor Reed College B.A. -1992'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('posts that prose tells without a title', () => {
  it.each([
    [
      'who joins and who leaves for',
      'She joined the World Bank in 2004. In 2010 he left for the University of Toronto.',
      ['job World Bank – 2004-2010', 'job University of Toronto – 2010-'],
    ],
    [
      'an employer that no list knows',
      'From 1995 to 1999 she was editor at Bärenreiter in Kassel, then worked for Universal Edition in Vienna ' +
        '(1999-2003) before joining the University of Graz as professor in 2003.',
      [
        'job Bärenreiter editor 1995-1999',
        'job Universal Edition worked 1999-2003',
        'job University of Graz professor 2003-',
      ],
    ],
    [
      'a post that the sentence names, and no other',
      'She joined Lund University in 1999 and was Head of School there between 2001 and 2005.',
      ['administrative Lund University Head of School 2001-2005'],
    ],
    [
      'a university of a name that is no word for one',
      'He came to Wesleyan in 2001, where he was promoted to full professor in 2013.',
      ['job Wesleyan University full professor 2013-'],
    ],
    [
      'a year somewhere',
      'She spent the academic year 2011-12 at the Institute for Advanced Study in Princeton.',
      ['visiting Institute for Advanced Study spent the academic year 2011-2012'],
    ],
    ['school days', 'In 1938 he went to Manchester Grammar School.', []],
    [
      'a bank whose name is written with an accent',
      'Employment\n2008–2011\tResearch Officer, Example Bank\n2005–2008\tEconomist, Banco de México',
      ['job Example Bank Research Officer 2008-2011', 'job Banco de México Economist 2005-2008'],
    ],
    [
      'a chair that is called after somebody',
      'Employment\n2015-2018 Chair of Department, University of Hull\n' +
        '2018- Anna Jones Chair of Medical Physics, University of Leeds',
      ['administrative University of Hull Chair of Department 2015-2018', 'job University of Leeds Chair 2018-present'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('lists of places with their years', () => {
  it.each([
    [
      'a town behind a place',
      'Visiting appointments: University of Oslo (2003), Universität Zürich, Zürich (2005), CNRS, Paris (2008).',
      ['visiting University of Oslo – 2003-', 'visiting Universität Zürich – 2005-', 'visiting CNRS – 2008-'],
    ],
    [
      'a country behind a place, in prose',
      'He has been a visiting professor at McGill University (2001), the University of Sydney, Australia (2004), and ' +
        'Kyoto University (2009).',
      [
        'visiting McGill University visiting professor 2001-',
        'visiting University of Sydney visiting professor 2004-',
        'visiting Kyoto University visiting professor 2009-',
      ],
    ],
    [
      'who gave fellowships',
      'Honours include fellowships from the Guggenheim Foundation (2003), the National Endowment for the Humanities ' +
        '(2008), and the American Council of Learned Societies (2011).',
      ['award – fellowships 2003-', 'award – fellowships 2008-', 'award – fellowships 2011-'],
    ],
    [
      'a scholar of a foundation under visits',
      'Visiting positions\nUniversity of Texas at Austin, Fulbright Scholar (2001–02)',
      ['visiting University of Texas at Austin Fulbright Scholar 2001-2002'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('Chinese careers in prose', () => {
  it.each([
    [
      'when somebody finished is not said',
      '1978年考入沈阳音乐学院作曲系，毕业后分配至吉林艺术学院任教。',
      ['bachelor 沈阳音乐学院 – 1978-', 'job 吉林艺术学院 任教 -'],
    ],
    [
      'a degree that begins when another ends',
      '2000级清华大学土木系本科生，2004年毕业后保送本校直博，2009年获博士学位。',
      ['bachelor 清华大学 本科生 2000-2004', 'doctorate 清华大学 直博 2004-2009'],
    ],
    [
      'who stays at a school, and takes a doctorate elsewhere meanwhile',
      '1988年获兰州大学硕士学位并留校，1995年获东北大学博士学位。1996年破格评为副教授。',
      [
        'master 兰州大学 硕士学位 -1988',
        'job 兰州大学 留校 1988-',
        'doctorate 东北大学 博士学位 -1995',
        'job 兰州大学 副教授 1996-',
      ],
    ],
    [
      'a post to this day',
      '1987年毕业于云南大学，同年留校任教至今。2000年考入兰州大学，三年后获博士学位。2005年任教授。',
      [
        'bachelor 云南大学 – -1987',
        'job 云南大学 留校任教 1987-present',
        'doctorate 兰州大学 博士学位 2000-2003',
        'job 云南大学 教授 2005-',
      ],
    ],
    ['a form of address', '王某教授早年就读于北京师范大学地理系（1956—1960）。', ['bachelor 北京师范大学 – 1956-1960']],
    [
      'an artist in residence',
      '2017.9—2018.2  法国巴黎国际艺术城  驻地艺术家',
      ['visiting 法国巴黎国际艺术城 驻地艺术家 2017-2018'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what a list holds', () => {
  it.each([
    [
      'ranks in one cell, a semicolon between',
      'Employment\n2006-14\tLecturer; Senior Lecturer from 2010\tCardiff University\tCardiff',
      ['job Cardiff University Lecturer 2006-2010', 'job Cardiff University Senior Lecturer 2010-2014'],
    ],
    [
      'labels within a line',
      'Studies: Lund University (PhD 1990). Posts: 1990–92 postdoc, University of Kent. Visits: University of Oslo ' +
        '1999, Uppsala University 2005/06. Honours: elected NAE 2014.',
      [
        'doctorate Lund University PhD -1990',
        'postdoc University of Kent postdoc 1990-1992',
        'visiting University of Oslo – 1999-',
        'visiting Uppsala University – 2005-2006',
        'award – elected NAE 2014-',
      ],
    ],
    [
      'a programme of honour in a table, whose first cell is no heading',
      '人才称号\t批准年月\t依托单位\n教育部新世纪优秀人才支持计划\t2009/12\t兰州大学',
      ['award 兰州大学 教育部新世纪优秀人才支持计划 2009-'],
    ],
    [
      'a programme that no list knows, under honours',
      '- 人才：2016年 天府青城计划（天府名医）',
      ['award – 天府青城计划 2016-'],
    ],
    ['the same elsewhere', '工作：2016年 天府青城计划，云南大学', []],
    [
      'a department in traditional characters',
      '國立臺南大學文化與自然資源學系兼任教授（2016– ）',
      ['visiting 國立臺南大學 兼任教授 2016-present'],
    ],
    ['a degree in a field', 'MAgrSc, Massey University, 1986', ['master Massey University MAgrSc -1986']],
    [
      'a name broken in brackets',
      '1979年9月-1983年7月   西北农学院 (现西北农林 科技大学）林学系  学士',
      ['bachelor 西北农林科技大学 学士 1979-1983'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('years that another sentence or clause says', () => {
  it.each([
    [
      'how long somebody taught',
      '1991年获兰州大学学士，同年起在第五十中学执教三年。',
      ['bachelor 兰州大学 学士 -1991', 'job 第五十中学 执教 1991-1994'],
    ],
    [
      'how long, from when the one before ended',
      '2004—2006年在兰州大学做博士后，之后四年任云南大学工程师。',
      ['postdoc 兰州大学 博士后 2004-2006', 'job 云南大学 工程师 2006-2010'],
    ],
    [
      'a term that ended',
      '1996年获兰州大学博士学位，旋即进入云南大学博士后流动站，1998年9月期满，受聘为山东大学副教授。',
      ['doctorate 兰州大学 博士学位 -1996', 'postdoc 云南大学 博士后流动站 1996-1998', 'job 山东大学 副教授 1998-'],
    ],
    [
      'followed by',
      "Two years of postdoctoral work at Lund University (2001–03) were followed by a research officer's post at the " +
        'Ann and Example Institute in Bonn, which she held until 2007.',
      [
        'postdoc Lund University postdoctoral work 2001-2003',
        'job Ann and Example Institute research officer 2003-2007',
      ],
    ],
    [
      'a move to a town',
      'She moved to Chengdu in 2014 and is now professor at Sichuan University.',
      ['job Sichuan University professor 2014-present'],
    ],
    ['a number in a name', '2017年加入华为2012实验室任首席架构师。', ['job 华为技术有限公司 首席架构师 2017-']],
    [
      'another visit behind the first',
      'Sabbatical leaves took him to Lund University as a visiting scientist (2001) and to the Universidad de Chile ' +
        '(2009).',
      ['visiting Lund University visiting scientist 2001-', 'visiting University of Chile visiting scientist 2009-'],
    ],
    [
      'a visit while somebody studied',
      'As a doctoral student she spent the year 2000 at Uppsala University under a joint-training scheme.',
      ['visiting Uppsala University joint-training 2000-'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('whose a post and a degree are', () => {
  it.each([
    [
      'a school that stands behind its university once',
      '1999—2003 河海大学水文水资源学院讲师；2010—2014 水文水资源学院党总支书记',
      ['job 河海大学 讲师 1999-2003', 'administrative 河海大学 党总支书记 2010-2014'],
    ],
    [
      'a degree without a place, and the same below with one',
      '1987年起在复旦大学工作。1989年研究生毕业。他拥有东北师范大学历史学硕士（1989年）学位。',
      ['job 复旦大学 工作 1987-', 'master 东北师范大学 历史学硕士 -1989'],
    ],
    [
      'who is appointed where they rise',
      '1994年毕业于云南大学，留校。2001年至2004年在兰州大学攻读硕士学位。2008年被聘为副教授。',
      [
        'bachelor 云南大学 – -1994',
        'job 云南大学 留校 1994-',
        'master 兰州大学 硕士学位 2001-2004',
        'job 云南大学 副教授 2008-',
      ],
    ],
    [
      'a tutor who is employed, and a new name of the employer',
      '1996年9月获聘为香港公开进修学院（翌年正名为香港公开大学）导师，2006年擢升为助理教授。',
      ['job 香港都会大学 导师 1996-', 'job 香港都会大学 助理教授 2006-'],
    ],
    [
      'a teacher of a school with a number',
      '历任泉州第五中学教师、华侨大学助教。',
      ['job 泉州第五中学 教师 -', 'job 华侨大学 助教 -'],
    ],
    [
      'a thesis to',
      'From there she submitted a PhD thesis to the University of Reading (1994).',
      ['doctorate University of Reading PhD -1994'],
    ],
    [
      'a centre at a hospital',
      'She is director of the Clinical Research Centre at West China Hospital (since 2017).',
      ['administrative West China Hospital director 2017-present'],
    ],
    [
      'a firm of one word',
      'He spent nine years, 1987 to 1996, as a scientist with AgResearch in Hamilton.',
      ['job AgResearch scientist 1987-1996'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('names that signs part or words lead to', () => {
  it.each([
    [
      'names of a person behind a town',
      '2003.03—2004.02　圣彼得堡国立里姆斯基-科萨科夫音乐学院　进修',
      ['visiting 圣彼得堡国立里姆斯基-科萨科夫音乐学院 进修 2003-2004'],
    ],
    [
      'an island in brackets',
      '2016年起兼任中国（海南）改革发展研究院特约研究员。',
      ['visiting 中国(海南)改革发展研究院 特约研究员 2016-'],
    ],
    [
      'an academy in quotes',
      '2010-2012 访问学者 台湾“中央研究院”历史语言研究所',
      ['visiting 台湾"中央研究院"历史语言研究所 访问学者 2010-2012'],
    ],
    ['a verb of one character', '2001年调中山大学法学院任教授。', ['job 中山大学 教授 2001-']],
    [
      'a school of a name',
      '1941年毕业于兰州大学，旋任重庆南开中学教员。',
      ['bachelor 兰州大学 – -1941', 'job 重庆南开中学 教员 1941-'],
    ],
    [
      'a school beside its university',
      '| 2002-2006 | 大连海事大学 航海学院 | 本科生 |',
      ['bachelor 大连海事大学 本科生 2002-2006'],
    ],
    [
      'an office of a government',
      'Employment\nU.S. Government Accountability Office, Washington, DC\n     Analyst, 1994–1996',
      ['job Government Accountability Office Analyst 1994-1996'],
    ],
    [
      'a company whose name ends as a field does',
      'Career\n- 2006-10 to 2008-08: R&D engineer, Delta Electronics, Taoyuan',
      ['job Delta Electronics engineer 2006-2008'],
    ],
    [
      'an employer in capitals over a post',
      'Experience\n\nSpotify\nResearcher\nMarch 2015 - September 2018\n\nINESC TEC\nResearch Assistant\n2005 - 2007',
      ['job Spotify Researcher 2015-2018', 'job INESC TEC Research Assistant 2005-2007'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what belongs together', () => {
  it.each([
    [
      'a post in one clause and the degree in the next',
      'In 1966 he was appointed assistant lecturer at the University of Glasgow; a year later he became lecturer, ' +
        'and his PhD, from the University of Edinburgh, followed in 1972.',
      [
        'job University of Glasgow assistant lecturer 1966-',
        'job University of Glasgow lecturer 1967-',
        'doctorate University of Edinburgh PhD -1972',
      ],
    ],
    [
      'who moves somewhere as something',
      'He moved to the University of Kent, Canterbury, as senior lecturer in 1974, was promoted to reader after ' +
        'three years and took the chair of Irish history at Lund University in 1981.',
      [
        'job University of Kent senior lecturer 1974-',
        'job University of Kent reader 1977-',
        'job Lund University chair 1981-',
      ],
    ],
    [
      'two stays',
      'He spent 1978–79 as visiting professor at Boston College and the spring of 1991 at Lund University.',
      ['visiting Boston College visiting professor 1978-1979', 'visiting Lund University visiting professor 1991-'],
    ],
    [
      'an academy that elects',
      'He is professor at the University of Kent. The Royal Irish Academy had elected him a member in 1989.',
      ['job University of Kent professor -present', 'award Royal Irish Academy elected him a member 1989-'],
    ],
    [
      'elected to a society',
      'Honors\n2024\tElected Member, American Society for Clinical Investigation',
      ['award – Elected Member 2024-'],
    ],
    [
      'a rank whose begin is said elsewhere',
      '2005/7—2011/7　江西财经大学，讲师、副教授\n曾任江西财经大学副教授（2008年）。',
      ['job 江西财经大学 讲师 2005-', 'job 江西财经大学 副教授 2008-2011'],
    ],
    [
      'a title in two languages, and years in square brackets',
      'WORK EXPERIENCE\n[ 01/03/2018 – 30/09/2021 ]\nLecturer 讲师\nEmployer: China Conservatory of Music',
      ['job China Conservatory of Music Lecturer 2018-2021'],
    ],
    [
      'a master of which the brackets say what it was',
      'Education\nMSc (pre-Bologna Licenciatura), Lund University, 2005',
      ['master Lund University MSc -2005'],
    ],
    [
      'a committee between two degrees',
      'EDUCATION\nPh.D., Lund University, 2002\n   Committee: N. Body\nM.A., same institution, 1998',
      ['doctorate Lund University Ph.D. -2002', 'master Lund University M.A. -1998'],
    ],
    [
      'who stays where studies ended',
      '1983年毕业于云南大学，留校任教，次年考取兰州大学研究生，1987年获硕士学位。',
      ['bachelor 云南大学 – -1983', 'job 云南大学 留校任教 1983-', 'master 兰州大学 硕士学位 1984-1987'],
    ],
    [
      'a professor elsewhere at the same time',
      '2018年任浙江音乐学院教授，同时担任宁波大学特聘教授（2021—2024）。',
      ['job 浙江音乐学院 教授 2018-', 'visiting 宁波大学 特聘教授 2021-2024'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what pages tell of somebody', () => {
  it.each([
    [
      'ranks in a row behind a range with a space in it',
      '1993 /03-至今 宁夏大学 讲师(1995)-副教授(2001)-教授(2007)',
      ['job 宁夏大学 讲师 1995-', 'job 宁夏大学 副教授 2001-', 'job 宁夏大学 教授 2007-'],
    ],
    [
      'a second time at the same school',
      '1978年考入武汉音乐学院作曲系，1982年考入本院攻读硕士学位，1985年毕业。',
      ['bachelor 武汉音乐学院 – 1978-', 'master 武汉音乐学院 硕士学位 1982-1985'],
    ],
    ['a field that is also a post', '1956年被录取到莫斯科音乐学院学习指挥。', ['bachelor 莫斯科音乐学院 – 1956-']],
    ['a school gives no degree', 'I graduated from Cheltenham High School in 1979 with an A.B. in Physics.', []],
    [
      'a doctorate that brackets make a visit',
      '- 2021-2022\n  Technische Universität Hamburg, Ph.D. (Visiting)\n\n- 2018-2022\n  西安交通大学，物理学，博士',
      ['visiting Technische Universität Hamburg Ph.D. 2021-2022', 'doctorate 西安交通大学 博士 2018-2022'],
    ],
    [
      'a break of a line, written twice',
      '## Education\n\n- 2014.09 ~ 2018.06, Ph.D, <br>\n  HUST, Wuhan\n- 2010.09 ~ 2014.06, B.E., <br>\n  HUST, Wuhan',
      [
        'doctorate Huazhong University of Science and Technology Ph.D 2014-2018',
        'bachelor Huazhong University of Science and Technology B.E. 2010-2014',
      ],
    ],
    [
      'who went somewhere for some months, and what was formed meanwhile',
      'He came to Lancaster in September 1966 as lecturer. In 1975 he went to the University of Calgary for six ' +
        'months. He was Head of Department from 1983-1986 and when the Example Institute was formed in 1988, he left.',
      ['job Lancaster University lecturer 1966-', 'administrative Lancaster University Head of Department 1983-1986'],
    ],
    [
      'some years later',
      'In 1944 he commenced his Bachelor of Science degree at Leeds, followed by his PhD a few years later.',
      ['bachelor University of Leeds Bachelor of Science 1944-', 'doctorate University of Leeds PhD -'],
    ],
    ['a surname before a title', '他在兰州长大。1990年，吴教授在云南大学任副教授。', ['job 云南大学 副教授 1990-']],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what is beside a career', () => {
  it.each([
    [
      'departments below their posts are no headings',
      '### Appointments\n\n* 2016-Present: Associate Professor, *Lund University*.\n' +
        '    * Department of Media and Information\n' +
        '* 2010-2015: Assistant Professor, *Lund University*.\n    * School of Journalism (51%)',
      ['job Lund University Associate Professor 2016-present', 'job Lund University Assistant Professor 2010-2015'],
    ],
    [
      'who supervised somebody',
      '我于2024年在清华大学获得博士学位，导师为付某某教授（国家杰青），师从Zhu教授（IEEE Fellow）和王某教授。',
      ['doctorate 清华大学 博士学位 -2024'],
    ],
    [
      'sentences in quotes',
      '"我于2021年在西北工业大学获得博士学位。2021年4月至今，我入职云南大学担任博士后研究员。"',
      ['doctorate 西北工业大学 博士学位 -2021', 'postdoc 云南大学 博士后研究员 2021-present'],
    ],
    [
      'a degree of no kind among others with their years',
      'She received the M.Sc., the Lic.Eng. and the Ph.D. degree from Lund University in 1991, 1995, and 1997, ' +
        'respectively.',
      ['master Lund University M.Sc. -1991', 'doctorate Lund University Ph.D. -1997'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});
