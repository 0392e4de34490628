import { describe, expect, it } from 'vitest';
import { positionsIn, positionsInFull } from '../support/cv-lines.ts';

describe('moves, ranks in turn and people called by their surname in Chinese', () => {
  it.each([
    [
      '张某历任南京大学讲师、副教授,2008年调入苏州大学,任教授、博士生导师。',
      ['job 南京大学 讲师 -', 'job 南京大学 副教授 -2008', 'job 苏州大学 教授 2008-'],
    ],
    ['先在南京大学任教,2008年转至苏州大学任教授。', ['job 南京大学 任教 -2008', 'job 苏州大学 教授 2008-']],
    ['1988年起任湖南大学教授,1992年兼任中南大学教授。', ['job 湖南大学 教授 1988-', 'visiting 中南大学 教授 1992-']],
    [
      '2005年至2012年在兰州大学、西北师范大学任讲师、副教授。',
      ['job 兰州大学 讲师 2005-', 'job 西北师范大学 副教授 -2012'],
    ],
    ['同行专家评审:北京大学李教授、清华大学张研究员。', []],
    ['本人系南京大学2003级硕士研究生辅导员。', ['job 南京大学 辅导员 -']],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});

describe('when posts ended, who employed somebody and what is no post in English', () => {
  it.each([
    [
      'Professor, University of Pretoria, from 1995 until her retirement in 2010',
      ['job University of Pretoria Professor 1995-2010'],
    ],
    [
      'From 1985 till his death in 2003 he held the Chair of Education at the University of Exeter.',
      ['job University of Exeter Chair 1985-2003'],
    ],
    [
      'Professor of Piano, Arizona State University, Tempe, 2011 to the present',
      ['job Arizona State University Professor 2011-present'],
    ],
    [
      "Professore ordinario, Università Ca' Foscari Venezia, dal 2010",
      ["job Università Ca' Foscari Venezia Professor 2010-present"],
    ],
    [
      'He received his doctorate from Leningrad State University in 1984 and worked at the ' +
        'Institute of Metal Physics from then until 1992.',
      ['doctorate Leningrad State University doctorate -1984', 'job Institute of Metal Physics worked 1984-1992'],
    ],
    [
      "He defended his candidate's thesis at Leningrad State University in 1984.",
      ["doctorate Leningrad State University candidate's thesis -1984"],
    ],
    ['2005-2006 invited professor, Université Laval', ['visiting Université Laval invited professor 2005-2006']],
    [
      'He was with the Institute for Infocomm Research from 2006 to 2009.',
      ['job Institute for Infocomm Research – 2006-2009'],
    ],
    ['He was with his family in Paris in 2006.', []],
    [
      'In 2002 he entered academia as assistant professor at Eindhoven University of Technology.',
      ['job Eindhoven University of Technology assistant professor 2002-'],
    ],
    [
      'She took her doctorate at the University of Vienna in 1988. After three years as assistant ' +
        'at the Montanuniversität Leoben she returned to Zagreb.',
      ['doctorate University of Vienna doctorate -1988', 'job Montanuniversität Leoben assistant 1988-1991'],
    ],
    [
      'Education: Jagiellonian University (MA 1990), Central European University, Budapest (PhD 1996)',
      ['master Jagiellonian University MA -1990', 'doctorate Central European University PhD -1996'],
    ],
    [
      'Worked at: Jagiellonian University (assistant 1990-96), SWPS University, Warsaw (associate ' +
        'professor 2003-2010, rector 2014-2018)',
      [
        'job Jagiellonian University assistant 1990-1996',
        'job SWPS University associate professor 2003-2010',
        'administrative SWPS University rector 2014-2018',
      ],
    ],
    [
      'Postdoctoral Investigator, Woods Hole Oceanographic Institution, 2000-2002',
      ['postdoc Woods Hole Oceanographic Institution Postdoctoral Investigator 2000-2002'],
    ],
    ['TEACHING\nIntroduction to Optics, Rice University, Fall 2004, Spring 2006', []],
    ['PhD students supervised\nJane Doe, 2008-2012, now Lecturer at Cardiff University', []],
    ['Search committee chair, Department of Physics, Rice University, 2008', []],
    ['She was married in 1988 to a professor at the University of Warsaw.', []],
    ['Assistant Professor, CUHK (Shenzhen), 2016-2020', ['job CUHK (Shenzhen) Assistant Professor 2016-2020']],
    [
      'He joined the University of Iceland in 1995 as a lecturer. Promoted to professor in 2013, ' +
        'he is currently Director of the Institute of Earth Sciences.',
      [
        'job University of Iceland lecturer 1995-',
        'job University of Iceland professor 2013-',
        'administrative University of Iceland Director -present',
      ],
    ],
    [
      'He left the University of Iceland in 1995 to become Director of the Institute of Fisheries.',
      ['administrative Institute of Fisheries Director 1995-'],
    ],
    [
      'Dr Scholar joined the University of Iceland in 1995, first as instructor ' +
        'and, from 2000, as assistant professor.',
      ['job University of Iceland instructor 1995-', 'job University of Iceland assistant professor 2000-'],
    ],
    [
      '\\section{Degrees}\n\\cventry{2005}{MSc Physics}{Universit\\"at Bern}{Bern}{}{}',
      ['master Universit\\"at Bern MSc -2005'],
    ],
    [
      '\\section{Appointments}\n\\cventry{2011--2017}{Assistant Professor}{EPFL}{Lausanne}{}' +
        '{Deputy Director, Doctoral School, 2014--16}\n\\cventry{2009}{Dr. sc.}{ETH Zurich}{Zurich}{}{}',
      [
        'job EPFL Assistant Professor 2011-2017',
        'administrative EPFL Deputy Director 2014-2016',
        'doctorate ETH Zurich Dr. sc. -2009',
      ],
    ],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});

describe('stays, ends and rows of tables that are told otherwise', () => {
  it.each([
    [
      'He was visiting scholar at Stanford University in 1990 and at the European University ' + 'Institute in 2003/4.',
      [
        'visiting Stanford University visiting scholar 1990-',
        'visiting European University Institute visiting scholar 2003-2004',
      ],
    ],
    [
      'He was called to a full professorship at the University of Freiburg in 1978, which he held ' +
        'until he became emeritus in 2005.',
      ['job University of Freiburg full professorship 1978-2005'],
    ],
    [
      'He was professor at the University of Freiburg from 1978 until he retired in 2005.',
      ['job University of Freiburg professor 1978-2005'],
    ],
    [
      'After her residency at Groote Schuur Hospital, she worked as a consultant psychiatrist, first ' +
        'at Tygerberg Hospital (1998-2004) and thereafter at Valkenberg Hospital (2004-2010).',
      ['job Tygerberg Hospital consultant 1998-2004', 'job Valkenberg Hospital consultant 2004-2010'],
    ],
    [
      'He worked as a research assistant in the Arctic Centre, Rovaniemi, 1989-1995, as a senior ' +
        'researcher at VTT, Espoo, 1996-2002, and has since been Professor of Glaciology at Stockholm ' +
        'University.',
      [
        'job Arctic Centre research assistant 1989-1995',
        'job VTT senior researcher 1996-2002',
        'job Stockholm University Professor 2002-present',
      ],
    ],
    [
      'Trained as an architect at the Politecnico di Milano, she was assistant professor at Boston ' +
        'University from 1992.',
      ['job Boston University assistant professor 1992-'],
    ],
    [
      'After her first degree at the University of Ghana (1981), she won a scholarship.',
      ['bachelor University of Ghana first degree -1981'],
    ],
    [
      'Scholar studied viola at the Sibelius Academy, receiving her diploma in 1990 and a doctorate ' +
        'in music in 2003.',
      ['doctorate Sibelius Academy doctorate -2003'],
    ],
    [
      'She played in the Finnish Radio Symphony Orchestra for six years (1990-1996) and has been ' +
        'lecturer in chamber music at the Sibelius Academy since 1998.',
      ['job Finnish Radio Symphony Orchestra – 1990-1996', 'job Sibelius Academy lecturer 1998-present'],
    ],
    [
      'She was lecturer at the University of Leeds from 1990, retiring in 2008.',
      ['job University of Leeds lecturer 1990-2008'],
    ],
    ['BS Tuskegee University (1991)', ['bachelor Tuskegee University BS -1991']],
    [
      'Period\tInstitution\tPosition\n10/2016-today\tTU Wien\tUniversity ' +
        'Professor\n04/2012-09/2016\tUniversity of Innsbruck\tAssociate Professor\n2000-2005\tBOKU ' +
        'Vienna\tDoctoral studies',
      [
        'job TU Wien University Professor 2016-present',
        'job University of Innsbruck Associate Professor 2012-2016',
        'doctorate BOKU Vienna Doctoral studies 2000-2005',
      ],
    ],
    [
      '2007-2009\t某某大地艺术馆\t副馆长\n2009-2012\t南京大学\t讲师\n2012-2015\t苏州大学\t副教授',
      [
        'administrative 某某大地艺术馆 副馆长 2007-2009',
        'job 南京大学 讲师 2009-2012',
        'job 苏州大学 副教授 2012-2015',
      ],
    ],
    [
      '1983年毕业于兰州铁道学院;1986年考回母校读研,1989年获硕士学位。',
      ['bachelor 兰州铁道学院 – -1983', 'master 兰州铁道学院 硕士学位 1986-1989'],
    ],
    ['2004年起主持兰州交通大学土木工程学院工作(副院长)。', ['administrative 兰州交通大学 副院长 2004-']],
    [
      '他早年就读于延边大学医学院(1977级),毕业后在延边医院任住院医师。',
      ['bachelor 延边大学 – 1977-', 'job 延边医院 住院医师 -'],
    ],
    ['1979年考入贵州大学,毕业即留校,在哲学系任教至1988年。', ['bachelor 贵州大学 – 1979-', 'job 贵州大学 留校 -1988']],
    ['1985年入九州大学医学部,1989年获医学博士学位。', ['doctorate 九州大学 医学博士学位 1985-1989']],
    ['2016—2017学年,美国普林斯顿高等研究院成员。', ['visiting 美国普林斯顿高等研究院 成员 2016-2017']],
    ['He was employed by Agilent Technologies from 2001 to 2004.', ['job Agilent Technologies – 2001-2004']],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});

describe('brackets, years and accents of their own', () => {
  it('a degree in brackets is of the university before them, whatever verb the list begins with', () =>
    expect(
      positionsIn('Studied at: Jagiellonian University (MA 1990), Central European University, Budapest (PhD 1996)'),
    ).toEqual(['master Jagiellonian University MA -1990', 'doctorate Central European University PhD -1996']));

  it('the year before a role is no year of the role before it', () =>
    expect(positionsIn('She worked at Duke University as lecturer and, from 2000, as reader.')).toEqual([
      'job Duke University lecturer -',
      'job Duke University reader 2000-',
    ]));

  it('a name that LaTeX writes with accents is known', () =>
    expect(positionsInFull('\\section{Degrees}\n\\cventry{2005}{MSc}{Universit\\"at Bern}{Bern}{}{}')).toEqual([
      'master University of Bern MSc -2005',
    ]));
});

describe('narrow columns, institutes of bureaus and titles that no list knows', () => {
  it.each([
    [
      '10/1990 - 02/1996 Technische Universität\nChemnitz, Mechanical ' +
        'Engineering,\nDiplom-Ingenieur\n04/1996 - 12/2000 Research Assistant, RWTH\nAachen ' +
        'University\n01/2001 - 08/2005 Group Leader, Robert Bosch\nGmbH, Stuttgart\n09/2005 - 08/2006 ' +
        'Postdoctoral Researcher, KTH\nRoyal Institute of Technology, Stockholm\n04/2012 - today Full ' +
        'Professor of Machine\nTools, Leibniz University Hannover\nsince 2020 Honorary Professor, ' +
        'Beijing\nInstitute of Technology',
      [
        'master Technische Universität Chemnitz Diplom-Ingenieur 1990-1996',
        'job RWTH Aachen University Research Assistant 1996-2000',
        'postdoc KTH Royal Institute of Technology Postdoctoral Researcher 2005-2006',
        'job Leibniz University Hannover Full Professor 2012-present',
        'visiting Beijing Institute of Technology Honorary Professor 2020-present',
      ],
    ],
    ['2008-2010 Designer, 土人设计 Turenscape, Beijing', ['job 土人设计 Turenscape Designer 2008-2010']],
    ['1970年进烟台绒绣厂,做图案设计员。', ['job 烟台绒绣厂 图案设计员 1970-']],
    [
      'She worked as a physiotherapist at the Royal Victoria Hospital, Belfast, from 1993 to 1998.',
      ['job Royal Victoria Hospital physiotherapist 1993-1998'],
    ],
    ['任水利部黄河水利委员会水利科学研究院工程师。', ['job 水利部黄河水利委员会水利科学研究院 工程师 -']],
    [
      '1991年进入国家地震局地球物理研究所攻读硕士,1994年获硕士学位。',
      ['master 国家地震局地球物理研究所 硕士 1991-1994'],
    ],
    [
      '1978年任副研究员,四年后任研究员,1983—1984年在美国麻省大学阿默斯特分校任访问教授。',
      ['visiting 美国麻省大学阿默斯特分校 访问教授 1983-1984'],
    ],
    [
      '2019年至今任广州市妇女儿童医疗中心风湿免疫科副主任。',
      ['administrative 广州市妇女儿童医疗中心 副主任 2019-present'],
    ],
    [
      'FELLOWSHIPS AND AWARDS\nGuggenheim Fellow, 2013\nVisiting Fellow, All Souls College, Oxford, ' +
        'Trinity Term 2014',
      ['award – Guggenheim Fellow 2013-', 'visiting All Souls College, Oxford Visiting Fellow 2014-2014'],
    ],
    ['In 2019 she visited Shihezi University with a delegation of overseas scholars.', []],
    [
      'He has been Professor at Duke University since 2008. He was head of the department from 2011 ' +
        'to 2014 and spent the academic year 2014/15 as a visiting professor at Yale University.',
      [
        'job Duke University Professor 2008-present',
        'administrative Duke University head 2011-2014',
        'visiting Yale University visiting professor 2014-2015',
      ],
    ],
    [
      'She was selected for the Excellent Young Scholars programme in 2021 ' +
        'and named Taishan Scholar the following year.',
      ['award – Excellent Young Scholars 2021-', 'award – Taishan Scholar 2022-'],
    ],
    ['2018\tAcademy of Sciences Malaysia\tFellow\tKuala Lumpur', ['award Academy of Sciences Malaysia Fellow 2018-']],
    ['2016年珠江科技新星;2020年优青', ['award – 珠江科技新星 2016-', 'award – 优青 2020-']],
    [
      'He received the Dr.-Ing. from RWTH Aachen University in 2001.',
      ['doctorate RWTH Aachen University Dr.-Ing. -2001'],
    ],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});

describe('sentences behind degrees, parts called after their town and stations', () => {
  it.each([
    [
      'She then crossed the Atlantic to the University of Chicago, which awarded her an M.A. in 1986 ' +
        'and, five years later, a Ph.D. From 1991 to 1993 she was a postdoctoral researcher at ' +
        'Heidelberg University.',
      [
        'master University of Chicago M.A. -1986',
        'doctorate University of Chicago Ph.D. -',
        'postdoc Heidelberg University postdoctoral researcher 1991-1993',
      ],
    ],
    [
      'She was a visiting member of the Institute for Advanced Study, Princeton, in 2007-08.',
      ['visiting Institute for Advanced Study visiting member 2007-2008'],
    ],
    [
      'In 2005 she became Professor of Assyriology at Leiden University. There she also served as ' +
        'Director of the Leiden Institute for Area Studies (2009-2013).',
      ['job Leiden University Professor 2005-', 'administrative Leiden University Director 2009-2013'],
    ],
    [
      '2013.1-2014.12 中国皮革和制鞋工业研究院特约研究员（兼职）',
      ['visiting 中国皮革和制鞋工业研究院 特约研究员 2013-2014'],
    ],
    [
      '2006年调入中国艺术研究院任研究员;2009年任该院中国书法院副院长。',
      ['job 中国艺术研究院 研究员 2006-', 'administrative 中国艺术研究院 副院长 2009-'],
    ],
    ['2000年至2002年在锡林郭勒盟草原工作站当技术员。', ['job 锡林郭勒盟草原工作站 技术员 2000-2002']],
    ['1998年任首都师范大学书法研究所副所长,在任八年。', ['administrative 首都师范大学 副所长 1998-2006']],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});

describe('cells of their own', () => {
  it.each([
    ['1990年8月-1994年8月  四川省运动技术学院  教练员', ['job 四川省运动技术学院 教练员 1990-1994']],
    ['1985年直升沈阳音乐学院民乐系,1989年本科毕业。', ['bachelor 沈阳音乐学院 本科 1985-1989']],
    [
      '\\section*{Employment}\n\\begin{tabular}{ll}\n2017-- & Professor of Mathematics, Heriot-Watt ' +
        'University, Edinburgh\\\\\n2011--17 & Associate Professor, University of Waterloo, ' +
        'Canada\\\\\n1996--99 & Actuarial trainee, Standard Life, Edinburgh\\\\\n\\end{tabular}',
      ['job Heriot-Watt University Professor 2017-present', 'job University of Waterloo Associate Professor 2011-2017'],
    ],
  ])('%s', (text, expected) => expect(positionsIn(text)).toEqual(expected));
});
