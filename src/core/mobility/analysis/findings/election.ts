import { readYear } from '../../import/cells/fields.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { INTERCEPT } from '../../../../shared/mobility/intercept.ts';
import { classLabels } from '../../../../shared/mobility/class-words.ts';
import { attributeLabel } from '../../../../shared/mobility/words.ts';
import { medianOfSorted } from '../../../statistics/descriptive.ts';
import { cox } from '../../../statistics/survival/cox.ts';
import { discreteTime } from '../../../statistics/survival/discrete-time.ts';
import { kaplanMeier } from '../../../statistics/survival/kaplan-meier.ts';
import { type TestResult, unusable } from '../../../statistics/result.ts';
import { classesOf, columnsOf, isComplete, termLabels } from '../covariates.ts';
import { coefficientsOf, coefficientTable, isEstimated, saidRatio } from './coefficients.ts';
import { factors, namesBeside, printed, readData, sumOf } from '../r-code.ts';
import {
  chiSquareTable,
  column,
  COUNT,
  decade,
  type FindingDefinition,
  type FindingInput,
  type FindingScholar,
  HIGH,
  LOW,
  table,
} from './finding.ts';

const NOT_ELECTED = /^(no|n|false|0|否|未入选|not elected)$/i;

const HAZARD_RATIO = column('hazard ratio', say('finding.hazard-ratio'), 'result');

/** The baseline of the yearly model, whose variables are in tens of years. */
const BASELINE: Record<string, Message> = {
  time: say('finding.decades-at-risk', { power: 1 }),
  time2: say('finding.decades-at-risk', { power: 2 }),
  time3: say('finding.decades-at-risk', { power: 3 }),
};

interface Watched {
  scholar: number;
  doctorate: number;
  /** Years since the doctorate when the scholar could first be elected. */
  entry: number;
  time: number;
  event: number;
}

/**
 * Years from the doctorate to election. Of elected scholars only, there is nobody at risk: then the years are described
 * and what the end of the study cuts off is said; models need scholars who were not elected.
 */
export const ELECTION: FindingDefinition = {
  name: 'election',
  question: say('finding.election'),
  inputs: ['attribute', 'covariates', 'programme'],
  reads: { moves: 'none', scholars: ['stageYears'], attributes: ['elected', 'birthYear'] },
  compute(input) {
    const { award, doctorate } = stagesOf(input);
    const isOther = ({ written }: FindingScholar) => NOT_ELECTED.test(written.elected?.trim() ?? '');
    const elected = input.scholars.map((one) => (isOther(one) ? null : (one.stageYears[award] ?? null)));
    return input.scholars.some(isOther) ? atRisk(input, doctorate, elected) : amongElected(input, doctorate, elected);
  },
};

function stagesOf({ book }: FindingInput): { award: string; doctorate: string } {
  const award = book.stages.find(({ rule }) => rule === 'award');
  const doctorate = book.stages.find(({ rule }) => rule !== 'award' && rule !== 'manual');
  if (!award || !doctorate) throw unusable(say('finding.no-award-stage'));
  return { award: award.key, doctorate: doctorate.key };
}

function amongElected(input: FindingInput, doctorate: string, elected: readonly (number | null)[]) {
  const rows = input.scholars.flatMap(({ stageYears }, i) => {
    const [from, until] = [stageYears[doctorate], elected[i]];
    return from === undefined || until === null ? [] : [{ cohort: decade(from), years: until - from, from }];
  });
  const usable = rows.filter(({ years }) => years >= 0);
  if (usable.length < 2) throw unusable(say('finding.no-elections'));
  const cohorts = [...Map.groupBy(usable, ({ cohort }) => cohort)].sort(([a], [b]) => a.localeCompare(b));
  const median = (list: typeof usable) => medianOfSorted(list.map(({ years }) => years).sort((a, b) => a - b));
  const overall = median(usable) as number;
  const data = { head: ['cohort', 'years'], rows: usable.map(({ cohort, years }) => [cohort, years]) };
  return {
    p: null,
    title: say('finding.among-elected-title'),
    tables: [
      table(
        'years-to-election',
        say('finding.years-to-election'),
        [
          column('cohort', say('finding.cohort')),
          COUNT,
          column('median', say('finding.median'), 'result'),
          column('longest', say('finding.longest-possible')),
        ],
        cohorts.map(([cohort, list]) => [
          { key: cohort, label: say('finding.decade', { year: cohort.slice(0, 4) }) },
          list.length,
          median(list),
          Math.max(...list.map(({ from }) => input.lastYear - from)),
        ]),
      ),
    ],
    sentences: [
      say('finding.among-elected-sentence', {
        median: { number: overall, style: 'result' as const },
        n: usable.length,
      }),
    ],
    methods: [say('finding.among-elected-methods', { year: input.lastYear })],
    notes: [
      say('finding.truncated', { year: String(input.lastYear) }),
      say('finding.models-need-non-elected'),
      ...(rows.length > usable.length ? [say('finding.elected-before', { n: rows.length - usable.length })] : []),
    ],
    plot: null,
    code: {
      data,
      packages: [],
      script: [
        readData(data),
        'print(aggregate(years ~ cohort, data, median))',
        printed('median', 'median(data$years)'),
      ].join('\n'),
      values: { median: overall },
    },
  };
}

