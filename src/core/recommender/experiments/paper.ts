import { type ExperimentSpec, experimentSpec } from '../../../shared/contract/experiments.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Message, Reader } from '../../../shared/messages/message.ts';

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

export interface LibraryFacts {
  hasAudio: boolean;
  hasTags: boolean;
  /** Whether EASE fits into this machine's memory. */
  fitsEase: boolean;
}

/**
 * The experiment of Li & Li (2024): validation RMSE over K 5–50 × epoch 5–40 (figure 4), then at the best cell all five
 * error measures and precision, recall and F1 against N 5–50 over all songs
 * (figures 5–7) for the hybrids, Funk-SVD, User-CF and content-based filtering; the strongest simple baselines beside
 * them, which the paper lacks, and if there is audio a
 * comparison on new songs.
 */
export function paperSpec(
  { hasAudio, hasTags, fitsEase }: LibraryFacts,
  { said }: Reader,
): { spec: ExperimentSpec; notes: Message[] } {
  const content = hasTags ? ['content'] : [];
  const networks = [...(hasAudio ? ['cnn'] : []), ...(hasTags ? ['tags'] : [])];
  const hybrids = hasTags || hasAudio ? ['hybrid-weighted', 'hybrid-switching', 'hybrid-mixed'] : ['hybrid-weighted'];
  const grid = hasAudio ? 'cnn' : hasTags ? 'tags' : 'funk-svd';
  const notes = [
    ...(hasAudio ? [] : [say('experiment.no-audio', { model: grid })]),
    ...(hasTags ? [] : [say('experiment.no-tags')]),
    ...(fitsEase ? [] : [say('experiment.no-ease')]),
  ];
  const spec = experimentSpec.parse({
    name: said(say('experiment.paper-name')),
    description: said(say('experiment.paper-description')),
    grid: { model: grid, k: range(5, 50, 5), epochs: range(5, 40, 5) },
    evaluations: [
      {
        protocol: 'ranking',
        models: [
          ...hybrids,
          ...networks,
          'funk-svd',
          'user-cf',
          ...content,
          'global-mean',
          'popularity',
          'item-knn',
          fitsEase ? 'ease' : 'rp3beta',
        ],
        cutoffs: range(5, 50, 5),
        withRatings: true,
      },
      ...(networks.length > 0
        ? [
            {
              protocol: 'item-cold',
              models: [...networks, ...(hasAudio && hasTags ? ['joint'] : []), ...content, 'popularity'],
              folds: 5,
              cutoffs: range(5, 50, 5),
              choose: false, // a grid in each of five folds would take five times the paper's
            },
          ]
        : []),
    ],
  });
  return { spec, notes };
}
