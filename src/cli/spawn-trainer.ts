import { spawnChildTrainer } from '../core/recommender/training/spawn-child-trainer.ts';
import type { SpawnTrainer } from '../core/recommender/training/trainer-client.ts';
import { TrainerRelay } from '../core/recommender/training/trainer-relay.ts';
import type { FromBackend, ToBackend } from '../shared/backend-protocol.ts';

interface ElectronParentPort {
  postMessage(message: FromBackend): void;
  on(event: 'message', listener: (event: { data: ToBackend }) => void): void;
}

/**
 * In the installed app (`quadrille --cli …`) the command line is a utility process and main starts its trainers;
 * elsewhere they are child processes.
 */
export const parentPort = (process as unknown as { parentPort?: ElectronParentPort }).parentPort;

function relayed(port: ElectronParentPort): SpawnTrainer {
  const relay = new TrainerRelay((message) => port.postMessage(message));
  port.on('message', ({ data }) => void setImmediate(() => relay.receive(data))); // as in the backend
  return () => relay.spawn();
}

export const spawnTrainer: SpawnTrainer = parentPort ? relayed(parentPort) : spawnChildTrainer;
