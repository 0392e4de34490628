import { Matrix } from 'ml-matrix';
import { mean, variance } from '../descriptive.ts';

/** What a variable was divided by, and what was taken off before. */
export interface Scale {
  centre: number;
  spread: number;
}

/** Variables around their means and in units of their spread, so that years and shares are fitted equally well. */
export function standardised(columns: readonly { values: number[] }[]): { scales: Scale[]; scaled: number[][] } {
  const scales = columns.map(({ values }) => ({ centre: mean(values), spread: Math.sqrt(variance(values)) }));
  return {
    scales,
    scaled: columns.map(({ values }, j) => values.map((value) => (value - scales[j].centre) / scales[j].spread)),
  };
}

/**
 * Standard errors of intercept and slopes in the variables' own units.
 *
 * @param covariance of what was fitted to the standardised variables
 */
export function standardErrors(covariance: Matrix, scales: readonly Scale[]): number[] {
  const turned = Matrix.eye(scales.length + 1);
  scales.forEach(({ centre, spread }, j) => {
    turned.set(0, j + 1, -centre / spread);
    turned.set(j + 1, j + 1, 1 / spread);
  });
  return turned.mmul(covariance).mmul(turned.transpose()).diagonal().map(Math.sqrt);
}

/** Intercept and slopes that were fitted to standardised variables, in the variables' own units. */
export function inOwnUnits(fitted: readonly number[], scales: readonly Scale[]): number[] {
  const slopes = scales.map(({ spread }, j) => fitted[j + 1] / spread);
  return [fitted[0] - slopes.reduce((total, slope, j) => total + slope * scales[j].centre, 0), ...slopes];
}
