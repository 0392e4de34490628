import { describe, expect, it } from 'vitest';
import { spssWide } from '../../src/core/mobility/report/spss-wide.ts';
import { spssFiles } from '../../src/core/mobility/report/statistics-files.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import type { Label } from '../../src/shared/messages/message.ts';
import { say } from '../../src/shared/messages/say.ts';
import type { KeyedTable, Table, Value } from '../../src/shared/table.ts';

/** With labels of columns and cells, by their keys. */
function keyed({ name, head, rows }: Table, labels: Record<string, Label> = {}): KeyedTable {
  const cell = (value: Value) =>
    typeof value === 'string' && Object.hasOwn(labels, value) ? { key: value, label: labels[value] } : value;
  const title = say('study-table.moves');
  return {
    ...{ name, title, sheet: title },
    columns: head.map((key) => ({ key, label: labels[key] ?? key })),
    rows: rows.map((row) => row.map(cell)),
  };
}

const ENGLISH = readerOf('en');
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
  const { csv, syntax } = spssWide(keyed(careers), keyed(moves), ENGLISH);
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
      keyed({ ...careers, head: careers.head.map((name) => (name === 'gender' ? 'By' : name)) }),
      keyed(moves),
      ENGLISH,
    );
    expect(reserved.syntax).toContain('    By_2 F8.0\n');
    const wide = spssWide(
      keyed({ ...careers, head: careers.head.map((name) => (name === 'Gender' ? LONG : name)) }),
      keyed(moves),
      ENGLISH,
    );
    for (const name of wide.csv.replace('\uFEFF', '').split('\r\n')[0].split(','))
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(64);
    expect(syntax).toContain(`'${'音'.repeat(40)}'`);
    expect(syntax).not.toContain('音'.repeat(41));
    expect(syntax).toContain('1 longer ones are cut');
  });

  it('labels are in words of the reader, names and codes the same in every language', () => {
    const labels = { gender: say('attributes.gender'), institution: say('study-column.institution') };
    const words = {
      女: say('class.woman'),
      'first-job': { en: 'First job', zh: '首份工作' },
      moved: say('flow.moved'),
    };
    const [english, chinese] = (['en', 'zh-CN'] as const).map((language) => {
      const all = { ...labels, ...words };
      return spssWide(keyed(careers, all), keyed(moves, all), readerOf(language));
    });
    expect(chinese.csv).toBe(english.csv);
    expect(english.syntax).toContain("VALUE LABELS gender\n  1 'woman'.");
    expect(chinese.syntax).toContain("VALUE LABELS gender\n  1 '女'.");
    expect(english.syntax).toContain("  first_job_institution 'First job · Institution'\n");
    expect(chinese.syntax).toContain("  first_job_institution '首份工作 · 机构'\n");
  });

  it('a move that is not known is missing, no class beside stayed and moved', () => {
    const unknown = { ...moves, rows: [...moves.rows, ['李1', 'first-job:elected', 'missing', null, null]] };
    const wide = spssWide(keyed(careers), keyed(unknown), ENGLISH);
    expect(wide.syntax).toContain("  2 'moved'.\nMISSING VALUES first_job_elected_outcome (1).\n");
    expect(syntax).not.toContain('MISSING VALUES');
    const own = ['scholar', 'transition', 'outcome'];
    const numbers = ['comparable', 'level_before', 'level_after', 'school_change', 'city_change'];
    const head = [...own, ...numbers, 'direction', 'subtype', 'year'];
    const row = ['b', 'first-job:elected', 'missing', ...Array.from({ length: 8 }, () => null)];
    const long = { ...moves, head, rows: [row] };
    const english = spssFiles(keyed(long, { level_before: say('study-column.level-before') }), ENGLISH);
    expect(english.syntax).toContain('MISSING VALUES outcome (3).');
    expect(english.syntax).toContain("/outcome 1 'Stayed' 2 'Moved' 3 'not known'");
    expect(english.syntax).toContain("  level_before 'Level before (1 is the best)'");
    const chinese = spssFiles(keyed(long), readerOf('zh-CN'));
    expect(chinese.syntax).toContain("3 '不详'");
    expect(chinese.csv.rows).toEqual(english.csv.rows);
  });

  it('nothing that a label holds is run: a blank line would end the command that it stands in', () => {
    const evil = "Post'.\n\nHOST COMMAND=['calc'].\n\u0085\r";
    const head = ['scholar', 'transition', 'outcome', 'comparable', 'level_before', 'level_after', 'school_change'];
    const more = ['city_change', 'direction', 'subtype', 'year'];
    const row = ['b', 'first-job:elected', 'moved', ...Array.from({ length: 8 }, () => null)];
    const table = keyed({ ...moves, head: [...head, ...more], rows: [row] }, { 'first-job:elected': evil });
    const wide = spssWide(keyed(careers, { 'first-job': evil, gender: evil }), table, ENGLISH);
    for (const { syntax: written } of [spssFiles(table, ENGLISH), wide]) {
      expect(written).toContain("'Post''. HOST COMMAND=[''calc''].");
      expect(written).not.toMatch(/^\s*HOST|\n\s*\n|[\r\u0085]/m);
    }
  });
});