/** The year of a birth year or date as tables write it. */
function bornIn({ birthYear }: Record<string, string>): number | null {
  const read = readYear(birthYear ?? '', []);
  return 'year' in read ? read.year : null;
}

function watchedOf(input: FindingInput, doctorate: string, elected: readonly (number | null)[]): Watched[] {
  const { programmeStart, ageLimit } = input.options;
  return input.scholars.flatMap(({ stageYears, written }, scholar): Watched[] => {
    const from = stageYears[doctorate];
    if (from === undefined) return [];
    const born = bornIn(written);
    const limit = ageLimit !== null && born !== null ? born + ageLimit : Number.POSITIVE_INFINITY;
    const end = Math.min(elected[scholar] ?? input.lastYear, limit);
    const entry = Math.max(0, (programmeStart ?? from) - from);
    // Elected in the year of the doctorate: half a year, since nobody is at risk for no time.
    const time = Math.max(end - from, entry + 0.5);
    const event = elected[scholar] !== null && (elected[scholar] as number) <= limit ? 1 : 0;
    return end - from < entry ? [] : [{ scholar, doctorate: from, entry, time, event }];
  });
}

function atRisk(input: FindingInput, doctorate: string, elected: readonly (number | null)[]) {
  const { attribute, covariates } = input.options;
  const all = watchedOf(input, doctorate, elected);
  const groupValue = (one: Watched) => input.scholars[one.scholar].attributes[attribute] ?? null;
  const rows = attribute === '' ? all : all.filter((one) => groupValue(one) !== null);
  if (rows.length < 2) throw unusable(say('finding.no-elections'));
  const x = columnsOf(
    covariates,
    rows.map(({ scholar }) => input.scholars[scholar].attributes),
  );
  const times = { start: rows.map(({ entry }) => entry), stop: rows.map(({ time }) => time) };
  const event = rows.map((one) => one.event);
  const group = rows.map((one) => (attribute === '' ? 'all' : (groupValue(one) as string)));
  const curves = kaplanMeier({ ...times, event, group });
  const { model, notes: modelNotes } = covariates.length > 0 ? coxOf({ ...times, event, x }) : NO_MODEL;
  const yearly = discreteTime({ ...times, event, x });
  const groups = curves.groups as Record<
    string,
    { n: number; events: number; median: number | null; medianInterval: (number | null)[] }
  >;
  const groupLabel = attribute === '' ? () => say('finding.everybody') : classLabels(attribute, group);
  const groupCell = (name: string) => {
    const label = groupLabel(name);
    return typeof label === 'string' ? name : { key: name, label };
  };
  const logRank = curves.logRank as { statistic: number; df: number; p: number } | null;
  const reference = yearly.reference as Record<string, string>;
  const baseline = yearly.baseline as string[];
  const terms = { ...termLabels(x, reference), ...BASELINE };
  const hazards = coefficientsOf(yearly.coefficients, 'hazardRatio');
  const events = event.reduce((total, one) => total + one, 0);
  const ageless =
    input.options.ageLimit === null
      ? 0
      : rows.filter(({ scholar }) => bornIn(input.scholars[scholar].written) === null).length;
  const complete = rows.flatMap((_, i) => (isComplete(x, i) ? [i] : []));
  const columns = namesBeside(['start', 'stop', 'event', 'group', ...YEARLY], covariates);
  const data = {
    head: ['start', 'stop', 'event', 'group', ...Object.values(columns)],
    rows: complete.map((i) => [
      times.start[i],
      times.stop[i],
      event[i],
      group[i],
      ...covariates.map((name) => x[name][i]),
    ]),
  };
  return {
    p: logRank?.p ?? (yearly.p as number | null),
    title: say('finding.election-title'),
    tables: [
      table(
        'curves',
        say('finding.time-to-election'),
        [
          column('group', attribute === '' ? say('finding.group') : attributeLabel(attribute)),
          COUNT,
          column('events', say('finding.elected'), 'count'),
          column('median', say('finding.median'), 'result'),
          LOW,
          HIGH,
        ],
        Object.entries(groups).map(([name, one]) => [
          groupCell(name),
          one.n,
          one.events,
          one.median,
          ...one.medianInterval,
        ]),
      ),
      ...(logRank ? [chiSquareTable('log-rank', say('finding.log-rank'), logRank)] : []),
      coefficientTable('discrete-time', say('finding.discrete-time'), HAZARD_RATIO, hazards, terms, [
        INTERCEPT,
        ...baseline,
      ]),
      ...(model
        ? [
            coefficientTable(
              'cox',
              say('finding.cox'),
              HAZARD_RATIO,
              coefficientsOf(model.coefficients, 'hazardRatio'),
              terms,
            ),
          ]
        : []),
    ],
    sentences: [
      say('finding.election-sentence', { events, n: rows.length }),
      ...Object.entries(hazards)
        .filter(([term]) => term !== INTERCEPT && !baseline.includes(term))
        .flatMap(([term, one]) =>
          isEstimated(one) ? [say('finding.hazard-sentence', { term: terms[term] ?? term, ...saidRatio(one) })] : [],
        ),
    ],
    methods: [
      say('finding.election-methods', {
        programme: input.options.programmeStart === null ? 'no' : String(input.options.programmeStart),
        limit: input.options.ageLimit ?? 0,
      }),
    ],
    notes: [
      ...(ageless > 0 ? [say('finding.ageless', { n: ageless, limit: input.options.ageLimit ?? 0 })] : []),
      ...curves.notes.filter(({ id }) => id !== 'statistics.log-rank-needs-groups'),
      ...yearly.notes,
      ...modelNotes,
    ],
    plot: null,
    code: {
      data,
      packages: ['survival'],
      script: [
        'library(survival)',
        readData(data),
        'print(survfit(Surv(start, stop, event) ~ group, data))',
        ...factors(classesOf(x, complete, reference, columns)),
        printed('events', 'sum(data$event)'),
        ...yearlyScript(Object.values(columns), baseline),
        ...(model
          ? [
              `fit <- coxph(Surv(start, stop, event) ~ ${sumOf(Object.values(columns))}, data)`,
              'print(summary(fit))',
              printed('logLik', 'fit$loglik[2]'),
            ]
          : []),
      ].join('\n'),
      values: {
        events: complete.reduce((total, i) => total + event[i], 0),
        yearlyLogLik: yearly.logLikelihood as number,
        ...(model ? { logLik: model.logLikelihood as number } : {}),
      },
    },
  };
}

