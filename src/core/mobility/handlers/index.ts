import type { mobilityContract } from '../../../shared/contract/mobility.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { withPersons } from '../coding/identity.ts';
import { codingHandlers } from './coding.ts';
import { populationHandlers } from './population.ts';
import { resultHandlers } from './results.ts';
import { scholarHandlers } from './scholars.ts';
import type { MobilityServices } from './services.ts';
import { studyHandlers } from './study.ts';

export function mobilityHandlers(services: MobilityServices): Pick<Handlers, keyof typeof mobilityContract> {
  const { db } = services.study;
  const all = {
    ...studyHandlers(services),
    ...scholarHandlers(services),
    ...populationHandlers(services),
    ...codingHandlers(services),
    ...resultHandlers(services),
  };
  // One gate for all: whoever is named, however it is typed, is the person whom the library knows.
  const gated = Object.entries(all).map(([method, handle]) => [
    method,
    (input: never) => (handle as (given: never) => unknown)(withPersons(db, input)),
  ]);
  return Object.fromEntries(gated) as typeof all;
}
