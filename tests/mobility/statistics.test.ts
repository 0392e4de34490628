import { saying } from '../support/messages.ts';
import { texts } from '../support/fixtures.ts';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../src/shared/errors.ts';
import { type Message, messageIn } from '../../src/shared/messages/message.ts';
import chinese from '../../resources/translations/messages.zh-CN.json' with { type: 'json' };
import { methodLabel } from '../../src/shared/mobility/sentences.ts';
import { statisticByName, STATISTICS } from '../../src/core/statistics/catalogue/registry.ts';

/** Expected values are R 4.2's unless a comment names another source. Agreement to 1e-4 relative or better. */
const run = (name: string, data: unknown) => statisticByName(name).run(data);
function close(actual: unknown, expected: number, relative = 1e-4): void {
  expect(typeof actual, `${actual} against ${expected}`).toBe('number');
  expect(Math.abs((actual as number) - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    Math.abs(expected) * relative + 1e-12,
  );
}
function closeAll(actual: unknown, expected: number[], relative = 1e-4): void {
  expect((actual as number[]).length).toBe(expected.length);
  expected.forEach((value, i) => void close((actual as number[])[i], value, relative));
}

const THREE = [
  [53, 5, 2],
  [11, 14, 5],
  [1, 6, 3],
];
const FOUR = [
  [1520, 266, 124, 66],
  [234, 1512, 432, 78],
  [117, 362, 1772, 205],
  [36, 82, 179, 492],
];
const JOBS = [
  [1, 3, 10, 6],
  [2, 3, 10, 7],
  [1, 6, 14, 12],
  [0, 1, 9, 11],
];
// MASS::housing, by Cont, Type, Infl, Sat (the last fastest); 1,681 dwellings.
const HOUSING = [
  21, 21, 28, 34, 22, 36, 10, 11, 36, 61, 23, 17, 43, 35, 40, 26, 18, 54, 13, 9, 10, 8, 8, 12, 6, 7, 9, 18, 6, 7, 15,
  13, 13, 7, 5, 11, 14, 19, 37, 17, 23, 40, 3, 5, 23, 78, 46, 43, 48, 45, 86, 15, 25, 62, 20, 23, 20, 10, 22, 24, 7, 10,
  21, 57, 23, 13, 31, 21, 13, 5, 6, 13,
];
function housing() {
  const cells = HOUSING.map((_, i) => ({
    Sat: ['Low', 'Medium', 'High'][i % 3],
    Infl: ['Low', 'Medium', 'High'][Math.floor(i / 3) % 3],
    Type: ['Tower', 'Apartment', 'Atrium', 'Terrace'][Math.floor(i / 9) % 4],
    Cont: ['Low', 'High'][Math.floor(i / 36)],
  }));
  return {
    y: cells.map((c) => c.Sat),
    x: { Infl: cells.map((c) => c.Infl), Type: cells.map((c) => c.Type), Cont: cells.map((c) => c.Cont) },
    weights: HOUSING,
  };
}

describe('every statistic', () => {
  it('has a Chinese name', () => {
    for (const { name, run: compute, example } of STATISTICS) {
      const label = methodLabel(compute(example).method);
      expect(messageIn(label as Message, 'zh-CN', chinese), name).toMatch(/[\u4e00-\u9fff]|[κα]|AC1/);
    }
    expect(methodLabel('of another version')).toBe('of another version');
  });

  it('is named in the language of the reader when it refuses its data', () => {
    const refusal = () => run('logistic', { y: [1, 0], x: {} });
    expect(refusal).toThrow('Logistic regression: x needs at least one variable.');
    try {
      refusal();
    } catch (error) {
      expect(messageIn((error as AppError).told, 'zh-CN', chinese)).toBe('逻辑回归：x 至少需要一个变量。');
    }
  });
});

describe('tables', () => {
  it('Fisher 2 × 2', () => {
    const small = run('fisher', {
      table: [
        [3, 1],
        [1, 3],
      ],
    });
    close(small.p, 0.485714, 2e-6);
    close(small.greater, 0.242857, 2e-6);
    close(small.estimate, 6.40831, 2e-6);
    closeAll(small.interval, [0.211736, 626.2435], 2e-6); // scipy.stats.contingency.odds_ratio
    closeAll(small.effect.oddsRatioInterval, [0.211736, 626.2435], 2e-6);
    closeAll(small.intervalR, [0.21173, 621.934]);
    expect(small.notes).toContainEqual(saying('statistics.interval-of-r', { low: '0.211733', high: '621.934' }));
    const twins = run('fisher', {
      table: [
        [2, 15],
        [10, 3],
      ],
    });
    close(twins.p, 0.00053672, 1e-5);
    close(twins.estimate, 0.0469366, 1e-5);
  });

  it('Fisher r × c and χ²', () => {
    close(run('fisher', { table: JOBS }).p, 0.782685, 2e-6);
    const jobs = run('chi-square', { table: JOBS });
    close(jobs.statistic, 5.96551, 2e-6);
    close(jobs.p, 0.74336, 1e-5);
    close(jobs.effect.cramersV, 0.14392, 4e-5);
    const party = run('chi-square', {
      table: [
        [762, 327, 468],
        [484, 239, 477],
      ],
    });
    close(party.statistic, 30.0701, 2e-6);
    expect(party.df).toBe(2);
    close(party.p, 2.9536e-7);
    close(party.effect.cramersV, 0.10444, 5e-5);
    closeAll(party.effect.cramersVInterval, [0.0649073, 0.1402638], 5e-6); // SciPy's ncx2, inverted
    closeAll((party.standardisedResiduals as number[][])[0], [4.5021, 0.6995, -5.3159], 1e-4);
  });

  it('goodness of fit', () => {
    const given = run('goodness-of-fit', { observed: [89, 37, 30, 28, 2], expected: [40, 20, 20, 15, 5] });
    close(given.statistic, 9.99014, 2e-6);
    close(given.p, 0.040594, 2e-5);
    const equal = run('goodness-of-fit', { observed: [20, 15, 25] });
    close(equal.statistic, 2.5);
    close(equal.p, 0.2865);
  });

  it('McNemar, corrected, uncorrected and exact', () => {
    const approval = run('mcnemar', {
      table: [
        [794, 86],
        [150, 570],
      ],
    });
    close(approval.statistic, 16.8178, 4e-6);
    close(approval.p, 4.11456e-5);
    close((approval.uncorrected as { statistic: number }).statistic, 17.3559, 4e-6);
    close((approval.uncorrected as { p: number }).p, 3.0993e-5);
    close((approval.exact as { p: number }).p, 3.71594e-5);
  });

  it('Bowker, Stuart–Maxwell and transitions', () => {
    const symmetry = run('bowker', { table: FOUR });
    close(symmetry.statistic, 19.1066, 4e-6);
    expect(symmetry.df).toBe(6);
    close(symmetry.p, 0.0039874);
    const margins = run('stuart-maxwell', { table: FOUR });
    close(margins.statistic, 11.9566, 5e-6);
    close(margins.p, 0.0075334);
    const small = run('bowker', { table: THREE });
    close(small.statistic, 2.67424, 4e-6);
    close(small.p, 0.44462, 2e-5);
    const chain = run('transition', { table: FOUR });
    closeAll((chain.probabilities as number[][])[0], [0.76923, 0.13462, 0.06275, 0.0334], 1e-4);
    closeAll(chain.stationary, [0.22889, 0.29131, 0.35419, 0.12561], 5e-5);
  });

  it('Wilson', () => {
    for (const [count, total, low, high] of [
      [81, 263, 0.25529, 0.36621],
      [15, 148, 0.06239, 0.16049],
      [0, 20, 0, 0.16113],
      [1, 29, 0.00611321, 0.17176],
    ]) {
      const [a, b] = run('wilson', { count, total }).interval as [number, number];
      close(a, low, 1e-4);
      close(b, high, 1e-4);
    }
  });

  it('adjusted p values', () => {
    const p = [0.01, 0.02, 0.03, 0.04, 0.05];
    closeAll(run('adjust', { p, method: 'holm' }).estimate, [0.05, 0.08, 0.09, 0.09, 0.09]);
    closeAll(run('adjust', { p, method: 'bh' }).estimate, [0.05, 0.05, 0.05, 0.05, 0.05]);
    closeAll(run('adjust', { p: [0.01, 0.3], method: 'bonferroni' }).estimate, [0.02, 0.6]);
  });
});

describe('agreement', () => {
  const units = THREE.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [i + 1, j + 1])),
  );

  it('κ, plain and weighted', () => {
    const plain = run('kappa', { table: THREE });
    close(plain.estimate, 0.428571, 2e-6);
    close(plain.se, 0.075959, 1e-5);
    close(run('kappa', { table: THREE, weights: 'linear' }).estimate, 0.492308, 2e-6);
    close(run('kappa', { table: THREE, weights: 'quadratic' }).estimate, 0.566667, 2e-6);
    const two = run('kappa', {
      table: [
        [20, 5],
        [10, 15],
      ],
    });
    close(two.estimate, 0.4);
    close(two.se, 0.126996, 1e-5);
    closeAll(two.interval, [0.15109, 0.64891], 2e-5);
    const large = run('kappa', { table: FOUR });
    close(large.estimate, 0.595389, 2e-6);
    close(large.se, 0.0072869, 1e-5);
    close(run('kappa', { table: FOUR, weights: 'linear' }).estimate, 0.65238, 2e-6);
    close(run('kappa', { table: FOUR, weights: 'quadratic' }).estimate, 0.702334, 2e-6);
  });

  it('AC1 and α of the same table', () => {
    const gwet = run('ac1', { ratings: units });
    close(gwet.estimate, 0.59356, 1e-5);
    closeAll(gwet.interval, [0.45924, 0.72789], 2e-5);
    close(run('alpha', { ratings: units }).estimate, 0.43007, 1e-5);
  });

  it("Krippendorff's own example", () => {
    const coders = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
      [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
    ];
    const ratings = coders[0].map((_, unit) => coders.map((coder) => coder[unit]));
    close(run('alpha', { ratings, level: 'nominal' }).estimate, 0.743421, 2e-6);
    close(run('alpha', { ratings, level: 'ordinal' }).estimate, 0.815388, 2e-6);
    const interval = run('alpha', { ratings, level: 'interval' });
    close(interval.estimate, 0.849107, 2e-6);
    expect(interval.excluded).toBe(1); // the unit that one coder coded alone
    const [low, high] = interval.interval as [number, number];
    expect(low).toBeLessThan(0.849);
    expect(high).toBeGreaterThan(0.849);
  });

  it('Fleiss and AC1 with gaps, as irrCAC 0.4 (Python) prints them', () => {
    const ratings = [
      [1, 1, null],
      [2, 2, 3],
      [3, 3, 3],
      [3, 3, 3],
      [2, 2, 2],
      [1, 2, 3],
      [4, 4, 4],
      [1, 1, 2],
      [2, 2, 2],
      [null, 5, 5],
      [null, null, 1],
      [3, 3, null],
    ];
    const kappa = run('fleiss', { ratings });
    close(kappa.estimate, 0.71833, 1e-5);
    close(kappa.se, 0.16683, 3e-5);
    close((kappa.interval as number[])[0], 0.35113, 2e-5);
    const gwet = run('ac1', { ratings });
    close(gwet.estimate, 0.73868, 1e-5);
    close(gwet.se, 0.15288, 3e-5);
    expect([kappa.n, kappa.excluded]).toEqual([11, 1]);
  });

  it("Fleiss' example as Wikipedia prints it", () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    close(run('fleiss', { counts }).estimate, 0.209931, 4e-6);
    const ratings = counts.map((unit) => unit.flatMap((count, q) => Array.from({ length: count }, () => q)));
    close(run('fleiss', { ratings }).estimate, 0.209931, 4e-6);
  });
});

