import { describe, expect, it } from 'vitest';
import { readerOf } from '../../src/core/report/reader.ts';
import { labelIn, messageIn } from '../../src/shared/messages/message.ts';
import { message as messageSchema } from '../../src/shared/messages/schema.ts';
import { say } from '../../src/shared/messages/say.ts';
import { htmlTable } from '../../src/renderer/ui/html-table.ts';
import { savedHead } from '../../src/renderer/ui/table/column.ts';
import { toLatex } from '../../src/shared/latex.ts';
import { type KeyedTable, keysOf, letters, toCsv, toTsv, wordsOf, writtenRows } from '../../src/shared/table.ts';
import { sheetsOf } from '../../src/shared/workbook.ts';
import chinese from '../../resources/translations/messages.zh-CN.json' with { type: 'json' };

const table: KeyedTable = {
  name: 'measures',
  title: say('table.folds', { protocol: say('protocol.ranking') }),
  sheet: say('sheet.folds'),
  columns: [
    { key: 'model', label: say('column.model') },
    { key: 'rmse', label: 'RMSE' },
    { key: 'listeners', label: say('column.listeners'), numbers: 'count' },
    { key: 'p', label: 'p', numbers: 'p' },
  ],
  rows: [
    [{ key: 'chance', label: say('frame.chance') }, -0.51234, 12_345, 0.00001],
    ['als', 0.0123, 7, 0.25],
    ['ease', null, null, null],
  ],
};

describe('a table', () => {
  it('has the same keys for scripts whatever the language', () => {
    expect(toCsv(keysOf(table))).toBe(
      '\uFEFFmodel,rmse,listeners,p\r\nchance,-0.51234,12345,0.00001\r\nals,0.0123,7,0.25\r\nease,,,\r\n',
    );
  });

  it('is read in words and in numbers as people write them', () => {
    const words = wordsOf(table, readerOf('zh-CN'));
    expect([words.title, words.sheet, ...words.head]).toEqual(['各折的值，排序', '各折', '模型', 'RMSE', '听众', 'p']);
    expect(writtenRows(words, 'zh-CN')).toEqual([
      ['随机', '−0.512', '12,345', '< 0.001'],
      ['als', '0.012', '7', '0.250'],
      ['ease', '—', '—', '—'],
    ]);
    expect(wordsOf(table, readerOf('en')).head).toEqual(['model', 'RMSE', 'listeners', 'p']);
  });

  it('is typeset with its numbers, and with a package for Chinese only where it needs one', () => {
    const latex = toLatex(wordsOf(table, readerOf('zh-CN')), 'zh-CN');
    expect(latex).toContain('\\usepackage{ctex}');
    expect(latex).toContain('随机 & $-$0.512 & 12,345 & $<$ 0.001 \\\\');
    expect(latex).toContain('ease & --- & --- & --- \\\\');
    const plain = toLatex({ name: 't', title: 'χ²', head: ['a_b'], rows: [[0.0000321], [1]] });
    expect(plain).toContain('\\caption{$\\chi$$^2$}');
    expect(plain).toContain('a\\_b \\\\');
    expect(plain).toContain('3.2 $\\times 10^{-5}$ \\\\');
    expect(plain).not.toContain('ctex');
  });

  it('is a sheet with a name that Excel takes, numbers in full and shown with sensible digits', () => {
    const words = wordsOf(table, readerOf('zh-CN'));
    const [first, second] = sheetsOf([words, { ...words, sheet: words.sheet }]);
    expect([first.sheet, second.sheet]).toEqual(['各折', '各折 2']);
    expect(first.data[1]).toEqual([
      { value: '随机' },
      { value: -0.51234, format: '0.000' },
      { value: 12_345, format: '#,##0' },
      { value: 0.00001, format: '[<0.001]"< 0.001";0.000' },
    ]);
    const [long] = sheetsOf([{ name: 'x', title: '', head: [], rows: [], sheet: `a/b:${'c'.repeat(40)}` }]);
    expect(long.sheet).toBe(`a b ${'c'.repeat(27)}`);
  });
});

