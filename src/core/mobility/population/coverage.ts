import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { TestAnswer } from '../../../shared/mobility/analysis.ts';
import type { Coverage, CoverageClass, Member } from '../../../shared/mobility/population.ts';
import { meanDifferenceInDeviations, shareDifferenceInDeviations } from '../../statistics/standardised-difference.ts';
import { mean } from '../../statistics/descriptive.ts';
import { CHI_SQUARE, chiSquare } from '../../statistics/tests/chi-square.ts';
import { FISHER, fisher } from '../../statistics/tests/fisher.ts';
import { T_TEST, tTest } from '../../statistics/tests/means.ts';
import { answerOf } from '../analysis/comparisons/comparison.ts';
import { share } from '../quadrant/summary.ts';

/** More classes than this are a list of names, not of groups. */
const MOST_CLASSES = 40;
/** Numbers of so many different values are compared by their means. */
const FEWEST_VALUES_OF_A_NUMBER = 10;
/** Below this expected count χ² is unreliable, and Fisher's test is taken. */
const SMALL_EXPECTED = 5;

/** By attribute, whether those who were found are like those who are missing. Unclear ones count as missing. */
export function coverageOf(members: readonly Member[]): Coverage[] {
  const names = [...new Set(members.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
  return names.flatMap((attribute) => {
    const known = members.flatMap((member) => {
      const value = (member.attributes[attribute] ?? '').trim();
      return value === '' ? [] : [{ value, found: member.state === 'found' }];
    });
    const values = new Set(known.map(({ value }) => value));
    const unknown = members.length - known.length;
    if (values.size < 2) return [];
    if (values.size >= FEWEST_VALUES_OF_A_NUMBER && known.every(({ value }) => Number.isFinite(yearOrNumber(value))))
      return [ofNumber(attribute, known, unknown)];
    return values.size > MOST_CLASSES ? [] : [ofClasses(attribute, known, unknown)];
  });
}

interface Known {
  value: string;
  found: boolean;
}

/** 1965, 1965.03 and 1965-03 are years; other numbers as they are. */
function yearOrNumber(text: string): number {
  const year = /^(1[89]\d\d|20\d\d)(?:[年./-].*)?$/.exec(text.normalize('NFKC'));
  return Number(year ? year[1] : text);
}

function ofNumber(attribute: string, known: readonly Known[], unknown: number): Coverage {
  const of = (found: boolean) => known.filter((one) => one.found === found).map(({ value }) => yearOrNumber(value));
  const [found, missing] = [of(true), of(false)];
  const base: Coverage = { attribute, kind: 'number', unknown, classes: [], means: null, test: null, notes: [] };
  if (found.length < 2 || missing.length < 2) return { ...base, notes: [say('population.too-few-to-compare')] };
  const means = {
    found: mean(found),
    missing: mean(missing),
    difference: meanDifferenceInDeviations(found, missing),
  };
  return { ...base, means, ...tested(T_TEST.name, () => tTest({ x: found, y: missing })) };
}

function ofClasses(attribute: string, known: readonly Known[], unknown: number): Coverage {
  const found = known.filter((one) => one.found).length;
  const missing = known.length - found;
  const groups = [...Map.groupBy(known, ({ value }) => value)].sort(
    ([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1),
  );
  const counts = groups.map(([, rows]) => rows.filter((one) => one.found).length);
  const classes = groups.map(([value, rows], i): CoverageClass => {
    const shareOfFound = found === 0 ? null : counts[i] / found;
    const shareOfMissing = missing === 0 ? null : (rows.length - counts[i]) / missing;
    return {
      value,
      members: rows.length,
      coverage: share(counts[i], rows.length),
      shareOfFound,
      shareOfMissing,
      difference:
        shareOfFound === null || shareOfMissing === null
          ? null
          : shareDifferenceInDeviations(shareOfFound, shareOfMissing),
    };
  });
  const base: Coverage = { attribute, kind: 'classes', unknown, classes, means: null, test: null, notes: [] };
  if (found === 0 || missing === 0) return { ...base, notes: [say('population.too-few-to-compare')] };
  const table = [counts, groups.map(([, rows], i) => rows.length - counts[i])];
  const smallest = (Math.min(found, missing) * Math.min(...groups.map(([, rows]) => rows.length))) / known.length;
  const test = smallest < SMALL_EXPECTED ? FISHER : CHI_SQUARE;
  return { ...base, ...tested(test.name, () => (test === FISHER ? fisher({ table }) : chiSquare({ table }))) };
}

function tested(name: string, run: () => Parameters<typeof answerOf>[1]): { test: TestAnswer; notes: Message[] } {
  const test = answerOf(name, run());
  return { test, notes: test.notes };
}
