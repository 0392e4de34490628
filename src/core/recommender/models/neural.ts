import { factorNetwork, fieldInputs, melInputs } from './factor-network.ts';

const hasClip = (features: { melTracks: Uint32Array }, song: number) => features.melTracks[song] !== 0;

/** Mel spectrogram → latent factors, by convolutions over time. */
export const cnn = factorNetwork('cnn', ['audio'], 'conv-1d', melInputs, hasClip);

/** The same with the paper's two-dimensional convolutions. */
export const cnn2d = factorNetwork('cnn-2d', ['audio'], 'conv-2d', melInputs, hasClip);

/** Tags, artist and decade → embeddings → perceptron → latent factors. */
export const tags = factorNetwork('tags', ['tags'], 'fields-mlp', fieldInputs, (features, song) => features.tagOffsets[song + 1] > features.tagOffsets[song] || features.artists[song] >= 0);
