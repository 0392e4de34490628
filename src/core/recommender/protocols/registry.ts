import { type ProtocolInfo, protocolInfo } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { strongGeneralization, userKFold } from './held-out-listeners.ts';
import { artistCold, coldAmongAll, itemCold } from './held-out-songs.ts';
import { leaveKOut } from './leave-k-out.ts';
import type { ProtocolDefinition } from './protocol.ts';
import { ranking } from './ranking.ts';
import { ratings } from './ratings.ts';
import { temporal } from './temporal.ts';

/** Every protocol, in the order of lists; a new one is a file and a line here. */
export const PROTOCOLS: readonly ProtocolDefinition[] = [
  ratings,
  ranking,
  leaveKOut,
  strongGeneralization,
  userKFold,
  temporal,
  itemCold,
  artistCold,
  coldAmongAll,
];

/** @throws bad-request, listing the valid names */
export function protocolDefinition(name: string): ProtocolDefinition {
  const found = PROTOCOLS.find((protocol) => protocol.name === name);
  if (!found)
    throw new AppError(
      'bad-request',
      say('evaluation.no-such-protocol', { name, protocols: PROTOCOLS.map((protocol) => protocol.name) }),
    );
  return found;
}

/** Descriptions of the protocols, for pages and commands. */
export function protocolInfos(): ProtocolInfo[] {
  return PROTOCOLS.map((protocol) => protocolInfo.parse(protocol));
}
