import { basename } from 'node:path';
import { modelLabel, protocolLabel } from '../../shared/evaluation-words.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';

/**
 * Titles of jobs: what people call a kind of file, a model or a protocol, in the language of whoever reads. An
 * interrupted job is found again by its title.
 */
export function importTitle(kind: string, file: string): Message {
  return say('job.import', { kind: { id: `import-kind.${kind}`, text: kind }, file: basename(file) });
}

export function trainingTitle(type: string, name: string): Message {
  const model = modelLabel(type);
  return name === type ? say('job.train', { name: model }) : say('job.train-type', { name, type: model });
}

export function evaluationTitle(protocol: string, models: readonly string[]): Message {
  return say('job.evaluate', { protocol: protocolLabel(protocol), models: models.map(modelLabel) });
}

export function weightsTitle(type: string, name: string): Message {
  return say('job.import-weights', { name, type: modelLabel(type) });
}
