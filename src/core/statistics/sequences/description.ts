import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { mean } from '../descriptive.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { statistic } from '../statistic.ts';
import { type SequenceData, sequencesOf, statesShape, transitionRates } from './distances.ts';

/** Per sequence, in the order of the rows. */
interface Profile {
  entropy: number;
  turbulence: number;
  complexity: number;
  transitions: number;
}

/** The most sequences whose own values are printed. */
const PRINTED = 200;

/**
 * What sequences of states are like: the share of each state and Shannon's entropy at each position, mean time in each
 * state, transition rates; and for each sequence entropy, turbulence (Elzinga & Liefbroer 2007) and complexity
 * (Gabadinho et al. 2011), as TraMineR's seqstatd, seqmeant, seqtrate, seqient, seqST and seqici.
 */
export function sequenceDescription(data: Pick<SequenceData, 'sequences'> & { states?: string[] }): TestResult {
  const sequences = sequencesOf(data, 'description');
  const { states, distinct, weights, of, notes } = sequences;
  const n = of.length;
  const alphabet = data.states ?? states;
  const outside = states.find((state) => !alphabet.includes(state));
  if (outside !== undefined) throw unusable(say('statistics.state-outside-alphabet', { state: outside }));
  const length = Math.max(...distinct.map((one) => one.length));
  const counts = Array.from({ length }, () => alphabet.map(() => 0));
  const place = states.map((state) => alphabet.indexOf(state));
  distinct.forEach((sequence, i) => sequence.forEach((state, at) => void (counts[at][place[state]] += weights[i])));
  const totals = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const profiles = distinct.map((sequence) => profileOf(sequence, alphabet.length));
  const each = (pick: (profile: Profile) => number) => of.map((i) => pick(profiles[i]));
  const rates = transitionRates(sequences);
  const between = (from: number, to: number) => (from < 0 || to < 0 ? 0 : rates[from][to]);
  return result('Description of sequences', {
    states: alphabet,
    distribution: counts.map((row, at) => row.map((count) => count / totals[at])),
    valid: totals,
    entropyByPosition: counts.map((row) => entropyOf(row, alphabet.length)),
    meanTimes: Object.fromEntries(
      alphabet.map((state, s) => [state, counts.reduce((total, row) => total + row[s], 0) / n]),
    ),
    transitionRates: alphabet.map((from) => alphabet.map((to) => between(states.indexOf(from), states.indexOf(to)))),
    entropy: mean(each((one) => one.entropy)),
    turbulence: mean(each((one) => one.turbulence)),
    complexity: mean(each((one) => one.complexity)),
    transitions: mean(each((one) => one.transitions)),
    ...(n <= PRINTED
      ? {
          bySequence: {
            entropy: each((one) => one.entropy),
            turbulence: each((one) => one.turbulence),
            complexity: each((one) => one.complexity),
            transitions: each((one) => one.transitions),
          },
        }
      : {}),
    distinct: distinct.length,
    n,
    notes: [...notes, ...(alphabet.length < 2 ? [say('statistics.one-state')] : [])],
  });
}

/** Of shares, relative to the most that so many states allow. */
function entropyOf(counts: readonly number[], states: number): number {
  const total = counts.reduce((a, b) => a + b, 0);
  if (states < 2 || total === 0) return 0;
  let entropy = 0;
  for (const count of counts) if (count > 0) entropy -= (count / total) * Math.log(count / total);
  return entropy / Math.log(states);
}

function profileOf(sequence: Int32Array, states: number): Profile {
  const times = new Map<number, number>();
  const spells: { state: number; duration: number }[] = [];
  for (const state of sequence) {
    times.set(state, (times.get(state) ?? 0) + 1);
    const last = spells.at(-1);
    if (last?.state === state) last.duration++;
    else spells.push({ state, duration: 1 });
  }
  const entropy = entropyOf([...times.values()], states);
  const transitions = spells.length - 1;
  const share = sequence.length < 2 ? 0 : transitions / (sequence.length - 1);
  return { entropy, transitions, complexity: Math.sqrt(share * entropy), turbulence: turbulenceOf(spells) };
}

/** log₂(φ (s²max + 1) / (s² + 1)): φ subsequences of the states passed through, s² the variance of their durations. */
function turbulenceOf(spells: readonly { state: number; duration: number }[]): number {
  const average = mean(spells.map(({ duration }) => duration));
  const variance = mean(spells.map(({ duration }) => (duration - average) ** 2));
  const most = (spells.length - 1) * (1 - average) ** 2;
  // Distinct subsequences, the empty one among them: each state doubles them, less those that ended in it before.
  let subsequences = 1;
  const before = new Map<number, number>();
  for (const { state } of spells) {
    const now = 2 * subsequences - (before.get(state) ?? 0);
    before.set(state, subsequences);
    subsequences = now;
  }
  return Math.log2((subsequences * (most + 1)) / (variance + 1));
}

export const SEQUENCE_DESCRIPTION = statistic({
  name: 'sequence-description',
  summary: say('statistic.sequence-description'),
  data: z.object({ sequences: statesShape, states: z.array(z.string()).min(1).optional() }),
  example: {
    sequences: [
      ['postdoc', 'postdoc', 'lecturer', 'professor'],
      ['lecturer', 'lecturer', 'professor', 'professor'],
    ],
  },
  run: sequenceDescription,
});
