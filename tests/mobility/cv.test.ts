import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CvPosition, readCv, readMarkedCv } from '../../src/core/mobility/cv/read-cv.ts';
import { ROOT, shared, temporaryFolder } from '../support/fixtures.ts';

/** "kind institution role start-end", as short as a line of a table. */
const lines = (text: string) => readCv(text).map(line);
const line = ({ kind, institution, role, start, end }: CvPosition) =>
  `${kind} ${institution ?? '–'} ${role ?? '–'} ${start ?? ''}-${end ?? ''}`;

describe('lines of a CV', () => {
  it.each([
    ['1996.9-2001.6 兰州大学化学系 博士', ['doctorate 兰州大学 博士 1996-2001']],
    ['2012年至今 云南大学艺术与设计学院 教授', ['job 云南大学 教授 2012-present']],
    ['98.9-02.7 河北大学 本科', ['bachelor 河北大学 本科 1998-2002']],
    ['2003–07 Lecturer, University of Warwick', ['job University of Warwick Lecturer 2003-2007']],
    ['Professor of Music, University of Iowa, since 2011', ['job University of Iowa Professor 2011-present']],
    ['Ph.D., Cornell University, 1998', ['doctorate Cornell University Ph.D. -1998']],
    ['Fall 2008: Visiting Scholar, Lund University', ['visiting Lund University Visiting Scholar 2008-2008']],
    ['2005-09 至 2008-06 山西大学 硕士', ['master 山西大学 硕士 2005-2008']],
    ['2008.3 晋升教授，博士生导师', []],
    ['出生年月：1960年5月', []],
    ['2009-2012 主持国家社科基金项目一项', []],
    ['中国音乐家协会会员，《音乐研究》编委', []],
    ['Member, American Musicological Society, since 1999', []],
    ['Associate Editor, Journal of Sound, 2004-2008', []],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));

  it('names an institution by what the text says it is today, and by what it was', () => {
    const [one] = readCv('B.A., Leeds Polytechnic (now Leeds Beckett University), 1980');
    expect(one).toMatchObject({
      institution: 'Leeds Polytechnic',
      institutionNormal: 'Leeds Beckett University',
      end: 1980,
    });
    const [two] = readCv('1978—1982 山西矿业学院（现太原理工大学）机械系 本科');
    expect(two).toMatchObject({ institution: '山西矿业学院', institutionNormal: '太原理工大学' });
  });

  it.each(['后更名为', '1992年更名为', '现更名为', '更名', '后改名为'])(
    'keeps the name of the time before "%s"',
    (renamed) => {
      const [one] = readCv(`1990年至1995年在北京师范学院(${renamed}首都师范大学)任讲师。`);
      expect(one).toMatchObject({ institution: '北京师范学院', institutionNormal: '首都师范大学' });
    },
  );

  it('marks the year of a class of students', () => {
    const text = '1991级 山西大学 音乐系';
    const [{ start, marks }] = readMarkedCv(text);
    const year = marks.find(({ what }) => what === 'year');
    expect({ start, year: year && text.slice(...year.span) }).toEqual({ start: 1991, year: '1991级' });
  });

  it('binds a position to its characters, also in full width and traditional characters', () => {
    const text = '學歷\n１９９１年 國立成功大學歷史學系學士';
    const [{ span, institution, end }] = readCv(text);
    expect({ institution, end }).toEqual({ institution: '國立成功大學', end: 1991 });
    expect(text.slice(...span)).toBe('１９９１年 國立成功大學歷史學系學士');
  });
});

describe('sentences of a CV', () => {
  it('follows a career in Chinese', () => {
    expect(
      lines(
        '1982年考入山西大学音乐系，1986年毕业后留校任教。1990年考取福建师大硕士研究生，三年后获硕士学位，同年调入集美大学任讲师，' +
          '1998年晋升副教授。2001年赴美国俄亥俄州立大学做访问学者，次年回国，任系主任。',
      ),
    ).toEqual([
      'bachelor 山西大学 – 1982-1986',
      'job 山西大学 留校任教 1986-',
      'master 福建师大 硕士研究生 1990-1993',
      'job 集美大学 讲师 1993-',
      'job 集美大学 副教授 1998-',
      'visiting 美国俄亥俄州立大学 访问学者 2001-',
      'administrative 集美大学 系主任 2002-',
    ]);
  });

  it('follows a career in English', () => {
    expect(
      lines(
        'She received her PhD from the University of Glasgow in 1998 and joined Lund University as Assistant ' +
          'Professor in the same year. Two years later she moved to Ghent University, where she was Professor of ' +
          'Music from 2000 to 2008. ' +
          'She has supervised twelve PhD students.',
      ),
    ).toEqual([
      'doctorate University of Glasgow PhD -1998',
      'job Lund University Assistant Professor 1998-',
      'job Ghent University Professor 2000-2008',
    ]);
  });
});

