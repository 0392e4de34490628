import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { basename } from 'node:path';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { answerOf } from '../analysis/comparisons/comparison.ts';
import { COMPARISONS, comparisonByName } from '../analysis/comparisons/registry.ts';
import { cityMapOf, flowsOf, timelineOf, transitionTable } from '../analysis/flows.ts';
import { FINDINGS } from '../analysis/findings/registry.ts';
import { findingInputOf } from '../analysis/findings/gather.ts';
import { FindingRunner, runComparison } from '../analysis/findings/run-finding.ts';
import { analyseNetwork, toGexf, toGraphml } from '../analysis/network.ts';
import { careersOf, comparisonInputOf, networkGraph } from '../analysis/gather.ts';
import { keepTest, ledgerOf, nameFamily } from '../analysis/ledger.ts';
import { comparisonLook, findingLook } from '../analysis/looks.ts';
import { sampledMoves, sampleOf } from '../analysis/sample.ts';
import { weightedShares } from '../analysis/weighted.ts';
import { sensitivity } from '../analysis/sensitivity.ts';
import { STATISTICS, statisticByName } from '../../statistics/catalogue/registry.ts';
import { kindsOf } from '../quadrant/summary.ts';
import { assertOneForOthers } from '../report/export-job.ts';
import type { MobilityServices } from './services.ts';

export function resultHandlers({ study, jobs, grants }: MobilityServices) {
  const findings = new FindingRunner();
  return {
    'mobility/get-moves': ({ transition, kinds }) => {
      const all = study.moves(transition);
      const moves = kinds === null ? all : all.filter(({ from, to }) => `${from.kind}>${to.kind}` === kinds);
      const weighted = weightedShares(study, moves);
      return { summary: study.summary(transition, moves), weighted, moves, byKind: kindsOf(all) };
    },
    'mobility/get-sample': ({ transition }) => ({
      told: sampleOf(study, transition === null ? undefined : [transition])?.told ?? null,
    }),
    'mobility/get-sensitivity': ({ transition }) => sensitivity(study, transition),
    'mobility/get-flows': ({ unit, most }) => flowsOf(careersOf(study), unit, most),
    'mobility/get-transition-table': ({ transition, unit }) => {
      const sample = sampleOf(study, [transition]);
      const table = transitionTable(transition, sampledMoves(study, sample, transition), unit, study.placer());
      return sample ? { ...table, notes: [sample.told, ...table.notes] } : table;
    },
    'mobility/get-timeline': () => {
      const sample = sampleOf(study);
      return timelineOf(
        transitionsOf(study.book.codebook).map((transition) => ({
          transition,
          moves: sampledMoves(study, sample, transition),
        })),
      );
    },
    'mobility/get-network': ({ kind, edgeKinds, coLocation, most }) =>
      analyseNetwork(networkGraph(study, kind, edgeKinds, coLocation), most),
    'mobility/get-network-file': ({ kind, edgeKinds, coLocation, format }) => {
      const graph = networkGraph(study, kind, edgeKinds, coLocation);
      return { text: format === 'gexf' ? toGexf(graph) : toGraphml(graph) };
    },
    'mobility/get-city-map': ({ transition }) => {
      const sample = sampleOf(study);
      return cityMapOf(careersOf(study, sample), sampledMoves(study, sample, transition), study.placer().reference);
    },
    'mobility/list-comparisons': () => COMPARISONS.map(({ compute: _compute, ...info }) => info),
    'mobility/get-comparison': async (options) => {
      const input = comparisonInputOf(study, options);
      const { references = {} } = comparisonByName(options.name).compute(input);
      const look = comparisonLook(study, options, references);
      const comparison = await runComparison(options.name, input);
      const kept = keepTest(study, look, comparison.tests[0]?.p ?? null);
      return { ...comparison, notes: [...comparison.notes, ...kept] };
    },
    'mobility/list-findings': () => FINDINGS.map(({ compute: _compute, ...info }) => info),
    'mobility/get-finding': async (options) => {
      const input = findingInputOf(study, options);
      // What is read now: meanwhile somebody may go on coding.
      const look = findingLook(study, options);
      const finding = await findings.run(input);
      return { ...finding, notes: [...finding.notes, ...keepTest(study, look, finding.p)] };
    },
    'mobility/get-ledger': () => ledgerOf(study),
    'mobility/name-family': (family) => {
      nameFamily(study, family);
      return ledgerOf(study);
    },
    'mobility/cancel-finding': () => ({ cancelled: findings.cancel() }),
    'mobility/list-statistics': () =>
      STATISTICS.map(({ name, summary, example }) => ({ name, summary, example: JSON.stringify(example) })),
    'mobility/compute-statistic': ({ name, data }) => {
      const result = statisticByName(name).run(parsedData(data));
      return { test: answerOf(name, result), more: result };
    },
    'mobility/export': (options) => {
      const { grant, ...rest } = options;
      assertOneForOthers(options.formats);
      const folder = grants.resolve(grant);
      return {
        jobId: jobs.start('mobility-export', say('job.export', { name: basename(folder) }), { folder, ...rest }).id,
      };
    },
  } satisfies Partial<Handlers>;
}

function parsedData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('bad-input', say('statistics.data-not-json', { detail: (error as Error).message }), {
      field: 'data',
    });
  }
}
