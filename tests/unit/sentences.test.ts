import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainLine } from '../../src/core/recommender/import/triplet-parser.ts';
import { readWavExcerpt } from '../../src/core/recommender/audio/wav.ts';
import { sentenceTranslator } from '../../src/renderer/ui/sentence.ts';
import { say } from '../../src/shared/say.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';

const CHINESE: Record<string, string> = JSON.parse(
  readFileSync(join(ROOT, 'resources', 'translations', 'sentences.zh-CN.json'), 'utf8'),
);
const translate = sentenceTranslator(CHINESE);
const filled = (text: string) => text.replace(/\{(\d+)\}/g, (_, hole) => `⟨${hole}⟩`);

describe('sentences of the backend', () => {
  it('are each known by their own words, whatever is filled in', () => {
    const mistaken = Object.entries(CHINESE).filter(
      ([english, chinese]) => translate(filled(english)) !== filled(chinese),
    );
    expect(mistaken.map(([english]) => `${english} => ${translate(filled(english))}`)).toEqual([]);
    expect(Object.keys(CHINESE).length).toBeGreaterThan(500);
  });

  it('say what they are marked with', () => {
    expect(say`${'a.csv'}, line ${3}: ${null} is {not} a number.`).toBe('a.csv, line 3: null is {not} a number.');
  });

  it('as they are thrown: parts that are sentences are translated too, names and values stay', () => {
    const [, reason] = explainLine(Buffer.from('a\tb\tmany'));
    expect(translate(reason)).toBe('"many" 不是十进制整数');
    expect(
      translate(
        `plays, new.txt, line 7, count: ${reason}. Nothing was imported. Mend the file, or import with --on-error skip.`,
      ),
    ).toBe(
      'plays, new.txt，第 7 行，count："many" 不是十进制整数。没有导入任何内容。请更正文件，或导入时选择跳过有问题的行（--on-error skip）。',
    );
    const file = join(suiteFolder(), 'cut: off.wav');
    writeFileSync(file, 'RIFF');
    expect(() => readWavExcerpt(file, 0, 3)).toThrow('is not a RIFF/WAVE file.');
    expect(translate('cut: off.wav is not a RIFF/WAVE file.')).toBe('cut: off.wav 不是 RIFF/WAVE 文件。');
    expect(translate('clip.wav: the header gives no length (a streamed file); read to its end')).toBe(
      'clip.wav：文件头没有给出长度（流式文件）；已读到末尾',
    );
  });

  it('leave what they do not know as it is, and do not take long over it', () => {
    for (const text of ['', '  ', 'Cannot read properties of undefined', 'x'.repeat(100_000), ', '.repeat(1900)])
      expect(translate(text)).toBe(text);
  });
});
