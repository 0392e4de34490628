import type { Counts } from '../count-tables.ts';
import { sum } from '../descriptive.ts';
import { type Likelihood, scaledSolution } from './newton.ts';

/** Where a class is never left for another, its effect is not finite: by then its cells are e^−100 times smaller. */
const MOST_STEPS = 100;
/** The next step of Newton's method would be the square of it. */
const ARRIVED = 1e-9;
/** Rounds of proportional fitting that bring a table near enough for Newton's method. */
const ROUNDS = 50;

/**
 * The effects at which a concave log-likelihood is largest; counts of 1 beside counts of 10⁹ need as few steps as
 * equal ones, where proportional fitting needs any number.
 */
function newton(start: number[], likelihood: (effects: number[]) => Likelihood): number[] {
  let effects = start;
  let here = likelihood(effects);
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = scaledSolution(here.hessian, here.gradient);
    let next = here;
    for (let length = 1; length > 1e-10; length /= 2) {
      const candidate = effects.map((value, i) => value - length * direction[i]);
      next = likelihood(candidate);
      if (!(next.value >= here.value - 1e-13 * Math.abs(here.value))) continue;
      effects = candidate;
      break;
    }
    here = next;
    if (direction.every((value) => Math.abs(value) < ARRIVED)) break;
  }
  return effects;
}

function emptyLikelihood(size: number): Likelihood {
  return {
    value: 0,
    gradient: new Array<number>(size).fill(0),
    hessian: Array.from({ length: size }, () => new Array<number>(size).fill(0)),
  };
}

/**
 * Expected counts of quasi-independence: row × column effects over the cells off the diagonal, those on it as
 * observed. Fits what glm(n ~ i + j + diagonal, poisson) fits.
 */
export function quasiIndependent(table: Counts): number[][] {
  const k = table.length;
  const own = table.map((row, i) => sum(row) - row[i]);
  const others = table.map((_, j) => sum(table.map((row) => row[j])) - table[j][j]);
  const rows = own.flatMap((total, i) => (total > 0 ? [i] : []));
  const columns = others.flatMap((total, j) => (total > 0 ? [j] : []));
  const a = new Array<number>(k).fill(0);
  const b = others.map((total): number => (total > 0 ? 1 : 0));
  const without = (values: readonly number[], i: number) => sum(values.filter((_, j) => j !== i));
  for (let round = 0; round < ROUNDS; round++) {
    for (const i of rows) a[i] = own[i] / without(b, i);
    for (const j of columns) b[j] = others[j] / without(a, j);
  }
  const cellsOf = (effects: readonly number[]) =>
    rows.map((i, r) => columns.map((j, c) => (i === j ? 0 : Math.exp(effects[r] + effects[rows.length + c]))));
  const effects = newton([...rows.map((i) => Math.log(a[i])), ...columns.map((j) => Math.log(b[j]))], (tried) => {
    const here = emptyLikelihood(tried.length);
    cellsOf(tried).forEach((line, r) =>
      line.forEach((fitted, c) => {
        if (rows[r] === columns[c]) return;
        const count = table[rows[r]][columns[c]];
        const second = rows.length + c;
        here.value += count * (tried[r] + tried[second]) - fitted;
        for (const at of [r, second]) {
          here.gradient[at] += count - fitted;
          here.hessian[at][at] -= fitted;
        }
        here.hessian[r][second] -= fitted;
        here.hessian[second][r] -= fitted;
      }),
    );
    return here;
  });
  const fitted = cellsOf(effects);
  return table.map((row, i) =>
    row.map((count, j) => (i === j ? count : (fitted[rows.indexOf(i)]?.[columns.indexOf(j)] ?? 0))),
  );
}

/**
 * Expected counts of quasi-symmetry (Caussinus 1965): given how many went either way between two classes, those who
 * went one way are binomial with odds e^(β_i − β_j), the model of Bradley & Terry (1952).
 */
export function quasiSymmetric(table: Counts): number[][] {
  const share = (effects: readonly number[], i: number, j: number) => 1 / (1 + Math.exp(effects[j] - effects[i]));
  const pairs = table.flatMap((row, i) =>
    row.flatMap((count, j) => (j < i && count + table[j][i] > 0 ? [{ i, j, of: count + table[j][i] }] : [])),
  );
  const effects = newton(
    table.map(() => 0),
    (tried) => {
      const here = emptyLikelihood(tried.length);
      for (const { i, j, of } of pairs) {
        const [p, q] = [share(tried, i, j), share(tried, j, i)];
        if (table[i][j] > 0) here.value += table[i][j] * Math.log(p);
        if (table[j][i] > 0) here.value += table[j][i] * Math.log(q);
        // Whichever of the two is the small one keeps its digits.
        const error = p < q ? table[i][j] - of * p : of * q - table[j][i];
        here.gradient[i] += error;
        here.gradient[j] -= error;
        const curve = of * p * q;
        here.hessian[i][i] -= curve;
        here.hessian[j][j] -= curve;
        here.hessian[i][j] += curve;
        here.hessian[j][i] += curve;
      }
      return here;
    },
  );
  return table.map((row, i) => row.map((count, j) => (i === j ? count : (count + table[j][i]) * share(effects, i, j))));
}
