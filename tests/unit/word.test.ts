import { Packer } from 'docx';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../src/renderer/ui/word-layout.ts';
import { wordDocument } from '../../src/renderer/ui/word.ts';

async function documentOf(rows: (string | number | null)[][]): Promise<string> {
  const table = {
    name: 'levels',
    title: 'Levels <before> & after 层次',
    head: ['term', 'p', 'odds'],
    rows,
    numbers: [undefined, 'p' as const],
  };
  const bytes = await Packer.toBuffer(wordDocument([table], 'en'));
  return strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml']);
}

describe('tables for Word', () => {
  it('have three rules, none upright, and the numbers that pages show', async () => {
    const xml = await documentOf([
      ['woman vs man', 0.0004, 8.18074840839092e22],
      ['birth year', 0.21, 1.02],
    ]);
    const rules = [...xml.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) =>
      ['top', 'bottom', 'left', 'right'].map((side) => {
        const [, style, size] =
          new RegExp(`<w:${side} w:val="(\\w+)"(?: w:color="\\w+")? w:sz="(\\d+)"`).exec(cell) ?? [];
        return style === 'single' ? Number(size) : 0;
      }),
    );
    const row = (sides: number[]) => [sides, sides, sides];
    expect(rules).toEqual([...row([12, 6, 0, 0]), ...row([0, 0, 0, 0]), ...row([0, 12, 0, 0])]);
    expect(xml).toContain('8.2\u00A0×\u00A010²²');
    expect(xml).not.toContain('e+22');
    expect(xml).toContain('&lt;\u00A00.001');
    expect(xml).toContain('Levels &lt;before&gt; &amp; after 层次');
    expect(xml).toMatch(/<w:i\/>.*?>p</s);
  });

  it.each(['en', 'zh-CN'])('break no number and no word, whatever the width of the page (%s)', async (locale) => {
    const chinese = locale === 'zh-CN';
    const head = [
      'group',
      ...Array.from({ length: 5 }, () =>
        chinese ? ['向上流动', '行 %', '残差'] : ['Upward', 'row %', 'residual'],
      ).flat(),
    ];
    const wide = (times: number) => ({
      name: 't',
      title: 'T',
      head: [...Array(times)].flatMap(() => head),
      rows: [Array.from({ length: times * head.length }, (_, i) => (i === 0 ? 'no postdoc' : -13.37))],
    });
    const [narrow, across] = [
      layoutOf({ ...wide(1), head: head.slice(0, 4), rows: [['no postdoc', 1, 2.5, -13.37]] }, locale),
      layoutOf(wide(2), locale),
    ];
    expect([narrow.landscape, narrow.size]).toEqual([false, 21]);
    expect(across.landscape).toBe(true);
    expect(across.size).toBeLessThan(narrow.size);
    for (const { widths, landscape } of [narrow, across])
      expect(widths.reduce((total, width) => total + width, 0)).toBeLessThanOrEqual(landscape ? 13_958 : 9026);
    // −13.37 in ten points and a half is 2.9 em wide.
    expect(Math.min(...narrow.widths)).toBeGreaterThan(2.9 * 210);
    const bytes = await Packer.toBuffer(
      wordDocument([wide(2), { ...wide(1), notes: { label: 'Note.', text: 'p = 0.2.' } }], locale),
    );
    const xml = strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml']);
    expect(xml).toContain('w:orient="landscape"');
    expect(xml.slice(xml.lastIndexOf('</w:tbl>'))).toMatch(/Note\. <.*<w:i\/>.*>p<.*> = 0\.2\.</s);
  });
});
