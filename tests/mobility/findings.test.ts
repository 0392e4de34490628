import { describe, expect, it } from 'vitest';
import { messageIn } from '../../src/shared/messages/message.ts';
import { CROSSED, type Finding } from '../../src/shared/mobility/findings.ts';
import type { FindingInput } from '../../src/core/mobility/analysis/findings/finding.ts';
import { FINDINGS, findingOf } from '../../src/core/mobility/analysis/findings/registry.ts';
import { springRank } from '../../src/core/statistics/networks/springrank.ts';
import chinese from '../../resources/translations/messages.zh-CN.json' with { type: 'json' };
import { COMPARISONS, compare } from '../../src/core/mobility/analysis/comparisons/registry.ts';
import { banded } from '../../src/core/mobility/analysis/focus.ts';
import { HOSTILE, madeComparison, madeStudy } from '../support/findings.ts';
import { saying, telling } from '../support/messages.ts';

const run = (input: FindingInput) => findingOf(input, () => undefined);
const ask = (name: string, options: object = {}): Finding => run(madeStudy(160, { name, ...options }));
const tableOf = (finding: Finding, name: string) => finding.tables.find((one) => one.name === name)?.rows ?? [];

describe('comparisons', () => {
  it.each(COMPARISONS.map(({ name }) => name))('%s: R code that reads its data, without names', (name) => {
    const { code, tests } = compare(name, madeComparison(160));
    expect(code.script).toContain('read.csv("data.csv"');
    expect(Object.keys(code.values)).not.toEqual([]);
    for (const [value, number] of Object.entries(code.values)) {
      expect(number, value).toEqual(expect.any(Number));
      expect(code.script).toContain(`cat("${value}", `);
    }
    expect(Object.values(code.values)).toContain(tests[0].statistic);
    expect(code.data.rows.length).toBeGreaterThan(0);
    for (const row of code.data.rows) expect(row).toHaveLength(code.data.head.length);
    expect(JSON.stringify(code.data)).not.toMatch(/University|Scholar/);
  });

  it('R reads the same words from a file that guards spreadsheets against formulas', () => {
    const { script, data } = compare('upward-logistic', madeComparison(160, HOSTILE)).code;
    expect(data.head).toEqual(['outcome', 'outcome_', '`born` "in"']);
    expect(script).toContain('factor(data[["outcome_"]], c("\'=F", "NA"))');
    expect(script).toContain('outcome ~ `outcome_` + `\\`born\\` "in"`');
    expect(script).toContain('na.strings = character(0), colClasses = c("character", "character", "numeric")');
  });
});

