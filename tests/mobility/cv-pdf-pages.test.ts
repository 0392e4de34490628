import { describe, expect, it } from 'vitest';
import { pageText } from '../../src/core/mobility/cv/files/pdf-layout.ts';
import { withoutRunningHeads } from '../../src/core/mobility/cv/files/running-heads.ts';

/** A page of pieces of text at x and y, six points wide a letter. */
const page = (pieces: readonly (readonly [number, number, string])[]) =>
  pageText(pieces.map(([x, y, str]) => ({ str, width: str.length * 6, height: 11, transform: [11, 0, 0, 11, x, y] })));

const LEFT = ['Education', 'PhD, 2003', 'University of Basel', 'MSc, 1999', 'University of Bern', 'Languages'];
const RIGHT = ['Employment', '2015 – present', 'Full Professor', 'Technical University of Munich', '2008 – 2015'];
const column = (x: number, top: number, lines: readonly string[]) =>
  lines.map((text, i) => [x, top - i * 14, text] as const);

describe('two columns of a PDF', () => {
  it('are read one after the other where each has headings', () => {
    const title = [50, 800, 'Curriculum vitae of somebody whose name goes across the page'] as const;
    const text = page([title, ...column(50, 780, LEFT), ...column(300, 780, RIGHT)]);
    expect(text.split('\n')).toEqual([title[2], ...LEFT, ...RIGHT]);
  });

  it('are so where the lines of one stand between those of the other', () => {
    const text = page([...column(50, 780, LEFT), ...column(300, 773, RIGHT)]);
    expect(text.split('\n')).toEqual([...LEFT, ...RIGHT]);
  });

  it('stay a table where only the left one has headings, or where text goes across', () => {
    const entries = ['2001', '2003', '2005', '2007', '2009'];
    const table = page([...column(50, 780, ['Education', ...entries]), ...column(300, 766, RIGHT.slice(1))]);
    expect(table).toContain('2001\t2015 – present\n2003\tFull Professor');
    const across = [50, 766, 'A line of the text that goes across the whole of the page'] as const;
    const centred = page([[50, 780, 'Education'], [300, 780, 'Employment'], across, ...column(50, 752, entries)]);
    expect(centred.split('\n')[0]).toBe('Education\tEmployment');
  });
});

describe('accents that a PDF of TeX has apart from their letters', () => {
  it.each([
    ['Universit´e Paris Cit´e, R´emi', 'Université Paris Cité, Rémi'],
    ['G¨ottingen, Krak´ow, Universit`a', 'Göttingen, Kraków, Università'],
    ['Mart´ınez, Fran¸cais, garc¸on, Dvoˇr´ak', 'Martínez, Français, garçon, Dvořák'],
    // A quotation mark before a word, and an accent over no letter that has one, stay.
    ['a word `as it is´ and ´x', 'a word `as it is´ and ´x'],
  ])('%s', (written, read) => expect(page([[50, 780, written]])).toBe(read));
});

describe('heads and feet of the pages of a PDF', () => {
  const pages = (...texts: string[]) => withoutRunningHeads(texts).join('\n');

  it('do not part what a page break parts', () =>
    expect(
      pages(
        'Curriculum Vitae – A. Smith\nEmployment\nSenior Lecturer\nPage 1, June 2020',
        'Curriculum Vitae – A. Smith\n2002–2004 University of Sussex\nPage 2, June 2020',
      ),
    ).toBe('Curriculum Vitae – A. Smith\nEmployment\nSenior Lecturer\n2002–2004 University of Sussex'));

  it('are those that begin on the second page, and numbers alone', () => {
    expect(pages('张三\n1\n一', '张三简历\n二\n2', '张三简历\n三\n3')).toBe('张三\n1\n一\n二\n三');
    expect(pages('Smith\na\n- 1 -', 'b\n- 2 -')).toBe('Smith\na\nb');
  });

  it('are no entries that look alike', () => {
    const entries = ['CV\n2004 Lecturer, Lund University', '2006 Lecturer, Lund University'];
    expect(pages(...entries)).toBe(entries.join('\n'));
    const employers = ['A\n1999\nLund University', 'B\n2003\nLund University'];
    expect(pages(...employers)).toBe(employers.join('\n'));
  });
});
