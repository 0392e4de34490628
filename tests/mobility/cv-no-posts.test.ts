import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('titles of works', () => {
  it.each([
    '2016 Study of Sleep in Musicians, University of Leeds, £20,000',
    '2012 Study in Blue, for piano, commissioned by the University of Leeds',
    '2004 Studies in Rhythm, performed at Royal Academy of Music',
    '2010 Study of a Head, Tate Gallery',
    '2010 Studies of a River, solo exhibition, Hayward Gallery',
    '1999  Studies in Harmony, with a grant from the University of Oslo',
  ])('are no degrees: %s', (text) => expect(lines(text)).toEqual([]));

  it.each([
    ['10/1988-03/1994   Studies of history, University of Leeds', 'bachelor University of Leeds – 1988-1994'],
    ['1984 – 1989\tStudies of mathematics, University of Leeds', 'bachelor University of Leeds – 1984-1989'],
    ['Education\n1989 Studies in mathematics, University of Leeds', 'bachelor University of Leeds – 1989-'],
  ])('unlike studies with their range of years or under their heading: %s', (text, expected) =>
    expect(lines(text)).toEqual([expected]),
  );
});

describe('prizes and licences', () => {
  it.each([
    '2001 Best Young Journalist, University of Kent',
    '2001 Best Landscape Architect, University of Kent',
    '2001 Best Teaching Officer, University of Kent',
    '2001 Young Designer, University of Kent',
    '2001 Young Designer (Kent Prize), University of Kent',
    '2001 Chartered Physicist, Institute of Physics',
    '2001 Chartered Surveyor, Royal Institution of Chartered Surveyors',
    '2001 Registered Architect, University of Kent',
    '2001 Licensed Architect, University of Kent',
    '2001 Student Journalist at Kent University',
    '2001 Student Developer, University of Kent',
  ])('are no posts: %s', (text) => expect(lines(text)).toEqual([]));

  it('unlike a profession', () =>
    expect(lines('2001 Landscape Architect, University of Kent')).toEqual([
      'job University of Kent Landscape Architect 2001-',
    ]));
});

describe('国医大师', () => {
  it.each([
    ['2008年师从国医大师邓铁涛，任广州中医药大学讲师。', ['job 广州中医药大学 讲师 2008-']],
    ['2009年师承国医大师路志正。', []],
    ['2009年师承国医大师、全国名中医。', []],
    ['2011年任湖北中医药大学国医大师传承工作室主任。', ['administrative 湖北中医药大学 室主任 2011-']],
    ['2010年入选国医大师学术经验继承人。', []],
    ['2014年获国医大师称号。', ['award – 国医大师称号 2014-']],
    ['2014年被评为国医大师。', ['award – 国医大师 2014-']],
  ])('%s', (text, expected) => expect(lines(text)).toEqual(expected));
});

describe('since then', () => {
  it('goes on where that is told', () =>
    expect(lines('He came to the University of Oslo in 2003 and since then he has been Reader there.')).toEqual([
      'job University of Oslo Reader 2003-present',
    ]));

  it('has no end where visits are told', () =>
    expect(
      lines(
        'He was at the University of Oslo in 2003, and since then has visited Harvard University many times.',
      ).filter((line) => line.endsWith('present')),
    ).toEqual([]));
});
