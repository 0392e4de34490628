import { MODELS } from '../../core/recommender/models/registry.ts';
import { CONVERSIONS, type Recommendation } from '../../shared/contract/recommender.ts';
import { assignments, type Command, noMorePositionals, oneOf, positional, required, wholeNumber } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const trainCommand: Command = {
  name: 'train',
  usage: 'train MODEL --library FOLDER --name NAME [--set k=15 …] [--conversion NAME] [--seed N] [--json]',
  summary: 'Fit a model on the whole library and keep it under a name.',
  help: MODELS.flatMap((model) => [`${model.type.padEnd(16)} ${model.options.map((option) => `${option.name}=${option.defaultValue}`).join(' ')}`]),
  options: { library: { type: 'string' }, name: { type: 'string' }, set: { type: 'string', multiple: true }, seed: { type: 'string' }, conversion: { type: 'string' } },
  async run(input) {
    const type = positional(input, 0, 'MODEL');
    noMorePositionals(input, 1);
    const name = required(input, 'name');
    const options = Object.fromEntries(assignments(input));
    const seed = wholeNumber(input, 'seed', 1, 0, 0xffffffff);
    const conversion = oneOf(input, 'conversion', CONVERSIONS, 'log-count');
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('models/train', { type, name, options, conversion, seed });
      const result = await finishJob<{ seconds: number; engine: string | null }>(app, input, jobId);
      input.print(`Trained ${name} (${type}) in ${result.seconds.toFixed(1)} s${result.engine ? ` on ${result.engine}` : ''}.`);
      return result;
    });
  },
};

export const recommendCommand: Command = {
  name: 'recommend',
  usage: 'recommend --library FOLDER --model NAME --listener ID [--top 10] [--json]',
  summary: 'Rank the songs that a listener has not played yet, with reasons.',
  help: [],
  options: { library: { type: 'string' }, model: { type: 'string' }, listener: { type: 'string' }, top: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    const [model, listenerId, top] = [required(input, 'model'), required(input, 'listener'), wholeNumber(input, 'top', 10, 1, 500)];
    return withLibrary(input, async (app) => {
      const result = await app.call('models/recommend', { model, listenerId, top });
      input.print(`The score is a ${result.scoreMeaning === 'rating' ? 'predicted rating' : 'preference without a unit: higher is better'}.`);
      result.items.forEach((item, i) => {
        input.print(`${String(i + 1).padStart(3)}  ${item.score.toFixed(3).padStart(8)}  ${nameOf(item)}${reasonText(item)}`);
      });
      return { scoreMeaning: result.scoreMeaning, items: result.items };
    });
  },
};

function nameOf(item: Recommendation): string {
  return item.title ? `${item.title} – ${item.artist ?? '?'}` : item.songId;
}

function reasonText(item: Recommendation): string {
  const near = item.reasons.find((reason) => reason.kind === 'similar-played');
  return near ? ` (near ${near.label})` : '';
}
