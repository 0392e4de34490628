declare module 'jstat' {
  export const jStat: {
    ibeta(x: number, a: number, b: number): number;
    gammaln(x: number): number;
    normal: { inv(p: number, mean: number, deviation: number): number };
    studentt: { cdf(t: number, degreesOfFreedom: number): number; inv(p: number, degreesOfFreedom: number): number };
  };
}
