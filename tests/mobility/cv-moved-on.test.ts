import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('moves and lists in sentences', () => {
  it.each([
    ['先在山东大学任教，2005年转至南京大学。', ['job 山东大学 任教 -2005', 'job 南京大学 – 2005-']],
    ['1999年在山东大学任教，2005年转到南京大学。', ['job 山东大学 任教 1999-2005', 'job 南京大学 – 2005-']],
    [
      '1999年在山东大学任教，2005年转至南京大学攻读博士学位。',
      ['job 山东大学 任教 1999-', 'doctorate 南京大学 博士学位 2005-'],
    ],
    ['1921年入金陵大学，后转入东南大学。', ['bachelor 金陵大学 – 1921-']],
    [
      'He received his Ph.D. from Yale University and M.S. from the University of Iowa in 2021 and 2017, respectively.',
      ['doctorate Yale University Ph.D. -2021', 'master University of Iowa M.S. -2017'],
    ],
    [
      'She was visiting faculty at Duke University, Tokyo Institute of Technology, and Peking University.',
      [
        'visiting Duke University visiting faculty -',
        'visiting Tokyo Institute of Technology visiting faculty -',
        'visiting Peking University visiting faculty -',
      ],
    ],
    [
      'He did postdoctoral work at Stanford University and Yale University.',
      ['postdoc Stanford University postdoctoral work -', 'postdoc Yale University postdoctoral work -'],
    ],
    [
      'He was a postdoc at Stanford University, and Yale University hired him later.',
      ['postdoc Stanford University postdoc -'],
    ],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('degrees and names', () => {
  it.each([
    ['2003-2007 Engineer, Agilent Technologies', ['job Agilent Technologies Engineer 2003-2007']],
    ['2003-2007 Lecturer, University of Rochester Medical School', ['job University of Rochester Lecturer 2003-2007']],
    ['BDS, University of Glasgow, 1988', ['bachelor University of Glasgow BDS -1988']],
    ['She took a BDS at Lund University in 1990.', ['bachelor Lund University BDS -1990']],
    ['We compared signals of GPS, BDS, and Galileo at Wuhan University in 2015.', []],
    [
      'M.Sc. in Modern Technologies and Economics from the National Technical University of Athens.',
      ['master National Technical University of Athens M.Sc. -'],
    ],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});
