import type { Mutant } from './mutant.ts';

const FOUND = 'tests/mobility/found-tables.test.ts';
const CELLS = 'tests/mobility/cv-cells.test.ts';
const ORCID = 'tests/mobility/orcid-xml.test.ts';
const SHEETS = 'tests/mobility/sheets.test.ts';
const TABLES = 'tests/mobility/tables.test.ts';

/** What a study's files say, and what the import dialog makes of it. */
export const STUDY_IMPORTS: readonly Mutant[] = [
  {
    name: 'study-import/a title over part of the columns is a heading',
    file: 'src/core/mobility/import/header-row.ts',
    from: '!(alone && left === 0) &&',
    to: '',
    tests: TABLES,
  },
  {
    name: 'study-import/a CV in each row of a scholar is read again',
    file: 'src/core/mobility/import/cv-cells.ts',
    from: 'if (known.seen.has(text)) continue;',
    to: '',
    tests: CELLS,
  },
  {
    name: 'study-import/any text of a row is a CV',
    file: 'src/core/mobility/import/cv-cells.ts',
    from: 'return several && isLong && filled.every((count) => count <= 1);',
    to: 'return several && isLong;',
    tests: CELLS,
  },
  {
    name: 'study-import/a pasted text stays behind',
    file: 'src/core/mobility/jobs.ts',
    from: 'if (result.questions.length === 0) forgetPastedText(workFolder, file);',
    to: '',
    tests: CELLS,
  },
  {
    name: 'study-import/a rank is put together from two numbers',
    file: 'src/core/mobility/import/ranks.ts',
    from: '.toLowerCase()\n    .trim()',
    to: ".toLowerCase()\n    .replaceAll(/\\s/g, '')",
    tests: SHEETS,
  },
  {
    name: 'study-import/numbers of rows are ids of scholars',
    file: 'src/core/mobility/import/row-numbers.ts',
    from: 'if (ids.size < named.length ||',
    to: 'if (ids.size <= named.length ||',
    tests: SHEETS,
  },
  {
    name: 'study-import/a sum is a row',
    file: 'src/core/mobility/import/footer-rows.ts',
    from: 'if (SUM.test(first)) return cells.length < width;',
    to: '',
    tests: SHEETS,
  },
  {
    name: 'study-import/another sheet is a later version of the first',
    file: 'src/core/mobility/import/table.ts',
    from: 'const source = found === usual ? name : `${name} · ${found.name}`;',
    to: 'const source = name;',
    tests: SHEETS,
  },
  {
    name: 'study-import/a table without a year is not asked about',
    file: 'src/core/mobility/import/table-year.ts',
    from: 'const answer = questions.ask(message, choices);',
    to: "const answer = found.length > 0 ? questions.ask(message, choices) : '2020';",
    tests: FOUND,
  },
  {
    name: 'study-import/the year of a sheet is not taken',
    file: 'src/core/mobility/import/table-year.ts',
    from: "[sheet ?? '', title]",
    to: "['', title]",
    tests: FOUND,
  },
  {
    name: 'study-import/every ranking is ARWU',
    file: 'src/core/mobility/import/ranking-called.ts',
    from: 'let [ranking] = names;',
    to: 'let [ranking] = [USUAL];',
    tests: FOUND,
  },
  {
    name: 'study-import/professors are ranks of institutions',
    file: 'src/core/mobility/import/rankings.ts',
    from: ' || !cells.some((cell) => ACADEMIC_RANK.test(cell))',
    to: ' || true',
    tests: FOUND,
  },
  {
    name: 'study-import/a table that is recognised is read again',
    file: 'src/core/mobility/import/given-table.ts',
    from: 'return table ?? (await',
    to: 'return (await',
    tests: FOUND,
  },
  {
    name: 'study-import/a list in the place of a text is an error of ours',
    file: 'src/core/mobility/import/import-file.ts',
    from: 'if (!(error instanceof TypeError || error instanceof RangeError)) throw error;',
    to: 'if (!(error instanceof TypeError)) throw error;',
    tests: 'tests/mobility/readers.test.ts',
  },
  {
    name: 'study-import/an affiliation in a file of its own comes twice',
    file: 'src/core/mobility/import/orcid-record.ts',
    from: '.filter((group) => !putCodes(group).some((code) => codes.has(code)))',
    to: '',
    tests: ORCID,
  },
  {
    name: 'study-import/sheets are scholars without asking',
    file: 'src/core/mobility/import/resumes.ts',
    from: "areScholars(table, context.questions) !== 'scholars'",
    to: 'false',
    tests: FOUND,
  },
  {
    name: 'study-import/a group without merged cells is no heading',
    file: 'src/core/mobility/import/table.ts',
    from: 'impliedMerges(cells)',
    to: '[]',
    tests: FOUND,
  },
  {
    name: 'study-import/a list of awards is a population',
    file: 'src/core/mobility/import/resumes.ts',
    from: '(hasStage || awardList(head) !== null)',
    to: 'hasStage',
    tests: FOUND,
  },
  {
    name: 'study-import/an award without an institution is dropped',
    file: 'src/core/mobility/import/resume-stager.ts',
    from: ' && !isDatedAward',
    to: '',
    tests: FOUND,
  },
  {
    name: 'study-import/any syllable is Korean',
    file: 'src/core/imports/east-asian-text.ts',
    from: '.filter((sign) => COMMON_HANGUL.has(sign))',
    to: '',
    tests: FOUND,
  },
];
