import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { saying, telling } from '../support/messages.ts';

const run = (name: string, data: unknown) => statisticByName(name).run(data);
const TIME = [6, 7, 10, 15, 19, 25, 5, 8];
const EVENT = [1, 0, 1, 1, 0, 1, 1, 1];
const AGE = [41, 38, 35, 44, 30, 29, 47, 40];

describe('times to an event', () => {
  it.each([
    ['kaplan-meier', { event: [1, 0] }, telling('statistics.time-or-stop')],
    ['kaplan-meier', { time: [1, 2], start: [0, 0], stop: [1, 2], event: [1, 0] }, telling('statistics.time-or-stop')],
    ['kaplan-meier', { time: [1, 2], event: [1] }, telling('statistics.column-length', { name: 'event', values: 1 })],
    ['kaplan-meier', { time: [1, 2], event: [1, 3] }, telling('statistics.event-not-0-1', { value: '3' })],
    ['kaplan-meier', { time: [null, 2], event: [1, null] }, telling('statistics.no-complete-row')],
    [
      'cox',
      { start: [0, 5, 1], stop: [3, 5, 4], event: [1, 1, 0], x: { a: [1, 2, 3] } },
      telling('statistics.stop-before-start', { position: 2 }),
    ],
    ['cox', { time: TIME, event: TIME.map(() => 0), x: { AGE } }, telling('statistics.no-events')],
    ['cox', { time: TIME, event: EVENT, x: {} }, telling('statistics.needs-variable')],
    ['cox', { time: TIME, event: EVENT, x: { a: [1] } }, telling('statistics.column-length', { name: 'x.a' })],
    ['cox', { time: TIME, event: EVENT, x: { a: TIME.map(() => 1) } }, telling('statistics.constant-variable')],
    ['cox', { time: TIME, event: EVENT, x: { a: AGE, b: AGE.map((v) => 2 * v + 1) } }, telling('statistics.collinear')],
    ['competing-risks', { time: [1, 2], cause: [0, 0] }, telling('statistics.no-events')],
    ['competing-risks', { time: [1, 2], cause: [0] }, telling('statistics.column-length', { name: 'cause' })],
  ])('%s refuses what it cannot mean: %j', (name, data, refusal) => {
    expect(() => run(name, data)).toThrow(refusal);
  });

  it('leaves out and counts incomplete rows, and takes 1 and 2 as R does', () => {
    const whole = run('cox', { time: TIME, event: EVENT, x: { AGE } });
    const gaps = run('cox', {
      time: [...TIME, null, 4],
      event: [...EVENT, 1, 1],
      x: { AGE: [...AGE, 30, null] },
    });
    expect(gaps).toMatchObject({ coefficients: whole.coefficients, n: 8, excluded: 2 });
    const twos = run('cox', { time: TIME, event: EVENT.map((value) => value + 1), x: { AGE } });
    expect(twos.coefficients).toEqual(whole.coefficients);
    expect(twos.notes).toContainEqual(saying('statistics.event-coded-1-2'));
  });

  it('one group has a curve and no test; an event leaves nobody when all that are left have it', () => {
    const alone = run('kaplan-meier', { time: [1, 2, 2], event: [1, 1, 1] });
    expect(alone).toMatchObject({ logRank: null, groups: { all: { n: 3, events: 3, median: 2 } } });
    expect(alone.notes).toEqual([saying('statistics.log-rank-needs-groups')]);
    expect(run('competing-risks', { time: [1, 2, 2], cause: [1, 2, 0] })).toMatchObject({
      tests: {},
      cumulativeIncidence: { all: { 1: [{ time: 1, estimate: expect.closeTo(1 / 3, 12) }], 2: [{ time: 2 }] } },
    });
  });

  it('a censored person is at risk at the time of an event, and not counted after it', () => {
    const { groups } = run('kaplan-meier', { time: [2, 2, 3], event: [1, 0, 1] }) as unknown as {
      groups: Record<string, { curve: { atRisk: number }[] }>;
    };
    expect(groups.all.curve.map(({ atRisk }) => atRisk)).toEqual([3, 1]);
  });

  it('times that differ by rounding only are tied', () => {
    const { groups } = run('kaplan-meier', { time: [0.1 + 0.2, 0.3, 0.5], event: [1, 1, 1] }) as unknown as {
      groups: Record<string, { curve: { events: number }[] }>;
    };
    expect(groups.all.curve.map(({ events }) => events)).toEqual([2, 1]);
  });

  it('delayed entry: nobody is at risk before they come under observation', () => {
    const late = run('kaplan-meier', { start: [0, 3, 0], stop: [2, 6, 5], event: [1, 1, 1] }) as unknown as {
      groups: Record<string, { curve: { time: number; atRisk: number }[] }>;
    };
    expect(late.groups.all.curve.map(({ time, atRisk }) => [time, atRisk])).toEqual([
      [2, 2],
      [5, 2],
      [6, 1],
    ]);
    const empty = run('kaplan-meier', { start: [0, 3], stop: [2, 6], event: [1, 1] });
    expect(empty.notes).toContainEqual(saying('statistics.curve-ends-early'));
  });

  it('separation and scarcity are said', () => {
    const { notes } = run('cox', { time: TIME, event: EVENT, x: { first: TIME.map((time) => (time < 9 ? 1 : 0)) } });
    expect(notes).toContainEqual(saying('statistics.separation'));
    expect(notes).toContainEqual(saying('statistics.few-events', { events: 6, variables: 1 }));
  });
});
