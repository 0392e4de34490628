import { Packer } from 'docx';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
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
    expect(xml).toContain('8.2 × 10²²');
    expect(xml).not.toContain('e+22');
    expect(xml).toContain('&lt; 0.001');
    expect(xml).toContain('Levels &lt;before&gt; &amp; after 层次');
    expect(xml).toMatch(/<w:i\/>.*?>p</s);
  });
});
