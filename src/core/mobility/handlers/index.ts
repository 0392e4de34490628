import type { mobilityContract } from '../../../shared/contract/mobility.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { codingHandlers } from './coding.ts';
import { populationHandlers } from './population.ts';
import { resultHandlers } from './results.ts';
import { scholarHandlers } from './scholars.ts';
import type { MobilityServices } from './services.ts';
import { studyHandlers } from './study.ts';

export function mobilityHandlers(services: MobilityServices): Pick<Handlers, keyof typeof mobilityContract> {
  return {
    ...studyHandlers(services),
    ...scholarHandlers(services),
    ...populationHandlers(services),
    ...codingHandlers(services),
    ...resultHandlers(services),
  };
}
