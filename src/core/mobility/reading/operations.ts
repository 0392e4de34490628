import { type Codebook, transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Network } from '../../../shared/mobility/analysis.ts';
import type { FindingOptions } from '../../../shared/mobility/findings.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { type About, EVERYBODY, type Focus, type Whom } from '../../../shared/mobility/focus.ts';
import { andThen, kindLabel } from '../../../shared/mobility/words.ts';
import { statisticByName } from '../../statistics/catalogue/registry.ts';
import { agreementReport } from '../agreement/measure.ts';
import { disagreementViews, settlementQuestions } from '../agreement/questions.ts';
import { answerOf } from '../analysis/comparisons/comparison.ts';
import { compare, comparisonByName } from '../analysis/comparisons/registry.ts';
import { findingInputOf } from '../analysis/findings/gather.ts';
import { findingOf } from '../analysis/findings/registry.ts';
import { cityMapOf, flowsOf, timelineOf, transitionTable } from '../analysis/flows.ts';
import { careersOf, type ComparisonOptions, comparisonInputOf, networkGraph } from '../analysis/gather.ts';
import { ledgerOf } from '../analysis/ledger.ts';
import { comparisonLook, findingLook } from '../analysis/looks.ts';
import { analyseNetwork, toGexf, toGraphml } from '../analysis/network.ts';
import { focusChoices, focused } from '../analysis/focus.ts';
import { ofSample, sampledMoves, sampleOf } from '../analysis/sample.ts';
import { sensitivity } from '../analysis/sensitivity.ts';
import { weightedShares } from '../analysis/weighted.ts';
import { previewCodebook } from '../codebook/diff.ts';
import { planeOf } from '../quadrant/plane.ts';
import { clearMatches, institutionNames } from '../institutions/ranking-names.ts';
import { kindsOf } from '../quadrant/summary.ts';
import { type MobilityExportSpec, writeExport } from '../report/write-export.ts';
import type { Study } from '../study/study.ts';
import { todoOf } from '../study/todo.ts';

interface OfFocus {
  focus?: Focus;
}

interface MovesOptions extends OfFocus {
  transition: string;
  kinds: string | null;
}

interface NetworkOptions {
  kind: Network['kind'];
  edgeKinds: string[] | null;
  coLocation: boolean;
}

export type Heard = (fraction: number) => void;

/**
 * What is computed from a whole study and writes nothing into its library, by name: all of it can run in another
 * thread, on a connection of its own.
 */
export const OPERATIONS = {
  moves: movesOf,
  plane: (study: Study, options: MovesOptions) => {
    const { moves, ...rest } = movesOf(study, options);
    return { ...rest, ...planeOf(moves) };
  },
  sensitivity: (study: Study, { transition, focus }: OfFocus & { transition: string }) =>
    sensitivity(study, transition, focus),
  flows: (study: Study, { unit, most, focus }: OfFocus & { unit: Parameters<typeof flowsOf>[1]; most: number }) => {
    const sample = sampleOf(study, undefined, focus);
    return { ...flowsOf(careersOf(study, sample), unit, most), ...aboutOf(sample) };
  },
  transitionTable: (
    study: Study,
    { transition, unit, focus }: OfFocus & { transition: string; unit: Parameters<typeof transitionTable>[2] },
  ) => {
    const sample = sampleOf(study, [transition], focus);
    const table = transitionTable(transition, sampledMoves(study, sample, transition), unit, study.placer());
    return { ...table, notes: [...(sample ? [sample.told] : []), ...table.notes], ...aboutOf(sample) };
  },
  timeline: (study: Study, { focus }: OfFocus) => {
    const sample = sampleOf(study, undefined, focus);
    const moves = transitionsOf(study.book.codebook).map((transition) => ({
      transition,
      moves: sampledMoves(study, sample, transition),
    }));
    return { ...timelineOf(moves), ...aboutOf(sample) };
  },
  network: (study: Study, { kind, edgeKinds, coLocation, most }: NetworkOptions & { most: number }) =>
    analyseNetwork(networkGraph(study, kind, edgeKinds, coLocation), most),
  networkFile: (study: Study, { kind, edgeKinds, coLocation, format }: NetworkOptions & { format: string }) => {
    const graph = networkGraph(study, kind, edgeKinds, coLocation);
    return { text: format === 'gexf' ? toGexf(graph) : toGraphml(graph) };
  },
  cityMap: (study: Study, { transition, focus }: OfFocus & { transition: string }) => {
    const sample = sampleOf(study, undefined, focus);
    const moves = sampledMoves(study, sample, transition);
    return { ...cityMapOf(careersOf(study, sample), moves, study.placer().reference), ...aboutOf(sample) };
  },
  /** What is read now: meanwhile somebody may go on coding. */
  comparison: (study: Study, options: ComparisonOptions) => {
    const input = comparisonInputOf(study, options);
    const { references = {} } = comparisonByName(options.name).compute(input);
    return { look: comparisonLook(study, options, references), comparison: compare(options.name, input) };
  },
  finding: (study: Study, options: FindingOptions, heard: Heard) => {
    const input = findingInputOf(study, options);
    return { look: findingLook(study, options), finding: findingOf(input, heard) };
  },
  sample: (study: Study, { transition, focus }: OfFocus & { transition: string | null }) => ({
    told: sampleOf(study, transition === null ? undefined : [transition], focus)?.told ?? null,
  }),
  focusChoices: (study: Study, { bands }: Focus) => focusChoices(study, bands),
  agreement: (study: Study, _all: null) => agreementReport(study),
  disagreements: (study: Study, settled: 'open' | 'all') => disagreementViews(study, settled),
  questions: settlementQuestions,
  ledger: (study: Study, _all: null) => ledgerOf(study),
  institutionNames: (study: Study, _all: null) => institutionNames(study),
  clearMatches: (study: Study, _all: null) => clearMatches(study),
  todo: (study: Study, _all: null) => todoOf(study),
  /** What another codebook would change. */
  codebook: (study: Study, codebook: Codebook) => previewCodebook(study, codebook),
  statistic: (_study: Study, { name, data }: { name: string; data: unknown }) => {
    const more = statisticByName(name).run(data);
    return { test: answerOf(name, more), more };
  },
  export: (study: Study, { spec, folder }: { spec: MobilityExportSpec; folder: string }, heard: Heard) =>
    writeExport(study, spec, folder, heard),
};

function movesOf(study: Study, { transition, kinds, focus = EVERYBODY }: MovesOptions) {
  const chosen = focused(study, focus);
  const all = ofSample(chosen, study.moves(transition), ({ scholarId }) => scholarId);
  const moves = kinds === null ? all : all.filter(({ from, to }) => `${from.kind}>${to.kind}` === kinds);
  const weighted = weightedShares(study, moves);
  return {
    summary: study.summary(transition, moves),
    weighted,
    moves,
    byKind: kindsOf(all),
    whom: whomOf(chosen, kinds),
  };
}

function whomOf(chosen: About | null, kinds: string | null): Whom {
  const parts: Message[] = chosen?.whom ? [chosen.whom] : [];
  if (kinds !== null) {
    const [from, to] = kinds.split('>').map(kindLabel);
    parts.push(say('study-figure.kinds', { from, to }));
  }
  const [first, ...more] = parts;
  return first ? andThen([first, ...more]) : null;
}

const aboutOf = (sample: About | null): About => ({ whom: sample?.whom ?? null });

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Asked<N extends OperationName> = Parameters<Operations[N]>[1];
export type Answer<N extends OperationName> = Awaited<ReturnType<Operations[N]>>;
