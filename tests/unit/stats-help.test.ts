import { describe, expect, it } from 'vitest';
import { statsCommand } from '../../src/cli/commands/stats.ts';
import { helpForStatistic } from '../../src/cli/stats-help.ts';
import { STATISTICS, statisticByName } from '../../src/core/statistics/catalogue/registry.ts';

describe('the help of one statistic', () => {
  it.each(STATISTICS.map((one) => [one.name, one] as const))('%s: its own input, field by field', (name, statistic) => {
    const help = helpForStatistic(statistic).join('\n');
    for (const field of Object.keys(statistic.example as object))
      expect(help).toMatch(new RegExp(`^  ${field} +\\S`, 'm'));
    expect(help).toContain(`quadrille stats ${name} --data '${JSON.stringify(statistic.example)}'`);
    expect(help).not.toMatch(/any value|undefined|\bstring\b|\binteger\b|9007199254740991/);
    for (const { name: other } of STATISTICS) if (other !== name) expect(help).not.toContain(`stats ${other} `);
  });

  it('says what a field may be, and what it is unless given', () => {
    const help = (name: string) => helpForStatistic(statisticByName(name)).join('\n');
    expect(help('cox')).toMatch(/ties +efron \| breslow \("efron" unless given\)/);
    expect(help('cox')).toMatch(/start +\[number or null, …\] \(optional\)/);
    expect(help('chi-square')).toMatch(/table +\[\[whole number ≥ 0, …\], …\]$/m);
    expect(help('t-test')).toMatch(/confidence +number > 0\.5 and < 1 \(0\.95 unless given\)/);
  });

  it('stands after a name; without one, all are listed, and a wrong name is refused', () => {
    expect(statsCommand.helpFor?.(['cox'])?.[0]).toMatch(/^cox: /);
    expect(statsCommand.helpFor?.([])).toBeNull();
    expect(() => statsCommand.helpFor?.(['nope'])).toThrow(/no statistic “nope”/);
  });
});
