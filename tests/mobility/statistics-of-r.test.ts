import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statisticByName } from '../../src/core/statistics/catalogue/registry.ts';
import { ROOT } from '../support/root.ts';

/** Data and what R prints of them; made by the script of the same name beside each file. */
const FILES = [
  'survival',
  'sequences',
  'mixed',
  'crossed',
  'models',
  'odd',
  'extreme',
  'effects',
  'textbook',
  'shapes',
  'weights',
  'pairs',
  'agreement',
];

/**
 * lme4 stops near its optimum and takes standard errors from finite differences: it agrees with itself to about 2e-5,
 * and so a small p to 1e-3. polr and multinom stop likewise.
 */
const LOOSE: Record<string, number> = {
  'mixed-linear': 5e-6,
  'mixed-logistic': 5e-5,
  'mixed-logistic.p': 1e-3,
  ordinal: 2e-5,
  multinomial: 1e-4,
  'logistic.p': 1e-5,
};
/** Of 20,000 draws against all permutations, in moves. */
const DRAWN: Record<string, number> = { 'null-model': 0.03 };

interface Case {
  name: string;
  data: unknown;
  expected: unknown;
}

type Answer = Record<string, unknown>;

/** Parts of an answer in the shape of R's: curves as columns, the last step of an incidence. */
const SHAPED: Record<string, (answer: Answer) => Answer> = {
  'kaplan-meier': (answer) => ({
    ...answer,
    groups: mapped(answer.groups, (group) => {
      const { curve } = group as { curve: Record<string, number>[] };
      return {
        ...(group as Answer),
        ...Object.fromEntries(
          ['time', 'survival', 'se', 'low', 'high'].map((key) => [key, curve.map((step) => step[key])]),
        ),
      };
    }),
  }),
  'competing-risks': (answer) => ({
    ...answer,
    last: mapped(answer.cumulativeIncidence, (causes) =>
      mapped(causes, (steps) => (steps as unknown[]).at(-1) ?? { estimate: 0, variance: 0 }),
    ),
  }),
};

function mapped(values: unknown, change: (value: unknown) => unknown): Answer {
  return Object.fromEntries(Object.entries(values as Answer).map(([key, value]) => [key, change(value)]));
}

/**
 * How many numbers were compared; relative difference 1e-6 unless `LOOSE` says otherwise, or 1e-9 where R's number is
 * all but 0.
 */
function same(expected: unknown, actual: unknown, path: string): number {
  if (typeof expected === 'number') {
    expect(typeof actual, path).toBe('number');
    const [name] = path.split('.');
    const loose = LOOSE[/\.p(By|$)/.test(path) ? `${name}.p` : name] ?? LOOSE[name] ?? 1e-6;
    const limit = Math.max(loose * Math.abs(expected), DRAWN[name] ?? 1e-9);
    expect(Math.abs((actual as number) - expected), `${path}: ${actual}, R ${expected}`).toBeLessThan(limit);
    return 1;
  }
  if (expected === null || typeof expected !== 'object') {
    expect(actual, path).toEqual(expected);
    return 1;
  }
  return Object.entries(expected).reduce(
    (count, [key, value]) => count + same(value, (actual as Answer | null)?.[key], `${path}.${key}`),
    0,
  );
}

describe.each(FILES)('R: %s', (file) => {
  const text = readFileSync(join(ROOT, 'tests', 'golden', 'statistics', `${file}.json`), 'utf8');
  const cases = JSON.parse(text) as Case[];

  it.each(cases.map((one, i) => [`${one.name} ${i}`, one] as const))('%s', (_, { name, data, expected }) => {
    const answer = statisticByName(name).run(data) as unknown as Answer;
    expect(same(expected, SHAPED[name]?.(answer) ?? answer, name)).toBeGreaterThan(0);
  });
});