describe('ranks and means', () => {
  const before = [1, 2, 2, 3, 4, 4, 1, 2, 3, 5, 3, 2];
  const after = [2, 2, 3, 3, 3, 5, 2, 1, 4, 5, 4, 3];

  it('sign test and Wilcoxon with ties', () => {
    const sign = run('sign', { x: after, y: before });
    expect([sign.positive, sign.negative, sign.ties]).toEqual([7, 2, 3]);
    close(sign.p, 0.1796875);
    const ranks = run('wilcoxon', { x: after, y: before, paired: true });
    expect(ranks.statistic).toBe(35);
    close(ranks.p, 0.1096, 3e-4); // printed with four digits
    close(ranks.exact, 0.1796875);
  });

  it("Wilcoxon, R's depression pairs", () => {
    const test = run('wilcoxon', {
      x: [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3],
      y: [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29],
    });
    expect(test.statistic).toBe(40);
    close(test.p, 0.0390625);
    close(test.effect.rankBiserial, 0.777778, 2e-6);
  });

  it("Mann–Whitney, R's permeability", () => {
    const test = run('mann-whitney', {
      x: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
      y: [1.15, 0.88, 0.9, 0.74, 1.21],
    });
    expect(test.statistic).toBe(35);
    close(test.p, 0.25441, 2e-5);
    close(test.greater, 0.12721, 4e-5);
    close(test.effect.rankBiserial, 0.4);
  });

  it('Kruskal, airquality Ozone by Month', () => {
    const groups = [
      [
        41,
        36,
        12,
        18,
        null,
        28,
        23,
        19,
        8,
        null,
        7,
        16,
        11,
        14,
        18,
        14,
        34,
        6,
        30,
        11,
        1,
        11,
        4,
        32,
        null,
        null,
        null,
        23,
        45,
        115,
        37,
      ],
      [29, 71, 39, 23, 21, 37, 20, 12, 13],
      [
        135,
        49,
        32,
        null,
        64,
        40,
        77,
        97,
        97,
        85,
        null,
        10,
        27,
        null,
        7,
        48,
        35,
        61,
        79,
        63,
        16,
        null,
        null,
        80,
        108,
        20,
        52,
        82,
        50,
        64,
        59,
      ],
      [
        39,
        9,
        16,
        78,
        35,
        66,
        122,
        89,
        110,
        null,
        null,
        44,
        28,
        65,
        null,
        22,
        59,
        23,
        31,
        44,
        21,
        9,
        null,
        45,
        168,
        73,
        null,
        76,
        118,
        84,
        85,
      ],
      [
        96,
        78,
        73,
        91,
        47,
        32,
        20,
        23,
        21,
        24,
        44,
        21,
        28,
        9,
        13,
        46,
        18,
        13,
        24,
        16,
        13,
        23,
        36,
        7,
        14,
        30,
        null,
        14,
        18,
        20,
      ],
    ];
    const test = run('kruskal', { groups });
    close(test.statistic, 29.2666, 2e-6);
    expect(test.df).toBe(4);
    close(test.p, 6.9007e-6);
    close(test.effect.epsilonSquared, 0.25449, 2e-5);
    expect(test.excluded).toBe(16);
  });

  it("t tests, R's sleep", () => {
    const x = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const y = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const welch = run('t-test', { x, y });
    close(welch.statistic, -1.86081, 3e-6);
    close(welch.df, 17.7765, 3e-6);
    close(welch.p, 0.0793941, 2e-6);
    const paired = run('t-test', { x, y, paired: true });
    close(paired.statistic, -4.06213, 3e-6);
    close(paired.p, 0.00283289, 3e-6);
    const one = run('t-test', { x: [...x, ...y] });
    close(one.statistic, 3.41297, 3e-6);
    close(one.p, 0.00291762, 3e-6);
  });
});