const NO_MODEL: { model: TestResult | null; notes: Message[] } = { model: null, notes: [] };

/** The yearly hazards and the curves stand without a Cox regression; a note says why there is none. */
function coxOf(data: Parameters<typeof cox>[0]): typeof NO_MODEL {
  try {
    const model = cox(data);
    return { model, notes: model.notes };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-input') throw error;
    return { model: null, notes: [say('finding.no-cox', { reason: error.told })] };
  }
}

/** Columns that the script makes. */
const YEARLY = ['k', 'elected', 'time', 'time2', 'time3'];

/** Every year at risk a row; as the yearly model splits them. */
function yearlyScript(covariates: readonly string[], baseline: readonly string[]): string[] {
  return [
    'years <- do.call(rbind, lapply(seq_len(nrow(data)), function(i) {',
    '  last <- max(1, ceiling(data$stop[i])); k <- min(floor(data$start[i]) + 1, last):last',
    '  cbind(data[rep(i, length(k)), , drop = FALSE], k = k, elected = ifelse(k == last, data$event[i], 0))',
    '}))',
    'years$time <- years$k / 10; years$time2 <- years$time^2; years$time3 <- years$time^3',
    `yearly <- glm(elected ~ ${[...baseline, ...covariates.map((name) => sumOf([name])), '1'].join(' + ')}, ` +
      'binomial("cloglog"), years)',
    'print(summary(yearly))',
    printed('yearlyLogLik', 'as.numeric(logLik(yearly))'),
  ];
}
