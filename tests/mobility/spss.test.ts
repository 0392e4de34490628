import { describe, expect, it } from 'vitest';
import { spssWide } from '../../src/core/mobility/report/spss-wide.ts';
import type { Table } from '../../src/shared/table.ts';

const LONG = '音'.repeat(50);
const STAGES = ['institution', 'kind', 'level', 'city', 'tier', 'year', 'role'];
const careers: Table = {
  name: 'careers',
  title: '',
  head: ['scholar', 'name', 'gender', 'birth year', 'Gender', 'stage', ...STAGES],
  rows: [
    ['李1', 'Li', '女', '1970', LONG, 'first-job', "St John's", 'university', 2, 'Alpha', 'tier 1', 1999, 'job'],
    ['b', 'Bo', null, '1980', 'x', 'first-job', 'Beta', 'university', null, null, null, null, null],
    ['b', 'Bo', null, '1980', 'x', 'elected', 'Gamma', 'institute', 1, null, null, 2010, 'job'],
  ],
};
const moves: Table = {
  name: 'moves',
  title: '',
  head: ['scholar', 'transition', 'outcome', 'direction', 'subtype'],
  rows: [['b', 'first-job:elected', 'moved', 'upward', null]],
};

describe('the file for SPSS with a row a scholar', () => {
  const { csv, syntax } = spssWide(careers, moves);
  const [head, li, bo] = csv.replace('\uFEFF', '').trim().split('\r\n');
  const names = head.split(',');
  const cellOf = (row: string, name: string) => row.split(',')[names.indexOf(name)];

  it('one row each, texts as numbers with labels, widths of texts in bytes', () => {
    expect(csv.trim().split('\r\n')).toHaveLength(3);
    expect(syntax).toContain('scholar A4\n');
    expect(cellOf(li, 'birth_year')).toBe('1970');
    expect(syntax).toContain('birth_year F8.0');
    expect([cellOf(li, 'first_job_institution'), cellOf(bo, 'first_job_institution')]).toEqual(['2', '1']);
    expect(syntax).toContain("VALUE LABELS first_job_institution\n  1 'Beta'\n  2 'St John''s'.");
    expect([cellOf(li, 'elected_level'), cellOf(bo, 'elected_level')]).toEqual(['', '1']);
    expect(cellOf(bo, 'first_job_elected_direction')).toBe('1');
    expect(cellOf(li, 'gender')).toBe('1');
  });

  it('names and labels keep to the limits of SPSS, and what is cut is told', () => {
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names).toContain('Gender_2');
    const reserved = spssWide(
      { ...careers, head: careers.head.map((name) => (name === 'gender' ? 'By' : name)) },
      moves,
    );
    expect(reserved.syntax).toContain('    By_2 F8.0\n');
    const wide = spssWide({ ...careers, head: careers.head.map((name) => (name === 'Gender' ? LONG : name)) }, moves);
    for (const name of wide.csv.replace('\uFEFF', '').split('\r\n')[0].split(','))
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(64);
    expect(syntax).toContain(`'${'音'.repeat(40)}'`);
    expect(syntax).not.toContain('音'.repeat(41));
    expect(syntax).toContain('1 longer ones are cut');
  });
});
