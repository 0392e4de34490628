import { MODELS, modelsThat } from '../../core/recommender/models/registry.ts';
import type { Recommendation } from '../../shared/contract/recommender.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Explanation, Placement } from '../../shared/contract/scoring.ts';
import { callerPath, type Command, noMorePositionals, positional, required, wholeNumber } from '../command.ts';
import { counted } from '../counted.ts';
import { MODEL_SETTINGS, modelSettingsOf } from '../model-settings.ts';
import { ANYWAY, ANYWAY_HELP, anywayOf } from '../anyway.ts';
import { finishJob, withLibrary } from '../session.ts';

export const trainCommand: Command = {
  usage: 'train MODEL --library FOLDER --name NAME [--set k=15 …] [--conversion NAME] [--seed N] [--anyway] [--json]',
  help: [
    ...MODELS.flatMap(({ type, summary, options }) => [
      `${type.padEnd(17)}${summary.text}`,
      ...(options.length === 0
        ? []
        : [`${''.padEnd(17)}${options.map(({ name, defaultValue }) => `${name}=${defaultValue}`).join(' ')}`]),
    ]),
    ANYWAY_HELP,
  ],
  options: {
    library: { type: 'string' },
    name: { type: 'string' },
    ...ANYWAY,
    ...MODEL_SETTINGS,
  },
  async run(input) {
    const type = positional(input, 0, 'MODEL');
    noMorePositionals(input, 1);
    const name = required(input, 'name');
    const settings = modelSettingsOf(input);
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('models/train', { type, name, ...settings, ...anywayOf(input) });
      const result = await finishJob<{ seconds: number; engine: string | null; notes?: Message[] }>(app, input, jobId);
      input.print(
        `Trained ${name} (${type}) in ${result.seconds.toFixed(1)} s${result.engine ? ` on ${result.engine}` : ''}.`,
      );
      for (const note of result.notes ?? []) input.print(`  ${note.text}`);
      return result;
    });
  },
};

export const recommendCommand: Command = {
  usage: 'recommend --library FOLDER --model NAME --listener ID [--top 10] [--json]',
  help: [],
  options: {
    library: { type: 'string' },
    model: { type: 'string' },
    listener: { type: 'string' },
    top: { type: 'string' },
  },
  async run(input) {
    noMorePositionals(input, 0);
    const [model, listenerId, top] = [
      required(input, 'model'),
      required(input, 'listener'),
      wholeNumber(input, 'top', 10, 1, 500),
    ];
    return withLibrary(input, async (app) => {
      const result = await app.call('models/recommend', { model, listenerId, top });
      input.print(
        result.scoreMeaning === 'rating'
          ? 'The score is a predicted rating.'
          : 'The score is a preference without a unit: higher is better.',
      );
      result.items.forEach((item, i) => {
        input.print(
          `${String(i + 1).padStart(3)}  ${item.score.toFixed(3).padStart(8)}  ${nameOf(item)}${noteText(item)}`,
        );
      });
      return { scoreMeaning: result.scoreMeaning, items: result.items };
    });
  },
};

function nameOf(item: Recommendation): string {
  return item.title ? `${item.title} – ${item.artist ?? '?'}` : item.songId;
}

function noteText(item: Recommendation): string {
  const near = item.reasons.find((reason) => reason.kind === 'similar-played');
  const notes = [...(item.listeners === 0 ? ['nobody has played it'] : []), ...(near ? [`near ${near.label}`] : [])];
  return notes.length > 0 ? ` (${notes.join('; ')})` : '';
}

export const explainCommand: Command = {
  usage: 'explain --library FOLDER --model NAME --listener ID --song ID [--json]',
  help: [
    `Shares are exact for ${modelsThat('exact-shares').join(', ')} (over all played songs they add up to the score);`,
    'where a model cannot tell, there is none.',
  ],
  options: {
    library: { type: 'string' },
    model: { type: 'string' },
    listener: { type: 'string' },
    song: { type: 'string' },
  },
  async run(input) {
    noMorePositionals(input, 0);
    const question = {
      model: required(input, 'model'),
      listenerId: required(input, 'listener'),
      songId: required(input, 'song'),
    };
    return withLibrary(input, async (app) => {
      const answer = await app.call('models/explain', question);
      input.print(describeExplanation(answer));
      return answer;
    });
  },
};