describe('wordings that CVs have in common', () => {
  it.each([
    [
      'an abbreviation that the text defines',
      'Zhejiang University of Technology (ZJUT), Hangzhou\n\nHe received the B.Eng. degree from Lund ' +
        'University in 2001 and the M.Eng. degree from ZJUT in 2004.',
      ['bachelor Lund University B.Eng. -2001', 'master ZJUT M.Eng. -2004'],
    ],
    [
      'an abbreviation in Chinese',
      '现为太原理工大学（太理大）教授。2001年毕业于兰州大学，2006年获太理大博士学位，2010年到太理大任教授。',
      ['bachelor 兰州大学 – -2001', 'doctorate 太理大 博士学位 -2006', 'job 太理大 教授 2010-'],
    ],
    [
      'letters that nobody knows',
      'He received the B.Sc. degree from Lund University in 2001 and the M.Sc. degree from QXTU in 2004.',
      ['bachelor Lund University B.Sc. -2001', 'master QXTU M.Sc. -2004'],
    ],
    ['院 and 土 of two words', '他是河北大学土木工程学院土生土长的学者。', []],
    ['a verb before the name', '1990年考进兰州大学历史系，1994年毕业。', ['bachelor 兰州大学 – 1990-1994']],
    ['a contract', '2001—2004年签约山西歌舞剧院，任独唱演员。', ['job 山西歌舞剧院 独唱演员 2001-2004']],
    [
      'a joint PhD student',
      'Joint Ph.D. student, Lund University, 2007-2008',
      ['visiting Lund University Joint Ph.D. student 2007-2008'],
    ],
    ['交换博士生', '2011.9-2012.8 云南大学 交换博士生', ['visiting 云南大学 交换博士生 2011-2012']],
    [
      'an award in two languages',
      'HONORS\nExcellent Young Scholars (优青), NSFC, 2018',
      ['award – Excellent Young Scholars 2018-'],
    ],
    [
      'leaving an office',
      '2007年任山西大学音乐学院院长，2013年卸任院长，2014年任河北大学副校长。',
      ['administrative 山西大学 院长 2007-2013', 'administrative 河北大学 副校长 2014-'],
    ],
    [
      'the end of secondary school',
      '1984年高中毕业于临泽一中，考入兰州大学历史系，四年后毕业。',
      ['bachelor 兰州大学 – 1984-1988'],
    ],
    ['a schoolmaster', '1996-97  Music master, Hillside School', ['job Hillside School Music master 1996-1997']],
    [
      'the short name of a university of the text',
      'Previous posts\nLecturer, University of Keele, 2001-09\n\nOther positions\nHead of Department, Keele, 2006-09',
      ['job University of Keele Lecturer 2001-2009', 'administrative Keele Head of Department 2006-2009'],
    ],
    [
      'several posts below an institution',
      'Experience\n\nAssistant Professor\nGhent University\nAug 2020 - Present\n\nLund University\n4 yrs\n' +
        'Postdoctoral Researcher\nSep 2018 - Jul 2020\nResearch Assistant\nSep 2016 - Aug 2018',
      [
        'job Ghent University Assistant Professor 2020-present',
        'postdoc Lund University Postdoctoral Researcher 2018-2020',
        'job Lund University Research Assistant 2016-2018',
      ],
    ],
    [
      'the years of a fellowship',
      'AWARDS\nGuggenheim Fellowship, 2008-09',
      ['award – Guggenheim Fellowship 2008-2009'],
    ],
    ['与 in the name of a part', '1999年赴云南大学声与振动研究所进修。', ['visiting 云南大学 进修 1999-']],
    [
      'years in Chinese numerals',
      '一九五三年考入山西大学历史系，一九五七年毕业，次年任河北大学助教，一九七八年至一九八四年任系主任。',
      ['bachelor 山西大学 – 1953-1957', 'job 河北大学 助教 1958-', 'administrative 河北大学 系主任 1978-1984'],
    ],
    [
      'years of the Republic',
      '經歷\n民國70年8月～74年7月　國立成功大學歷史學系　講師\n民國九十九年起　國立成功大學　教授',
      ['job 國立成功大學 講師 1981-1985', 'job 國立成功大學 教授 2010-'],
    ],
    ['a grade before the name', '1998级兰州大学中文系本科生', ['bachelor 兰州大学 本科生 1998-']],
    [
      'what somebody did meanwhile in brackets',
      '1990.03-1995.10 云南大学 讲师（其间：1992.09-1993.09 英国利兹大学进修）',
      ['job 云南大学 讲师 1990-1995', 'visiting 英国利兹大学 进修 1992-1993'],
    ],
    [
      'promotion after a degree elsewhere',
      '1990年到云南大学任教，1996年获兰州大学博士学位，1998年晋升副教授。',
      ['job 云南大学 任教 1990-', 'job 云南大学 副教授 1998-', 'doctorate 兰州大学 博士学位 -1996'],
    ],
    [
      'a school that changed its name before the end of studies',
      '1950年考入燕京大学，1954年毕业于河北大学历史系。',
      ['bachelor 河北大学 – 1950-1954'],
    ],
    [
      'a candidate of sciences',
      '1958年赴苏联列宁格勒大学，1962年获副博士学位',
      ['doctorate 苏联列宁格勒大学 副博士学位 -1962'],
    ],
    [
      'one visit told by what somebody was and did',
      '2016-2017年作为访问学者赴英国利兹大学研修。',
      ['visiting 英国利兹大学 访问学者 2016-2017'],
    ],
    [
      'letters and short names of a university',
      'He joined the University of Kent as a lecturer in 2001. At Kent he was head of department for five years from ' +
        '2004. In 2010 he moved to the National University of Lesotho. At NUL he was Dean between 2012 and 2015.',
      [
        'job University of Kent lecturer 2001-',
        'administrative Kent head of department 2004-2009',
        'job National University of Lesotho – 2010-',
        'administrative NUL Dean 2012-2015',
      ],
    ],
    [
      'a rank that an entry adds before its name',
      '2004 - 2010: Lecturer, then (from 2008) Senior Lecturer, University of Kent',
      ['job University of Kent Lecturer 2004-2008', 'job University of Kent Senior Lecturer 2008-2010'],
    ],
    [
      'two posts of the same years',
      'Professor and Associate Dean\nLund University\nJuly 2016 to present',
      ['job Lund University Professor 2016-present', 'administrative Lund University Associate Dean 2016-present'],
    ],
    [
      'years of one digit',
      'Positions\nPostdoctoral Fellow, Lund University (2002-5)',
      ['postdoc Lund University Postdoctoral Fellow 2002-2005'],
    ],
    [
      'a summary line before prose',
      'Doctoral students\tNone\n' +
        'She was Professor at Lund University from 2001 to 2004 and has lived in ' +
        'Sweden since then, where she was born in 1950.',
      ['job Lund University Professor 2001-2004'],
    ],
    [
      'a label that begins as another',
      'Work experience\nDates\t1998 → 2004\nOccupation or position held\tLecturer in History\n' +
        'Name and address of employer\tLund University, Lund',
      ['job Lund University Lecturer 1998-2004'],
    ],
    [
      'a degree that a bracket follows is no heading',
      '2010-2014\n云南大学 外国语学院\n文学硕士（应用语言学）',
      ['master 云南大学 文学硕士 2010-2014'],
    ],
    [
      'a Latin name in a Chinese sentence',
      '2001年毕业于University of Kent，获博士学位，2003年任Lund University讲师。',
      ['doctorate University of Kent 博士学位 -2001', 'job Lund University 讲师 2003-'],
    ],
    ['老师 behind a name', '虚构之老师是河西学院的同乡。', []],
    [
      'dates in two columns',
      '教育\t1996.09 1999.06\t云南大学文学院\t文学硕士\n\t2002.09 2006.01\t云南大学文学院\t文学博士',
      ['master 云南大学 文学硕士 1996-1999', 'doctorate 云南大学 文学博士 2002-2006'],
    ],
    [
      'years without a century',
      '53.9—58.8　　云南大学生物系　学生\n63.5—79.10　 河北大学　讲师\n79.10　　　　评为副教授',
      ['bachelor 云南大学 – 1953-1958', 'job 河北大学 讲师 1963-1979', 'job 河北大学 副教授 1979-'],
    ],
    [
      'columns by spaces',
      '云南大学　化学系        昆明\n兼任副教授              2021.03 – 至今\n副教授                  2018.07 – 2021.02',
      ['visiting 云南大学 兼任副教授 2021-present', 'job 云南大学 副教授 2018-2021'],
    ],
    [
      'the institute named before',
      '1981年任中国科学院物理研究所研究员，并受聘为云南大学教授。1989年至1995年任该所所长。',
      [
        'job 中国科学院物理研究所 研究员 1981-',
        'job 云南大学 教授 1981-',
        'administrative 中国科学院物理研究所 所长 1989-1995',
      ],
    ],
    [
      'a German name behind a field',
      '04/2009 – 09/2013\tProfessor of History Universität Hamburg\n2011 – 2013\tProrektor Universität Hamburg',
      ['job Universität Hamburg Professor 2009-2013', 'administrative Universität Hamburg Prorektor 2011-2013'],
    ],
    ['a spouse', '1990年任云南大学讲师。夫人为钢琴教师。', ['job 云南大学 讲师 1990-']],
    [
      'a part of a university in the next line',
      '所在单位：云南大学 建设工程学院\n主要任职：建设工程学院副院长（2020年至今）',
      ['administrative 云南大学 副院长 2020-present'],
    ],
    [
      'the only year of an entry',
      'Professor, Department of History, Lund University, Lund (April 2014 - )',
      ['job Lund University Professor 2014-present'],
    ],
    [
      'posts below a heading that is also one for courses',
      'TEACHING\n2016-  Professor, University of Kent\n\nLEADERSHIP\n2018-2021  Head of Department, Kent',
      ['job University of Kent Professor 2016-present', 'administrative Kent Head of Department 2018-2021'],
    ],
    ['a museum and its ranks', '1998.12—2004.12　山西博物院　副研究馆员', ['job 山西博物院 副研究馆员 1998-2004']],
    ['a works', '1983年8月分配到太原机车车辆厂，任助理工程师。', ['job 太原机车车辆厂 助理工程师 1983-']],
    [
      '改 inside a name',
      '2004/3~2005/3　国际水稻改良中心　访问科学家',
      ['visiting 国际水稻改良中心 访问科学家 2004-2005'],
    ],
    ['培养 as a heading', '人才培养\n培养博士后6人，其中1人任云南大学教授', []],
    ['a year behind the birth', '1978年8月出生，2000年本科毕业于兰州大学。', ['bachelor 兰州大学 本科 -2000']],
    ['years of two digits', '93-94年在英国利兹大学高访。', ['visiting 英国利兹大学 高访 1993-1994']],
    [
      'months of one year',
      'July–September 2011: Visiting Scholar, Lund University',
      ['visiting Lund University Visiting Scholar 2011-2011'],
    ],
    [
      'a season',
      '1978年春考入兰州大学，1982年冬毕业，留校任助教。',
      ['bachelor 兰州大学 – 1978-1982', 'job 兰州大学 助教 1982-'],
    ],
    [
      'a short name at the end of a sentence',
      'She took an MA (1980) and a PhD (1985) at McGill.',
      ['master McGill MA -1980', 'doctorate McGill PhD -1985'],
    ],
    [
      'a short name that no list knows',
      '83年毕业分到太原师院任教。',
      ['bachelor 太原师院 – -1983', 'job 太原师院 任教 1983-'],
    ],
    ['a ministry', '1983.07-1986.09 湖北省水利厅 科员', ['job 湖北省水利厅 科员 1983-1986']],
    [
      'posts in succession',
      '2001年起历任云南大学副处长、处长、校长助理。',
      ['administrative 云南大学 副处长 2001-', 'administrative 云南大学 处长 -', 'administrative 云南大学 校长助理 -'],
    ],
    [
      'one post, then another',
      '2004-2010: Lecturer, then Reader, University of Kent',
      ['job University of Kent Lecturer 2004-', 'job University of Kent Reader -2010'],
    ],
    [
      'two degrees in a clause',
      '1996年本科毕业于云南大学并免试攻读本校硕士，1999年获硕士学位。',
      ['bachelor 云南大学 本科 -1996', 'master 云南大学 硕士 1996-1999'],
    ],
    [
      'a post after studies',
      '1994年9月至1997年7月在兰州大学攻读博士学位，毕业后留校任讲师。',
      ['doctorate 兰州大学 博士学位 1994-1997', 'job 兰州大学 讲师 1997-'],
    ],
    [
      'a place behind another post',
      '2003年任云南大学作曲系主任，2008年改任处长，2015年退休，同年受聘为河西学院特聘教授。',
      ['administrative 云南大学 系主任 2003-', 'administrative 云南大学 处长 2008-2015', 'job 河西学院 特聘教授 2015-'],
    ],
    [
      'a supervisor behind a colon',
      '2002/9-2007/6：兰州大学，博士，导师：虚构研究员；',
      ['doctorate 兰州大学 博士 2002-2007'],
    ],
    [
      'who pays, and where',
      'Oct 1996 – Sept 1999: British Academy Postdoctoral Fellow, University of Kent',
      ['postdoc University of Kent British Academy Postdoctoral Fellow 1996-1999'],
    ],
    [
      'a name that ends in Research',
      'Research assistant, Institute of Example Research, 1995–2000',
      ['job Institute of Example Research Research assistant 1995-2000'],
    ],
    [
      'degrees in a bracket',
      'She read zoology at the University of Kent (BSc 1992, MSc 1995).',
      ['bachelor University of Kent BSc -1992', 'master University of Kent MSc -1995'],
    ],
    [
      'visits in a row',
      'Visiting Professor: Kyoto University (2008), Leiden Observatory (2014)',
      ['visiting Kyoto University Visiting Professor 2008-', 'visiting Leiden Observatory Visiting Professor 2014-'],
    ],
    [
      'an employer that no list knows, above posts with years',
      'Experience\n\nQuarrystone Robotics (Austin, TX)\n  Chief Technology Officer   2019 - Present\n' +
        '  Senior Engineer   2015 - 2019\n\nUniversity of Iowa\n  Lecturer   2011 - 2015',
      [
        'job Quarrystone Robotics Chief Technology Officer 2019-present',
        'job Quarrystone Robotics Senior Engineer 2015-2019',
        'job University of Iowa Lecturer 2011-2015',
      ],
    ],
    [
      'headings and departments that are no employer',
      'Experience\n\nUniversity of Iowa\nDepartment of Oceanography\n2011 - 2015 Lecturer\n\n' +
        'Previous Teaching\n2008 - 2011 Lecturer',
      ['job University of Iowa Lecturer 2011-2015', 'job University of Iowa Lecturer 2008-2011'],
    ],
    [
      'the head of a part of a company, which is a job',
      'Experience\nDirector of Discovery, Quarrystone Biologics, Inc., 2015-2018',
      ['job Quarrystone Biologics, Inc. Director 2015-2018'],
    ],
    [
      'an entry of LaTeX with an argument on each line',
      '\\section{Education}\n\\cventry\n  {Ph.D. in Botany} % Degree\n  {University of Iowa} % Institution\n' +
        '  {Iowa City} % Location\n  {2003 - 2008} % Dates\n  {}\n\\cventry\n  {B.S. in Biology}\n' +
        '  {Lund University}\n  {Lund}\n  {1999 - 2003}\n  {}',
      ['doctorate University of Iowa Ph.D. 2003-2008', 'bachelor Lund University B.S. 1999-2003'],
    ],
    [
      'years without a century around a dash',
      '86.9 —— 90.7    兰州大学   本科\n01.7 —— 03.8   河北大学   讲师\n15.6 ——        云南大学   教授',
      ['bachelor 兰州大学 本科 1986-1990', 'job 河北大学 讲师 2001-2003', 'job 云南大学 教授 2015-present'],
    ],
    ['a title set wide', '1986年9月—1990年7月  兰州大学  学  士', ['bachelor 兰州大学 学  士 1986-1990']],
    [
      '与 in a name that fills its cell',
      '2018–2020，山西冰川与冻土研究所，博士后',
      ['postdoc 山西冰川与冻土研究所 博士后 2018-2020'],
    ],
    [
      'a part behind its university',
      '2021–今，兰州大学，冰川与冻土实验室，副主任',
      ['administrative 兰州大学 副主任 2021-present'],
    ],
    [
      'a mine and a branch of an academy',
      '1982年毕业分配至阳泉矿务局，任技术员。1987年调入铁道科学研究总院兰州分院，任工程师。',
      ['job 阳泉矿务局 技术员 1982-', 'job 铁道科学研究总院兰州分院 工程师 1987-'],
    ],
    [
      'studies of a range, and others later',
      '1989.09—1993.07 山西大学音乐系学习\n1996.09—1999.06 山西大学硕士研究生',
      ['bachelor 山西大学 – 1989-1993', 'master 山西大学 硕士研究生 1996-1999'],
    ],
    [
      'an observatory of a university',
      '2014 - 2016 Postdoctoral Scholar, Blackrock Earth Observatory of Cornell University',
      ['postdoc Cornell University Postdoctoral Scholar 2014-2016'],
    ],
    [
      'leave within a post',
      'University of Iowa\nAssistant Professor, July 2006 to June 2012 (on leave 2009-10)',
      ['job University of Iowa Assistant Professor 2006-2012'],
    ],
    [
      'posts in a row before their place',
      'After her degree at the University of Iowa she worked as a house officer and then medical officer at ' +
        'Lund University Hospital from 1987 to 1991.',
      ['job Lund University Hospital house officer 1987-', 'job Lund University Hospital medical officer -1991'],
    ],
    [
      'who leads a part of the university that the sentence names',
      'The University of Iowa appointed him professor in 2007 and asked him to lead its Department of Botany ' +
        'from 2011 to 2016.',
      ['job University of Iowa professor 2007-', 'administrative University of Iowa lead 2011-2016'],
    ],
    ['a student of the scholar', 'His former student, now an associate professor at Lund University, agreed.', []],
    [
      'the abbreviations of a dictionary of persons',
      'Temporary Lectr, Univ. of Hull, 1987-88; Sen. Lectr, 1998-2002, Univ. of Keele; MA 1983, Univ. of Hull.',
      [
        'job Univ. of Hull Temporary Lectr 1987-1988',
        'job Univ. of Keele Sen. Lectr 1998-2002',
        'master Univ. of Hull MA -1983',
      ],
    ],
    [
      'schools of the university that is the heading',
      'Appointments\n• Lund University, Lund\n– Associate Professor, Aster School of Economics, 7/2020–present\n' +
        '– Assistant Professor, Aster School of Economics, 2014–2020',
      ['job Lund University Associate Professor 2020-present', 'job Lund University Assistant Professor 2014-2020'],
    ],
    [
      'posts in two departments above their university',
      'Education\n2001–2005 Bachelor of Science\nGhent University\n\nAppointments\n' +
        '2015–2020 Associate Professor, Department of Botany\nAssociate Dean, Department of Zoology\nLund University',
      [
        'bachelor Ghent University Bachelor of Science 2001-2005',
        'job Lund University Associate Professor 2015-2020',
        'administrative Lund University Associate Dean 2015-2020',
      ],
    ],
    [
      'degrees that courses lead to',
      'Teaching\n2020–2022 Macroeconomics, B.Sc. Economics, Lund University\n2015–2018 Lecturer, Ghent University',
      ['job Ghent University Lecturer 2015-2018'],
    ],
    [
      'words of prose that are no post of the scholar',
      'She took her PhD at Lund University in 2004. As an engineer she likes to measure things, and the reader of ' +
        'her pages finds a manager who plans.',
      ['doctorate Lund University PhD -2004'],
    ],
    [
      'a word that a line end broke',
      'Experience\nAssistant Professor 2022 – Present\n' +
        'Center for Systems Biology and Department of Botany, Lund Univer-\nsity',
      ['job Lund University Assistant Professor 2022-present'],
    ],
    ['numbers of grants', 'Research\n2023–2028 R01 NS123456, NIH (Consultant)\nHonours\nNIH 131 (2017)', []],
    [
      'a state behind a university',
      'Education\n2001–2005 BSc, Dakota University, Starkville, MS',
      ['bachelor Dakota University BSc 2001-2005'],
    ],
    [
      'two posts at two places, no post at both',
      '2021年至今任山西云石科技有限公司首席科学家、河北大学兼职教授。',
      ['job 山西云石科技有限公司 首席科学家 2021-present', 'visiting 河北大学 兼职教授 2021-present'],
    ],
    [
      'roles and degrees alone on a line, which are no headings',
      'Career\nProject Manager\nQuarrystone AG\n2001-2003\nMEd Music Education\nLund University\n1999-2001',
      ['job Quarrystone AG Manager 2001-2003', 'master Lund University MEd 1999-2001'],
    ],
    [
      'a chair in a field, which is a post',
      'Sept 2019–   Chair in Music and Society, Lund University',
      ['job Lund University Chair 2019-present'],
    ],
    [
      'degrees of Scotland and a year of exchange',
      'MLitt (Distinction), University of Iowa, 2002\nMA (Hons) Music, University of Leeds, 1997–2001; Erasmus ' +
        'year at Ghent University, 1999–2000',
      [
        'master University of Iowa MLitt -2002',
        'bachelor University of Leeds MA (Hons) 1997-2001',
        'visiting Ghent University Erasmus year 1999-2000',
      ],
    ],
    [
      'the faculty of a university by its short name, and visits with years',
      'She studied at Keele University. Following postdoctoral work at Lund University (1999-2001), she joined the ' +
        'faculty of Keele as an assistant professor in 2001. She was a visiting professor at Ghent University in ' +
        '2008 and at Kyoto University in 2014-15.',
      [
        'postdoc Lund University postdoctoral work 1999-2001',
        'job Keele assistant professor 2001-',
        'visiting Ghent University visiting professor 2008-',
        'visiting Kyoto University visiting professor 2014-2015',
      ],
    ],
    [
      'one of many students',
      'She has taught at Lund University since 2004, and has graduated 24 students, one of whom is now an ' +
        'assistant professor at Ghent University.',
      ['job Lund University taught 2004-present'],
    ],
    [
      'a school that somebody leads beside a chair',
      '2015年至今任山西大学特聘教授、数字资讯学院院长。',
      ['job 山西大学 特聘教授 2015-present', 'administrative 山西大学 院长 2015-present'],
    ],
    [
      'a laboratory that somebody directs where they work',
      '1985年起任山西大学研究员，1994—1998年任催化化学国家重点实验室主任。',
      ['job 山西大学 研究员 1985-', 'administrative 山西大学 主任 1994-1998'],
    ],
    ['the university of a city', 'PhD Astrophysics, Leeds (1989-1993)', ['doctorate Leeds PhD 1989-1993']],
    [
      'degrees before a secondary school of a university',
      '1995年考入云南大学附中，1998年升入本科，2002年毕业。',
      ['bachelor 云南大学 本科 1998-2002'],
    ],
    [
      'a company behind its suffix, below a university',
      '2002-2005  PhD, University of Leeds\n1999-2002  Design Engineer\n  Quexbury Instruments plc, Hull',
      ['doctorate University of Leeds PhD 2002-2005', 'job Quexbury Instruments plc Design Engineer 1999-2002'],
    ],
    [
      'employers that only prose names',
      'She was a lecturer at Lund University until 2003. She then joined Quexbury Optics as chief engineer in 2006, ' +
        'and founded with others a company, Tarnby Photonics, of which she was chief scientist from 2010 to 2014.',
      [
        'job Lund University lecturer -2003',
        'job Quexbury Optics engineer 2006-',
        'job Tarnby Photonics scientist 2010-2014',
      ],
    ],
    [
      'towns that stand for their universities',
      'He took his BA at the University of Warwick in 1990. A grant brought him to Oxford, where he wrote his DPhil ' +
        'between 1991 and 1994, and he has been a reader at Leeds since 2001.',
      ['bachelor University of Warwick BA -1990', 'doctorate Oxford DPhil 1991-1994', 'job Leeds reader 2001-present'],
    ],
    [
      'an organisation of Taiwan and a team that no list knows',
      '1990-1994 武汉大学 化学系 本科\n1994-1997　財團法人海東漁業發展社　技術員\n2000-2003　长风测绘队　工程师',
      [
        'bachelor 武汉大学 本科 1990-1994',
        'job 財團法人海東漁業發展社 技術員 1994-1997',
        'job 长风测绘队 工程师 2000-2003',
      ],
    ],
    [
      'posts under a heading of visits',
      'Visiting positions\nLund University, Spring 2011\nLeiden University, Lecturer, 2014',
      ['visiting Lund University – 2011-2011', 'visiting Leiden University Lecturer 2014-'],
    ],
    [
      'an unknown heading behind honours',
      'Honours\n2012 Guggenheim Fellow\n\nLeading the university\nDean, University of Leeds, 2013-2016',
      ['award – Guggenheim Fellow 2012-', 'administrative University of Leeds Dean 2013-2016'],
    ],
    [
      'universities before a colon, and national companies',
      'Leeds: Lecturer, 2001-2007\nMichigan: Associate Professor 2007-2012\n2018-2020　国家电网　高级工程师',
      [
        'job Leeds Lecturer 2001-2007',
        'job Michigan Associate Professor 2007-2012',
        'job 国家电网 高级工程师 2018-2020',
      ],
    ],
    [
      'names in Latin letters within Chinese',
      '2000年任同济大学讲师，2003年加盟Quexbury公司任高级研究员。',
      ['job 同济大学 讲师 2000-', 'job Quexbury公司 高级研究员 2003-'],
    ],
    [
      'degrees behind posts, which the last employer did not give',
      'Employment\n1988-1990 Teacher, Eton College\n\nEducation\nPhD, Tarnbeck, 1994',
      ['job Eton College Teacher 1988-1990'],
    ],
    [
      'degrees within other names',
      '2014-2018 Member, MSc admissions committee, Lund University\n' +
        '2023-2024 Undergraduate Program Director, Lund University',
      ['administrative Lund University Director 2023-2024'],
    ],
    ['relatives in Chinese', '2010年任云南大学教授。长女现于南京大学任讲师。', ['job 云南大学 教授 2010-']],
    [
      'relatives in English',
      'Lecturer, Lund University, 2010. Her elder brother is Professor of Law at Yale.',
      ['job Lund University Lecturer 2010-'],
    ],
    [
      'the degree of a programme',
      'Lecturer, Lund University, 2010-2016\nProgramme Convenor, Bachelor of Music (Voice), 2012-2013',
      ['job Lund University Lecturer 2010-2016', 'administrative Lund University Programme Convenor 2012-2013'],
    ],
    [
      'hospitals of universities',
      '2003年任中山大学医学院附属第二医院主治医师\n2008-2010 成大医院 副院长',
      ['job 中山大学医学院附属第二医院 主治医师 2003-', 'administrative 成大医院 副院长 2008-2010'],
    ],
    [
      'hospitals named behind their university',
      '2002-2009，云南大学华南医院，主治医师\n1992-1996\tMedical Officer, Accra University Teaching Hospital',
      ['job 云南大学华南医院 主治医师 2002-2009', 'job Accra University Teaching Hospital Medical Officer 1992-1996'],
    ],
    ['people who are looked for', '□ 招收博士后、博士生（每年2名），2024年', []],
    ['what a course leads to', 'Teaching: Microeconomics II (PhD), 2015-; Monetary Policy (BSc), 2012-2014', []],
    ['a verb before a name', '2011年她接受中山大学的聘书，任讲师。', ['job 中山大学 讲师 2011-']],
    [
      'names that go on: of persons, in German, of a laboratory',
      '2003-2006 博士后，弗里德里希-席勒大学，德国\n' +
        '2006-2010 副研究员，催化、膜与分离实验室，中国科学院大连化学物理研究所\n' +
        '2011-2013 Postdoc, Institut für Mechanik weicher Stoffe, Bremen',
      [
        'postdoc 弗里德里希-席勒大学 博士后 2003-2006',
        'job 中国科学院大连化学物理研究所 副研究员 2006-2010',
        'postdoc Institut für Mechanik weicher Stoffe Postdoc 2011-2013',
      ],
    ],
    [
      'two years behind a slash',
      '1999/2000\tErasmus year, Lund University',
      ['visiting Lund University Erasmus year 1999-2000'],
    ],
    [
      'the year of a degree in brackets',
      '1996—2000，柏林工业大学，获工程博士学位（2000）',
      ['doctorate 柏林工业大学 工程博士学位 1996-2000'],
    ],
    [
      'two ranks in one line',
      '2009-2014 Lecturer (to 2012) and Senior Lecturer (from 2012), Cardiff University',
      ['job Cardiff University Lecturer 2009-2012', 'job Cardiff University Senior Lecturer 2012-2014'],
    ],
    [
      'a chair that somebody took up, and one of honour',
      'In 2007 she took up the chair of botany at Lund University. From 2012 she was an honorary ' +
        'chair professor at Yale.',
      ['job Lund University chair 2007-', 'visiting Yale honorary chair professor 2012-'],
    ],
    ['a rank of a bank', '2006年—2007年　厦门银行　经济研究主任', ['job 厦门银行 主任 2006-2007']],
    [
      'a column of kinds',
      '阶段\t时间\t机构\t身份\n博士后\t2013—2015\t南京大学\t博士后研究员\n工作\t2015—\t云南大学\t教授',
      ['postdoc 南京大学 博士后研究员 2013-2015', 'job 云南大学 教授 2015-present'],
    ],
  ])('%s', (_, text, expected) => expect(lines(text)).toEqual(expected));

  it('gives the name of today in the script of the CV', () => {
    const normal = (text: string) => readCv(text)[0].institutionNormal;
    expect(normal('1989年 臺大 土木工程學系 碩士')).toBe('國立臺灣大學');
    expect(normal('1989年 台大 土木工程学系 硕士')).toBe('国立台湾大学');
  });
});

