import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { basename } from 'node:path';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { COMPARISONS } from '../analysis/comparisons/registry.ts';
import { FINDINGS, findingByName } from '../analysis/findings/registry.ts';
import { keepTest, nameFamily } from '../analysis/ledger.ts';
import { STATISTICS } from '../../statistics/catalogue/registry.ts';
import { assertOneForOthers } from '../report/export-job.ts';
import type { MobilityServices } from './services.ts';

export function resultHandlers({ study, jobs, grants, threads }: MobilityServices) {
  const { results: thread, findings, calculator } = threads;
  return {
    'mobility/get-moves': (input) => thread.read('moves', input),
    'mobility/get-plane': (input) => thread.read('plane', input),
    'mobility/get-sample': (input) => thread.read('sample', input),
    'mobility/get-focus-choices': (input) => thread.read('focusChoices', input),
    'mobility/get-sensitivity': (input) => thread.read('sensitivity', input),
    'mobility/get-flows': (input) => thread.read('flows', input),
    'mobility/get-transition-table': (input) => thread.read('transitionTable', input),
    'mobility/get-timeline': (input) => thread.read('timeline', input),
    'mobility/get-network': (input) => thread.read('network', input),
    'mobility/get-network-file': (input) => thread.read('networkFile', input),
    'mobility/get-city-map': (input) => thread.read('cityMap', input),
    'mobility/list-comparisons': () => COMPARISONS.map(({ compute: _compute, ...info }) => info),
    'mobility/get-comparison': async (options) => {
      const { comparison, look } = await thread.read('comparison', options);
      const kept = keepTest(study, look, comparison.tests[0]?.p ?? null);
      return { ...comparison, notes: [...comparison.notes, ...kept] };
    },
    'mobility/list-findings': () => FINDINGS.map(({ compute: _compute, ...info }) => info),
    'mobility/get-finding': async ({ asker, ...options }) => {
      findingByName(options.name);
      findings.cancel(asker);
      const { finding, look } = await findings.ask('finding', options, undefined, asker);
      return { ...finding, notes: [...finding.notes, ...keepTest(study, look, finding.p)] };
    },
    'mobility/get-ledger': () => thread.read('ledger', null),
    'mobility/name-family': (family) => {
      nameFamily(study, family);
      return thread.read('ledger', null);
    },
    'mobility/cancel-finding': ({ asker }) => ({ cancelled: findings.cancel(asker) }),
    'mobility/list-statistics': () =>
      STATISTICS.map(({ name, summary, example }) => ({ name, summary, example: JSON.stringify(example) })),
    // Exact tests and resampling of large tables take seconds.
    'mobility/compute-statistic': ({ name, data }) => calculator.ask('statistic', { name, data: parsedData(data) }),
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
