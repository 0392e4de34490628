import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { Z95 } from '../distributions.ts';
import { Random } from '../random.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { statistic } from '../statistic.ts';
import { kappa as kappaOf, kappaSpread } from './kappa.ts';

interface Wish {
  margins: number[];
  kappa: number;
  halfWidth: number;
  simulations?: number;
  seed?: number;
}

/** Fewer units make the large-sample interval of κ worthless. */
const FEW_UNITS = 30;
/** Units drawn in all simulations together, about two seconds. */
const MOST_DRAWN = 4e7;
const FEWEST_SIMULATIONS = 100;

/**
 * How many units two coders have to code so that the 95 % interval of Cohen's κ reaches `halfWidth` to either side, if
 * both use the classes as `margins` says (counts or shares) and agree as well as `kappa`: by the large-sample variance
 * of Fleiss, Cohen & Everitt (1969); then simulated at that number of units.
 */
export function kappaSampleSize({ margins, kappa, halfWidth, simulations = 1000, seed = 1 }: Wish): TestResult {
  const total = sum(margins);
  const shares = margins.filter((value) => value > 0).map((value) => value / total);
  if (shares.length < 2) throw unusable(say('statistics.margins-need-two-classes'));
  const cells = shares.map((row, i) =>
    shares.map((column, j) => row * column * (1 - kappa) + (i === j ? kappa * row : 0)),
  );
  const chance = sum(shares.map((share) => share * share));
  const agreed = chance + kappa * (1 - chance);
  const spread = kappaSpread(
    cells.flatMap((row, i) =>
      row.map((share, j) => ({ share, weight: i === j ? 1 : 0, byChance: shares[i] + shares[j] })),
    ),
    kappa,
    chance,
  );
  const variance = spread / (1 - chance) ** 2;
  const units = Math.max(2, Math.ceil((Z95 ** 2 * variance) / halfWidth ** 2 - 1e-9));
  const runs = Math.min(simulations, Math.max(FEWEST_SIMULATIONS, Math.floor(MOST_DRAWN / units)));
  return result("Units for Cohen's kappa", {
    units,
    estimate: units,
    standardError: Math.sqrt(variance / units),
    agreement: agreed,
    ...simulated(cells, units, kappa, runs, seed),
    simulations: runs,
    n: units,
    notes: [
      ...(units < FEW_UNITS ? [say('statistics.few-units-for-kappa', { units })] : []),
      ...(runs < simulations ? [say('statistics.fewer-simulations', { simulations: runs })] : []),
    ],
  });
}

/** What intervals come out of so many units: their mean half width, and how often they hold κ. */
function simulated(
  cells: readonly number[][],
  units: number,
  truth: number,
  simulations: number,
  seed: number,
): { simulatedHalfWidth: number | null; coverage: number | null } {
  const random = new Random(seed);
  const k = cells.length;
  const bounds: number[] = [];
  cells.flat().forEach((share, i) => void bounds.push((bounds[i - 1] ?? 0) + share));
  let widths = 0;
  let held = 0;
  let used = 0;
  for (let run = 0; run < simulations; run++) {
    const table = cells.map(() => new Array<number>(k).fill(0));
    for (let unit = 0; unit < units; unit++) {
      const drawn = random.uniform();
      const found = bounds.findIndex((bound) => drawn < bound);
      const cell = found < 0 ? bounds.length - 1 : found;
      table[Math.floor(cell / k)][cell % k]++;
    }
    const { interval } = kappaOf({ table });
    if (!interval) continue;
    const [low, high] = interval as [number, number];
    used++;
    widths += (high - low) / 2;
    if (low <= truth && truth <= high) held++;
  }
  return used === 0
    ? { simulatedHalfWidth: null, coverage: null }
    : { simulatedHalfWidth: widths / used, coverage: held / used };
}

export const KAPPA_SAMPLE_SIZE = statistic({
  name: 'kappa-sample-size',
  summary: say('statistic.kappa-sample-size'),
  data: z.object({
    margins: z.array(z.number().min(0)).min(2),
    kappa: z.number().min(0).lt(1),
    halfWidth: z.number().min(0.01).lt(1),
    simulations: z.number().int().min(FEWEST_SIMULATIONS).max(10_000).default(1000),
    seed: z.number().int().min(0).default(1),
  }),
  example: { margins: [0.5, 0.3, 0.2], kappa: 0.8, halfWidth: 0.1 },
  run: kappaSampleSize,
});