describe('forms, profiles and lists', () => {
  it.each([
    [
      'labels of Europass before the values',
      'Work experience\nDates: 01/09/2010 – present\nOccupation or position held: Associate professor\n' +
        'Main activities and responsibilities: supervision of doctoral students\n' +
        'Name and address of employer: Lund University, Lund (Sweden)\nType of business or sector: Higher education\n' +
        '\nDates: 2006–2010\nOccupation or position held: Assistant\nEmployer: Example Energia S.p.A., Genoa\n' +
        'Education and training\nDates: 2002–2006\nTitle of qualification awarded: PhD in Physics\n' +
        'Name and type of organisation providing education and training: Ghent University',
      [
        'job Lund University Associate professor 2010-present',
        'job Example Energia S.p.A. Assistant 2006-2010',
        'doctorate Ghent University PhD 2002-2006',
      ],
    ],
    [
      'a table with the labels in its first column',
      'Work experience\nDates\tSeptember 2011 – August 2014\nOccupation or position held\tResearch fellow\n' +
        'Name and address of employer\tLund University, Lund\nDates\t2007 – 2011\n' +
        'Occupation or position held\tAssistant\nName and address of employer\tGhent University',
      ['job Lund University Research fellow 2011-2014', 'job Ghent University Assistant 2007-2011'],
    ],
    [
      'a label outside a form is a heading',
      'Degrees: PhD, Ghent University, 1998\n\nHe was a lecturer at Lund University from 2000 to 2004.',
      ['doctorate Ghent University PhD -1998', 'job Lund University lecturer 2000-2004'],
    ],
    [
      'behind a label outside a form, a post is a post',
      'Employment\nGrade: Professor, Lund University, 2004-2010\nLecturer, Ghent University, 1998-2004',
      ['job Lund University Professor 2004-2010', 'job Ghent University Lecturer 1998-2004'],
    ],
    [
      'the newer Europass, in capitals, without labels',
      'WORK EXPERIENCE\n01/09/2019 – CURRENT   Lisbon, Portugal\nASSOCIATE PROFESSOR   EXAMPLE UNIVERSITY LISBON\n' +
        '15/09/2004 – 31/07/2006   Porto, Portugal\nSOFTWARE ENGINEER   IMAGINED SOFTWARE\nEDUCATION AND TRAINING\n' +
        '01/10/2006 – 30/09/2007   Lund, Sweden\nMASTER OF SCIENCE IN PHYSICS   Lund University\n' +
        'Field(s) of study: Engineering Technologies | Level in EQF: EQF level 7\n' +
        '12/05/2016 – 16/05/2016   Ghent, Belgium\nCERTIFICATE OF ATTENDANCE   Ghent University',
      [
        'job EXAMPLE UNIVERSITY LISBON ASSOCIATE PROFESSOR 2019-present',
        'job IMAGINED SOFTWARE SOFTWARE ENGINEER 2004-2006',
        'master Lund University MASTER OF SCIENCE IN PHYSICS 2006-2007',
      ],
    ],
    [
      'an employer over several posts, each over its years',
      'Experience\n\nExample Communications\n7 years 9 months\nPrincipal Research Manager\n' +
        'October 2016 - July 2020 (3 years 10 months)\nRedmond, Washington\nSenior Researcher\n' +
        'November 2012 - October 2016 (4 years)\n\nImagined Systems\nResearch Scientist\nJune 2008 - October 2012',
      [
        'job Example Communications Principal Research Manager 2016-2020',
        'job Example Communications Senior Researcher 2012-2016',
        'job Imagined Systems Research Scientist 2008-2012',
      ],
    ],
    [
      'an institute in brackets behind a post at the university above',
      'Employment\nUniversität Leipzig: Leipzig, DE\n' +
        '2012-03-01 to 2018-09-30 | Universitätsassistent (Institut für Musikwissenschaft)',
      ['job Universität Leipzig Universitätsassistent 2012-2018'],
    ],
    [
      'names in two languages over posts, and a part that somebody leads',
      '工作经历\n某某医疗（Imagined Health），德国某市\n　　高级研发工程师，2016/09 - 2018/12\n' +
        '中国科学院某某技术研究院，深圳\n　　研究员，2022/01 - 至今\n　　医学成像中心副主任，2023/03 - 至今',
      [
        'job 某某医疗 高级研发工程师 2016-2018',
        'job 中国科学院某某技术研究院 研究员 2022-present',
        'administrative 中国科学院某某技术研究院 副主任 2023-present',
      ],
    ],
    [
      'when somebody was born, in a column of a table',
      '姓名\t出生年月\t现任职务\t入选年份\n某甲\t1970年1月\t兰州大学教授\t2015',
      ['job 兰州大学 教授 2015-'],
    ],
    [
      'when somebody was born, in a form whose cells have an entry a paragraph',
      '姓名\t某甲\t性别\t男\t出生年月\t1981.02\n工作经历\t2010年-2011年 河北大学 博士后\t2012年3月-2014年 兰州大学 讲师\t' +
        '2014年-2018年 兰州大学 副教授\t2018年10月至今 兰州大学 教授',
      [
        'postdoc 河北大学 博士后 2010-2011',
        'job 兰州大学 讲师 2012-2014',
        'job 兰州大学 副教授 2014-2018',
        'job 兰州大学 教授 2018-present',
      ],
    ],
    [
      'the profile of a network from a PDF, without blank lines',
      'Experience\nLund University\nProfessor of Practice\nAugust 2020 - Present (4 years 5 months)\nLund, Sweden\n' +
        'Example Communications\n7 years 9 months\nPrincipal Research Manager\nOctober 2016 - July 2020\n' +
        'Ghent, Belgium\n' +
        'Senior Researcher\nNovember 2012 - October 2016',
      [
        'job Lund University Professor of Practice 2020-present',
        'job Example Communications Principal Research Manager 2016-2020',
        'job Example Communications Senior Researcher 2012-2016',
      ],
    ],
    [
      'a heading of several words with commas',
      'Other Professional Experience\n2013–2014 Consultant, Lund University\nScholarships, Fellowships, and Honors\n' +
        '2017 NSF CAREER Award\n2005–2009 Example Duke Fellowship',
      [
        'job Lund University Consultant 2013-2014',
        'award – NSF CAREER Award 2017-',
        'award – Example Duke Fellowship 2005-2009',
      ],
    ],
    [
      'when the page was written',
      'Jane Example, Ph.D., Lund University | last revised March 2022\n\nProfessor, Lund University, since 2017',
      ['doctorate Lund University Ph.D. -', 'job Lund University Professor 2017-present'],
    ],
    [
      'a year in square brackets is no number of a paper',
      '荣誉\n[2014] NSF CAREER Award\n[2021] IEEE Fellow',
      ['award – NSF CAREER Award 2014-', 'award – IEEE Fellow 2021-'],
    ],
    [
      'years of the Republic with months and no sign',
      '東海大學建築學系 學士　74.9–79.6（民國）\n國立成功大學規劃與設計學院院長（112.8.1～）',
      ['bachelor 東海大學 學士 1985-1990', 'administrative 國立成功大學 院長 2023-present'],
    ],
  ])('%s', (_, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('kinds that were missing', () => {
  it.each([
    [
      'members of academies',
      'Elected Member, National Academy of Medicine, 2020\nMember of the Leopoldina, elected 2009\n' +
        'Junior member, Institut universitaire de France, 2006-2011\nMember, Example Mathematical Society, 2001',
      [
        'award – Elected Member, National Academy of Medicine 2020-',
        'award – Member of the Leopoldina 2009-',
        'award – Junior member, Institut universitaire de France 2006-',
      ],
    ],
    ['学部委员', '一九八〇年增选为中国科学院化学部学部委员（院士）。', ['award – 中国科学院化学部学部委员 1980-']],
    [
      'a town in a row for its university',
      'She taught at Heidelberg from 1995 to 2000 and at Göttingen from 2000 to 2008. She has been professor in ' +
        'Vienna since 2008 and was a postdoc in Berkeley (1989-91) and Princeton (1991-93).',
      [
        'job Heidelberg taught 1995-2000',
        'job Göttingen taught 2000-2008',
        'job Vienna professor 2008-present',
        'postdoc Berkeley postdoc 1989-1991',
        'postdoc Princeton postdoc 1991-1993',
      ],
    ],
    [
      'a town in brackets, and one behind a school',
      'BA (Durham) 1990\nEducated at Example Grammar School and Cambridge (MA 1960, PhD 1964).',
      ['bachelor Durham BA -1990', 'master Cambridge MA -1960', 'doctorate Cambridge PhD -1964'],
    ],
    [
      'a chair at a university is no office',
      'He had a lectureship at Sheffield (1996–2001) and a chair at Glasgow from 2001.',
      ['job Sheffield lectureship 1996-2001', 'job Glasgow chair 2001-'],
    ],
    [
      'what somebody did next is elsewhere',
      "He graduated from Xi'an Conservatory of Music in 1987. He became a lecturer in 1992, and in the same year " +
        "began a master's degree at the China Conservatory.",
      [
        "bachelor Xi'an Conservatory of Music – -1987",
        "job Xi'an Conservatory of Music lecturer 1992-",
        "master China Conservatory master's degree -1992",
      ],
    ],
    [
      'a promotion in brackets',
      'He is Associate Professor at Lund University, which he joined as Assistant Professor in 2009 (promoted 2015).',
      ['job Lund University Associate Professor 2015-present', 'job Lund University Assistant Professor 2009-'],
    ],
    [
      'letters behind a name have no year',
      'JANE EXAMPLE (Fellow, IEEE) received the B.Eng. degree from Lund University in 1990. She became an IEEE ' +
        'Fellow in 2018.',
      ['bachelor Lund University B.Eng. -1990', 'award – IEEE Fellow 2018-'],
    ],
    [
      'what belongs to a university called by its letters',
      'She has taught at the National University of Singapore since 2011. In 2013 she became Deputy Director of ' +
        "NUS's Example Institute.",
      ['job National University of Singapore taught 2011-present', 'administrative NUS Deputy Director 2013-'],
    ],
    [
      'abbreviations of one line',
      'BEng Lund University 1982; MEng Ghent University 1985; asst. lecturer, ibid., 1985–87; dir., Inst. of Coding, ' +
        'Lund University, 2016–20.',
      [
        'bachelor Lund University BEng -1982',
        'master Ghent University MEng -1985',
        'job Ghent University asst. lecturer 1985-1987',
        'administrative Lund University dir. 2016-2020',
      ],
    ],
    [
      'an engineer with a group of companies',
      'From 1993 to 1996, he was an Engineer with Example Group, Shanghai. He was named a Villum Investigator in 2017.',
      ['job Example Group Engineer 1993-1996', 'award – Villum Investigator 2017-'],
    ],
    [
      'a research fellow of whom brackets say postdoc',
      'Research Fellow (postdoc), Lund University, 2012-2014\n' +
        'Ghent University (Example School of Music), Lecturer, 2015\n' +
        'Reader, same, 2018',
      [
        'postdoc Lund University Research Fellow 2012-2014',
        'job Ghent University Lecturer 2015-',
        'job Ghent University Reader 2018-',
      ],
    ],
    [
      'musicians',
      'Choral director, Example Secondary School, 1997-2002\nGastprofessorin, Universität Leipzig, 2003\n' +
        'Hochschule für Musik und Theater Hamburg, Wissenschaftlicher Mitarbeiter, 2007-2012',
      [
        'job Example Secondary School Choral director 1997-2002',
        'visiting Universität Leipzig Gastprofessorin 2003-',
        'job Hochschule für Musik und Theater Hamburg Wissenschaftlicher Mitarbeiter 2007-2012',
      ],
    ],
    [
      '乐团 is no school, and 客座首席 a visit',
      '1993年升入山西音乐学院，1997年毕业。同年考入山西交响乐团，任演奏员。2012年起兼任甘肃交响乐团客座首席。',
      ['bachelor 山西音乐学院 – 1993-1997', 'job 山西交响乐团 演奏员 1997-', 'visiting 甘肃交响乐团 客座首席 2012-'],
    ],
    [
      '毕业后 dates the clause behind it, and 现为 has no year of before',
      '1987年获兰州大学文学硕士学位。毕业后南下广州，任暨南大学讲师，现为该校教授。',
      ['master 兰州大学 文学硕士学位 -1987', 'job 暨南大学 讲师 1987-', 'job 暨南大学 教授 -present'],
    ],
    [
      '留学 names no university',
      '1996年毕业于河北大学，2000年赴美留学，2002年获杜兰大学硕士学位。1999年由国家留学基金委公派，赴英国利兹大学访学。',
      ['bachelor 河北大学 – -1996', 'master 杜兰大学 硕士学位 -2002', 'visiting 英国利兹大学 访学 1999-'],
    ],
    [
      'hospitals, clinics and courts',
      '1995-1999 武汉协和医院 住院医师\n2000-2002 美国某某诊所 博士后\n1990-1993 某某地区中级人民法院书记员',
      [
        'job 武汉协和医院 住院医师 1995-1999',
        'postdoc 美国某某诊所 博士后 2000-2002',
        'job 某某地区中级人民法院 书记员 1990-1993',
      ],
    ],
    ['a province’s professor', '2009年被聘为江苏特聘教授。', ['award – 江苏特聘教授 2009-']],
    [
      'a career in Japanese',
      '1992年4月 東京大学文学部入学\n1996年3月 東京大学文学部卒業\n1998年3月 東京大学大学院修士課程修了\n' +
        '2001年4月 日本学術振興会特別研究員\n2004年4月 京都大学文学部助教授',
      [
        'bachelor 東京大学 – 1992-1996',
        'master 東京大学 修士課程 -1998',
        'postdoc 日本学術振興会 特別研究員 2001-',
        'job 京都大学 助教授 2004-',
      ],
    ],
    [
      'doctors and players',
      'Residency in Internal Medicine, Example General Hospital, 1992-1995\n' +
        'Chief of Cardiology, Example Medical Center, 2005-\n' +
        'Concertmaster, Example Symphony Orchestra, 1990-1995\nPrincipal cellist, Example Philharmonic, 1996-99',
      [
        'job Example General Hospital Residency in Internal Medicine 1992-1995',
        'administrative Example Medical Center Chief 2005-present',
        'job Example Symphony Orchestra Concertmaster 1990-1995',
        'job Example Philharmonic Principal cellist 1996-1999',
      ],
    ],
    [
      'degrees in a row before where they were taken',
      '本科、硕士毕业于四川大学，博士毕业于复旦大学，2005年进入浙江大学博士后流动站。',
      [
        'bachelor 四川大学 本科 -',
        'master 四川大学 硕士 -',
        'doctorate 复旦大学 博士 -',
        'postdoc 浙江大学 博士后流动站 2005-',
      ],
    ],
    ['a company by its short name', '2015年任中国中车首席科学家。', ['job 中国中车 首席科学家 2015-']],
  ])('%s', (_, text, expected) => expect(lines(text)).toEqual(expected));
});

const FIXTURES = join(ROOT, 'tests', 'fixtures', 'cv');
const EXPECTED = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<string, string[]>;

describe('fictional CVs in layouts that CVs come in', () => {
  it.each(Object.keys(EXPECTED))('%s', (file) => {
    expect(lines(readFileSync(join(FIXTURES, file), 'utf8'))).toEqual(EXPECTED[file]);
  });

  it.each([
    ['a very long line', '2001, Professor at Example University, '],
    ['Han without a sign', '北京大学教授'],
    ['capital words', 'Alpha Beta Fellow '],
    ['one letter', 'A'],
    ['spaces', ' '],
    ['words that refer back', '同校'],
    ['entries', '2001 大学 教授\n'],
  ])('reads %s in time that grows with the length', (_, piece) => {
    const text = piece.repeat(60_000 / piece.length);
    const before = process.cpuUsage();
    readCv(text);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2500);
  });

  // A pattern that can read one text in two ways tries all combinations of them: 2^24.
  it.each([
    ...['Edinburgh. ', 'Ab Cd ', 'AbCd', 'A. ', 'ab and ', 'of the ', 'University of ', 'Professor of Music ', "X's "],
    ...[
      '1990 ',
      '1990–',
      '12.',
      ' ',
      '  \n',
      '\t',
      '(',
      '"',
      '《',
      '[',
      '|',
      '\\textbf{',
      '-',
      '_',
      '·',
      '大学',
      '学院',
    ],
    ...['教授', '先后', '年', '二○', '省', '自治州', '博士', '\0'],
  ])('reads %j again and again in little time', (piece) => {
    const started = process.cpuUsage();
    for (const end of ['', '!', '-x', '.1']) readCv(piece.repeat(24) + end);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('reads a name in capitals in little time', () => {
    const started = process.cpuUsage();
    readCv(`1990 Lecturer, University of ${'A'.repeat(38)}.1`);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });
});

const GOLD = shared('golden', 'cv');
const PYTHON = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(GOLD === null || !PYTHON)('the marked CVs', () => {
  it('are read as well as promised', () => {
    const folder = temporaryFolder();
    for (const file of readdirSync(join(GOLD as string, 'text'))) {
      const positions = readCv(readFileSync(join(GOLD as string, 'text', file), 'utf8'));
      writeFileSync(join(folder, `${basename(file, '.txt')}.json`), JSON.stringify({ positions }));
    }
    const { stdout } = spawnSync('python3', [join(GOLD as string, 'score.py'), join(GOLD as string, 'gold'), folder], {
      encoding: 'utf8',
    });
    const [, , , , , , , f1, start, end, role, not] = (/^all.*$/m.exec(stdout)?.[0] ?? '').split(/\s+/).map(Number);
    expect(f1, stdout).toBeGreaterThanOrEqual(0.95);
    expect(start).toBeGreaterThanOrEqual(0.97);
    expect(end).toBeGreaterThanOrEqual(0.95);
    expect(role).toBeGreaterThanOrEqual(0.95);
    expect(not).toBeLessThan(0.02);
  });
});