describe('analyses of a whole study', () => {
  it.each(FINDINGS.map(({ name }) => name))(
    '%s: tables, sentences and methods in both languages; data without names',
    (name) => {
      const finding = ask(name, { covariates: ['gender', 'birthYear'], attribute: 'gender' });
      expect(finding.tables.length).toBeGreaterThan(0);
      for (const message of [finding.title, ...finding.sentences, ...finding.methods, ...finding.notes]) {
        expect(message.text).not.toMatch(/[{}]|undefined|NaN/);
        expect(messageIn(message, 'zh-CN', chinese)).toMatch(/\p{Script=Han}/u);
      }
      for (const { columns, rows } of finding.tables) for (const row of rows) expect(row).toHaveLength(columns.length);
      const { head, rows } = finding.code.data;
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(head.length);
      expect(JSON.stringify(rows)).not.toContain('University');
      for (const value of Object.values(finding.code.values)) expect(value).toEqual(expect.any(Number));
    },
  );

  it('a scholar’s move is classed by scores that were fitted again without that scholar', () => {
    const input = madeStudy(160, { name: 'prestige' });
    const moved = input.moves.filter(({ outcome }) => outcome === 'moved');
    let down = 0;
    for (const { scholar, from, to } of moved) {
      const others = moved.filter((one) => one.scholar !== scholar);
      const scores = springRank({ edges: others.map((one) => [one.from, one.to]) }).scores as Record<string, number>;
      if (scores[from] - scores[to] > 1e-9) down++;
    }
    const finding = run(input);
    const [[, without], [, own]] = tableOf(finding, 'downward');
    expect(without).toBe(down);
    expect(finding.code.values.down).toBe(down);
    // The study has no hierarchy: own scores find one, and leaving the scholar out takes it away.
    expect(own as number).toBeGreaterThan(without as number);
    expect(Math.abs((without as number) / moved.length - 0.5)).toBeLessThan(0.12);
  });

  it('a scholar who alone links an institution is not classed, and that is said', () => {
    const input = madeStudy(160, { name: 'prestige' });
    const moved = input.moves.filter(({ outcome, from, to }) => outcome === 'moved' && from !== to);
    const before = run(madeStudy(160, { name: 'prestige' }));
    input.moves.push({ ...moved[0], scholar: 1000, from: 'Lonely University' });
    const finding = run(input);
    const [[, , rated], [, , all]] = tableOf(finding, 'downward');
    expect([rated, all]).toEqual([moved.length, moved.length + 1]);
    expect(finding.notes).toContainEqual(saying('finding.only-link', { n: 1 }));
    expect(before.notes.map(({ id }) => id)).not.toContain('finding.only-link');
  });

  it('with elected scholars only, there are no survival models and the truncation is named', () => {
    const finding = ask('election');
    expect(finding.tables.map(({ name }) => name)).toEqual(['years-to-election']);
    expect(finding.notes).toContainEqual(saying('finding.truncated', { year: '2020' }));
    expect(finding.notes).toContainEqual(saying('finding.models-need-non-elected'));
  });

  it('with others, everybody is at risk from the later of doctorate and programme', () => {
    const input = madeStudy(160, {
      name: 'election',
      programmeStart: 1994,
      covariates: ['gender'],
      attribute: 'gender',
    });
    input.scholars.forEach((scholar, i) => {
      if (i % 2 === 0) scholar.attributes.elected = 'no';
    });
    const finding = run(input);
    expect(finding.tables.map(({ name }) => name)).toEqual(
      ['curves', 'log-rank', 'discrete-time', 'cox'].filter(
        (name) => name !== 'log-rank' || tableOf(finding, name).length > 0,
      ),
    );
    const start = finding.code.data.head.indexOf('start');
    expect(Math.max(...finding.code.data.rows.map((row) => row[start] as number))).toBe(14);
    expect(finding.notes).not.toContainEqual(saying('finding.truncated'));
    const events = finding.code.data.rows.filter((row) => row[2] === 1).length;
    expect(events).toBeGreaterThan(20);
    expect(finding.code.values.events).toBe(events);
  });

  it('a class that nobody at risk of election has leaves the other estimates and the curves as they are', () => {
    const election = (covariates: string[]) => {
      const input = madeStudy(160, { name: 'election', covariates });
      input.scholars.forEach((scholar, i) => {
        if (i % 2 === 0) scholar.attributes.elected = 'no';
        // Doctors of the study's last years: when they come, everybody else has been elected or watched for longer.
        const late = i === 0 || i === 2;
        scholar.attributes.field = late ? 'robotics' : 'physics';
        if (!late) return;
        scholar.stageYears.doctorate = 2019;
      });
      return run(input);
    };
    expect(() => election(['field'])).not.toThrow();
    const [two, one] = [election(['gender', 'field']), election(['field'])];
    const [[, womans], [, ...robotics]] = tableOf(two, 'cox');
    expect(womans).toBeTypeOf('number');
    expect(robotics).toEqual([null, null, null, null, null, null]);
    expect(two.notes).toContainEqual(saying('statistics.alike-at-risk', { n: 1 }));
    expect(one.tables.map(({ name }) => name)).toEqual(['curves', 'discrete-time']);
    expect(one.notes.map(({ id }) => id)).toContain('finding.no-cox');
    for (const { notes } of [two, one]) expect(new Set(notes.map(({ text }) => text)).size).toBe(notes.length);
  });

  it('an age limit goes by birth years and dates as tables write them, and says of whom there is none', () => {
    const election = (birth: (year: string, i: number) => string) => {
      const input = madeStudy(160, { name: 'election', ageLimit: 45 });
      input.scholars.forEach((scholar, i) => {
        if (i % 2 === 0) scholar.attributes.elected = 'no';
        scholar.attributes.birthYear = birth(scholar.attributes.birthYear, i);
      });
      return run(input);
    };
    const asYears = election((year) => year);
    expect(election((year) => `${year}年3月`).code).toEqual(asYears.code);
    expect(asYears.notes.map(({ id }) => id)).not.toContain('finding.ageless');
    const some = election((year, i) => (i < 10 ? '' : year));
    expect(some.notes).toContainEqual(saying('finding.ageless', { limit: 45 }));
    expect(some.code.data.rows).toHaveLength(asYears.code.data.rows.length);
  });

  it('an age limit and who was elected are read as written, whatever bands make groups', () => {
    const election = (bands: Record<string, number>) => {
      const input = madeStudy(160, { name: 'election', ageLimit: 45, attribute: 'birthYear' });
      input.scholars.forEach((scholar, i) => {
        Object.assign(scholar.written, i % 2 === 0 ? { elected: '0' } : {});
        scholar.attributes = banded(scholar.written, bands);
      });
      return run(input);
    };
    const withoutGroups = ({ code: { data } }: Finding) =>
      data.rows.map(([start, stop, event]) => [start, stop, event]);
    const inBands = election({ birthYear: 10, elected: 10 });
    expect(withoutGroups(inBands)).toEqual(withoutGroups(election({})));
    expect(inBands.notes.map(({ id }) => id)).not.toContain('finding.ageless');
    expect(tableOf(inBands, 'curves').map(([group]) => group)).toContain('1960–1969');
  });

  it('careers begin after the doctorate, keep years without a line, and end with the study', () => {
    const input = madeStudy(40, { name: 'careers', years: 12, clusters: 2, attribute: 'gender' });
    input.scholars[0].spells = input.scholars[0].spells.filter(({ role }) => role !== 'job');
    const finding = run(input);
    const rows = finding.code.data.rows;
    const first = input.scholars[0];
    const expected = Math.min(12, 2020 - first.stageYears.doctorate);
    const own = rows[0].filter((state) => state !== null);
    expect(own).toHaveLength(expected);
    expect(own.slice(0, 3)).toEqual(
      first.didPostdoc ? ['postdoc', 'postdoc', 'postdoc'] : ['unknown', 'unknown', 'unknown'],
    );
    expect(own.at(-1)).toBe('unknown');
    expect(finding.plot?.shares.every((shares) => Math.abs(shares.reduce((a, b) => a + b, 0) - 1) < 1e-9)).toBe(true);
    expect(tableOf(finding, 'discrepancy')).toHaveLength(1);
    const hamming = run({ ...input, options: { ...input.options, method: 'HAM' } });
    expect(hamming.notes).toContainEqual(saying('finding.short-left-out'));
  });

  it('the reference class of a mixed model is the most frequent of the complete moves', () => {
    const input = madeStudy(400, { name: 'grouped', covariates: ['gender', 'birthYear'] });
    input.scholars.forEach(({ attributes }, i) => {
      if (attributes.gender === 'man' && i % 4 > 0) delete attributes.birthYear;
    });
    // Men are more, but most of them lack a year of birth.
    expect(run(input).code.script).toContain('data[["gender"]], c("woman", "man")');
  });

  it('institutions before and after are crossed where both are chosen, each with its own spread', () => {
    const crossed = ask('grouped', { covariates: ['gender'], group: CROSSED });
    const rows = tableOf(crossed, 'groups');
    expect(rows.map(([grouping]) => grouping)).toEqual([
      { key: 'origin', label: saying('finding.grouping-origin') },
      { key: 'destination', label: saying('finding.grouping-destination') },
    ]);
    expect(crossed.code.data.head).toEqual(['upward', 'gender', 'origin', 'destination']);
    // Numbered, since names tell who somebody is: whoever moved from and to the same places is in the same groups.
    const alike = (values: readonly unknown[]) => values.map((value) => values.indexOf(value));
    const moved = madeStudy(160, { name: 'grouped', group: CROSSED }).moves.filter(
      ({ direction }) => direction !== null,
    );
    const grouping = (at: number) => alike(crossed.code.data.rows.map((row) => row[at]));
    expect([grouping(2), grouping(3)]).toEqual([
      alike(moved.map(({ from }) => from)),
      alike(moved.map(({ to }) => to)),
    ]);
    expect(crossed.code.script).toContain('upward ~ `gender` + (1 | origin) + (1 | destination), data, binomial');
    expect(crossed.code.values).toMatchObject({ originSd: rows[0][1], destinationSd: rows[1][1] });
    const alone = ask('grouped', { covariates: ['gender'], group: 'origin' });
    expect(crossed.code.values.logLik).toBeGreaterThan(alone.code.values.logLik);
    const few = madeStudy(160, { name: 'grouped', covariates: ['gender'], group: CROSSED });
    for (const move of few.moves) move.from = move.from < 'D' ? move.from : 'A';
    const name = saying('finding.grouping-origin');
    expect(() => run(few)).toThrow(telling('statistics.needs-groups-of', { name }));
  });

  it('refuses a study without what it needs, and names the analyses there are', () => {
    expect(() => ask('no-such')).toThrow(telling('finding.no-such'));
    expect(() => ask('staying', { transition: 'a:b' })).toThrow(telling('finding.no-moves'));
    expect(() => ask('grouped')).toThrow(telling('analysis.no-attribute-chosen'));
    expect(() => ask('grouped', { covariates: ['gender'], group: 'gender' })).toThrow(
      telling('statistics.needs-groups'),
    );
    expect(() => run(madeStudy(3, { name: 'careers' }))).toThrow(telling('finding.too-few-careers'));
  });

  it('a large study is drawn often enough and answers within seconds', () => {
    const input = madeStudy(4000, { name: 'chance' });
    const started = performance.now();
    expect(JSON.stringify(run(input).methods[0].values)).toBe('{"draws":1000}');
    // Some 5 s at 10,000 scholars; many times that where draws are not limited.
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('stops when it is told to', () => {
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => findingOf(madeStudy(160, { name: 'careers' }), stop)).toThrow('stopped');
  });
});
