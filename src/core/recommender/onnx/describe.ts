import type { LoadedModel } from '../models/model-file.ts';
import type { SavedNetwork } from '../networks/saved.ts';

// What a file says of itself, in English as the names of ONNX are: people read it with programs.

const MEL =
  'mel: the first 3 s of a recording as mono of 22,050 Hz (66,150 samples, full scale ±1; shorter ones with zeros ' +
  'behind); y = librosa.effects.preemphasis(y, coef=0.97); power = abs(librosa.stft(y, n_fft=2048, hop_length=259, ' +
  'center=True, pad_mode="constant")) ** 2; mel = librosa.filters.mel(sr=22050, n_fft=2048, n_mels=256, htk=False, ' +
  'norm="slaney") @ power; librosa.power_to_db(mel, ref=np.max, top_db=80). The graph standardises each band.';

const FIELDS =
  'tags, artist, decade: one row a song, a column for each value in "vocabulary" of the metadata behind column 0, ' +
  'which is for songs without a known value. Weights of a row are not negative and add up to 1: of several tags ' +
  "each has its share of the song's tag weights.";

export const MUSICNN_INPUT =
  'mel: 3 s of a recording as mono of 16,000 Hz (shorter ones with zeros behind), power of a periodic Hann window of ' +
  '512 samples, hop 256, centred in zeros, 96 mel bands (Slaney); log10(10,000 · power + 1); 187 frames × 96 bands. ' +
  'librosa.feature.melspectrogram(y=y, sr=16000, hop_length=256, n_fft=512, n_mels=96, pad_mode="constant").T';

/** How the inputs are made, by which the outputs are as the model's own. */
export function preprocessing({ kind, vectorSet }: SavedNetwork): string {
  if (kind === 'vectors-mlp')
    return (
      `vectors: the set of vectors ${JSON.stringify(vectorSet ?? 'musicnn')}, as it was imported or heard. ` +
      'The graph standardises each value.'
    );
  return { 'conv-1d': MEL, 'conv-2d': MEL, 'fields-mlp': FIELDS, joint: `${MEL} ${FIELDS}` }[kind];
}

/** What stands in each column of a field's input after the first. */
export function vocabularyOf(
  { fields = [] }: SavedNetwork,
  { features, songIds }: Pick<LoadedModel, 'features' | 'songIds'>,
  artistOf: (song: number) => string | null,
): Record<string, (string | number)[]> {
  const named: Record<string, (value: number) => string | number> = {
    tags: (value) => features.tagNames[value] ?? String(value),
    decade: (value) => value * 10,
    artist: (value) => {
      const song = features.artists.indexOf(value);
      return (song < 0 ? null : artistOf(songIds[song])) ?? String(value);
    },
  };
  return Object.fromEntries(
    fields.map(({ name, vocabulary }) => [name, Array.from(vocabulary, (value) => named[name]?.(value) ?? value)]),
  );
}
