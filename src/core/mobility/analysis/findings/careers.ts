import type { Label } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { PositionRole } from '../../../../shared/mobility/codebook.ts';
import type { CareerPlot } from '../../../../shared/mobility/findings.ts';
import { attributeLabel, kindLabel, roleLabel, statePartLabel, tierLabel } from '../../../../shared/mobility/words.ts';
import { Random } from '../../../statistics/random.ts';
import { type TestResult, unusable } from '../../../statistics/result.ts';
import { sequenceClusterNumber } from '../../../statistics/sequences/cluster-number.ts';
import { sequenceClusters } from '../../../statistics/sequences/clusters.ts';
import { sequenceDescription } from '../../../statistics/sequences/description.ts';
import { printed, readData } from '../r-code.ts';
import { column, COUNT, type FindingDefinition, type FindingInput, P_VALUE, table } from './finding.ts';

/** Careers that are clustered at most; more are drawn from. */
const MOST_CLUSTERED = 1500;
/** Careers whose number of clusters is judged by drawn ones. */
const MOST_JUDGED = 250;
const DRAWS = 50;
const FEWEST = 5;
const GAP = 'unknown';
/** Where several lines cover a year, the first of these. */
const PRIORITY: readonly PositionRole[] = [
  'job',
  'postdoc',
  'doctorate',
  'master',
  'bachelor',
  'visiting',
  'part-time',
];

interface Career {
  scholar: number;
  states: string[];
}

