import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Comparison } from '../../../shared/mobility/analysis.ts';
import { type FindingInfo, type FindingOptions, findingOptions } from '../../../shared/mobility/findings.ts';
import { EVERYBODY, type Focus, isEverybody } from '../../../shared/mobility/focus.ts';
import type { Study } from '../study/study.ts';
import { COMPARISONS, comparisonByName } from './comparisons/registry.ts';
import { findingInputOf } from './findings/gather.ts';
import type { FindingInput, Reads } from './findings/finding.ts';
import { FINDINGS, findingByName } from './findings/registry.ts';
import { type ComparisonOptions, comparisonInputOf, otherOf } from './gather.ts';

/** What was asked, in one form however it was said, and a hash of the data that answer it. */
export interface StudyLook {
  name: string;
  asked: Record<string, unknown>;
  state: string;
}

/** @param references the classes that the regression took; one that it takes by itself need not be asked for */
export function comparisonLook(
  study: Study,
  options: ComparisonOptions,
  references: Comparison['references'],
): StudyLook {
  const { name, transition, attribute, covariates } = options;
  const { inputs } = comparisonByName(name);
  const chosen = Object.entries(references).flatMap(([variable, one]) =>
    one.chosen === one.classes[0] ? [] : [[variable, one.chosen] as const],
  );
  const asked = {
    ...focusAsked(options.focus, [
      ...(inputs.includes('attribute') ? [attribute] : []),
      ...(inputs.includes('covariates') ? covariates : []),
    ]),
    transition,
    ...(inputs.includes('other-transition') ? { otherTransition: otherOf(study, options) } : {}),
    ...(inputs.includes('attribute') ? { attribute } : {}),
    ...(inputs.includes('covariates') ? { covariates: [...covariates].sort() } : {}),
    ...(chosen.length > 0 ? { references: Object.fromEntries(chosen.sort()) } : {}),
  };
  return { name, asked, state: stateOf(study, name, asked) as string };
}

const OPTIONS_OF: Record<FindingInfo['inputs'][number], readonly (keyof FindingOptions)[]> = {
  transition: ['transition'],
  attribute: ['attribute'],
  covariates: ['covariates'],
  group: ['group'],
  sequences: ['states', 'years', 'clusters', 'method', 'costs', 'linkage'],
  programme: ['programmeStart', 'ageLimit'],
};

/** Options that the analysis does not read are not asked. */
export function findingLook(study: Study, options: FindingOptions): StudyLook {
  const { name, inputs } = findingByName(options.name);
  const read = [
    ...(inputs.includes('attribute') ? [options.attribute] : []),
    ...(inputs.includes('covariates') ? options.covariates : []),
    ...(inputs.includes('group') ? [options.group] : []),
  ];
  const asked = {
    ...focusAsked(options.focus, read),
    ...Object.fromEntries(
      inputs.flatMap((input) => OPTIONS_OF[input].map((option) => [option, options[option]] as const)),
    ),
  };
  return { name, asked, state: stateOf(study, name, asked) as string };
}

/**
 * Everybody need not be asked for, nor bands of what is neither read nor chosen by; in whatever order the bar was used,
 * it is one question.
 */
function focusAsked({ bands, only }: Focus = EVERYBODY, read: readonly string[]): { focus?: Focus } {
  const inOrder = <T>(entries: [string, T][]) => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  const counts = ([name]: [string, unknown]) => read.includes(name) || Object.hasOwn(only, name);
  const focus = {
    bands: inOrder(Object.entries(bands).filter(counts)),
    only: inOrder(Object.entries(only).map(([name, classes]) => [name, [...new Set(classes)].sort()])),
  };
  return isEverybody(focus) ? {} : { focus };
}

/** Of the data that a test reads now, null where it could not be run any more. */
export function stateOf(study: Study, name: string, asked: Record<string, unknown>): string | null {
  const known = study.cached('states of tests', () => new Map<string, string | null>());
  const spec = JSON.stringify([name, asked]);
  let state = known.get(spec);
  if (state === undefined) known.set(spec, (state = readState(study, name, asked)));
  return state;
}

function readState(study: Study, name: string, asked: Record<string, unknown>): string | null {
  try {
    const data = readNow(study, name, asked);
    return data === null ? null : createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function readNow(study: Study, name: string, asked: Record<string, unknown>): unknown {
  if (COMPARISONS.some((one) => one.name === name)) {
    const all = { attribute: '', covariates: [], references: {}, ...asked, name } as unknown as ComparisonOptions;
    return comparisonByName(name).compute(comparisonInputOf(study, all)).data;
  }
  const definition = FINDINGS.find((one) => one.name === name);
  const options = findingOptions.safeParse({ transition: '', ...asked, name });
  if (!definition || !options.success) return null;
  return readBy(definition.reads, findingInputOf(study, options.data));
}

/** What an analysis reads of the study. */
export function readBy(reads: Reads, { options, scholars, moves, levels, lastYear, book }: FindingInput): unknown {
  const names = [options.attribute, options.group, ...options.covariates];
  return {
    levels,
    lastYear: reads.scholars.some((part) => part !== 'didPostdoc') ? lastYear : null,
    stages: reads.scholars.includes('stageYears') ? book.stages.map(({ key, rule }) => [key, rule]) : null,
    scholars: scholars.map((scholar) => [
      ...names.map((name) => scholar.attributes[name] ?? null),
      ...(reads.attributes ?? []).map((name) => scholar.written[name] ?? null),
      ...reads.scholars.map((part) => scholar[part]),
    ]),
    moves:
      reads.moves === 'chosen'
        ? moves.filter(({ transition }) => transition === options.transition)
        : reads.moves === 'all'
          ? moves
          : [],
  };
}
