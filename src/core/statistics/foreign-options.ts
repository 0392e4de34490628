import { z } from 'zod';
import { say } from '../../shared/messages/say.ts';
import { AppError } from '../../shared/errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Options by the names that R, irr, TraMineR and SciPy have for them, in small letters and without points. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  conflevel: 'confidence',
  confidencelevel: 'confidence',
  varequal: 'equalVariances',
  equalvar: 'equalVariances',
  correction: 'correct',
  yates: 'correct',
  continuity: 'correct',
  popmean: 'mu',
  weight: 'weights',
  fexp: 'expected',
  nclusters: 'clusters',
  ncluster: 'clusters',
  sm: 'costs',
  times: 'draws',
};

/**
 * Options that change numbers, by our names in small letters and without points, and the values by which they change
 * nothing here. Where a statistic does not know one, it must not answer as if it had.
 */
const CHANGING: Readonly<Record<string, readonly unknown[]>> = {
  confidence: [0.95],
  level: [0.95],
  alpha: [0.05],
  alternative: ['two-sided', 'two.sided'],
  paired: [false],
  mu: [0],
  correct: [false],
  equalvariances: [false],
  exact: [],
  simulatepvalue: [false],
  b: [],
  p: [],
  lambda: [1],
  or: [1],
  zeromethod: ['wilcox'],
  trim: [0],
  weights: ['none', 'unweighted'],
  offset: [],
  strata: [],
  cluster: [],
  robust: [false],
  ties: [],
  rho: [0],
  method: [],
  family: [],
  link: [],
  nagq: [1],
  reml: [],
  norm: ['none', false],
  withmissing: [],
  metric: [],
};

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** What other programs' option is called here. */
function usualName(name: string): string | undefined {
  return Object.hasOwn(OTHER_NAMES, plain(name)) ? OTHER_NAMES[plain(name)] : undefined;
}

/**
 * The data with its fields by the names that a statistic has for them.
 *
 * @param own its fields
 * @param others what other programs call single ones, beside what they call options everywhere
 */
export function ownNames(data: unknown, own: readonly string[], others: Readonly<Record<string, string>>): unknown {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return data;
  const given = new Set(Object.keys(data));
  const known = new Map(own.map((name) => [plain(name), name]));
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (own.includes(name)) return [name, value];
      const meant = known.get(plain(name)) ?? others[plain(name)] ?? usualName(name);
      if (meant === undefined || !own.includes(meant) || given.has(meant)) return [name, value];
      given.add(meant);
      return [meant, value];
    }),
  );
}

/** @throws where a field that is not used would have changed the numbers elsewhere */
export function assertNoneChanges(name: string, unused: readonly string[], data: Fields, own: readonly string[]): void {
  const field = unused.find((key) => {
    const known = plain(usualName(key) ?? key);
    const harmless = Object.hasOwn(CHANGING, known) ? CHANGING[known] : null;
    return harmless !== null && data[key] !== null && !harmless.includes(data[key]);
  });
  if (field === undefined) return;
  throw new AppError('bad-input', say('statistics.option-not-taken', { field, name, own: [...own] }), { field });
}

/** Yes or no, as JSON or R writes it. */
export const flag = z.preprocess((given) => {
  const small = typeof given === 'string' ? given.trim().toLowerCase() : given;
  if (small === 'true' || small === 't') return true;
  return small === 'false' || small === 'f' ? false : given;
}, z.boolean()) as unknown as z.ZodType<boolean, boolean>;
