import { spawnChildTrainer } from '../core/recommender/training/spawn-child-trainer.ts';
import type { SpawnTrainer } from '../core/recommender/training/trainer-client.ts';
import { TrainerRelay } from '../core/recommender/training/trainer-relay.ts';
import type { FromBackend, ToBackend } from '../shared/backend-protocol.ts';
import { type ParentPort, parentPortOf, receiveInTurns } from '../shared/parent-port.ts';

/**
 * In the installed app (`quadrille --cli …`) the command line is a utility process and main starts its trainers;
 * elsewhere they are child processes.
 */
export const parentPort = parentPortOf<ToBackend, FromBackend>();

function relayed(port: ParentPort<ToBackend, FromBackend>): SpawnTrainer {
  const relay = new TrainerRelay((message) => port.postMessage(message));
  receiveInTurns(port, (message) => relay.receive(message));
  return () => relay.spawn();
}

export const spawnTrainer: SpawnTrainer = parentPort ? relayed(parentPort) : spawnChildTrainer;