function describeExplanation(answer: Explanation): string {
  const name = answer.title ? `${answer.title}${answer.artist ? ` (${answer.artist})` : ''}` : answer.songId;
  const meaning = answer.scoreRange
    ? `a predicted rating from ${answer.scoreRange.minimum.toFixed(2)} to ${answer.scoreRange.maximum.toFixed(2)}`
    : 'a preference without a unit; higher is better';
  const share = (value: number | null) =>
    value === null ? '' : `, ${(100 * value).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} % of the score`;
  return [
    `${name}: score ${answer.score.toFixed(4)}, ${meaning}.`,
    answer.rank === null
      ? `The listener has played it (${counted(answer.plays ?? 0, 'time')}), so it would not be recommended.`
      : `Place ${answer.rank} of ${counted(answer.candidates, 'song')} that could be recommended.`,
    ...answer.reasons.map(
      ({ kind, label, value, share: part }) =>
        `  ${kind}: ${label || value}${label ? ` (${value.toFixed(4)})` : ''}${share(part)}`,
    ),
    ...answer.soundsLike.map(
      ({ title, songId, similarity }) =>
        `  near in the model's space: ${title ?? songId} (cosine ${similarity.toFixed(3)})`,
    ),
    ...answer.sharedTags.map(
      ({ tag, share: part }) => `  tag in common: ${tag} (${(100 * part).toFixed(1)} % of the listener's tags)`,
    ),
  ].join('\n');
}

export const placeCommand: Command = {
  usage: 'audio place FILE --library FOLDER [--model NAME] [--json]',
  help: [
    'FILE is WAV, MP3, FLAC or Ogg Vorbis; its first three seconds are used.',
    'Without --model the newest model that hears is taken; these can:',
    `${modelsThat('hears-recordings').join(', ')} (a hybrid where it holds a network for sound)`,
  ],
  options: { library: { type: 'string' }, model: { type: 'string' } },
  async run(input) {
    const file = callerPath(positional(input, 0, 'FILE'));
    noMorePositionals(input, 1);
    return withLibrary(input, async (app) => {
      const answer = await app.call('audio/place', {
        grant: app.grants.add(file),
        ...(input.values.model === undefined ? {} : { model: required(input, 'model') }),
      });
      input.print(describePlacement(answer));
      return answer;
    });
  },
};

export function describePlacement({
  file,
  model,
  clip,
  nearest,
  audience,
  appealPercentile,
  certainty,
  unlike,
}: Placement): string {
  return [
    unlike?.text ?? '',
    clip.warning?.text ?? '',
    `${file}, by the model ${model}. Nearest songs:`,
    ...nearest.map(
      ({ title, artist, songId, similarity }) =>
        `  ${similarity.toFixed(3)}  ${title ?? songId}${artist ? ` (${artist})` : ''}`,
    ),
    ...(unlike
      ? []
      : [
          `Predicted audience: ${audience
            .map(({ listenerId, score }) => `${listenerId} (${score.toFixed(3)})`)
            .join(', ')}.`,
          `Expected appeal: above that of ${(100 * appealPercentile).toFixed(0)} % of the songs that the model was ` +
            'trained on.',
        ]),
    certainty?.median === null || !certainty
      ? ''
      : `How sure: for ${counted(certainty.songs, 'song')} held back in training the model put a real listener ` +
        `before another in ${(100 * certainty.median).toFixed(0)} % of pairs (half of the songs: ` +
        `${(100 * (certainty.lower ?? 0)).toFixed(0)}–${(100 * (certainty.upper ?? 0)).toFixed(0)} %; chance is 50 %).`,
  ]
    .filter(Boolean)
    .join('\n');
}