describe('regressions', () => {
  it("logistic, R's infert", () => {
    // case, spontaneous, induced, how many of the 248 women
    const cells = [
      [0, 0, 0, 60],
      [0, 0, 1, 33],
      [0, 0, 2, 20],
      [0, 1, 0, 25],
      [0, 1, 1, 11],
      [0, 1, 2, 4],
      [0, 2, 0, 11],
      [0, 2, 1, 1],
      [1, 0, 0, 7],
      [1, 0, 1, 12],
      [1, 0, 2, 9],
      [1, 1, 0, 22],
      [1, 1, 1, 5],
      [1, 1, 2, 4],
      [1, 2, 0, 18],
      [1, 2, 1, 6],
    ];
    const rows = cells.flatMap(([y, s, i, n]) => Array.from({ length: n }, () => [y, s, i]));
    const fit = run('logistic', {
      y: rows.map(([y]) => y),
      x: { spontaneous: rows.map(([, s]) => s), induced: rows.map(([, , i]) => i) },
    });
    const estimate = fit.estimate as Record<string, number>;
    const se = fit.se as Record<string, number>;
    close(estimate['(Intercept)'], -1.70786, 5e-6);
    close(estimate.spontaneous, 1.19721, 5e-6);
    close(estimate.induced, 0.418129, 5e-6);
    close(se.spontaneous, 0.211643, 1e-5);
    close(se.induced, 0.205627, 1e-5);
    close(fit.deviance, 279.612, 2e-6);
  });

  it('ordinal, MASS housing', () => {
    const fit = run('ordinal', housing());
    const estimate = fit.estimate as Record<string, number>;
    closeAll(Object.values(estimate), [0.56639, 1.28882, -0.57235, -0.36619, -1.09101, 0.36028], 5e-5);
    expect(Object.keys(estimate)).toEqual([
      'InflMedium',
      'InflHigh',
      'TypeApartment',
      'TypeAtrium',
      'TypeTerrace',
      'ContHigh',
    ]);
    closeAll(Object.values(fit.cuts as Record<string, number>), [-0.49614, 0.69071], 5e-5);
    close(fit.deviance, 3479.149, 1e-6);
  });

  it('multinomial, MASS housing', () => {
    const fit = run('multinomial', housing());
    const { High } = fit.estimate as Record<string, Record<string, number>>;
    close(fit.deviance, 3470.084, 1e-6);
    close(High.InflHigh, 1.612631, 1e-4); // nnet's optimiser stops early
    close(High.ContHigh, 0.481827, 1e-4);
  });
});

