declare module 'jstat' {
  export const jStat: { studentt: { cdf(t: number, degreesOfFreedom: number): number; inv(p: number, degreesOfFreedom: number): number } };
}
