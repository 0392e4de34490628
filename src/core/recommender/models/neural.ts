import { say } from '../../../shared/messages/say.ts';
import type { SongFeatures } from '../data/dataset.ts';
import { vectorSet } from '../data/song-vectors.ts';
import { fieldInputs, melInputs, vectorInputs } from '../networks/inputs.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { factorNetwork } from './factor-network.ts';
import type { NetworkModel } from './network-task.ts';

const hasClip = (features: SongFeatures, song: number) => features.melTracks[song] !== 0;
const hasFields = (features: SongFeatures, song: number) =>
  features.tagOffsets[song + 1] > features.tagOffsets[song] || features.artists[song] >= 0;

export const NO_ENCODER = 'none';

/**
 * Mel spectrogram → latent factors, by convolutions over time; with an encoder, from what that heard (or from another
 * set of vectors) by a perceptron.
 */
const melCnn: NetworkModel = {
  type: 'cnn',
  title: say('model-title.cnn'),
  summary: say('model-summary.cnn'),
  colour: 1,
  capabilities: ['latent-factors', 'song-vectors', 'hears-recordings'],
  needs: ['audio'],
  network: 'conv-1d',
  inputsOf: melInputs,
  hasInput: hasClip,
  tower: false,
  moreOptions: [
    { name: 'encoder', kind: 'list', defaultValue: NO_ENCODER, help: say('model.encoder', { encoder: ENCODER }) },
  ],
  withOptions: ({ encoder }) => (encoder === undefined || encoder === NO_ENCODER ? melCnn : encoded(String(encoder))),
};

export const cnn = factorNetwork(melCnn);

function encoded(name: string): NetworkModel {
  return {
    ...melCnn,
    network: 'vectors-mlp',
    inputsOf: (features, rows) => vectorInputs(features, name, rows),
    hasInput: (features, song) => vectorSet(features, name).known[song] === 1,
    hears: name === ENCODER,
    vectorSet: name,
  };
}

/** The same with the paper's two-dimensional convolutions. */
export const cnn2d = factorNetwork({
  type: 'cnn-2d',
  title: say('model-title.cnn-2d'),
  summary: say('model-summary.cnn-2d'),
  colour: 8,
  capabilities: ['latent-factors', 'song-vectors', 'hears-recordings'],
  needs: ['audio'],
  network: 'conv-2d',
  inputsOf: melInputs,
  hasInput: hasClip,
  tower: false,
});

/** Tags, artist and decade → embeddings → perceptron → rating factors; → linear tower → preferences. */
export const tags = factorNetwork({
  type: 'tags',
  title: say('model-title.tags'),
  summary: say('model-summary.tags'),
  colour: 5,
  capabilities: ['latent-factors', 'song-vectors'],
  needs: ['tags'],
  network: 'fields-mlp',
  inputsOf: fieldInputs,
  hasInput: hasFields,
  tower: true,
});

/** Sound, tags, artist and decade together → latent factors. A song without tags gets "unknown". */
export const joint = factorNetwork({
  type: 'joint',
  title: say('model-title.joint'),
  summary: say('model-summary.joint'),
  colour: 11,
  capabilities: ['latent-factors', 'song-vectors'],
  needs: ['audio', 'tags'],
  network: 'joint',
  inputsOf: async (features, rows, context) => ({
    kind: 'joint',
    mel: await melInputs(features, rows, context),
    fields: fieldInputs(features, rows),
  }),
  hasInput: hasClip,
  tower: false,
});