describe("R's own answers, run for this project (tests/golden/statistics/make_values.R)", () => {
  const x = [1.1, 2.2, 2.2, 3.7, 4.4, 5.1, 6.3, 2.9];
  const y = [1.9, 2.2, 3.5, 4.1, 4.4, 7.7, 8.8, 9.1, 3.3];
  const table = [
    [12, 5, 7],
    [9, 14, 3],
    [4, 6, 11],
  ];
  const tight = 1e-8;

  it('ranks with ties, means', () => {
    const ranks = run('mann-whitney', { x, y });
    expect(ranks.statistic).toBe(26.5);
    close(ranks.p, 0.3850162071, tight);
    const welch = run('t-test', { x, y });
    closeAll([welch.statistic, welch.df, welch.p], [-1.360576105, 13.4910286, 0.1959464073], tight);
    closeAll(welch.interval, [-3.905243215, 0.8802432149], tight);
    const groups = run('kruskal', { groups: [x, y, [5, 6, 7, 7, 8]] });
    closeAll([groups.statistic, groups.p], [5.186163834, 0.07478919047], tight);
    const signed = run('wilcoxon', { x: [3, 1, 4, 2, 5, 2, 3], y: [2, 1, 3, 3, 3, 1, 1] });
    closeAll([signed.statistic, signed.p], [18.5, 0.1047574898], tight);
  });

  it('tables', () => {
    close(run('fisher', { table }).p, 0.008901091969, tight);
    const symmetry = run('bowker', { table });
    closeAll([symmetry.statistic, symmetry.p], [2.961038961, 0.3976712924], tight);
    const independence = run('chi-square', { table });
    close(independence.statistic, 13.84147043, tight);
    closeAll(
      (independence.standardisedResiduals as number[][]).flat(),
      [
        1.86434484032, -1.8125574836, -0.05419734538, -0.07990611362, 2.4988820986, -2.53154602461, -1.84800289496,
        -0.7591381187, 2.7284675456,
      ],
      tight,
    );
    closeAll(
      run('fisher', {
        table: [
          [3, 1],
          [1, 3],
        ],
      }).intervalR,
      [0.2117329153, 621.9337505454],
      tight,
    );
    closeAll(run('wilson', { count: 7, total: 31 }).interval, [0.1139513556, 0.3981241838], tight);
  });

  it('families of p values, a regression', () => {
    const p = [0.01, 0.04, 0.03, 0.005, 0.5];
    closeAll(run('adjust', { p, method: 'holm' }).estimate, [0.04, 0.09, 0.09, 0.025, 0.5], tight);
    closeAll(run('adjust', { p, method: 'bh' }).estimate, [0.025, 0.05, 0.05, 0.025, 0.5], tight);
    const fit = run('logistic', { y: [0, 0, 1, 1, 0, 1, 0, 1], x: { age: [20, 25, 30, 41, 38, 44, 29, 27] } });
    // glm stops a step earlier
    closeAll(Object.values(fit.estimate as Record<string, number>), [-4.5233347655, 0.1432585964], 1e-6);
    closeAll(Object.values(fit.se as Record<string, number>), [3.6837212698, 0.1151176816], 1e-6);
    close(fit.deviance, 9.114286267, tight);
  });
});

