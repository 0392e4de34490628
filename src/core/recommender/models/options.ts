import type { ModelTypeInfo } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ModelLookup, Options } from './model.ts';

/**
 * Fills in defaults and rejects unknown options by name. Options of a hybrid's parts, such as `cnn.k`,
 * are checked by the part's definition.
 */
export function completeOptions(definition: ModelTypeInfo, given: Options, lookup: ModelLookup): Options {
  const complete: Options = Object.fromEntries(definition.options.map((option) => [option.name, option.defaultValue]));
  for (const [name, value] of Object.entries(given)) {
    const dot = name.indexOf('.');
    if (definition.combines && dot > 0) {
      checkPart(definition.type, lookup(name.slice(0, dot)), name.slice(dot + 1), value, lookup);
      complete[name] = value;
      continue;
    }
    const spec = definition.options.find((option) => option.name === name);
    if (!spec)
      throw new AppError(
        'bad-request',
        say('model.no-such-option', {
          type: definition.type,
          name,
          options: definition.options.map((option) => option.name),
          count: definition.options.length,
        }),
      );
    if (spec.kind === 'choice' && !spec.choices?.includes(String(value)))
      throw new AppError(
        'bad-request',
        say('model.option-not-a-choice', { type: definition.type, name, choices: spec.choices }),
      );
    if (spec.kind === 'integer' || spec.kind === 'number') complete[name] = checkedNumber(definition.type, spec, value);
    else complete[name] = String(value);
  }
  return complete;
}

function checkedNumber(
  type: string,
  spec: { name: string; kind: string; minimum?: number; maximum?: number },
  value: string | number,
): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  const fits =
    Number.isFinite(number) &&
    (spec.kind !== 'integer' || Number.isInteger(number)) &&
    number >= (spec.minimum ?? -Infinity) &&
    number <= (spec.maximum ?? Infinity);
  if (!fits)
    throw new AppError(
      'bad-request',
      say('model.option-out-of-range', {
        type,
        name: spec.name,
        minimum: spec.minimum ?? '−∞',
        maximum: spec.maximum ?? '∞',
        given: value,
        whole: spec.kind === 'integer' ? 'yes' : 'no',
      }),
    );
  return number;
}

/**
 * Complete options for data of this size. There are no more factors than listeners or songs: the default number is cut
 * down to what the data have, a given one is refused.
 *
 * @throws bad-input when the given K is larger than the matrix
 */
export function optionsForSize(
  definition: ModelTypeInfo,
  given: Options,
  { listeners, songs }: { listeners: number; songs: number },
  lookup: ModelLookup,
): Options {
  const options = completeOptions(definition, given, lookup);
  const { type, capabilities } = definition;
  const k = Number(options.k);
  const most = Math.min(listeners, songs);
  if (!capabilities.includes('latent-factors') || !(k > most)) return options;
  if (!('k' in given)) return { ...options, k: most };
  throw new AppError('bad-input', say('model.too-many-factors', { type, k, listeners, songs, most }), {
    field: 'k',
    listeners,
    songs,
  });
}

function checkPart(
  hybrid: string,
  part: ModelTypeInfo,
  name: string,
  value: string | number,
  lookup: ModelLookup,
): void {
  if (part.combines) throw new AppError('bad-request', say('model.hybrid-as-part', { hybrid, type: part.type }));
  completeOptions(part, { [name]: value }, lookup);
}

/** The options that a hybrid was given for one of its parts, such as `cnn.k`. */
export function optionsOfPart(options: Options, part: string): Options {
  const prefix = `${part}.`;
  return Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
