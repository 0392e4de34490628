import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/core/mobility/import/table/table.ts';
import { mappingSchema } from '../../src/shared/mobility/imports.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';
import { type TestSheet, workbookOf } from '../support/workbook.ts';

const DEFAULTS = mappingSchema.parse({});
const people = (gender: string, codes: (string | number)[]): TestSheet => ({
  name: 'data',
  rows: [
    ['id', 'name', gender, 'kind', 'institution', 'start', 'end'],
    ...codes.map((code, i) => [`s${i}`, `Scholar ${i}`, code, 'PhD', 'Alpha University', 1990 + i, 1995 + i]),
  ],
});
const sheet = (...rows: (string | number)[][]): TestSheet => ({ name: 'codebook', rows });
const cellsOf = async (content: Buffer | string, name = 'a.xlsx') => {
  const { rows, notes } = await readTable(fileOf(name, content), DEFAULTS);
  return { cells: rows.map(({ cells }) => cells[2]), notes };
};

describe('codes that something in the file explains are words', () => {
  it.each([
    ['a row for each code', sheet(['variable', 'value', 'label'], ['gender', 1, 'male'], ['gender', 2, 'female'])],
    ['the variable once', sheet(['变量', '取值', '含义'], ['gender', '1', 'male'], ['', '2', 'female'])],
    [
      'as SPSS prints its dictionary',
      sheet(['Variable Values'], ['Value', '', 'Label'], ['gender', '1', 'male'], ['', '2', 'female']),
    ],
    ['all codes in a cell', sheet(['Variable', 'Label', 'Values'], ['gender', 'Sex', '1 = male; 2 = female; 9 = ?'])],
    ['as R’s labelled prints them', sheet(['pos', 'variable', 'value_labels'], [2, 'gender', '[1] male; [2] female'])],
    ['of another place in the alphabet', sheet(['name', 'coding'], ['Gender', '1：male，2：female'])],
  ])('%s', async (_, codebook) => {
    const { cells, notes } = await cellsOf(workbookOf(people('gender', [1, 2, '2.0', 7, '']), codebook));
    expect(cells).toEqual(['male', 'female', 'female', '7', '']);
    const labels = ['1 = male', '2 = female'];
    const told = { column: 'gender', labels, sheets: ['codebook'], hasSheets: 'yes', without: ['7'], n: 1 };
    expect(notes).toContainEqual(saying('study-import.value-labels', told));
    expect(notes).not.toContainEqual(expect.objectContaining({ id: 'study-import.sheets-not-read' }));
  });

  it.each(['性别（1=男，2=女）', '性别(1男2女)', '性别[1:男;2:女]', 'gender (1 = 男, 2 = 女)'])(
    'heading %s',
    async (head) => {
      const { cells, notes } = await cellsOf(workbookOf(people(head, [1, 2])));
      expect(cells).toEqual(['男', '女']);
      expect(notes).toContainEqual(expect.objectContaining({ id: 'study-import.value-labels' }));
    },
  );

  it('stay numbers where only the ends of a scale are explained', async () => {
    const { cells, notes } = await cellsOf(workbookOf(people('等级（1最高5最低）', [1, 3, 5])));
    expect(cells).toEqual(['1', '3', '5']);
    expect(notes).not.toContainEqual(expect.objectContaining({ id: 'study-import.value-labels' }));
  });

  it.each([
    [
      'a sheet of other things',
      'gender',
      sheet(['code', 'name', 'label'], [1, 'Alpha', 'first'], [2, 'Beta', 'second']),
    ],
    [
      'labels of another variable',
      'gender',
      sheet(['variable', 'value', 'label'], ['award', 1, 'yes'], ['award', 2, 'no']),
    ],
    ['a heading with years', 'posts (1990-1995, 2001-2005)', sheet(['a', 'b'], ['c', 'd'])],
    ['one code alone', 'gender (1 = male)', sheet(['a', 'b'], ['c', 'd'])],
    ['of a rank', 'ranking', sheet(['variable', 'value', 'label'], ['ranking', 1, 'best'], ['ranking', 2, 'second'])],
    ['of an id', '编号', sheet(['变量', '取值', '含义'], ['编号', 1, '教授'], ['编号', 2, '讲师'])],
  ])('stay codes: %s', async (_, head, other) => {
    const { cells, notes } = await cellsOf(workbookOf(people(head, [1, 2]), other));
    expect(cells).toEqual(['1', '2']);
    expect(notes).not.toContainEqual(expect.objectContaining({ id: 'study-import.value-labels' }));
  });

  it('so are scholars’ attributes, by the heading or as the mapping says', async () => {
    const csv = (head: string) =>
      `id,name,${head},role,institution,start,end\ns1,Ann Lee,1,PhD,Alpha University,1990,1995\n` +
      's2,Bo Chan,2,PhD,Beta University,1991,1996\n';
    for (const [head, mapping] of [
      ['"gender (1=man, 2=woman)"', {}],
      ['gender', { values: { gender: { 1: 'man', 2: 'woman' } } }],
    ] as const) {
      const app = await freshApp();
      await importStudyFile(app, fileOf('people.csv', csv(head)), mapping);
      const rows = app.library.db.all<{ attributes: string }>('SELECT attributes FROM scholars ORDER BY name');
      expect(rows.map(({ attributes }) => JSON.parse(attributes).gender)).toEqual(['man', 'woman']);
    }
  });
});
