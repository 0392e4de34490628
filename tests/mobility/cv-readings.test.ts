import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';

const lines = (text: string) =>
  readCv(text).map(
    ({ kind, institution, institutionNormal, role, start, end }) =>
      `${kind} ${institutionNormal ?? institution ?? '–'} ${role ?? '–'} ${start ?? ''}-${end ?? ''}`,
  );

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
