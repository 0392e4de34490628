import { say } from '../../../shared/messages/say.ts';
import type { SongFeatures } from '../data/dataset.ts';
import { AppError } from '../../../shared/errors.ts';
import { namesIn, TAGS_INPUT, vectorSet } from '../data/song-vectors.ts';
import { fieldInputs, melInputs, namedInputs, vectorInputs } from '../networks/inputs.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { factorNetwork } from './factor-network.ts';
import type { NetworkModel } from './network-task.ts';
import { INPUTS_OPTION } from './song-terms.ts';

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

/** Tags, artist and decade, and vectors → embeddings → perceptron → rating factors; → linear tower → preferences. */
const fieldNetwork: NetworkModel = {
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
  moreOptions: [INPUTS_OPTION],
  withOptions: ({ inputs = TAGS_INPUT }) => ({
    ...fieldNetwork,
    inputsOf: (features, rows) => namedInputs(features, rows, String(inputs)),
    hasInput: hasAny(String(inputs)),
  }),
};

export const tags = factorNetwork(fieldNetwork);

/** Whether a song has any of the named inputs. */
function hasAny(inputs: string): NetworkModel['hasInput'] {
  const names = namesIn(inputs);
  if (names.length === 0) throw new AppError('bad-request', say('vectors.no-inputs'));
  return (features, song) =>
    names.some((name) =>
      name === TAGS_INPUT ? hasFields(features, song) : vectorSet(features, name).known[song] === 1,
    );
}

/** Sound, tags, artist, decade and sets of vectors together → latent factors. A song without tags gets "unknown". */
const jointNetwork: NetworkModel = {
  type: 'joint',
  title: say('model-title.joint'),
  summary: say('model-summary.joint'),
  colour: 11,
  capabilities: ['latent-factors', 'song-vectors'],
  needs: ['audio', 'tags'],
  network: 'joint',
  inputsOf: jointInputs(TAGS_INPUT),
  hasInput: hasClip,
  tower: false,
  moreOptions: [INPUTS_OPTION],
  withOptions: ({ inputs = TAGS_INPUT }) => ({ ...jointNetwork, inputsOf: jointInputs(String(inputs)) }),
};

export const joint = factorNetwork(jointNetwork);

function jointInputs(inputs: string): NetworkModel['inputsOf'] {
  return async (features, rows, context) => ({
    kind: 'joint',
    mel: await melInputs(features, rows, context),
    fields: namedInputs(features, rows, inputs),
  });
}
