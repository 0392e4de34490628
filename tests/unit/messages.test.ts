import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messagesSaid, styleProblems } from '../../scripts/messages.ts';
import { inTerminal, WITH_OPTION } from '../../src/cli/in-terminal.ts';
import { AppError, fromErrorBody, toErrorBody } from '../../src/shared/errors.ts';
import { formatMessage, fromStored, messageIn, parseStored } from '../../src/shared/messages/message.ts';
import { schemaProblems } from '../../src/shared/messages/schema-problems.ts';
import { say } from '../../src/shared/messages/say.ts';
import { phaseMessage } from '../../src/shared/phases.ts';
import { ROOT } from '../support/fixtures.ts';

const catalogue = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(ROOT, 'resources', 'translations', `messages.${language}.json`), 'utf8'));
const chinese = catalogue('zh-CN');

describe('messages', () => {
  it('carry their English and are said in Chinese, nested ones and lists too', () => {
    const refusal = say('import.not-decimal', { text: 'many' });
    const error = say('import.note-on-a-file', { file: 'Young scholars.txt', note: refusal });
    expect(error.text).toBe('Young scholars.txt: “many” is not a whole number in decimal digits');
    expect(messageIn(error, 'zh-CN', chinese)).toBe('Young scholars.txt：“many”不是十进制整数');
    const years = say('study-import.years-of-ranking', { ranking: 'ARWU', years: [2003, 2004] });
    expect(messageIn(years, 'zh-CN', chinese)).toBe('ARWU，年份：2003、2004');
  });

  it('name no option of the command line: the window shows them too', () => {
    // Only the command line answers by name, or restores what no window has open.
    const asked = ['import.answer-to-no-question', 'app.restore-on-command-line'];
    for (const language of ['en', 'zh-CN'])
      for (const [id, text] of Object.entries(catalogue(language)))
        if (!asked.includes(id))
          expect(`${id}: ${text}`).not.toMatch(/--[a-z]|\bquadrille [a-z]|npm |library restore|command line|命令行/);
  });

  it('are printed by the command line with the option that does what they ask for', () => {
    const told = (id: Parameters<typeof say>[0], values: Record<string, never> = {}) => inTerminal(say(id, values));
    expect(told('study-import.existing-replace-year')).toMatch(/to replace that year \(--existing replace\)$/);
    expect(told('app.cancelled')).toBe(say('app.cancelled').text);
    const file = 'a.csv';
    const lacks = say('study-import.lacks-columns', { file, lacking: ['name', 'year'], head: ['x'] });
    expect(inTerminal(lacks)).toMatch(/\(--column name=HEADER, /);
    const stage = { en: 'Doctorate', zh: '博士' };
    const degrees = say('study-import.other-degrees', { rows: 3, degrees: ['MBA (2)', 'JD (1)'], stage });
    expect(inTerminal(degrees)).toMatch(/\(--value "role:MBA=doctorate"\)$/);
    const unknown = say('study-import.not-recognised', { file, head: ['x'], hasHeaders: 'decoded', encoding: 'gbk' });
    const sheets = say('study-import.not-recognised-sheet', { told: unknown, sheet: 'a', others: ['b'] });
    expect(inTerminal(sheets)).toMatch(/\(--kind, --encoding, or kind in the mapping.*; --sheet\)$/);
    for (const id of WITH_OPTION) expect(Object.keys(catalogue('en'))).toContain(id);
  });

  it('in Chinese have a space between Chinese and Latin, whatever a value begins and ends with, and else none', () => {
    const inChinese = (pattern: string, values: Record<string, string | number>) =>
      formatMessage(pattern, 'zh-CN', values, {});
    expect(inChinese('以及 {x} 等', { x: '音频文件夹' })).toBe('以及音频文件夹等');
    expect(inChinese('{x} 随 N 的变化', { x: '覆盖率' })).toBe('覆盖率随 N 的变化');
    expect(inChinese('{x}随 N 的变化', { x: 'NDCG' })).toBe('NDCG 随 N 的变化');
    expect(inChinese('按{x}：{y}', { x: 'gender', y: '性别' })).toBe('按 gender：性别');
    expect(inChinese('{x} 是空的', { x: '张 三.txt' })).toBe('张 三.txt 是空的');
    expect(
      inChinese('“{x}”有 {n, number} 行{more, select, yes {，{x} 完} other {}}', { x: 'a', n: 1200, more: 'yes' }),
    ).toBe('“a”有 1,200 行，a 完');
    expect(formatMessage('{x} 是', 'en', { x: '空' }, {})).toBe('空 是');
  });

  it('cross processes inside errors, and come back as they were', () => {
    const told = say('import.is-below-1', { count: '0' });
    const body = JSON.parse(JSON.stringify(toErrorBody(new AppError('bad-input', told, { line: 3 }))));
    expect(fromErrorBody(body)).toMatchObject({ code: 'bad-input', told, message: told.text, details: { line: 3 } });
  });

  it('of older libraries are shown as they stand', () => {
    const old = fromStored('27 rows were left out');
    expect(messageIn(old, 'zh-CN', chinese)).toBe('27 rows were left out');
    expect(fromStored(JSON.stringify(say('app.cancelled')))).toEqual(say('app.cancelled'));
    expect(parseStored('{"notes":["a b"],"rejections":[{"reason":"is empty"}]}')).toEqual({
      notes: [{ id: '', text: 'a b' }],
      rejections: [{ reason: { id: '', text: 'is empty' } }],
    });
    expect(messageIn({ id: 'of.a-later-version', text: 'in English' }, 'zh-CN', chinese)).toBe('in English');
    const filledOtherwise = { id: 'import.is-below-1', values: { number: 0 }, text: '0 is less than 1' };
    expect(messageIn(filledOtherwise, 'zh-CN', chinese)).toBe('0 is less than 1');
  });

  it('of the schema library name types in the language of the reader', () => {
    const schema = z.object({ a: z.string(), b: z.number().int(), c: z.array(z.number()) });
    const given = { b: 1.5, c: {} };
    const problems = schemaProblems(schema.safeParse(given).error as z.ZodError, given);
    expect(problems.map(({ path, problem }) => `${path} ${messageIn(problem, 'zh-CN', chinese)}`)).toEqual([
      'a 缺少（需要文本）',
      'b 必须是整数',
      'c 必须是列表',
    ]);
  });

  it('tell the phase of a job; a phase of another version is shown as it stands', () => {
    expect(messageIn(phaseMessage('publishing'), 'zh-CN', chinese)).toBe('写入资料库');
    expect(phaseMessage('publishing').text).toBe('writing to the library');
    expect(phaseMessage('toString')).toEqual({ id: '', text: 'toString' });
  });

  it('are looked at by the check: errors without one, sentences as values, ids and what is filled in', () => {
    const source = `
      throw new AppError('internal', 'in English');
      say('app.cancelled', { why: 'since it was late', count });
      say(rest ? 'a.b' : 'a.c', values);
      report.notes.push(many ? say('a.b') : \`\${n} rows\`);
      warnings.push('late');
      report.reject(line, 'user', 'is empty');
      report.reject(line, \`\${name}: user\`, say('a.b'));
      lines.push('a line');
      say('a.b', { range: bounds.join(' to '), years: years.join('–') });
      say('a.c', { name: JSON.stringify(name), reason: error.message });`;
    const { said, problems } = messagesSaid('src/core/x.ts', source);
    expect(problems).toEqual([
      "src/core/x.ts:2: give this error a message: say('…')",
      'src/core/x.ts:3: "since it was late" is a sentence: make it a message',
      ...[5, 6, 7].map((line) => `src/core/x.ts:${line}: a person reads this: say('…')`),
      'src/core/x.ts:10: the word between the values belongs to the message',
      'src/core/x.ts:11: the catalogue quotes values; give this one as it is',
    ]);
    expect(said.get('app.cancelled')).toEqual([{ where: 'src/core/x.ts:3', values: ['count', 'why'], foreign: [] }]);
    expect(said.get('a.c')?.[1].foreign).toEqual(['reason']);
    expect([...said.keys()]).toEqual(['app.cancelled', 'a.b', 'a.c']);
    expect(said.get('a.b')?.[0].values).toBeNull();
  });

  it('and pages’ texts keep the rules of style of both languages', () => {
    const problems = (english: string, chinese: string) => styleProblems('a.b', english, chinese);
    expect(
      problems('{n, plural, one {# row} other {# rows}} of “x” (y)', '“x”（y）有 {n, number} 行：KiB, MB'),
    ).toEqual([]);
    expect(problems('{n} rows', '{n} 行')).toEqual([expect.stringContaining('as a plural')]);
    expect(problems('{n, number} songs', '{n} 首')).toEqual([expect.stringContaining('as a plural')]);
    expect(problems('{n} songs/s', '每秒 {n} 首')).toEqual([]);
    expect(problems('no "x"', '没有“x”')).toEqual([expect.stringContaining('straight quotes')]);
    expect(problems('Add "year":2020', '请加 "year":2020')).toEqual([]);
    expect(problems('and files', '以及 文件')).toEqual([expect.stringContaining('no space')]);
    expect(problems('cut (it)', '不完整(它)')).toEqual([expect.stringContaining('full-width')]);
  });
});
