import { describe, expect, it } from 'vitest';
import { unreadLanguage } from '../../src/core/mobility/cv/language.ts';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { positionsIn as lines } from '../support/cv-lines.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile, smallStudy } from '../support/mobility.ts';

describe('an institution that the line of a post names itself, and no earlier one', () => {
  it.each([
    [
      'behind an article without its vowel',
      'Parcours\n1988-1990 : ATER, Université de Lille\n1990-1999 : Maître de conférences à ' +
        "l'Université de Poitiers\n1999-2003 : Professore associato all'Università di Bologna",
      [
        'job Université de Lille ATER 1988-1990',
        'job Université de Poitiers Maître de conférences 1990-1999',
        'job Università di Bologna Professor 1999-2003',
      ],
    ],
    [
      'with such an article within it',
      "Parcours\n2004-2005 : Professeur, Université d'Aix-Marseille\n2006-2007 : Professeur, Université de l'Oregon",
      ["job Université d'Aix-Marseille Professeur 2004-2005", "job Université de l'Oregon Professeur 2006-2007"],
    ],
    [
      'behind “por la” and “pela”, as prose tells degrees',
      'Licenciado en Historia por la Universidad de Granada (1989), Máster en Musicología por la Universidad de ' +
        'Oviedo (1992) y Doctor por la Universidad Complutense (1997).',
      [
        'bachelor Universidad de Granada Licenciado -1989',
        'master Universidad de Oviedo Máster -1992',
        'doctorate Universidad Complutense Doctor -1997',
      ],
    ],
    [
      'called by a town and a number',
      "Formation\nMaîtrise de physique à l'Université de Nantes (1985)\nDEA d'Astrophysique à Paris 7 (1989)",
      ['master Université de Nantes Maîtrise -1985', 'master Paris 7 DEA -1989'],
    ],
    [
      'by its letters and town, and the next as the same',
      'Beruflicher Werdegang\n1991–1993 Wissenschaftliche Mitarbeiterin, Universität Hamburg\n' +
        '1993–1999 Wissenschaftliche Assistentin (C1) an der HU Berlin\n1999–2002 Oberassistentin ebd.',
      [
        'job Universität Hamburg Wissenschaftliche Mitarbeiterin 1991-1993',
        'job HU Berlin Wissenschaftliche Assistentin 1993-1999',
        'job HU Berlin Oberassistentin 1999-2002',
      ],
    ],
    [
      'that no list knows, behind “at”',
      "Parcours\n1980-1984 ATER, Université de Nantes\n1987-1988 Enseignant de physique à l'EXAMPLE à Cherbourg\n" +
        '1988-1990 Ingénieur de recherche au LABEX Toulon\n2001-2003 Ricercatore presso il Centro Studi Esempio',
      [
        'job Université de Nantes ATER 1980-1984',
        'job EXAMPLE Enseignant 1987-1988',
        'job LABEX Toulon Ingénieur de recherche 1988-1990',
        'job Centro Studi Esempio Ricercatore 2001-2003',
      ],
    ],
    [
      'on the line below, where a comma left the one before open',
      'Experience\n2017–2018 Postdoctoral Associate\nat Example Institute for Theoretical Physics,\n' +
        'Stony Brook University\n2014–2017 Postdoctoral Fellow (joint appointment)\nat Tel Aviv University, Israel',
      [
        'postdoc Example Institute for Theoretical Physics Postdoctoral Associate 2017-2018',
        'postdoc Tel Aviv University Postdoctoral Fellow 2014-2017',
      ],
    ],
    [
      'a centre that heads its entry',
      'Professional experience\nUniversity of Pennsylvania\t2017 - 2018\nLecturer\n' +
        'Center for Example Policy\t2019 - 2021\nSenior Research Fellow',
      [
        'job University of Pennsylvania Lecturer 2017-2018',
        'job Center for Example Policy Senior Research Fellow 2019-2021',
      ],
    ],
    [
      'ahead of the post, in a sentence of its own',
      'Professional Experience\n\tThe Ohio State University, Columbus, OH. Professor, 2006-; Lecturer, 2000-2006.\n' +
        '\tUniversity of Texas at Austin. Assistant Professor, 1994-2000.',
      [
        'job The Ohio State University Professor 2006-present',
        'job The Ohio State University Lecturer 2000-2006',
        'job University of Texas at Austin Assistant Professor 1994-2000',
      ],
    ],
    [
      'written small, as in prose in French, Spanish and Italian',
      "Assistant à l'Université de Tunis jusqu'en 1984, il devient maître de conférences à l'université Paris " +
        "VIII en 1985, puis professeur à l'université de Provence en 1994.\n" +
        'Catedrático de la universidad de Granada desde 1999.',
      [
        'job université Paris VIII maître de conférences 1985-',
        'job université de Provence professeur 1994-',
        'job universidad de Granada Catedrático 1999-present',
      ],
    ],
    [
      'below the post, beside the month in which it ended',
      'Appointments\nAug 2018 Assistant Professor (on Tenure track).\nJuly 2023 University of Iowa.\n' +
        'Department of Statistics.\nSep 2017 Lecturer.\nJuly 2018 University of Hull. Department of Statistics.\n' +
        'Aug 2017 Research Fellow.\nOct 2013 University of Leeds.\n' +
        '2012 Tutor, Rice University\n2011 University of Bath',
      [
        'job University of Iowa Assistant Professor 2018-2023',
        'job University of Hull Lecturer 2017-2018',
        'job University of Leeds Research Fellow 2013-2017',
        'job Rice University Tutor 2012-',
      ],
    ],
    [
      'without its name, and no surname before a university',
      '1995年于南京大学数学系获硕士学位\n1995年至2000年山东某重点高校任教\n2000-2003 国内某985高校 副教授\n' +
        '2003-2005 某大学 教授\n2006-2008 任某省属院校教授\n2008-2009 海外高校 访问学者\n2010年 李某大学毕业',
      [
        'master 南京大学 硕士学位 -1995',
        'job 山东某重点高校 任教 1995-2000',
        'job 国内某985高校 副教授 2000-2003',
        'job 某大学 教授 2003-2005',
        'job 某省属院校 教授 2006-2008',
        'visiting 海外高校 访问学者 2008-2009',
      ],
    ],
    [
      'in a sentence of its own behind the post',
      'Experience\n2009-2011 Lecturer, University of Iowa\n' +
        'Jan 2011 Credit Risk Manager. Banco Ejemplo, Mexico City.\n2012-2013 Analyst (part-time). Example Holding\n' +
        '2013-2014 Lecturer. Music Department.\n2014-2015 Tutor. Tenured.',
      [
        'job University of Iowa Lecturer 2009-2011',
        'job Banco Ejemplo Manager 2011-',
        'job Example Holding Analyst 2012-2013',
        'job Example Holding Lecturer 2013-2014',
        'job Example Holding Tutor 2014-2015',
      ],
    ],
    [
      'a hall of Cambridge',
      'He spent a year at the University of Western Australia (1979). In retirement he was a visiting fellow of ' +
        'Example Hall, Cambridge, and edited the volumes of the series until 2009.',
      [
        'visiting University of Western Australia spent a year 1979-',
        'visiting Example Hall, Cambridge visiting fellow -2009',
      ],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('the town of an institution', () => {
  it.each([
    ['Lecturer, Miami University, Oxford, OH, 2010-2014', 'Oxford, OH'],
    ['Lecturer, Lincoln University, Jefferson City, Missouri, 2005-2010', 'Jefferson City, MO'],
    ['Lecturer, Columbia College, Chicago, IL, 2003-2005', 'Chicago'],
    ['Lecturer, Lincoln University (Christchurch, New Zealand), 2003-2005', 'Christchurch'],
    ['Lecturer, Washington University, St. Louis, MO, 2003-2005', 'St. Louis'],
    ['Lecturer, Miami University (OH), 2003-2005', null],
    ['Lecturer, Miami University (FL), 2003-2005', 'Miami, FL'],
    ['Researcher, INRAE, Montpellier, France, 2003-2005', 'Montpellier'],
    ['Lecturer, University of Leeds, Oxford, OH, 2003-2005', 'Leeds'],
    // "MA" is a degree, letters are no town, and neither is a field.
    ['Lecturer, Lincoln University, Pottery, MA, 2003-2005', 'Lincoln'],
    ['Lecturer, Lincoln University, UEL, Brazil, 2003-2005', 'Lincoln'],
    ['Lecturer, Lincoln University, Music, OH, 2003-2005', 'Lincoln'],
  ])('that its line says is it, whatever the name is like: %s', (text, city) =>
    expect(readCv(`Employment\n${text}`)[0].city).toBe(city),
  );
});

describe('headings', () => {
  it('at the margin that take two lines are those of what stands beside them', () =>
    expect(
      lines(
        'CONTACT\tDepartment of Politics\nACADEMIC\tUniversity of Virginia\t2018 - present\n' +
          'APPOINTMENTS\tAssociate Professor\nUniversity of Iowa\t2012 - 2018\nAssistant Professor\n' +
          'EDUCATION\tGeorgetown University\nPh.D., Politics\t2012\n' +
          'ACADEMIC\tThe Assistant Professor at Example College\t2015\nPUBLICATIONS:\tExample Press',
      ),
    ).toEqual([
      'job University of Virginia Associate Professor 2018-present',
      'job University of Iowa Assistant Professor 2012-2018',
      'doctorate Georgetown University Ph.D. -2012',
    ]));

  it('in capitals may be long', () =>
    expect(
      lines(
        'FORMACIÓN ACADÉMICA\nDoctora en Historia del Arte, Universidad de Oviedo, 1997\n' +
          'ACTIVIDADES ANTERIORES DE CARÁCTER CIENTÍFICO O PROFESIONAL\n' +
          '1998-2002   Profesora Ayudante Doctora, Universidad de Granada\n1990-1994   Becaria, Universidad de Oviedo',
      ),
    ).toEqual([
      'doctorate Universidad de Oviedo Doctora -1997',
      'job Universidad de Granada Profesora Ayudante Doctora 1998-2002',
      'job Universidad de Oviedo – 1990-1994',
    ]));
});

describe('prose of encyclopedias and obituaries', () => {
  it.each([
    [
      'marks of notes part its sentences no less',
      'She taught at Brandeis University (1981–84).[3] She joined the University of Virginia, becoming full ' +
        'professor in 1996 and chairing the department from 1998 to 2003.[5][6] She was a visiting professor ' +
        'at Harvard in 1995.[a]',
      [
        'job Brandeis University taught 1981-1984',
        'job University of Virginia full professor 1996-',
        'visiting Harvard visiting professor 1995-',
      ],
    ],
    [
      'marks of notes part no years',
      'He was lecturer at the University of Leeds from 1996[3] to 2003[4] and professor at Rice University[5] ' +
        'from 2003 to 2009.',
      ['job University of Leeds lecturer 1996-2003', 'job Rice University professor 2003-2009'],
    ],
    [
      'a wife with her name taught where she did, and a father was what he was',
      'Born in Hereford, the son of a schoolmaster, he was lecturer at the University of Leeds from 1957. His wife, ' +
        'Margaret, whom he married in 1959, taught at Nottingham High School for Girls.',
      ['job University of Leeds lecturer 1957-'],
    ],
    [
      'years until an early retirement',
      'From 1973 until his early retirement in 1985 he was professor at the University of Nottingham, where he ' +
        'built up the library.',
      ['job University of Nottingham professor 1973-1985'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('what a text tells of somebody', () => {
  it.each([
    [
      'a chair that was declined in German is no post',
      'Beruflicher Werdegang\n2010-2013: Professor an der Universität Kiel\n' +
        '2009: Ruf auf die C4-Professur an der Hochschule für Künste Bremen\n' +
        '2008: Professur an der Universität Jena (abgelehnt)\n' +
        '2003: Maître de conférences, Université de Tours (refusé)',
      ['job Universität Kiel Professor 2010-2013'],
    ],
    [
      'two degrees of one title and university are two where their years differ',
      'Education\nMA, Sociology, University of Iowa, 2001\nMA, Demography, University of Iowa, 1999',
      ['master University of Iowa MA -2001', 'master University of Iowa MA -1999'],
    ],
    [
      'who coordinates a degree has not taken it',
      'Experiencia\nCoordinador de la Maestría en Ingeniería, Universidad Autónoma del Carmen, 2016-2018.\n' +
        'Directrice du Master recherche, Université de Tours, 2001-2003\n' +
        'Deputy chair, MA/Ph.D. Program in Music, University of Iowa, 2004-2006',
      [
        'job Universidad Autónoma del Carmen – 2016-2018',
        'job Université de Tours – 2001-2003',
        'administrative University of Iowa Deputy chair 2004-2006',
      ],
    ],
    [
      'brackets behind a degree tell of it, and of no post',
      '甲教授是一位拥有博士学位（华中科技大学）和学士学位（青海大学）的研究助理教授。她的专业领域主要集中在数据驱动的通信。',
      ['doctorate 华中科技大学 博士学位 -', 'bachelor 青海大学 学士学位 -'],
    ],
    [
      'what came behind a degree in its sentence did not give it',
      'He read music and Italian at Birmingham University. After taking his Bachelor of Arts degree in 1950 he ' +
        'undertook research at Cambridge University, where he took a PhD in 1954.',
      ['bachelor Birmingham University Bachelor of Arts -1950', 'doctorate Cambridge University PhD -1954'],
    ],
    [
      'a title in brackets is of the place behind them',
      'From 1956 to 1959 he was librarian of London University, and in 1959 he was appointed lecturer in music ' +
        '(subsequently Reader in music) at Birmingham University.',
      [
        'job London University librarian 1956-1959',
        'job Birmingham University lecturer 1959-',
        'job Birmingham University Reader -',
      ],
    ],
    [
      'a title shortened before the next one is a post of its own',
      'From 2001 to 2009 she was Assistant and then Associate Professor at the University of Hull.',
      ['job University of Hull Assistant 2001-', 'job University of Hull Associate Professor -2009'],
    ],
    [
      'a bachelor of music education is no master of engineering',
      'Education\nB.M.E., 1983. Baylor University\nM.E., 1985. Rice University',
      ['bachelor Baylor University B.M.E. -1983', 'master Rice University M.E. -1985'],
    ],
    [
      'a sentence is no part of the next line',
      'He was belatedly given an honorary professorship in recognition of it.\n' +
        "Born in Bristol on 19 August, 1937, he was educated at Bristol Grammar School and Hymer's College in Hull.\n" +
        'He came to the University of Leeds in 1969, as a lecturer.',
      ['job University of Leeds lecturer 1969-'],
    ],
    [
      'a biography that names a grant is one',
      '甲分别于2008年和2013年在东京大学获得学士和博士学位。博士毕业后，他加入理化学研究所担任研究员，并于2018年晋升为Unit Leader（PI）。' +
        '2023年，他受聘于香港中文大学（深圳）理工学院，担任教授一职。',
      [
        'bachelor 东京大学 学士 -2008',
        'doctorate 东京大学 博士学位 -2013',
        'job 理化学研究所 研究员 2013-',
        'job 香港中文大学（深圳） 教授 2023-',
      ],
    ],
    [
      'students whom somebody supervised have posts and degrees of their own',
      'Experience\nLecturer, University of Iowa, 2018-2019\nSupervisory Experience\n' +
        'Somebody Else, Assistant Engineer, University of Iowa, 2026\nAnother One, PhD, 2023',
      ['job University of Iowa Lecturer 2018-2019'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('a text in a language that is not read', () => {
  const JAPANESE =
    '学歴\n1990年3月　東京大学大学院修士課程修了\n職歴\n2003年9月～2004年8月　ハーバード大学客員研究員（現在に至る）';
  it.each([
    [JAPANESE, 'japanese'],
    ['학력\n1989. 3 – 1993. 2  서울대학교 음악대학 국악과 학사', 'korean'],
    ['1995–2003 доцент, Российская академия музыки', 'cyrillic'],
    ['私は音楽の先生です。いまはピアノをおしえています', 'japanese'],
    ['1998–2002 教师, 北京大学 (わたなべ)', null],
    ['Lecturer, Seoul National University (서울)', null],
    ['2001年获博士学位（日本东京大学，导师：山本ケン）', null],
  ])('is told: %s', (text, language) => expect(unreadLanguage(text)).toBe(language));

  it('is told at its import, as a file and in a cell', async () => {
    const app = await smallStudy();
    const problem = saying('cv.language-not-read', { language: 'japanese' });
    const file = await importStudyFile(app, fileOf('山本.txt', JAPANESE));
    expect(file.doubts[0]).toMatchObject({ row: null, field: 'text', value: '山本.txt', problem });
    const cell = fileOf('cells.csv', `编号,姓名,个人简历\ns9,山本,"${JAPANESE}"\n`);
    expect((await importStudyFile(app, cell)).doubts).toMatchObject([{ row: 2, field: 'cv', problem }]);
  });
});
