import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { positionsIn as lines } from '../support/cv-lines.ts';

const TOML = `+++
title = "Experience"
date_format = "Jan 2006"
[[experience]]
  title = "Professor"
  company = "University of Leeds"
  company_url = "https://www.example.org"
  location = "Leeds, West Yorkshire"
  date_start = "2010-09-01"
  date_end = ""
  description = "Department of Music"

[[experience]]
  title = "Lecturer"
  company = "Yale University"
  date_start = "2004-09-01"
  date_end = "2010-08-31"
+++`;

describe('entries kept as fields', () => {
  it.each([
    [
      'of a Hugo site',
      TOML,
      ['job University of Leeds Professor 2010-present', 'job Yale University Lecturer 2004-2010'],
    ],
    [
      'of YAML, in Chinese',
      "work:\n  - title: 副教授\n    company: 云南大学\n    date_start: '2015-09-01'\n    date_end: ''\n" +
        "  - title: 讲师\n    company: 云南大学\n    date_start: '2009-07-01'\n    date_end: '2015-08-31'",
      ['job 云南大学 副教授 2015-present', 'job 云南大学 讲师 2009-2015'],
    ],
    [
      'with years in one field',
      '- title: Education\n  contents:\n    - title: PhD\n      institution: Yale University\n      year: ' +
        '2000 - 2005\n' +
        '    - title: BA\n      institution: University of Leeds\n      year: 1996 - 2000',
      ['doctorate Yale University PhD 2000-2005', 'bachelor University of Leeds BA 1996-2000'],
    ],
    [
      'of JSON Resume, a line each',
      '{\n "work": [\n  {\n   "name": "University of Leeds",\n   "position": "Lecturer",\n   "startDate": ' +
        '"2004-09-01",\n' +
        '   "endDate": "2010-08-31"\n  }\n ],\n "education": [\n  {\n   "institution": "Yale University",\n' +
        '   "studyType": "PhD",\n   "area": "Music",\n   "startDate": "1998",\n   "endDate": "2003"\n  }\n ]\n}',
      ['doctorate Yale University PhD 1998-2003', 'job University of Leeds Lecturer 2004-2010'],
    ],
  ])('%s', (_what, text, expected) => expect(lines(text).sort()).toEqual([...expected].sort()));

  it('are bound to where the file has them', () => {
    const [first] = readCv(TOML);
    const text = TOML.slice(...first.span);
    expect(text).toContain('Professor');
    expect(text).toContain('University of Leeds');
    expect(text).toContain('2010');
  });

  it('though a form of single lines is none', () =>
    expect(lines('Name: Jane Example\nTitle: Professor\nUniversity of Leeds, 2004-2010')).toHaveLength(1));
});

describe('words of sites around names', () => {
  it.each([
    [
      'a university in brackets behind a faculty',
      '| 2016–2021 | Assistant Professor | Faculty of Mathematics (University of Example) |',
      ['job University of Example Assistant Professor 2016-2021'],
    ],
    [
      'a link of reStructuredText',
      'She became a lecturer in 2006 under `Jane Example <http://example.org/~jane>`_ at Durham University.',
      ['job Durham University lecturer 2006-'],
    ],
    [
      'joining a faculty',
      'He worked with Jane Example before joining the faculty at Yale University in 1990. ' +
        'He was promoted to full professor in 1996.',
      ['job Yale University joining the faculty 1990-', 'job Yale University full professor 1996-'],
    ],
  ])('%s', (_what, text, expected) => expect(lines(text)).toEqual(expected));
});

it('reads days as days, and no range of years into them', () =>
  expect(lines('Lecturer, University of Leeds, 2004-09-01.')).toEqual(['job University of Leeds Lecturer 2004-']));

it('reads the arguments of an environment that has a year among them', () =>
  expect(
    lines(
      '\\begin{rSection}{Experience}\n\\begin{rSubsection}{Boston College}{September 2015 - December 2017}' +
        '{Lecturer}{Boston, MA}\n\\item Taught logic\n\\end{rSubsection}\n\\begin{tabular}{ll}\n\\end{tabular}',
    ),
  ).toEqual(['job Boston College Lecturer 2015-2017']));
