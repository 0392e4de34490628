import type { Mutant } from './mutant.ts';

const FOUND = 'tests/mobility/found-tables.test.ts';
const CELLS = 'tests/mobility/cv-cells.test.ts';
const ORCID = 'tests/mobility/orcid-xml.test.ts';
const SHEETS = 'tests/mobility/sheets.test.ts';
const TABLES = 'tests/mobility/tables.test.ts';
const YEARS = 'tests/mobility/unusual-years.test.ts';
const WHOSE = 'tests/mobility/whose-rows.test.ts';
const ROSTERS = 'tests/mobility/rosters.test.ts';
const AWARDS = 'tests/mobility/found-tables.test.ts';

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
    from: 'hasStage || awardList(head) !== null || degree',
    to: 'hasStage || degree',
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
  {
    name: 'study-import/an unusual year is refused row by row',
    file: 'src/core/mobility/import/year-cells.ts',
    from: 'if (unusual === null) return plain;',
    to: "if (unusual === null || 'problem' in plain) return plain;",
    tests: YEARS,
  },
  {
    name: 'study-import/an unusual year is asked about in each row',
    file: 'src/core/mobility/import/year-cells.ts',
    from: 'if (known !== undefined) return known;\n    const found',
    to: 'const found',
    tests: YEARS,
  },
  {
    name: 'study-import/years of the Republic count from 1911',
    file: 'src/core/mobility/names/chinese-digits.ts',
    from: 'const REPUBLIC = 1911;',
    to: 'const REPUBLIC = 1910;',
    tests: YEARS,
  },
  {
    name: 'study-import/a season is its first year',
    file: 'src/core/mobility/import/year-cells.ts',
    from: 'if (!isSingle || plain.startYear === null || plain.endYear === null) return null;',
    to: 'return null;',
    tests: YEARS,
  },
  {
    name: 'study-import/Last, First is another person',
    file: 'src/core/mobility/names/full-name.ts',
    from: 'return isReversed ? fullName(given, family) : name;',
    to: 'return name;',
    tests: WHOSE,
  },
  {
    name: 'study-import/a namesake without an id is new without a question',
    file: 'src/core/mobility/import/known-namesakes.ts',
    from: 'known.has(scholarKeyOf(one.key))\n      ? []',
    to: 'true\n      ? []',
    tests: WHOSE,
  },
  {
    name: 'study-import/a tie takes the first of two namesakes',
    file: 'src/core/mobility/import/edges.ts',
    from: 'const isId = known !== undefined && !(named.length > 1 && named.includes(known));',
    to: 'const isId = known !== undefined;',
    tests: WHOSE,
  },
  {
    name: 'study-import/rows of one name are one person',
    file: 'src/core/mobility/import/resume-stager.ts',
    from: 'if (isOther && !this.#whose.hasId(row))',
    to: 'if (false as boolean)',
    tests: WHOSE,
  },
  {
    name: 'study-import/papers years apart are one stay',
    file: 'src/core/mobility/import/openalex.ts',
    from: 'year - last.end <= GAP_YEARS + 1',
    to: 'year > 0',
    tests: WHOSE,
  },
  {
    name: 'study-import/the degree is from the employer',
    file: 'src/core/mobility/import/resumes.ts',
    from: 'if (degreeColumns(head) !== null) return false;',
    to: '',
    tests: ROSTERS,
  },
  {
    name: 'study-import/any degree is a doctorate',
    file: 'src/core/mobility/import/resume-stager.ts',
    from: 'if (ofDegree && kind.role !== null',
    to: 'if (ofDegree && false',
    tests: ROSTERS,
  },
  {
    name: 'study-import/the rule of the codebook for awards is not asked',
    file: 'src/core/mobility/import/resumes.ts',
    from: "book.positions.awardInstitution ?? 'ask'",
    to: "'ask' as string",
    tests: AWARDS,
  },
];
