import { describe, expect, it } from 'vitest';
import { positionsIn } from '../support/cv-lines.ts';

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
