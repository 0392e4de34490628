import { describe, expect, it } from 'vitest';
import { importKinds } from '../../src/core/recommender/import/registry.ts';
import { Words } from '../support/words.ts';

describe('formats of files', () => {
  const chosen = importKinds().flatMap(({ formats }) => formats.filter(({ format }) => format !== 'auto'));

  it('have words in both languages, none of them a name of the command line', () => {
    expect(chosen.length).toBeGreaterThan(40);
    const [english, chinese] = [new Words('en'), new Words('zh-CN')];
    for (const { format, label } of chosen) {
      expect(label, format).toMatchObject({ id: `import-format.${format}` });
      for (const words of [english, chinese]) expect(words.of(`message:import-format.${format}`)).not.toBe(format);
    }
  });

  it('are told apart by their words', () => {
    const all = chosen.map(({ format }) => new Words('zh-CN').of(`message:import-format.${format}`));
    expect(new Set(all).size).toBe(all.length);
  });
});
