declare module 'jstat' {
  export const jStat: {
    ibeta(x: number, a: number, b: number): number;
    gammaln(x: number): number;
    studentt: { inv(p: number, degreesOfFreedom: number): number };
  };
}