describe('a table for a manuscript', () => {
  const notes = { label: 'Note.', text: 'χ²(2) = 9.3, p < 0.001, n = 12.' };
  const told = {
    name: 't',
    title: 'T',
    head: ['M', 'p (more)', 'pseudo R²', 'SE', 'Upward'],
    rows: [[1, 2, 3, 4, 5]],
    notes,
  };

  it('sets symbols of statistics in italics, and no class or word', () => {
    const italic = (text: string) => letters(text).flatMap((part) => (part.italic ? [part.text] : []));
    expect(told.head.map(italic)).toEqual([[], ['p'], ['R²'], ['SE'], []]);
    expect(italic(notes.text)).toEqual(['χ²', 'p', 'n']);
    expect(italic('group-n, Fisher’s p-value, person, Np')).toEqual([]);
    const latex = toLatex(told);
    expect(latex).toContain('    M & $p$ (more) & pseudo $R^2$ & $\\mathit{SE}$ & Upward');
    expect(htmlTable(told, 'en')).toContain('<i>p</i> (more)');
  });

  it('has its notes below: in LaTeX inside the float, in a workbook on a sheet of their own', () => {
    expect(toLatex(told)).toMatch(
      /\\end\{tabular\}\n.*\n.*\\raggedright \\emph\{Note\. \}\$\\chi\^2\$\(2\) = 9\.3.*\n\\end\{table\}/,
    );
    expect(htmlTable(told, 'en')).toMatch(/<\/table>.*<i>Note\. <\/i><i>χ²<\/i>\(2\)/s);
    expect(sheetsOf([told]).map(({ sheet, data }) => [sheet, data.length])).toEqual([
      ['t', 2],
      ['Note.', 1],
    ]);
    const { notes: _notes, ...plain } = told;
    expect(sheetsOf([plain])).toHaveLength(1);
    expect(toLatex(plain)).not.toContain('footnotesize');
  });

  it('is no wider than the text in LaTeX, a very wide one on its side, and long heads take several lines', () => {
    const wide = (columns: number) => ({
      name: 't',
      title: 'T',
      head: Array.from({ length: columns }, () => 'half width of the interval'),
      rows: [Array.from({ length: columns }, () => 0.1234)],
    });
    expect(toLatex(wide(2))).not.toContain('resizebox');
    expect(toLatex(wide(2))).toContain('\\shortstack[r]{half width\\\\of the\\\\interval}');
    expect(toLatex(wide(6))).toMatch(/^% needs .*graphicx.*\\begin\{table\}.*\\resizebox.*tabular\}\}/s);
    expect(toLatex(wide(12))).toMatch(/^% needs .*rotating.*\\begin\{sidewaystable\}.*\\end\{sidewaystable\}/s);
  });

  it('keeps names from being taken for commands of LaTeX, and says what letters need', () => {
    const cell = (text: string) => toLatex({ name: 't', title: 'T', head: ['a'], rows: [[text]] });
    expect(cell('[Otto] * |β ≥ 1|')).toContain('    {[}Otto] {*} \\textbar{}$\\beta$ $\\ge$ 1\\textbar{} \\\\');
    expect(cell('ψ ν Γ Ξ Α')).toContain('    $\\psi$ $\\nu$ $\\Gamma$ $\\Xi$ $\\mathrm{A}$ \\\\');
    expect(cell('αβγδεζηθικλμνξοπρστυφχψω ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ')).not.toMatch(/[\u0370-\u03ff]|XeLaTeX/);
    expect(cell('Łódź')).toContain('[T1]{fontenc}');
    expect(cell('Đà Nẵng')).toContain('XeLaTeX');
    expect(cell('Zürich')).toMatch(/^% needs \\usepackage\{booktabs\}\n/);
  });

  it('may have very many rows', () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => [`s${i}`]);
    expect(toLatex({ name: 't', title: 'T', head: ['a'], rows })).toContain('    s149999 \\\\');
  });

  it('is saved with the number styles of its columns, so that p is written as in the window', () => {
    const column = { id: 'x', head: 'x', value: () => 0.00002, numbers: 'p' as const };
    const saved = { ...savedHead('t', 'T', [column], notes), rows: [[0.00002]] };
    // The note below has such a p too.
    expect(toLatex(saved)).toContain('    $<$ 0.001 \\\\\n');
    expect(saved.notes).toBe(notes);
  });
});

describe('values of messages', () => {
  it('are numbers in the form of their kind and data in both languages', () => {
    const told = say('report.best', {
      protocol: say('protocol.temporal'),
      measure: 'MAE',
      lowerIsBetter: 'yes',
      listeners: 12_345,
      model: { en: 'the hybrid', zh: '混合模型' },
      value: { number: -0.04821, style: 'result' },
    });
    expect(told.text).toBe('Over time, MAE (lower is better), 12,345 listeners: best is the hybrid (−0.0482).');
    const travelled = messageSchema.parse(JSON.parse(JSON.stringify(told)));
    expect(messageIn(travelled, 'zh-CN', chinese)).toBe(
      '按时间，MAE（越低越好），12,345 位听众：最佳为混合模型（−0.0482）。',
    );
    expect(labelIn({ en: 'Elected', zh: '入选' }, readerOf('zh-CN'))).toBe('入选');
  });
});

describe('a table that is copied', () => {
  const head = ['=HEAD()', 'note'];
  const rows = [
    ["=cmd|' /C calc'!A0", '+0.5 %'],
    ['+1+cmd', '-1,234.5'],
    ['@SUM(1)', '-'],
    ['Li\t=x', null],
  ];

  it('holds no formula for a spreadsheet to run; signs of numbers stay', () => {
    const lines = ["'=HEAD()\tnote", "'=cmd|' /C calc'!A0\t+0.5 %", "'+1+cmd\t-1,234.5", "'@SUM(1)\t-", 'Li =x\t'];
    expect(toTsv({ head, rows }).split('\n')).toEqual(lines);
    const cells = [...htmlTable({ head, rows }, 'en').matchAll(/<td[^>]*>([^<]*)/g)].map(([, text]) => text);
    expect(cells.filter((text) => /^[=@]|^\+1\+/.test(text))).toEqual([]);
    expect(cells).toEqual(expect.arrayContaining(["'=HEAD()", '+0.5 %', '-1,234.5', '-']));
  });
});