/** Yearly states from the doctorate on: how they are shared, how orderly careers are, and of what types. */
export const CAREERS: FindingDefinition = {
  name: 'careers',
  question: say('finding.careers'),
  inputs: ['sequences', 'attribute'],
  reads: { moves: 'none', scholars: ['spells'] },
  compute(input, heard) {
    const { attribute, method, costs, linkage, years } = input.options;
    const { careers, short, empty } = careersOf(input);
    if (careers.length < FEWEST) throw unusable(say('finding.too-few-careers', { n: careers.length }));
    const whole = method === 'HAM' ? careers.filter(({ states }) => states.length === years) : careers;
    if (whole.length < FEWEST) throw unusable(say('finding.too-few-careers', { n: whole.length }));
    const described = sequenceDescription({ sequences: whole.map(({ states }) => states) });
    const states = described.states as string[];
    const labels = states.map((state) => labelOf(state, input));
    heard(0.05);
    const sample = drawn(whole, MOST_CLUSTERED);
    const options = { method, costs, indel: 1, linkage };
    const judged =
      input.options.clusters === null
        ? sequenceClusterNumber(
            { ...options, sequences: drawn(sample, MOST_JUDGED).map((one) => one.states), draws: DRAWS, seed: 1 },
            (fraction) => heard(0.05 + 0.6 * fraction),
          )
        : null;
    const number = input.options.clusters ?? (judged?.best as number | null) ?? 2;
    const sequences = sample.map((one) => one.states);
    // Of the careers that the code reads, which are a sample of all in a large study.
    const read = sample.length < whole.length ? sequenceDescription({ sequences }) : described;
    heard(0.7);
    const clusters = sequenceClusters({ ...options, sequences, clusters: number });
    const assignment = clusters.assignment as number[];
    heard(0.85);
    const groups = attribute === '' ? null : sample.map(({ scholar }) => input.scholars[scholar].attributes[attribute]);
    const grouped = groups
      ? sample.flatMap((one, i) => (groups[i] === undefined ? [] : [{ ...one, group: groups[i] }]))
      : [];
    const explained =
      new Set(grouped.map(({ group }) => group)).size < 2
        ? null
        : sequenceClusters({
            ...options,
            sequences: grouped.map((one) => one.states),
            labels: grouped.map(({ group }) => group),
          });
    const meanTimes = described.meanTimes as Record<string, number>;
    const rates = described.transitionRates as number[][];
    const byNumber = (judged?.byNumber ?? []) as {
      clusters: number;
      asw: number;
      expected: number;
      standardised: number;
      pOverall: number;
    }[];
    const sizes = clusters.sizes as number[];
    const discrepancy = explained?.discrepancy as { pseudoR2: number; pseudoF: number } | undefined;
    const stateTerms = states.map((state, i) => ({ key: state, label: labels[i] }));
    const data = {
      head: Array.from({ length: years }, (_, at) => `year${at + 1}`),
      rows: sequences.map((row) => Array.from({ length: years }, (_, at) => row[at] ?? null)),
    };
    return {
      p: explained ? (explained.p as number) : null,
      title: say('finding.careers-title', { years }),
      tables: [
        table(
          'mean-times',
          say('finding.mean-times'),
          [column('state', say('finding.state')), column('years', say('finding.mean-years'))],
          states.map((state, i) => [stateTerms[i], meanTimes[state]]),
        ),
        table(
          'orderliness',
          say('finding.orderliness'),
          [
            column('entropy', say('finding.entropy')),
            column('turbulence', say('finding.turbulence')),
            column('complexity', say('finding.complexity')),
            column('transitions', say('finding.transitions')),
            COUNT,
          ],
          [
            [
              described.entropy as number,
              described.turbulence as number,
              described.complexity as number,
              described.transitions as number,
              described.n,
            ],
          ],
        ),
        table(
          'transition-rates',
          say('finding.transition-rates'),
          [column('from', say('finding.state')), ...states.map((state, i) => column(state, labels[i]))],
          rates.map((row, i) => [stateTerms[i], ...row]),
        ),
        table(
          'clusters',
          say('finding.types-of-careers'),
          [
            column('type', say('finding.type')),
            COUNT,
            ...states.map((state, i) => column(state, say('finding.years-in', { state: labels[i] }))),
          ],
          sizes.map((size, k) => {
            const spent = sequences.filter((_, i) => assignment[i] === k + 1).flat();
            return [k + 1, size, ...states.map((state) => spent.filter((one) => one === state).length / size)];
          }),
        ),
        ...(byNumber.length > 0
          ? [
              table(
                'number-of-types',
                say('finding.number-of-types'),
                [
                  column('types', say('finding.types')),
                  column('asw', say('finding.silhouette')),
                  column('expected', say('finding.silhouette-expected')),
                  column('standardised', say('finding.standardised')),
                  P_VALUE,
                ],
                byNumber.map((one) => [one.clusters, one.asw, one.expected, one.standardised, one.pOverall]),
              ),
            ]
          : []),
        ...(discrepancy
          ? [
              table(
                'discrepancy',
                say('finding.discrepancy', { attribute: attributeLabel(attribute) }),
                [
                  column('pseudo R2', say('finding.pseudo-r2')),
                  column('pseudo F', say('finding.pseudo-f')),
                  P_VALUE,
                  COUNT,
                ],
                [[discrepancy.pseudoR2, discrepancy.pseudoF, explained?.p as number, grouped.length]],
              ),
            ]
          : []),
      ],
      sentences: [
        say('finding.careers-sentence', {
          n: described.n,
          number,
          asw: { number: clusters.asw as number | null, style: 'result', decimals: 2 },
        }),
        ...(discrepancy
          ? [
              say('finding.discrepancy-sentence', {
                attribute: attributeLabel(attribute),
                percent: { number: 100 * discrepancy.pseudoR2, style: 'result', decimals: 1 },
                p: { number: explained?.p as number, style: 'p' },
              }),
            ]
          : []),
      ],
      methods: [
        say('finding.careers-methods', {
          years,
          states: input.options.states.map(statePartLabel),
          method,
          costs,
          linkage,
          judged: judged ? 'yes' : 'no',
          draws: DRAWS,
        }),
      ],
      notes: [
        ...(empty > 0 ? [say('finding.without-doctorate-year', { n: empty })] : []),
        ...(short > 0
          ? [say(method === 'HAM' ? 'finding.short-left-out' : 'finding.short-careers', { n: short })]
          : []),
        ...(sample.length < whole.length ? [say('finding.sampled', { n: sample.length, all: whole.length })] : []),
        ...(judged?.notes ?? []).filter(({ id }) => id !== 'statistics.sequences-unequal'),
        ...clusters.notes.filter(({ id }) => id === 'statistics.clusters-not-unique'),
      ],
      plot: plotOf(described, sequences, labels, input),
      code: {
        data,
        packages: ['TraMineR', 'cluster'],
        script: [
          'suppressMessages({library(TraMineR); library(cluster)})',
          readData(data),
          's <- suppressMessages(seqdef(data))',
          'print(seqmeant(s)); print(round(seqtrate(s), 3))',
          printed('entropy', 'mean(seqient(s))'),
          printed('turbulence', 'mean(seqST(s))'),
          printed('complexity', 'mean(seqici(s))'),
          `d <- suppressMessages(seqdist(s, method = "${method}"${
            method === 'LCS'
              ? ''
              : `, sm = "${costs === 'constant' ? 'CONSTANT' : 'TRATE'}"${method === 'OM' ? ', indel = 1' : ''}`
          }))`,
          printed('distance', 'mean(d[lower.tri(d)])'),
          linkage === 'ward'
            ? `cluster <- cutree(hclust(as.dist(d), "ward.D2"), ${number})`
            : `cluster <- pam(as.dist(d), ${number}, diss = TRUE)$clustering`,
          '# Ties are broken by the order of the rows here: with ties the sizes can differ from the table.',
          'print(sort(table(cluster), decreasing = TRUE))',
          'print(mean(silhouette(cluster, as.dist(d))[, 3]))',
        ].join('\n'),
        values: {
          entropy: read.entropy as number,
          turbulence: read.turbulence as number,
          complexity: read.complexity as number,
          // Over pairs, of which the discrepancy is the sum by careers.
          distance: (2 * (clusters.discrepancy as { total: number }).total) / (sequences.length - 1),
        },
      },
    };
  },
};

