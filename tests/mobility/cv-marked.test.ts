import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CvPosition, readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { ROOT } from '../support/fixtures.ts';

/** A position that a CV tells, with all readings that are right. */
interface Marked {
  kinds: string[];
  institutions: (string | null)[];
  starts: (number | null)[];
}

interface MarkedCv {
  name: string;
  text: string;
  positions: Marked[];
  /** What may be found and counts neither way. */
  optional: Marked[];
}

const CVS = JSON.parse(readFileSync(join(ROOT, 'tests/fixtures/cv/marked.json'), 'utf8')) as MarkedCv[];

const plain = (name: string | null) => name?.normalize('NFKC').toLowerCase().replace(/^the /, '').replace(/\s/g, '');

function isRight(read: CvPosition, { kinds, institutions, starts }: Marked): boolean {
  const names = [read.institution, read.institutionNormal].map(plain);
  return (
    kinds.includes(read.kind) &&
    starts.includes(read.start) &&
    institutions.some((name) => names.includes(plain(name)) || (name === null && read.institution === null))
  );
}

/** How many positions were marked, proposed, and both. */
function counts({ text, positions, optional }: MarkedCv): { marked: number; proposed: number; right: number } {
  const free = [...positions];
  const left = readCv(text).filter((read) => {
    const at = free.findIndex((one) => isRight(read, one));
    if (at >= 0) free.splice(at, 1);
    return at < 0;
  });
  const wrong = left.filter((read) => !optional.some((one) => isRight(read, one)));
  const right = positions.length - free.length;
  return { marked: positions.length, proposed: right + wrong.length, right };
}

it('marked fictional CVs of several kinds: F1 is above a floor, and few positions are read that nobody marked', () => {
  const all = CVS.map(counts);
  const sum = (of: 'marked' | 'proposed' | 'right') => all.reduce((total, one) => total + one[of], 0);
  expect(CVS.length).toBeGreaterThan(8);
  expect((2 * sum('right')) / (sum('marked') + sum('proposed'))).toBeGreaterThan(0.93);
  expect(sum('proposed') - sum('right')).toBeLessThan(10);
});