describe('bad and degenerate data', () => {
  it.each([
    ['t-test', { x: [], y: [1, 2] }, /x has 0/],
    ['t-test', { x: [1] }, /at least 2 values.*1/],
    ['wilcoxon', { x: [1], y: [null] }, /no complete pair/],
    ['sign', { x: [null] }, /no value/],
    ['mann-whitney', { x: [], y: [] }, /x has 0, y has 0/],
    ['kruskal', { groups: [[1, 2], []] }, /two groups with values; there is 1/],
    [
      'chi-square',
      {
        table: [
          [0, 0],
          [1, 2],
        ],
      },
      /two columns with observations; this table has 1 such row and 2/,
    ],
    ['chi-square', { table: [[1, 2], [3]] }, /row 2: it has 1 cell, row 1 has 2/],
    [
      'chi-square',
      {
        table: [
          [1, -2],
          [3, 4],
        ],
      },
      /table, 1, 2/,
    ],
    ['mcnemar', { table: THREE }, /2 × 2/],
    [
      'kappa',
      {
        table: [
          [0, 0],
          [0, 0],
        ],
      },
      /at least 2 units/,
    ],
    [
      'alpha',
      {
        ratings: [
          [1, null],
          [null, 2],
        ],
      },
      /at least 2 units/,
    ],
    ['wilson', { count: 3, total: 2 }, /more than the total/],
    ['wilson', { count: 0, total: 0 }, /at least 1/],
    ['logistic', { y: [1, 1, 1, 1], x: { a: [1, 2, 3, 4] } }, /two classes/],
    ['ordinal', { y: [1, 2, 3, 1, 2], x: { a: [1, 1, 1, 1, 1] } }, /a is the same/],
    ['t-test', { x: ['1'] }, /x, 1/],
    [
      'logistic',
      { y: [0, 1, 0, 1, 0, 1], x: { a: [1, 2, 3, 4, 5, 6], b: [2, 4, 6, 8, 10, 12] } },
      /a, b are combinations/,
    ],
  ])('%s %j says what is wrong', (name, data, message) => {
    expect(() => run(name, data)).toThrow(message);
  });

  it('all ties, nobody changed, one class: an answer with a note, never NaN', () => {
    for (const [name, data] of [
      ['wilcoxon', { x: [2, 2, 2], y: [2, 2, 2] }],
      ['sign', { x: [2, 2], y: [2, 2] }],
      ['mann-whitney', { x: [1, 1], y: [1, 1, 1] }],
      [
        'kruskal',
        {
          groups: [
            [3, 3],
            [3, 3],
          ],
        },
      ],
      [
        'mcnemar',
        {
          table: [
            [5, 0],
            [0, 3],
          ],
        },
      ],
      [
        'bowker',
        {
          table: [
            [5, 0],
            [0, 3],
          ],
        },
      ],
      ['t-test', { x: [2, 2, 2], mu: 2 }],
    ] as const) {
      const answer = run(name, data);
      expect(answer.p, name).toBe(1);
      expect(texts(answer.notes), name).not.toBe('');
    }
    expect(
      run('kappa', {
        table: [
          [5, 0],
          [0, 0],
        ],
      }).estimate,
    ).toBeNull();
    expect(
      run('ac1', {
        ratings: [
          [1, 1],
          [1, 1],
        ],
      }).notes.length + 1,
    ).toBeGreaterThan(0);
    expect(
      run('transition', {
        table: [
          [3, 0],
          [0, 4],
        ],
      }).stationary,
    ).toBeNull();
    expect(
      run('transition', {
        table: [
          [3, 1],
          [0, 0],
        ],
      }).stationary,
    ).toBeNull();
    expect(
      run('stuart-maxwell', {
        table: [
          [5, 0, 0],
          [0, 3, 2],
          [0, 1, 4],
        ],
      }),
    ).toMatchObject({ df: 1, notes: [{ text: expect.stringMatching(/Only 1 of 2 margins/) }] });
    expect(texts(run('logistic', { y: [0, 0, 0, 1, 1, 1], x: { a: [1, 2, 3, 4, 5, 6] } }).notes)).toMatch(
      /separates the classes/,
    );
    const third = run('chi-square', {
      table: [
        [1, 2],
        [0, 0],
        [4, 3],
      ],
    });
    expect(third.df).toBe(1);
    expect(texts(third.notes)).toMatch(/Row 2/);
  });

  it('every example runs and holds no NaN', () => {
    for (const { name, example, run: compute } of STATISTICS)
      expect(
        JSON.stringify(compute(example), (_, v) => (typeof v === 'number' && Number.isNaN(v) ? 'NaN' : v)),
        name,
      ).not.toContain('NaN');
  });

  it('a table too large to enumerate is simulated, and says so', () => {
    const table = Array.from({ length: 7 }, (_, i) => Array.from({ length: 6 }, (_, j) => 20 + ((7 * i + 5 * j) % 11)));
    const test = run('fisher', { table });
    expect(texts(test.notes)).toMatch(/random tables/);
    const p = run('chi-square', { table }).p as number;
    expect(Math.abs((test.p as number) - p)).toBeLessThan(0.02);
  });
});
