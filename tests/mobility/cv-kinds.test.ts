import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

const lines = (text: string) =>
  readCv(text).map(
    ({ kind, institution, role, start, end }) =>
      `${kind} ${institution ?? '–'} ${role ?? '–'} ${start ?? ''}-${end ?? ''}`,
  );

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