/** From the year after the doctorate, or after the last degree without one; the study's last year ends them all. */
function careersOf({ scholars, options, lastYear }: FindingInput): { careers: Career[]; short: number; empty: number } {
  let short = 0;
  let empty = 0;
  const careers = scholars.flatMap(({ spells }, scholar): Career[] => {
    const degrees = spells.filter(({ role }) => role === 'doctorate' || role === 'master' || role === 'bachelor');
    const last = degrees.find(({ role }) => role === 'doctorate') ?? degrees.at(-1);
    if (!last) {
      empty++;
      return [];
    }
    const from = last.until + 1;
    const length = Math.min(options.years, lastYear - from + 1);
    if (length < 1) {
      empty++;
      return [];
    }
    if (length < options.years) short++;
    const states = Array.from({ length }, (_, at) => {
      const year = from + at;
      const now = spells.filter((spell) => spell.from <= year && year <= spell.until);
      const spell = PRIORITY.flatMap((role) => now.filter((one) => one.role === role).slice(-1))[0];
      if (!spell) return GAP;
      return options.states.map((part) => String(spell[part] ?? '?')).join(' · ');
    });
    return [{ scholar, states }];
  });
  return { careers, short, empty };
}

function plotOf(
  described: TestResult,
  sequences: readonly (readonly string[])[],
  states: Label[],
  { whom }: FindingInput,
): CareerPlot {
  const keys = described.states as string[];
  const shares = described.distribution as number[][];
  const meanTimes = described.meanTimes as Record<string, number>;
  return {
    states,
    years: shares.map((_, at) => at + 1),
    shares,
    entropy: described.entropyByPosition as number[],
    meanTimes: keys.map((state) => meanTimes[state]),
    careers: different(sequences, keys),
    n: described.n,
    whom,
  };
}

/** What the figures of a report show, without types of careers. Null where there are too few careers. */
export function careerPlotOf(input: FindingInput): CareerPlot | null {
  const { careers } = careersOf(input);
  if (careers.length < FEWEST) return null;
  const described = sequenceDescription({ sequences: careers.map(({ states }) => states) });
  const sequences = drawn(careers, MOST_CLUSTERED).map(({ states }) => states);
  return plotOf(
    described,
    sequences,
    (described.states as string[]).map((state) => labelOf(state, input)),
    input,
  );
}

/** Each career once, by its states from the first year on. */
function different(sequences: readonly (readonly string[])[], states: readonly string[]) {
  const index = new Map(states.map((state, i) => [state, i]));
  const counts = new Map<string, number>();
  for (const sequence of sequences) {
    const name = sequence.map((state) => String(index.get(state)).padStart(3, '0')).join(' ');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => ({ states: name.split(' ').map(Number), count }));
}

/** At most so many, drawn with a fixed seed. */
function drawn<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  const order = new Random(1).shuffle(list.map((_, i) => i));
  return order
    .slice(0, most)
    .sort((a, b) => a - b)
    .map((i) => list[i]);
}

function labelOf(state: string, { options }: FindingInput): Label {
  if (state === GAP) return say('finding.gap');
  const parts = state.split(' · ').map((text, i) => partLabel(text, options.states[i]));
  return parts.length === 1 ? parts[0] : say('finding.state-parts', { parts: parts });
}

function partLabel(text: string, part: FindingInput['options']['states'][number]): Label {
  if (text === '?') return say('finding.unknown-part');
  if (part === 'role') return roleLabel(text as PositionRole);
  if (part === 'kind') return kindLabel(text);
  return part === 'level' ? say('finding.level', { level: Number(text) }) : tierLabel(text);
}
