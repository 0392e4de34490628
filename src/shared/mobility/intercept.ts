import { say } from '../messages/say.ts';

/** As R names it. */
export const INTERCEPT = '(Intercept)';

/** Below a table of ratios with an intercept: e to an intercept is about a birth year of 0, and runs to 10²². */
export const NO_INTERCEPT_RATIO = say('finding.no-intercept-ratio');
